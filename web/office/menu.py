"""Which pages does somebody find, and under which heading?"""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agents.models import Agent


class Entry(NamedTuple):
    """A page that can be gone to."""

    url: str
    name: str | Promise
    current: bool


class Group(NamedTuple):
    """Pages of one purpose."""

    title: str | Promise
    entries: list[Entry]


Pages = list[tuple[str, str | Promise]]

REPORTS: Pages = [("service", _("Service")), ("waits", _("Waiting times")), ("fairness", _("Fairness"))]
CUSTOMERS: Pages = [("clients", _("Clients")), ("replies", _("Canned replies")), ("reveals", _("Looked at"))]
WIDGET: Pages = [("site", _("Site")), ("theme", _("Theme")), ("topics", _("Topics and fields"))]
PEOPLE: Pages = [("people", _("People")), ("plans", _("Shifts and hours"))]
RULES: Pages = [("policy", _("Routing policy")), ("acts", _("Changes"))]
SELF: Pages = [("me", _("My profile"))]


def menu(agent: Agent, path: str) -> list[Group]:
    """The groups of this person's role; the page at `path`, or the one that leads to it, is the current one."""
    groups: list[tuple[str | Promise, Pages]] = []
    if agent.leads:
        groups += [(_("Reports"), REPORTS), (_("Customers"), CUSTOMERS)]
    if agent.administers:
        groups += [(_("Widget"), WIDGET), (_("People"), PEOPLE), (_("Rules"), RULES)]
    groups.append((_("You"), SELF))
    return [Group(title, [_entry(name, words, path) for name, words in pages]) for title, pages in groups]


def _entry(name: str, words: str | Promise, path: str) -> Entry:
    url = reverse(f"office-{name}")
    # One of a list is below its address (people/…), or below the same word for one (topic/…).
    below = tuple(f"{each}/" for each in (url, url.removesuffix("s")))
    return Entry(url, words, f"{path}/" in below or path.startswith(below))
