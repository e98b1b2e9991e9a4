"""How are a site's topics defined? As a list of `Definition`s, checked as a whole before anything changes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from chat.models import Site, Topic
from chat.topics import FIELDS, Definition, Texts

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
CHARACTERS = {"names": 80, "at_hand": 300, "first_aid": 1_000}


class Unfit(ValueError):
    """What cannot be, in words."""


def defined(site: Site) -> list[Definition]:
    """The topics as they are, in their order."""
    rows = Topic.objects.filter(site=site)
    names = ("slug", "names", "urgent", "level", "fields", "at_hand", "first_aid")
    return [msgspec.convert({name: getattr(row, name) for name in names}, Definition) for row in rows]


def define(site: Site, topics: list[Definition]) -> None:
    """Make and change these topics; raises `Unfit` with the first thing that is wrong."""
    for problem in problems(topics):
        raise Unfit(problem)
    for position, topic in enumerate(topics):
        values = msgspec.to_builtins(topic)
        Topic.objects.update_or_create(site=site, slug=values.pop("slug"), defaults={**values, "position": position})


def problems(topics: list[Definition]) -> Iterator[str]:
    """What is wrong, in words."""
    slugs = [topic.slug for topic in topics]
    if len(set(slugs)) != len(slugs):
        yield "a slug stands twice"
    for topic in topics:
        if not NAME.fullmatch(topic.slug):
            yield f"{topic.slug!r} is no slug: small letters, digits, - and _"
        for what, most in CHARACTERS.items():
            yield from _texts(f"{topic.slug}: {what}", getattr(topic, what), most)
        if not 0 <= topic.level <= 5:
            yield f"{topic.slug}: a level is 0 to 5"
        if not topic.names.get("en"):
            yield f"{topic.slug}: names need English at least"
        if len(topic.fields) > FIELDS:
            yield f"{topic.slug}: more than {FIELDS} fields"
        for field in topic.fields:
            if not NAME.fullmatch(field.name):
                yield f"{topic.slug}: {field.name!r} is no name of a field"
            yield from _texts(f"{topic.slug}, {field.name}", field.names, CHARACTERS["names"])


def _texts(where: str, texts: Texts, most: int) -> Iterator[str]:
    for language, text in texts.items():
        if not text.strip() or len(text) > most or "\x00" in text:
            yield f"{where} in {language}: 1 to {most} characters"
