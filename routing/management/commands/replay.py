"""`manage.py replay`: the journal's decisions made again and compared; fails loudly at the first difference."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat.models import Site
from routing.replay import Difference, Replay, entries


class Command(BaseCommand):
    """The command."""

    help = "Make the journal's decisions again and compare them."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--site KEY` limits it to one site, `--day YYYY-MM-DD` to one day of UTC; otherwise all that is kept."""
        parser.add_argument("--site", help="only the site with this key")
        parser.add_argument("--day", type=_day, help="only this day (UTC), from the last start or checkpoint before it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replay site by site."""
        sites = Site.objects.filter(key=options["site"]) if options["site"] else Site.objects.all()
        if not sites:
            raise CommandError(f"there is no site with the key {options['site']}")
        for site in sites.order_by("pk"):
            self.replay(site, options["day"])

    def replay(self, site: Site, day: datetime | None) -> None:
        """One site."""
        since = day.timestamp() if day else None
        until = (day + timedelta(days=1)).timestamp() if day else None
        replay, rows, starts = Replay(), 0, 0
        for row in entries(site.pk, since, until):
            try:
                replay.take(row)
            except Difference as difference:
                recorded, replayed = difference.first()
                raise CommandError(
                    f"{site.name}: {difference} decides otherwise.\n"
                    f"recorded: {json.dumps(recorded, sort_keys=True)}\n"
                    f"replayed: {json.dumps(replayed, sort_keys=True)}"
                ) from None
            rows += 1
            starts += row.kind == "start"
        self.stdout.write(f"{site.name}: {rows} entries, {starts} starts, {replay.decisions} decisions, no difference")


def _day(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
