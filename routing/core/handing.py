"""Who should be asked next to take a chat over? Pure: the filters and the score of the queue, for somebody's hand.

A chat that is passed on does not wait in the queue, so rings and holds say nothing about it: any region and tier will
do, and whoever passes it on says which language at which level, or among whom.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from routing.core.filters import Case, rejection
from routing.core.model import Agent, LanguageWish, Request
from routing.core.policy import Policy
from routing.core.score import score
from routing.core.widening import Stage


def best(
    request: Request, wish: LanguageWish, policy: Policy, agents: Iterable[Agent], ruled_out: frozenset[int]
) -> Agent | None:
    """The one of `agents` to be asked now: working, with room, speaking the language; most points, then longest idle,
    then the lowest id. None when nobody is there to ask."""
    asked = replace(request, languages=(wish,), holds=(), excluded=ruled_out, declined=frozenset())
    stage = Stage(0, asked.languages, None, None, (), False, None, None)
    case = Case(asked, stage, policy)
    fitting = [agent for agent in agents if rejection(case, agent, agent.load) is None]
    return min(
        fitting,
        key=lambda agent: (
            -score(asked, stage, agent, agent.load, policy.weights).total,
            agent.idle_since,
            agent.id,
        ),
        default=None,
    )
