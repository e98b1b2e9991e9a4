"""`manage.py demo`: put the demo data in; `--signins` prints who can sign in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from demo import cast
from demo.seed import seed, write_website_settings


class Command(BaseCommand):
    """The command."""

    help = "Put the demo data in (idempotent)."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--signins`."""
        parser.add_argument("--signins", action="store_true", help="print addresses and sign-ins instead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed, or print."""
        if not settings.DEV:
            raise CommandError(
                "The demo has a password that everybody knows; it is for trials (SWITCHBOARD_DEV=1) only."
            )
        if options["signins"]:
            self.stdout.write(self.signins())
            return
        with transaction.atomic():
            _site, secret = seed([settings.DEMO_ORIGIN])
        write_website_settings(secret)

    def signins(self) -> str:
        """Addresses and people, for the terminal."""
        lines = [
            f"  Demo website   {settings.DEMO_ORIGIN}/",
            f"  Agents' console {settings.CONSOLE_ORIGIN}/console/",
            "",
            f"  Sign in with any of these and the password {cast.PASSWORD}",
        ]
        for person in cast.DESK:
            speaks = ", ".join(f"{language} {level}" for language, level in person.languages.items())
            lines.append(f"    {person.email:28} {person.role:6} {person.name:16} {speaks}")
        return "\n".join(lines)
