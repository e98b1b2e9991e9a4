"""`manage.py site …`: make a site, say where it may be embedded, sign identities, name topics, and give it people.

manage.py site create "Name" [--language en --language es]     prints the site key
manage.py site list
manage.py site allow KEY https://www.example.com
manage.py site secret KEY                                      prints kid and secret; two may live at once
manage.py site topic KEY SLUG [--name en=Trading] [--level 3] [--urgent yes]
manage.py site agent KEY EMAIL "Name" --role admin --speaks en=5 --speaks ar=3
"""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Any

import msgspec
from babel import Locale, UnknownLocaleError
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from agents import themes, topics
from agents.models import Agent, LanguageSkill
from agents.sites import new_secret, new_site
from chat import hints
from chat.embeddings import origin_of
from chat.errors import Refusal
from chat.languages import best
from chat.models import Site
from chat.topics import Definition, text_in


class Command(BaseCommand):
    """The command."""

    help = "Make and change sites: create, list, allow, secret, topic, topics, theme, agent."

    def add_arguments(self, parser: CommandParser) -> None:
        """One subcommand per thing to do."""
        commands = parser.add_subparsers(dest="do", required=True)
        create = commands.add_parser("create", help="a new site")
        create.add_argument("name")
        create.add_argument("--language", action="append", default=None, help="answered in; the first is the default")
        commands.add_parser("list", help="all sites")
        allow = commands.add_parser("allow", help="let pages of an origin embed the widget")
        allow.add_argument("key")
        allow.add_argument("origin")
        secret = commands.add_parser("secret", help="a new identity secret; the oldest of three is retired")
        secret.add_argument("key")
        topics = commands.add_parser("topics", help="print a site's topics as JSON, or set them from a file")
        topics.add_argument("key")
        topics.add_argument("--set", type=Path, metavar="FILE")
        theme = commands.add_parser("theme", help="colour, side, scheme and logo of a site's widget")
        theme.add_argument("key")
        theme.add_argument("--color", help="as #2a50d8")
        theme.add_argument("--side", help="left or right")
        theme.add_argument("--scheme", help="auto, light or dark")
        theme.add_argument("--logo", type=Path, metavar="FILE", help="a PNG, JPEG, GIF, WebP or HEIC")
        topic = commands.add_parser("topic", help="a new topic, or another name, level or urgency of one")
        topic.add_argument("key")
        topic.add_argument("slug")
        topic.add_argument("--name", action="append", default=[], metavar="LANGUAGE=NAME")
        topic.add_argument("--level", help="how well whoever answers must know it: 1 to 5, or 0 for not at all")
        topic.add_argument("--urgent", choices=("yes", "no"), help="goes before everything else")
        agent = commands.add_parser("agent", help="a new person of the desk; asks for the password")
        agent.add_argument("key")
        agent.add_argument("email")
        agent.add_argument("name")
        agent.add_argument("--role", choices=Agent.Role.values, default=Agent.Role.AGENT)
        agent.add_argument("--speaks", action="append", default=[], metavar="LANGUAGE=LEVEL")
        agent.add_argument("--capacity", type=int, default=3)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say in a line what is wrong."""
        if options["do"] == "create":
            self.create(options["name"], options["language"] or ["en"])
        elif options["do"] == "list":
            for site in Site.objects.order_by("pk"):
                self.stdout.write(f"{site.key}  {site.name}  {', '.join(site.allowed_origins) or 'no origin allowed'}")
        elif options["do"] == "allow":
            self.allow(self.site(options["key"]), options["origin"])
        elif options["do"] == "topics":
            self.topics(self.site(options["key"]), options["set"])
        elif options["do"] == "theme":
            self.theme(self.site(options["key"]), options)
        elif options["do"] == "secret":
            self.secret(self.site(options["key"]))
        elif options["do"] == "topic":
            self.topic(self.site(options["key"]), options)
        else:
            self.agent(self.site(options["key"]), options)

    def site(self, key: str) -> Site:
        """The site with this key."""
        found = Site.objects.filter(key=key).first()
        if found is None:
            raise CommandError(f"There is no site {key}. `manage.py site list` shows them.")
        return found

    def create(self, name: str, languages: list[str]) -> None:
        """A site with one topic, to begin with."""
        for language in languages:
            known_language(language)
        self.stdout.write(new_site(name, languages).key)

    def allow(self, site: Site, origin: str) -> None:
        """An origin is scheme, host and port, nothing more."""
        if not origin_of(origin):
            raise CommandError(f"{origin} is not an origin; one looks like https://www.example.com")
        site.allowed_origins = sorted({*site.allowed_origins, origin})
        site.save(update_fields=["allowed_origins"])
        self.stdout.write(f"{site.name} may be embedded by: {', '.join(site.allowed_origins)}")

    def topics(self, site: Site, file: Path | None) -> None:
        """Topics that are there are changed, others made, in this order; none is taken away, since chats name them."""
        if file is not None:
            try:
                self.define(site, msgspec.json.decode(file.read_bytes(), type=list[Definition]), f"{file}: ")
            except (OSError, msgspec.MsgspecError) as error:
                raise CommandError(f"{file}: {error}") from None
        out = msgspec.json.encode(topics.defined(site))
        self.stdout.write(msgspec.json.format(out, indent=2).decode())

    def define(self, site: Site, given: list[Definition], where: str = "") -> None:
        """Through the door of the page; what is wrong is said a line each."""
        try:
            hints.committed(topics.define, site.pk, given)
        except Refusal as refusal:
            found = refusal.data["problems"]
            raise CommandError("\n".join(f"{where}{each['field']}: {each['reason']}" for each in found)) from None

    def theme(self, site: Site, options: dict[str, Any]) -> None:
        """Change what is given, and show all."""
        changes = {name: options[name] for name in ("color", "side", "scheme") if options[name] is not None}
        try:
            logo = options["logo"].read_bytes() if options["logo"] else None
            site.theme = themes.changed(site.theme, changes, logo)
        except (OSError, themes.Unfit) as error:
            raise CommandError(str(error)) from None
        site.save(update_fields=["theme"])
        for name, value in site.theme.items():
            self.stdout.write(f"{name}  {value if len(value) < 40 else f'{len(value)} characters'}")

    def secret(self, site: Site) -> None:
        """Two secrets live at once, so that the host website can exchange them without a gap."""
        new = new_secret(site.pk)
        self.stdout.write(f"kid {new.kid}\nsecret {new.secret}")

    def topic(self, site: Site, options: dict[str, Any]) -> None:
        """What is not named stays as it was; chats that wait already keep what was asked when they were queued."""
        slug, level = options["slug"], options["level"]
        every = {each.slug: each for each in topics.defined(site)}
        topic = every.get(slug, Definition(slug, {site.default_language: slug}))
        every[slug] = topic = msgspec.structs.replace(
            topic,
            names={**topic.names, **dict(name_of(pair) for pair in options["name"])},
            level=topic.level if level is None else int(level) if level.isdecimal() else -1,
            urgent=topic.urgent if options["urgent"] is None else options["urgent"] == "yes",
        )
        self.define(site, [*every.values()])
        name = text_in(topic.names, site.default_language, site.default_language)
        self.stdout.write(f"{slug}: {name}, level {topic.level}{', urgent' if topic.urgent else ''}")

    def agent(self, site: Site, options: dict[str, Any]) -> None:
        """A person; the password is asked for, or read from standard input where that is no terminal."""
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail address.") from None
        if Agent.objects.filter(email=email).exists():
            raise CommandError(f"{email} is there already.")
        levels = dict(level_of(pair) for pair in options["speaks"])
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        if len(password) < 10:
            raise CommandError("A password needs 10 characters at least.")
        fields = {"site": site, "name": options["name"], "role": options["role"], "capacity": options["capacity"]}
        agent = Agent.objects.create_user(email, password, **fields)
        LanguageSkill.objects.bulk_create(
            LanguageSkill(agent=agent, language=language, level=level) for language, level in levels.items()
        )
        self.stdout.write(f"{agent.name} can sign in as {email}, and chooses a status there.")
        # A language that is not the site's would be offered to no customer.
        if added := [language for language in levels if best(language, site.languages, "") == ""]:
            site.languages = [*site.languages, *added]
            site.save(update_fields=["languages"])
            self.stdout.write(f"{site.name} answers in {', '.join(added)} too from now on.")


def level_of(pair: str) -> tuple[str, int]:
    """`ar=5` as language and level."""
    language, _equals, level = pair.partition("=")
    known_language(language)
    if level not in {"1", "2", "3", "4", "5"}:
        raise CommandError(f"{pair}: a level is 1 to 5, as in ar=5.")
    return language, int(level)


def name_of(pair: str) -> tuple[str, str]:
    """`en=Trading` as language and name."""
    language, _equals, name = pair.partition("=")
    known_language(language)
    if not 0 < len(name.strip()) <= 80:
        raise CommandError(f"{pair}: a name has 1 to 80 characters, as in en=Trading.")
    return language, name.strip()


def known_language(language: str) -> None:
    """Refuse what is no language code."""
    try:
        Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        raise CommandError(f"{language!r} is not a language code, such as en or zh-Hans.") from None
