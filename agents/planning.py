"""How do teams, shifts, holidays and office hours change? The writer door of plans; administrators only.

What cannot work is refused here, with field and reason, so that routing never meets it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from agents import audit
from agents.core import shifts as core
from agents.models import Agent, Holiday, OfficeHours, RosterVersion, Shift, Team
from chat import hints
from chat.errors import Refusal

REGION_CHARACTERS = LANGUAGE_CHARACTERS = 16
NAME_CHARACTERS = 80
MOST_WRAP_UP = 3600  # seconds, as in a policy


class Problems:
    """Gathers (field, reason); `settle` refuses with all of them."""

    def __init__(self) -> None:
        self.found: list[dict[str, str]] = []

    def add(self, field: str, reason: str) -> None:
        """One more."""
        self.found.append({"field": field, "reason": reason})

    def settle(self) -> None:
        """`settings_invalid`, if anything was wrong."""
        if self.found:
            raise Refusal("settings_invalid", {"problems": self.found})


@dataclass(frozen=True, slots=True)
class Pattern:
    """What somebody typed of a weekly pattern: weekdays from 0 (Monday), times as HH:MM."""

    zone: str
    weekdays: Sequence[int]
    start: str
    end: str
    bridges: bool = False

    def checked(self, problems: Problems, first: date | None = None, last: date | None = None) -> dict[str, Any]:
        """The fields of a row; what is wrong goes to `problems`."""
        if self.zone not in zones():
            problems.add("zone", _("There is no time zone of this name, such as Europe/Berlin."))
        if not self.weekdays or not set(self.weekdays) <= set(range(7)):
            problems.add("weekdays", _("Choose one day at least."))
        start, end = clock(problems, "start", self.start), clock(problems, "end", self.end)
        weekdays = sorted(set(self.weekdays))
        if not problems.found and not self.bridges and start is not None and end is not None:
            shift = core.Shift(self.zone, frozenset(weekdays), start, end, first, last)
            for change in core.clock_changes(shift, timezone.now().date())[:1]:
                problems.add(change.what, clock_words(change, self.zone))
        return {"zone": self.zone, "weekdays": weekdays, "start": start, "end": end, "bridges": self.bridges}


def clock_words(change: core.ClockChange, zone: str) -> str:
    """What is wrong with a time on a day when the clock changes, and what to do about it."""
    figures = {
        "clock": change.clock.strftime("%H:%M"),
        "day": change.day.isoformat(),
        "zone": zone,
        "instead": change.instead.strftime("%H:%M"),
    }
    if change.how == "skipped":
        return (
            _(
                "On %(day)s there is no %(clock)s in %(zone)s: the clock jumps to %(instead)s. Choose another time, "
                "or tick that the next time that exists will do."
            )
            % figures
        )
    return (
        _(
            "On %(day)s the clock in %(zone)s shows %(clock)s twice. Choose another time, or tick that shifts "
            "begin at the first and end at the second."
        )
        % figures
    )


@cache
def zones() -> frozenset[str]:
    """The IANA zones that there are; the old aliases that are no places are left out."""
    return frozenset(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")) | {"UTC"}


def clock(problems: Problems, field: str, text: str) -> time | None:
    """A time of the day, to the minute."""
    try:
        return time.fromisoformat(text.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        problems.add(field, _("A time looks like 09:00."))
        return None


def day(problems: Problems, field: str, text: str) -> date | None:
    """A day, or none."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        problems.add(field, _("A day looks like 2026-12-24."))
        return None


def language(problems: Problems, field: str, code: str) -> str:
    """A language code that exists (BCP 47), as it is usually written: `EN` would serve nobody who speaks `en`."""
    language, *rest = code.strip().split("-")
    parts = (part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part for part in rest)
    code = "-".join((language.lower(), *parts))
    try:
        Locale.parse(code, sep="-")
        exists = len(code) <= LANGUAGE_CHARACTERS
    except (ValueError, UnknownLocaleError, TypeError):
        exists = False
    if not exists:
        problems.add(field, _("There is no language with the code %(code)s.") % {"code": code[:20] or "?"})
    return code


def region(problems: Problems, field: str, name: str) -> str:
    """A region's name as the host website spells it, in capitals; empty for any."""
    name = name.replace("\x00", "").strip().upper()
    if len(name) > REGION_CHARACTERS:
        problems.add(field, _("A region has %(count)d characters at most.") % {"count": REGION_CHARACTERS})
    return name


def named(problems: Problems, field: str, name: str) -> str:
    """A name that can be read."""
    name = " ".join(name.replace("\x00", "").split())
    if not name or len(name) > NAME_CHARACTERS:
        problems.add(field, _("A name has 1 to %(count)d characters.") % {"count": NAME_CHARACTERS})
    return name


def replanned(site_id: int) -> None:
    """Whoever keeps the site's plans in memory reads them again."""
    RosterVersion.objects.get_or_create(site_id=site_id)
    RosterVersion.objects.filter(site=site_id).update(version=F("version") + 1)
    hints.add(hints.RequestsChanged(site_id), hints.DeskChanged(site_id))


def _changed(by: Agent, act: str, subject: str, data: Mapping[str, Any]) -> None:
    audit.record(by, act, subject, **data)
    replanned(by.site_id)


def save_team(
    by_id: int, team_id: int | None, name: str, rota: bool, members: Sequence[str], wrap_up: str = ""
) -> Team:
    """A new team, or a changed one; `members` are public ids of agents, `wrap_up` seconds (empty: the policy's)."""
    by = audit.administrator(by_id)
    problems = Problems()
    name = named(problems, "name", name)
    if Team.objects.filter(site=by.site_id, name=name).exclude(pk=team_id or 0).exists():
        problems.add("name", _("There is a team of this name already."))
    wanted = {member.replace("\x00", "") for member in members}
    people = list(Agent.objects.filter(site=by.site_id, public_id__in=wanted))
    if len(people) != len(wanted):
        problems.add("members", _("Somebody here is not of this desk any more."))
    seconds = wrap_up.strip()
    if seconds and not (seconds.isascii() and seconds.isdigit() and len(seconds) < 5 and int(seconds) <= MOST_WRAP_UP):
        problems.add("wrap_up", _("A whole number of seconds, at most %(most)d.") % {"most": MOST_WRAP_UP})
    problems.settle()
    team = _own(Team, by, team_id) if team_id else Team(site_id=by.site_id)
    team.name, team.rota, team.wrap_up = name, rota, int(seconds) if seconds else None
    team.save()
    team.members.set(people)
    _changed(by, "team_saved", name, {"rota": rota, "members": sorted(agent.pk for agent in people)})
    return team


def add_shift(by_id: int, owner: str, pattern: Pattern, in_region: str = "", first: str = "", last: str = "") -> Shift:
    """A shift of a person (`agent:` and the public id) or of a team (`team:` and the id)."""
    by = audit.administrator(by_id)
    problems = Problems()
    begins, ends = day(problems, "first", first), day(problems, "last", last)
    if begins and ends and ends < begins:
        problems.add("last", _("The last day must not be before the first."))
    where = region(problems, "region", in_region)
    fields = pattern.checked(problems, begins, ends)
    kind, _colon, key = owner.replace("\x00", "").partition(":")
    agent = Agent.objects.filter(site=by.site_id, public_id=key).first() if kind == "agent" else None
    is_id = kind == "team" and key.isascii() and key.isdigit()
    team = Team.objects.filter(site=by.site_id, pk=key).first() if is_id else None
    if agent is None and team is None:
        problems.add("owner", _("Choose a person or a team."))
    problems.settle()
    found = Shift.objects.create(
        site_id=by.site_id, agent=agent, team=team, region=where, first=begins, last=ends, **fields
    )
    _changed(by, "shift_added", agent.name if agent else team.name if team else "", _figures(found))
    return found


def add_holiday(by_id: int, on: str, in_region: str, name: str) -> Holiday:
    """A day without shifts and hours, in a region or everywhere."""
    by = audit.administrator(by_id)
    problems = Problems()
    when, where, called = day(problems, "day", on), region(problems, "region", in_region), named(problems, "name", name)
    if when is None:
        problems.add("day", _("A day looks like 2026-12-24."))
        raise Refusal("settings_invalid", {"problems": problems.found[-1:]})
    if Holiday.objects.filter(site=by.site_id, day=when, region=where).exists():
        problems.add("day", _("This day is a holiday there already."))
    problems.settle()
    found = Holiday.objects.create(site_id=by.site_id, day=when, region=where, name=called)
    _changed(by, "holiday_added", called, {"day": on, "region": where})
    return found


def add_hours(by_id: int, in_language: str, in_region: str, pattern: Pattern) -> OfficeHours:
    """Hours in which customers of a language and a region are told that somebody is there."""
    by = audit.administrator(by_id)
    problems = Problems()
    speaks = language(problems, "language", in_language) if in_language.strip() else ""
    where = region(problems, "region", in_region)
    fields = pattern.checked(problems)
    problems.settle()
    found = OfficeHours.objects.create(site_id=by.site_id, language=speaks, region=where, **fields)
    _changed(by, "hours_added", " ".join((speaks, where)).strip(), _figures(found))
    return found


REMOVABLE: dict[str, type[Team] | type[Shift] | type[Holiday] | type[OfficeHours]] = {
    "team": Team,
    "shift": Shift,
    "holiday": Holiday,
    "hours": OfficeHours,
}


def remove(by_id: int, kind: str, pk: int) -> None:
    """Take a team, shift, holiday or office hours away."""
    by = audit.administrator(by_id)
    if kind not in REMOVABLE:
        raise Refusal("not_found")
    found = _own(REMOVABLE[kind], by, pk)
    subject, data = _told(found)
    found.delete()
    _changed(by, f"{kind}_removed", subject, data)


def _told(row: Team | Shift | Holiday | OfficeHours) -> tuple[str, dict[str, Any]]:
    """What is removed by its name, and what it was."""
    match row:
        case Team():
            return row.name, {"rota": row.rota}
        case Shift():
            return row.agent.name if row.agent else row.team.name if row.team else "", _figures(row)
        case Holiday():
            return row.name, {"day": row.day.isoformat(), "region": row.region}
        case OfficeHours():
            return " ".join((row.language, row.region)).strip(), _figures(row)


def _own(model: Any, by: Agent, pk: int) -> Any:
    found = model.objects.filter(site=by.site_id, pk=pk).first()
    if found is None:
        raise Refusal("not_found")
    return found


def _figures(row: Shift | OfficeHours) -> dict[str, Any]:
    return {
        "zone": row.zone,
        "weekdays": row.weekdays,
        "start": row.start.strftime("%H:%M"),
        "end": row.end.strftime("%H:%M"),
    }
