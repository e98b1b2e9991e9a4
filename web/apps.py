"""The two faces: pages, API and sockets."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Django's name for this package."""

    name = "web"
