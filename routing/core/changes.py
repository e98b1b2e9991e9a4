"""What can happen to the engine: its inputs, and their stable text for the journal.

The journal's text holds ids, levels, times and policies, never a person's words or name: an agent read back from it
has an empty name. Floats keep their exact value (`repr` round-trips), so a replay sees the very same numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from routing.core.model import Agent, Hold, LanguageWish, Request
from routing.core.policy import Policy


@dataclass(frozen=True, slots=True)
class Change:
    """One input of the engine. `kind` is its name in the journal."""

    kind: ClassVar[str]

    def body(self) -> dict[str, Any]:
        """The fields as plain JSON values; ids only where these are enough."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Change:
        """The change that `body()` described."""
        return cls(**body)

    def to_json(self) -> str:
        """One line of canonical JSON: equal changes give equal text."""
        return json.dumps({"kind": self.kind, **self.body()}, sort_keys=True, separators=(",", ":"))

    @staticmethod
    def from_json(text: str | bytes | Mapping[str, Any]) -> Change:
        """The change of such a line (or of its parsed object). ValueError for an unknown kind or missing field."""
        return change_from_json(text)


@dataclass(frozen=True, slots=True)
class RequestQueued(Change):
    """A request waits: new, or returned to its place (same `queued_at`) after a decline, a vanishing, a transfer."""

    kind = "request_queued"
    request: Request

    def body(self) -> dict[str, Any]:
        return request_to_dict(self.request)

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Change:
        return cls(request_from_dict(body))


@dataclass(frozen=True, slots=True)
class RequestChanged(Change):
    """What a known request needs has changed (language, topic, tier, decliners…). Ignored when it is not known."""

    kind = "request_changed"
    request: Request

    def body(self) -> dict[str, Any]:
        return request_to_dict(self.request)

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Change:
        return cls(request_from_dict(body))


@dataclass(frozen=True, slots=True)
class RequestGone(Change):
    """The request waits no more: left, or became a ticket. An unconfirmed decision for it frees its units."""

    kind = "request_gone"
    id: int


@dataclass(frozen=True, slots=True)
class Bound(Change):
    """The decision became true: the units stay taken until the next AgentChanged or LoadChanged says otherwise."""

    kind = "bound"
    request_id: int
    agent_id: int


@dataclass(frozen=True, slots=True)
class BindLost(Change):
    """The decision did not become true: the units are free again and the request is back in its place."""

    kind = "bind_lost"
    request_id: int
    agent_id: int


@dataclass(frozen=True, slots=True)
class AgentChanged(Change):
    """An agent as the truth has them now. Its load replaces what the engine counted: decisions in flight are settled
    before it is read, or counted in it; if one of these is lost later, the next load says so."""

    kind = "agent_changed"
    agent: Agent

    def body(self) -> dict[str, Any]:
        return agent_to_dict(self.agent)

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Change:
        return cls(agent_from_dict(body))


@dataclass(frozen=True, slots=True)
class LoadChanged(Change):
    """Only an agent's load (units) and idle time (seconds) changed: the frequent case, cheaper than AgentChanged."""

    kind = "load_changed"
    agent_id: int
    load: int
    idle_since: float


@dataclass(frozen=True, slots=True)
class AgentGone(Change):
    """The agent is no longer part of the desk."""

    kind = "agent_gone"
    id: int


@dataclass(frozen=True, slots=True)
class PolicyChanged(Change):
    """From now on this policy decides."""

    kind = "policy_changed"
    policy: Policy

    def body(self) -> dict[str, Any]:
        return {"policy": self.policy.to_dict()}

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Change:
        return cls(Policy.stored(body["policy"]))


@dataclass(frozen=True, slots=True)
class RatesLearned(Change):
    """How fast a skill group moves, from the log: both per second; `abandonment` per waiting customer."""

    kind = "rates_learned"
    group: str
    completion: float
    abandonment: float


CHANGES: dict[str, type[Change]] = {
    change.kind: change
    for change in (
        RequestQueued,
        RequestChanged,
        RequestGone,
        Bound,
        BindLost,
        AgentChanged,
        LoadChanged,
        AgentGone,
        PolicyChanged,
        RatesLearned,
    )
}


def change_from_json(text: str | bytes | Mapping[str, Any]) -> Change:
    """The change that `to_json` wrote. ValueError says what is wrong with the line."""
    data = dict(text) if isinstance(text, Mapping) else json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("a change must be an object")
    kind = data.pop("kind", None)
    if not (change := CHANGES.get(kind)):
        raise ValueError(f"unknown kind of change: {kind!r}")
    try:
        return change.from_body(data)
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a {kind}: {error}") from error


def request_to_dict(request: Request) -> dict[str, Any]:
    """Plain JSON values of a request."""
    return {
        "id": request.id,
        "queued_at": request.queued_at,
        "channel": request.channel,
        "languages": [list(wish) for wish in request.languages],
        "region": request.region,
        "tier": request.tier,
        "topic": request.topic,
        "topic_level": request.topic_level,
        "urgent": request.urgent,
        "holds": [list(hold) for hold in request.holds],
        "excluded": sorted(request.excluded),
        "declined": sorted(request.declined),
        "units": request.units,
    }


def request_from_dict(data: Mapping[str, Any]) -> Request:
    """The request of `request_to_dict`."""
    return Request(
        **{
            **data,
            "languages": tuple(LanguageWish(*wish) for wish in data.get("languages", ())),
            "holds": tuple(Hold(*hold) for hold in data.get("holds", ())),
            "excluded": frozenset(data.get("excluded", ())),
            "declined": frozenset(data.get("declined", ())),
        }
    )


def agent_to_dict(agent: Agent) -> dict[str, Any]:
    """Plain JSON values of an agent, without the name."""
    return {
        "id": agent.id,
        "available": agent.available,
        "reachable": agent.reachable,
        "on_duty": agent.on_duty,
        "languages": [list(pair) for pair in agent.languages],
        "topics": [list(pair) for pair in agent.topics],
        "regions": sorted(agent.regions),
        "tiers": sorted(agent.tiers),
        "capacity": agent.capacity,
        "load": agent.load,
        "idle_since": agent.idle_since,
    }


def agent_from_dict(data: Mapping[str, Any]) -> Agent:
    """The agent of `agent_to_dict`, nameless."""
    return Agent(**data)
