"""What do agents see of customers only on asking, how long are pages kept, and when is somebody taken for gone?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agents import audit
from agents.planning import Problems
from chat import hints
from chat.attributes import NAME_CHARACTERS, plain
from chat.models import Site

MOST_HIDDEN = 40
PAGE_DAYS = (1, 365)
IDLE_MINUTES = (2, 480)  # a warning comes a minute before


@dataclass(frozen=True, slots=True)
class Typed:
    """As somebody typed it: numbers as text, names of attributes one by one."""

    idle_minutes: str
    page_days: str
    sensitive: Sequence[str]


def known(site: Site) -> Typed:
    """As it is."""
    return Typed(str(site.idle_minutes), str(site.page_days), site.sensitive_attributes)


def change(by_id: int, typed: Typed) -> Site:
    """All of it at once, by an administrator. Else `settings_invalid`."""
    by = audit.administrator(by_id)
    problems = Problems()
    fields: dict[str, object] = {
        "idle_minutes": _whole(problems, "idle_minutes", typed.idle_minutes, *IDLE_MINUTES),
        "page_days": _whole(problems, "page_days", typed.page_days, *PAGE_DAYS),
    }
    names = {plain(name, NAME_CHARACTERS + 1).casefold() for name in typed.sensitive} - {""}
    if any(len(name) > NAME_CHARACTERS for name in names):
        problems.add("sensitive", _("A name has %(most)d characters at most.") % {"most": NAME_CHARACTERS})
    if len(names) > MOST_HIDDEN:
        problems.add("sensitive", _("%(most)d names at most.") % {"most": MOST_HIDDEN})
    problems.settle()
    fields["sensitive_attributes"] = sorted(names)
    site = Site.objects.select_for_update(no_key=True).get(pk=by.site_id)
    changed = [[name, getattr(site, name), value] for name, value in fields.items() if getattr(site, name) != value]
    Site.objects.filter(pk=site.pk).update(**fields)
    audit.record(by, "discretion_changed", site.name, changed=changed)
    hints.add(hints.DeskChanged(site.pk))
    return site


def _whole(problems: Problems, field: str, text: str, least: int, most: int) -> int:
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 5 and least <= int(text) <= most:
        return int(text)
    problems.add(field, _("A whole number from %(least)d to %(most)d.") % {"least": least, "most": most})
    return least
