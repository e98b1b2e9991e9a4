"""`manage.py replay`: the journal's decisions made again and compared; fails loudly at the first difference."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat.models import Site
from routing.journal import Difference, Replay
from routing.models import JournalEntry


class Command(BaseCommand):
    """The command."""

    help = "Make the journal's decisions again and compare them."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--site KEY` limits it to one site."""
        parser.add_argument("--site", help="only the site with this key")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replay site by site."""
        sites = Site.objects.filter(key=options["site"]) if options["site"] else Site.objects.all()
        for site in sites.order_by("pk"):
            self.replay(site)

    def replay(self, site: Site) -> None:
        """One site, from its oldest entry."""
        replay, entries = Replay(), 0
        for entry in JournalEntry.objects.filter(site=site).order_by("pk").iterator(chunk_size=500):
            try:
                replay.take(entry)
            except Difference as difference:
                raise CommandError(
                    f"{site.name}: {difference} decides otherwise.\n"
                    f"recorded: {json.dumps(difference.recorded, sort_keys=True)}\n"
                    f"replayed: {json.dumps(difference.replayed, sort_keys=True)}"
                ) from None
            entries += 1
        self.stdout.write(f"{site.name}: {entries} entries, {replay.decisions} decisions, no difference")
