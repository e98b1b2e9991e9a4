"""Figures for leads, counted ahead."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Django's name for this package."""

    name = "reporting"
