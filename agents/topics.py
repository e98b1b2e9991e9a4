"""How do a site's topics change? The one door of the page "Topics and fields" and of `manage.py site topics`.

A topic is never deleted, since chats name it: it is retired, and customers can no longer choose it. Whoever is
writing about it at that moment may still send.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
from django.utils.translation import gettext as _

from agents import audit
from agents.models import Agent
from agents.planning import Problems, language, replanned
from chat.errors import Refusal
from chat.models import Site, Topic
from chat.topics import FIELDS, Definition, Field, Texts, own_text

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
NAME_CHARACTERS = 40
MOST_TOPICS = 60
CHARACTERS = {"names": 80, "at_hand": 300, "first_aid": 1_000}
# What of a topic an act names with before and after; longer texts only by name.
TOLD = ("urgent", "level", "retired")


def defined(site: Site) -> list[Definition]:
    """The topics as they are, in their order."""
    return [_definition(row) for row in Topic.objects.filter(site=site)]


def define(site_id: int, topics: Sequence[Definition], by: Agent | None = None) -> None:
    """Make and change these topics, in this order; others come after them. Else `settings_invalid`. `by` is None for
    commands, which nobody has signed in to."""
    usual, rows = _locked(site_id)
    problems = Problems()
    slugs = [topic.slug for topic in topics]
    if len(set(slugs)) != len(slugs):
        problems.add("slug", _("A slug stands twice."))
    before = {slug: _definition(row) for slug, row in rows.items()}
    fresh = [checked(problems, topic, usual, before.get(topic.slug), whose=f"{topic.slug}: ") for topic in topics]
    after = {**before, **{topic.slug: topic for topic in fresh}}
    _bounds(problems, after.values())
    problems.settle()
    for topic in fresh:
        _written(site_id, by, usual, rows, topic)
    _ordered(site_id, [*slugs, *(slug for slug in rows if slug not in slugs)])
    replanned(site_id)


def save(by_id: int, slug: str, topic: Definition) -> str:
    """Another wording of the administrator's topic `slug`, or a new one (`slug` empty), which is called after its
    name where it names no slug itself; answers with the slug. Else `settings_invalid`, or `not_found`."""
    by = audit.administrator(by_id)
    usual, rows = _locked(by.site_id)
    if slug and slug not in rows:
        raise Refusal("not_found")
    problems = Problems()
    own = slug or topic.slug or free_name(topic.names, usual, rows, "topic", "-")
    if not slug and own in rows:
        problems.add("slug", _("There is a topic of this name already."))
    before = _definition(rows[slug]) if slug else None
    retired = before is not None and before.retired
    topic = checked(problems, msgspec.structs.replace(topic, slug=own, retired=retired), usual, before)
    _bounds(problems, [*(_definition(row) for name, row in rows.items() if name != own), topic])
    problems.settle()
    _written(by.site_id, by, usual, rows, topic)
    replanned(by.site_id)
    return own


def retire(by_id: int, slug: str, retired: bool) -> None:
    """Customers can no longer choose it, or again. Else `settings_invalid` for the last one, or `not_found`."""
    by = audit.administrator(by_id)
    usual, rows = _locked(by.site_id)
    if slug not in rows:
        raise Refusal("not_found")
    topic = msgspec.structs.replace(_definition(rows[slug]), retired=retired)
    problems = Problems()
    _bounds(problems, [*(_definition(row) for name, row in rows.items() if name != slug), topic])
    problems.settle()
    _written(by.site_id, by, usual, rows, topic)
    replanned(by.site_id)


def move(by_id: int, slug: str, places: int) -> None:
    """So many places down the list of those that customers choose from; up where negative, and no further than it
    goes. Else `not_found`."""
    by = audit.administrator(by_id)
    usual, rows = _locked(by.site_id)
    if slug not in rows:
        raise Refusal("not_found")
    order = [name for name, row in rows.items() if not row.retired and name != slug]
    before = [name for name, row in rows.items() if not row.retired or name == slug].index(slug)
    order.insert(max(0, before + places), slug)
    if _ordered(by.site_id, [*order, *(name for name in rows if name not in order)]):
        audit.record(by, "topic_moved", rows[slug].name_in(usual, usual), topic=slug)
        replanned(by.site_id)


def free_name(names: Texts, usual: str, taken: Collection[str], otherwise: str, between: str) -> str:
    """A short name of small letters and digits for what people call it in the site's usual language, else in English;
    `otherwise` where no Latin letter is in either."""
    stem, number = _stem(own_text(names, usual), between) or _stem(own_text(names, "en"), between) or otherwise, 1
    while (name := stem if number == 1 else f"{stem}{between}{number}") in taken:
        number += 1
    return name


def _stem(words: str, between: str) -> str:
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", between, plain).strip(between).lstrip(f"0123456789{between}")
    return stem[: NAME_CHARACTERS - 4]


def _definition(row: Topic) -> Definition:
    values = {name: getattr(row, name) for name in Definition.__struct_fields__}
    return msgspec.convert(values, Definition)


def _locked(site_id: int) -> tuple[str, dict[str, Topic]]:
    """The site's usual language, and the topics in their order; nobody else changes either meanwhile."""
    site = Site.objects.select_for_update(no_key=True).get(pk=site_id)
    return site.default_language, {row.slug: row for row in Topic.objects.filter(site=site_id)}


def _written(site_id: int, by: Agent | None, usual: str, rows: Mapping[str, Topic], topic: Definition) -> None:
    values = msgspec.to_builtins(topic)
    row = rows.get(topic.slug)
    changed = [
        [name, getattr(row, name), value] for name, value in values.items() if row and getattr(row, name) != value
    ]
    if row is None:
        last = max((each.position for each in rows.values()), default=-1)
        row = Topic(site_id=site_id, position=last + 1)
    elif not changed:
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    told = [[name, was, now] if name in TOLD else name for name, was, now in changed]
    what = "topic_changed" if changed else "topic_made"
    if [name for name, *_values in changed] == ["retired"]:
        what, told = ("topic_retired" if topic.retired else "topic_back"), []
    audit.record_for(site_id, by, what, row.name_in(usual, usual), topic=topic.slug, changed=told)


def _ordered(site_id: int, slugs: Sequence[str]) -> bool:
    """Whether the order is another one now."""
    moved = 0
    for position, slug in enumerate(slugs):
        row = Topic.objects.filter(site=site_id, slug=slug).exclude(position=position)
        moved += row.update(position=position)
    return moved > 0


def _bounds(problems: Problems, topics: Iterable[Definition]) -> None:
    """What must hold of all topics together."""
    every = list(topics)
    if every and all(topic.retired for topic in every):
        problems.add("", _("Customers must have one topic at least to choose."))
    if len(every) > MOST_TOPICS:
        problems.add("", _("%(most)d topics at most, with those that are retired.") % {"most": MOST_TOPICS})


def checked(
    problems: Problems, topic: Definition, usual: str, before: Definition | None = None, whose: str = ""
) -> Definition:
    """The topic with tidy texts; what is wrong goes to `problems`, with `whose` before the field.

    Topic and fields need their names in the site's `usual` language. Names that are as they were `before` may stay
    without: the site had another usual language when they were given.
    """
    known = {field.name: field.names for field in before.fields} if before else {}
    if not NAME.fullmatch(topic.slug):
        problems.add(f"{whose}slug", _("A short name has small letters, digits, - and _, and begins with a letter."))
    if not 0 <= topic.level <= 5:
        problems.add(f"{whose}level", _("A level is 0 to 5."))
    texts = {name: _texts(problems, f"{whose}{name}", getattr(topic, name), most) for name, most in CHARACTERS.items()}
    if not own_text(texts["names"], usual) and not (before and texts["names"] == before.names):
        reason = _("A topic needs its name in the site’s usual language (%(code)s), for languages without one.")
        problems.add(f"{whose}names", reason % {"code": usual})
    if len(topic.fields) > FIELDS:
        problems.add(
            f"{whose}fields", _("%(most)d fields at most: nobody fills in more on a phone.") % {"most": FIELDS}
        )
    names = [field.name for field in topic.fields]
    if len(set(names)) < len(names):
        problems.add(f"{whose}fields", _("Each field once."))
    fields = [_field(problems, f"{whose}fields", field, usual, known.get(field.name)) for field in topic.fields]
    return msgspec.structs.replace(topic, **texts, fields=fields)


def _field(problems: Problems, where: str, field: Field, usual: str, before: Texts | None) -> Field:
    if not NAME.fullmatch(field.name):
        problems.add(where, _("A short name has small letters, digits, - and _, and begins with a letter."))
    names = _texts(problems, where, field.names, CHARACTERS["names"])
    if not own_text(names, usual) and names != before:
        reason = _("A field needs its name in the site’s usual language (%(code)s): agents read it.")
        problems.add(where, reason % {"code": usual})
    return msgspec.structs.replace(field, names=names)


def _texts(problems: Problems, where: str, texts: Texts, most: int) -> Texts:
    """Language → text, without those that say nothing; lines stay lines."""
    tidy: Texts = {}
    for code, text in texts.items():
        lines = (" ".join(line.split()) for line in text.replace("\x00", "").splitlines())
        words = "\n".join(line for line in lines if line)
        if len(words) > most:
            reason = _("%(code)s: %(most)d characters at most.") % {"code": code[:16], "most": most}
            problems.add(where, reason)
        if words:
            tidy[language(problems, where, code)] = words
    return tidy
