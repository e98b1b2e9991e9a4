"""A currency exchange to try the product with."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Django's name for this package."""

    name = "demo"
