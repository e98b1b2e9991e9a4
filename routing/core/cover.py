"""Who could be given such a request now, and who is there for it at all? By the filters that decide, and no others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from routing.core.filters import Case, alternative, rejection, suitable
from routing.core.model import Agent, Request
from routing.core.policy import Policy
from routing.core.widening import Stage, stage_of, widest


class Cover(NamedTuple):
    """Ids of agents. `there` work, and may take one of the requests now or once it has widened as far as it will;
    `free` pass every filter for one of them at this moment."""

    there: frozenset[int]
    free: frozenset[int]

    @classmethod
    def of_all(cls, lines: Iterable[Cover]) -> Cover:
        """Whoever is in one of these."""
        known = list(lines)
        there = frozenset[int]().union(*(each.there for each in known))
        return cls(there, frozenset[int]().union(*(each.free for each in known)))


def cover(requests: Iterable[Request], agents: Iterable[Agent], policy: Policy, now: float) -> Cover:
    """Who is there for these requests, and who is free for one of them. Requests that ask for the same are looked at
    once and people who are counted no more, so that a long queue costs what differs in it."""
    people = {agent.id: agent for agent in agents if agent.working and agent.capacity > 0}
    # Whoever is full has no room for anything, since everything costs a unit at least.
    roomy = [agent for agent in people.values() if agent.load < agent.capacity]
    there: set[int] = set()
    free: set[int] = set()
    seen: set[object] = set()
    for request in requests:
        stage = stage_of(request, policy, now, people.__contains__)
        wants = _wants(request, policy, stage)
        if wants in seen:
            continue
        seen.add(wants)
        spared = bool(request.declined) and alternative(request, policy, people.values())
        at_once, at_last = Case(request, stage, policy, spared), Case(request, widest(request, policy), policy)
        free |= {each.id for each in roomy if each.id not in free and not rejection(at_once, each, each.load)}
        there |= {each.id for each in people.values() if each.id not in there and suitable(at_last, each)}
    return Cover(frozenset(there | free), frozenset(free))


def _wants(request: Request, policy: Policy, stage: Stage) -> object:
    """What two requests have in common for which the filters say the same."""
    return (
        stage._replace(held_until=None, next_at=None), request.languages, request.region, request.tier, request.topic,
        request.topic_level, request.urgent, policy.cost(request), request.excluded, request.declined, request.holds,
    )  # fmt: skip
