"""`manage.py index_texts [--again]`: write the index of texts now, or all of it anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from search import indexing


class Command(BaseCommand):
    """The worker does the same every minute."""

    help = "Write the index that the console's search reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One option."""
        parser.add_argument("--again", action="store_true", help="forget the index and write all of it anew")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it."""
        if options["again"]:
            indexing.again()
        self.stdout.write(f"{indexing.write()} conversations")
