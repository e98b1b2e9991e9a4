"""Desk: what agents work with beside the conversation itself."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Django's name for this package."""

    name = "desk"
