"""How is an input of the engine written by position? The journal's compact form of `routing.core.changes`.

Fields are appended, never moved: an old row lacks the last ones, which then have their default.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from routing import core
from routing.core.changes import CHANGES, agent_from_dict, request_from_dict

REQUEST = (
    "id", "queued_at", "channel", "languages", "region", "tier", "topic", "topic_level", "urgent", "holds", "excluded",
    "declined", "units",
)  # fmt: skip
# Without the name: the journal holds no person's.
AGENT = (
    "id", "available", "reachable", "on_duty", "languages", "topics", "regions", "tiers", "capacity", "load",
    "idle_since",
)  # fmt: skip

_request, _agent = attrgetter(*REQUEST), attrgetter(*AGENT)

Packed = list[Any]


def pack(change: core.Change) -> Packed:
    """The change as a list that starts with its kind."""
    match change:
        case core.RequestQueued(request) | core.RequestChanged(request):
            return [change.kind, *_request(request)]
        case core.AgentChanged(agent):
            return [change.kind, *_agent(agent)]
        case core.LoadChanged(agent_id, load, idle_since):
            return [change.kind, agent_id, load, idle_since]
        case _:
            return [change.kind, change.body()]


_UNPACK: dict[str, Callable[[Packed], core.Change]] = {
    "request_queued": lambda row: core.RequestQueued(request_from_dict(dict(zip(REQUEST, row, strict=False)))),
    "request_changed": lambda row: core.RequestChanged(request_from_dict(dict(zip(REQUEST, row, strict=False)))),
    "agent_changed": lambda row: core.AgentChanged(agent_from_dict(dict(zip(AGENT, row, strict=False)))),
    "load_changed": lambda row: core.LoadChanged(*row),
}


def unpack(packed: Packed) -> core.Change:
    """The change of `pack`. ValueError when it is none."""
    kind, *row = packed
    try:
        known = _UNPACK.get(kind)
        return known(row) if known else CHANGES[kind].from_body(*row)
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a {kind}: {error}") from error
