"""Did equals get equal work?"""

from __future__ import annotations

from dataclasses import dataclass

from agents.models import Agent
from reporting import figures
from reporting.core import Figures, Period, evenness

ENOUGH_WORKING = 3600.0  # seconds; who worked less says nothing about who gets how much
ENOUGH_ASSIGNMENTS = 20  # of a group altogether: with fewer, chance looks like preference
SPEAKS_WELL = 3  # from this level on somebody counts among those who answer in a language


@dataclass(frozen=True, slots=True)
class Equals:
    """People who answer in exactly these languages, with how even their load (per hour of working) is: 1 is even; None
    where there is too little to say."""

    languages: tuple[str, ...]
    people: list[tuple[Agent, Figures]]
    evenness: float | None


def equals(site_id: int, period: Period) -> list[Equals]:
    """The fairness of a period among equals; whoever did not work in it is left out.

    Equals answer in the same languages: whoever answers in one more gets chats that the others never could.
    """
    found = figures.by_value(site_id, period, figures.Dimension.AGENT)
    working = {int(value): each for value, each in found.items() if each.working_s}
    groups: dict[tuple[str, ...], list[tuple[Agent, Figures]]] = {}
    people = Agent.objects.filter(pk__in=working, capacity__gt=0).prefetch_related("language_skills")
    for agent in people.order_by("name", "pk"):
        spoken = sorted(skill.language for skill in agent.language_skills.all() if skill.level >= SPEAKS_WELL)
        if spoken:
            groups.setdefault(tuple(spoken), []).append((agent, working[agent.pk]))
    return [Equals(languages, group, _evenness(group)) for languages, group in sorted(groups.items())]


def _evenness(people: list[tuple[Agent, Figures]]) -> float | None:
    known = [each for _agent, each in people if each.working_s >= ENOUGH_WORKING]
    if len(known) < 2 or sum(each.served for each in known) < ENOUGH_ASSIGNMENTS:
        return None
    return evenness(each.load_per_hour for each in known)
