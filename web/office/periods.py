"""Which days does a report look at, and in whose time zone?"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext as _

from agents.planning import zones
from chat.errors import Refusal
from reporting.core import LONGEST, Period

USUAL = timedelta(days=6)  # before today


def period(query: QueryDict) -> Period:
    """`from`, `to` (days) and `zone`; without them the last seven days, in UTC. Else `settings_invalid`."""
    zone = query.get("zone", "") or "UTC"
    if zone not in zones():
        raise wrong("zone", _("There is no time zone of this name, such as Europe/Berlin."))
    today = datetime.now(ZoneInfo(zone)).date()
    last = _day(query, "to", today)
    first = _day(query, "from", last - USUAL)
    if last < first:
        raise wrong("to", _("The last day must not be before the first."))
    if last - first > LONGEST:
        raise wrong("from", _("A report looks at %(days)d days at most.") % {"days": LONGEST.days})
    return Period(first, last, zone)


def usual() -> Period:
    """What is shown where the question could not be understood."""
    return period(QueryDict())


def _day(query: QueryDict, name: str, otherwise: date) -> date:
    text = query.get(name, "")
    if not text:
        return otherwise
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise wrong(name, _("A day looks like 2026-12-24.")) from None
    if not 2000 < day.year < 2200:
        raise wrong(name, _("A day looks like 2026-12-24."))
    return day


def wrong(field: str, reason: str) -> Refusal:
    """The refusal of one part of a question."""
    return Refusal("settings_invalid", {"problems": [{"field": field, "reason": reason}]})
