"""Count what reports show, up to now: `python -m ops.manage count_figures [--again]`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from chat.models import Site
from reporting.counting import count


class Command(BaseCommand):
    """The worker does the same every minute; `--again` is for figures that are doubted."""

    help = "Count what reports show, up to now."

    def add_arguments(self, parser: CommandParser) -> None:
        """The one choice."""
        parser.add_argument("--again", action="store_true", help="count everything anew, not only what has changed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Every site, with a line that says how far it is."""
        for site in Site.objects.order_by("pk"):

            def told(done: int, of: int, name: str = site.name) -> None:
                self.stderr.write(f"\r{name}: {done} of {of} quarters of an hour", ending="")

            quarters = count(site.pk, again=options["again"], progress=told)
            self.stderr.write("")
            self.stdout.write(f"{site.name}: {quarters} quarters of an hour counted")
