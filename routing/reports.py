"""What do leads learn from the log? Whether waits were as told, and whether equals got equal work."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from agents.models import Agent
from routing import workspans
from routing.core.calibration import Calibration, Told, by, calibrate
from routing.core.fairness import Fairness, Span, Work, evenness, fairness

LONGEST = timedelta(days=92)  # a report looks at so many days at most
LONGEST_FAIRNESS = timedelta(days=31)  # one that looks at every assignment at fewer
WAITED = 5.0  # seconds from which on somebody has waited: places in the queue are told every two
ENOUGH_WORKING = 3600.0  # seconds; who worked less says nothing about who gets how much
ENOUGH_ASSIGNMENTS = 20  # of a group altogether: with fewer, chance looks like preference
SPEAKS_WELL = 3  # from this level on somebody counts among those who answer in a language

TOLD = """
SELECT c.language, r.tier, w.p50, w.p90,
       extract(epoch FROM coalesce(a.served_at, c.ended_at) - w.at)::float8, a.served_at IS NOT NULL
FROM routing_waittold w JOIN routing_request r ON r.id = w.request_id JOIN chat_chat c ON c.id = r.chat_id
LEFT JOIN LATERAL (
    SELECT min(accepted_at) AS served_at FROM routing_assignment WHERE request_id = r.id AND accepted_at >= w.at
) a ON true
WHERE r.site_id = %s AND w.at >= %s AND w.at < %s
"""

# Who waited without being told a time: nobody could be counted on, or exactly one person was waited for.
UNTOLD = """
SELECT c.language, r.tier, count(*)
FROM routing_request r JOIN chat_chat c ON c.id = r.chat_id
WHERE r.site_id = %s AND r.queued_at >= %s AND r.queued_at < %s
  AND NOT EXISTS (SELECT FROM routing_waittold w WHERE w.request_id = r.id)
  AND coalesce((SELECT min(accepted_at) FROM routing_assignment WHERE request_id = r.id), c.ended_at, now())
      >= r.queued_at + make_interval(secs => %s)
GROUP BY c.language, r.tier
"""

ASSIGNED = """
SELECT a.agent_id, extract(epoch FROM a.accepted_at)::float8, extract(epoch FROM coalesce(a.ended_at, now()))::float8,
       a.units
FROM routing_assignment a JOIN agents_agent g ON g.id = a.agent_id
WHERE g.site_id = %s AND a.accepted_at < %s AND coalesce(a.ended_at, now()) >= %s
"""


WORKED = """
SELECT s.agent_id, extract(epoch FROM greatest(s.began, %(start)s))::float8,
       extract(epoch FROM least(coalesce(s.ended, now()), %(end)s))::float8
FROM routing_workspan s JOIN agents_agent g ON g.id = s.agent_id
WHERE g.site_id = %(site)s AND s.began < least(now(), %(end)s) AND coalesce(s.ended, now()) > %(start)s
ORDER BY s.agent_id, s.began
"""


@dataclass(frozen=True, slots=True)
class Period:
    """From the beginning of a day to the end of another, in somebody's time zone."""

    first: date
    last: date
    zone: str

    @property
    def start(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.first, time(), ZoneInfo(self.zone))

    @property
    def end(self) -> datetime:
        """The moment at which it is over."""
        return datetime.combine(self.last + timedelta(days=1), time(), ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class Waits:
    """Whether waits were as told: altogether, by language and by tier; and how many waited without being told."""

    all: Calibration | None
    languages: dict[str, Calibration]
    tiers: dict[int, Calibration]
    untold: int
    untold_languages: Counter[str]
    untold_tiers: Counter[int]


def waits(site_id: int, period: Period) -> Waits:
    """The calibration of a period, by the moment at which the wait was told."""
    with connection.cursor() as cursor:
        cursor.execute(TOLD, [site_id, period.start, period.end])
        told = [Told(*row) for row in cursor.fetchall()]
        cursor.execute(UNTOLD, [site_id, period.start, period.end, WAITED])
        untold: list[tuple[str, int, int]] = cursor.fetchall()
    languages, tiers = Counter[str](), Counter[int]()
    for language, tier, count in untold:
        languages[language] += count
        tiers[tier] += count
    by_language, by_tier = by(told, lambda one: one.language), by(told, lambda one: one.tier)
    return Waits(calibrate(told), by_language, by_tier, languages.total(), languages, tiers)


@dataclass(frozen=True, slots=True)
class Equals:
    """People who answer in exactly these languages, with how even their load (per hour of working) is: 1 is even; None
    where there is too little to say."""

    languages: tuple[str, ...]
    people: list[tuple[str, Fairness]]  # name, figures
    evenness: float | None


def equals(site_id: int, period: Period) -> list[Equals]:
    """The fairness of a period among equals; whoever did not work in it is left out.

    Equals answer in the same languages: whoever answers in one more gets chats that the others never could.
    """
    start, end = period.start, period.end
    workspans.follow(site_id)
    with connection.cursor() as cursor:
        cursor.execute(WORKED, {"site": site_id, "start": start, "end": end})
        working: dict[int, list[Span]] = {}
        for agent_id, began, ended in cursor.fetchall():
            working.setdefault(agent_id, []).append((began, ended))
        cursor.execute(ASSIGNED, [site_id, end, start])
        work: dict[int, list[Work]] = {}
        for agent_id, began, ended, units in cursor.fetchall():
            work.setdefault(agent_id, []).append(Work(began, ended, units))
    groups: dict[tuple[str, ...], list[tuple[str, Fairness]]] = {}
    people = (
        Agent.objects.filter(pk__in=working, capacity__gt=0).prefetch_related("language_skills").order_by("name", "pk")
    )
    for agent in people:
        found = fairness(agent.pk, agent.capacity, working[agent.pk], work.get(agent.pk, []))
        spoken = sorted(skill.language for skill in agent.language_skills.all() if skill.level >= SPEAKS_WELL)
        if spoken:
            groups.setdefault(tuple(spoken), []).append((agent.name, found))
    return [Equals(languages, found, _evenness(found)) for languages, found in sorted(groups.items())]


def _evenness(people: list[tuple[str, Fairness]]) -> float | None:
    known = [each for _name, each in people if each.working >= ENOUGH_WORKING]
    if len(known) < 2 or sum(each.assignments for each in known) < ENOUGH_ASSIGNMENTS:
        return None
    return evenness(each.per_hour for each in known)
