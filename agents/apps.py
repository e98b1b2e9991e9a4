"""People: who they are, what they can do, whether they are here."""

from django.apps import AppConfig


class AgentsConfig(AppConfig):
    """Django's name for this package."""

    name = "agents"
