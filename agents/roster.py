"""Who is on shift now, until when, and which hours lie bare? What is planned, kept in memory until it changes.

A site's plans are read again only when its roster version has grown; whether somebody is on is worked out again only
when their next change has come. So asking in every cycle of the router costs one small query.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import NamedTuple

from agents.core.shifts import DAY, Duty, Shift, Span, duty, gaps, next_on, spans
from agents.models import Agent, Holiday, OfficeHours, RosterVersion, Team, WeeklyHours
from agents.models import Shift as ShiftRow

AHEAD = 7 * DAY  # how far ahead an uncovered hour of a rota is an alarm
LEAST_GAP = 60.0  # seconds; shorter holes are nobody's alarm
FRESH = 60.0  # seconds for which the alarms of an unchanged plan are kept


class Uncovered(NamedTuple):
    """A stretch of a rota without anybody; seconds since 1970."""

    team: int
    name: str
    start: float
    until: float


class Hours(NamedTuple):
    """Office hours of a language and a region; empty means any."""

    language: str
    region: str
    shift: Shift


@dataclass(slots=True)
class Roster:
    """What is planned for one site."""

    version: int
    shifts: dict[int, tuple[Shift, ...]]  # agent → own and teams'
    rotas: dict[int, tuple[str, tuple[Shift, ...]]]  # team → name, everybody's shifts
    hours: tuple[Hours, ...]
    _duty: dict[int, tuple[float, Duty]] = field(default_factory=dict)
    _alarms: tuple[float, list[Uncovered]] = (-FRESH, [])

    def duty(self, agent_id: int, at: float) -> Duty:
        """Whether this person is on at a moment, and until when; whoever has no shifts always is."""
        shifts = self.shifts.get(agent_id)
        if not shifts:
            return Duty(True, None)
        since, known = self._duty.get(agent_id, (at + 1, Duty(True, None)))
        if at < since or known.until is None or at >= known.until:
            known = duty(shifts, at)
            self._duty[agent_id] = (at, known)
        return known

    def next_on(self, agent_id: int, at: float) -> float | None:
        """When this person is next on; None when unknown or not planned."""
        shifts = self.shifts.get(agent_id)
        return next_on(shifts, at) if shifts else None

    def open_hours(self, language: str, region: str) -> list[Shift] | None:
        """The office hours for a customer, the most particular ones; None where none are set."""
        base = language.split("-")[0]
        for spoken, where in ((language, region), (base, region), (language, ""), (base, ""), ("", region), ("", "")):
            found = [one.shift for one in self.hours if one.language == spoken and one.region == where]
            if found:
                return found
        return None

    def uncovered(self, now: float) -> list[Uncovered]:
        """The bare hours of all rotas in the days ahead, soonest first."""
        at, known = self._alarms
        if not at <= now < at + FRESH:
            known = [
                Uncovered(team, name, start, until)
                for team, (name, shifts) in self.rotas.items()
                for start, until in _bare(shifts, now)
            ]
            known.sort(key=lambda one: (one.start, one.team))
            self._alarms = (now, known)
        return known


def _bare(shifts: tuple[Shift, ...], now: float) -> list[Span]:
    covered = spans(shifts, now, now + AHEAD)
    return [span for span in gaps(covered, now, now + AHEAD) if span[1] - span[0] >= LEAST_GAP]


_known: dict[int, Roster] = {}
_lock = Lock()


def of(site_id: int) -> Roster:
    """The roster of a site as it is now."""
    version = RosterVersion.objects.filter(site=site_id).values_list("version", flat=True).first() or 0
    roster = _known.get(site_id)
    if roster is None or roster.version != version:
        roster = _read(site_id, version)
        with _lock:
            _known[site_id] = roster
    return roster


def _read(site_id: int, version: int) -> Roster:
    days: dict[str, set[date]] = {}
    for day, region in Holiday.objects.filter(site=site_id).values_list("day", "region"):
        days.setdefault(region, set()).add(day)

    def shift(row: WeeklyHours, region: str, first: date | None = None, last: date | None = None) -> Shift:
        off = frozenset(days.get("", set()) | days.get(region, set()))
        return Shift(row.zone, frozenset(row.weekdays), row.start, row.end, first, last, off)

    own: dict[int, list[Shift]] = {}
    shared: dict[int, list[Shift]] = {}
    for row in ShiftRow.objects.filter(site=site_id).order_by("pk"):
        put, key = (own, row.agent_id) if row.agent_id else (shared, row.team_id)
        put.setdefault(key or 0, []).append(shift(row, row.region, row.first, row.last))
    active = set(Agent.objects.filter(site=site_id, is_active=True).values_list("pk", flat=True))
    shifts = {agent: list(found) for agent, found in own.items()}
    rotas: dict[int, tuple[str, tuple[Shift, ...]]] = {}
    for team in Team.objects.filter(site=site_id).prefetch_related("members"):
        members = [agent.pk for agent in team.members.all()]
        for agent in members:
            shifts.setdefault(agent, []).extend(shared.get(team.pk, []))
        if team.rota:
            cover = [one for agent in members if agent in active for one in own.get(agent, [])]
            cover += shared.get(team.pk, []) if active & set(members) else []
            rotas[team.pk] = (team.name, tuple(cover))
    hours = OfficeHours.objects.filter(site=site_id).order_by("pk")
    return Roster(
        version=version,
        shifts={agent: tuple(found) for agent, found in shifts.items()},
        rotas=rotas,
        hours=tuple(Hours(row.language, row.region, shift(row, row.region)) for row in hours),
    )
