"""Everything that was said, found again."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Django's name for this package."""

    name = "search"
