"""Who may take this request? An explicit list of small filters, each with its name and the reason that it gives.

To add one: write a function from (Case, Agent, load in units) to a reason or None, put it into FILTERS, give it a row
in the table test and a word in `docs/routing.md`. The order is that of the explanation: a candidate is counted at the
first filter that rejects, so what the person is comes before what they are doing at the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from routing.core.model import Agent, Request
from routing.core.policy import Policy
from routing.core.widening import Stage, widest


class Case(NamedTuple):
    """A request at a moment. `alternative`: somebody on duty has not declined it and may take it, now or later."""

    request: Request
    stage: Stage
    policy: Policy
    alternative: bool = False


Check = Callable[[Case, Agent, int], str | None]


class Filter(NamedTuple):
    """One filter. `check` gives None when the agent passes, else the reason."""

    name: str
    check: Check


class Rejection(NamedTuple):
    """The first filter that rejected an agent, and why."""

    filter: str
    reason: str


def excluded(case: Case, agent: Agent, load: int) -> str | None:
    """People who must not get this request: the sender of a transfer, the subject of a complaint."""
    return "excluded" if agent.id in case.request.excluded else None


def language(case: Case, agent: Agent, load: int) -> str | None:
    """One of the languages that count now, at the level wanted; of a preferred person any of them at any level."""
    levels = agent.language_levels
    if agent.id in case.stage.named:
        spoken = [wish.language for wish in case.request.languages if wish.language in levels]
        return None if spoken or not case.request.languages else "language not spoken"
    wishes = case.stage.wishes
    if not wishes or any(levels.get(wish.language, 0) >= wish.level for wish in wishes):
        return None
    return "level too low" if any(wish.language in levels for wish in wishes) else "language not spoken"


def topic(case: Case, agent: Agent, load: int) -> str | None:
    """The skill that the topic asks for. Not widened by time, and not asked of a preferred person."""
    request = case.request
    if not request.topic or request.topic_level < 1 or agent.id in case.stage.named:
        return None
    level = agent.topic_levels.get(request.topic, 0)
    if level >= request.topic_level:
        return None
    return "level too low" if level else "topic not handled"


def region(case: Case, agent: Agent, load: int) -> str | None:
    """The customer's region, until a ring lets any do. Not asked of a preferred person."""
    wanted = case.stage.region
    if wanted is None or not agent.regions or wanted in agent.regions or agent.id in case.stage.named:
        return None
    return "other region"


def tier(case: Case, agent: Agent, load: int) -> str | None:
    """The customer's tier, until a ring lets any do. Not asked of a preferred person."""
    wanted = case.stage.tier
    if wanted is None or not agent.tiers or wanted in agent.tiers or agent.id in case.stage.named:
        return None
    return "other tier"


def on_duty(case: Case, agent: Agent, load: int) -> str | None:
    """Within the person's shift."""
    return None if agent.on_duty else "off duty"


def reachable(case: Case, agent: Agent, load: int) -> str | None:
    """The console is connected."""
    return None if agent.reachable else "not connected"


def available(case: Case, agent: Agent, load: int) -> str | None:
    """The status that the agent chose."""
    return None if agent.available else "away"


def hold(case: Case, agent: Agent, load: int) -> str | None:
    """Not kept for somebody else at the moment."""
    return "on hold for someone else" if case.stage.held and agent.id not in case.stage.named else None


def declined(case: Case, agent: Agent, load: int) -> str | None:
    """Whoever declined it does not get it again while another person is on duty who may take it: even if that one is
    full, or is reached by a later ring only."""
    return "declined it" if case.alternative and agent.id in case.request.declined else None


def capacity(case: Case, agent: Agent, load: int) -> str | None:
    """Room for its units, beside what is kept free for higher tiers."""
    needed = load + case.policy.cost(case.request)
    if needed > agent.capacity:
        return "full"
    request = case.request
    reserved = case.policy.reserved_above(request.tier, request.urgent, agent.tiers, agent.capacity)
    return "room reserved for higher tiers" if needed > agent.capacity - reserved else None


FILTERS: tuple[Filter, ...] = (
    Filter("excluded", excluded),
    Filter("language", language),
    Filter("topic", topic),
    Filter("region", region),
    Filter("tier", tier),
    Filter("on_duty", on_duty),
    Filter("reachable", reachable),
    Filter("available", available),
    Filter("hold", hold),
    Filter("declined", declined),
    Filter("capacity", capacity),
)

SUITABLE = tuple(f for f in FILTERS if f.name not in ("declined", "capacity"))
"""The filters that make somebody an eligible person on duty, whatever their load."""


def rejection(case: Case, agent: Agent, load: int) -> Rejection | None:
    """The first filter that rejects the agent; None when the agent may take the request now."""
    for name, check in FILTERS:
        if reason := check(case, agent, load):
            return Rejection(name, reason)
    return None


def alternative(request: Request, policy: Policy, agents: Iterable[Agent]) -> bool:
    """Whether one of these, who has not declined it, is on duty and may take it once it has widened as far as it will.

    By the widest ring and not by the one of the moment: else whoever declines would get it back at once, again and
    again, until the ring that reaches their colleague. Without any such colleague nobody is spared.
    """
    case = Case(request, widest(request, policy), policy)
    return any(agent.id not in request.declined and suitable(case, agent) for agent in agents)


def suitable(case: Case, agent: Agent) -> bool:
    """Whether the agent is on duty and eligible, room and earlier declines apart."""
    return all(f.check(case, agent, 0) is None for f in SUITABLE)
