"""Matters followed to their end."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Django's name for this package."""

    name = "tickets"
