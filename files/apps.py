"""Files: what people send each other besides words."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Django's name for this package."""

    name = "files"
