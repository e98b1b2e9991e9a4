"""Who gets the next chat, and why."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """Django's name for this package."""

    name = "routing"
