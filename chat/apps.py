"""The ground: sites, customers, threads and their log."""

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """Django's name for this package."""

    name = "chat"
