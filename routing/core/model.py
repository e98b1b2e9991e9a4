"""What waits, and who answers: the values that the routing engine works on.

Everything here is immutable, so a value that the engine holds is the value that the journal recorded.
Times are seconds on one clock of the caller's choice (the router passes the database's); the engine has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Levels = tuple[tuple[str, int], ...]


class LanguageWish(NamedTuple):
    """A language that the customer understands, with the level (1 to 5) wanted of the agent."""

    language: str
    level: int = 1


class Hold(NamedTuple):
    """A request kept for one person for `seconds` of its wait, after the holds before it.

    `reason` is 'account_manager', 'deputy' or 'last_agent'. A hold is skipped while its person is not working
    (off duty, away or unreachable), unless `patient`: the customer chose to wait for exactly this person.
    """

    agent_id: int
    reason: str
    seconds: float
    patient: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that waits for a person.

    `queued_at` (seconds) is the place in the queue; a returned request comes back with its old one. `languages` are
    in order of preference; none means that any agent will do. `region` '' means unknown: then no agent is rejected
    for it. `topic_level` 0 asks for no skill in the topic. `units` overrides the policy's cost of the channel.
    """

    id: int
    queued_at: float
    channel: str = "chat"
    languages: tuple[LanguageWish, ...] = ()
    region: str = ""
    tier: int = 0
    topic: str = ""
    topic_level: int = 0
    urgent: bool = False
    holds: tuple[Hold, ...] = ()
    excluded: frozenset[int] = frozenset()
    declined: frozenset[int] = frozenset()
    units: int | None = None


def _levels(value: Mapping[str, int] | Iterable[tuple[str, int]]) -> Levels:
    return tuple(sorted(dict(value).items()))


@dataclass(frozen=True, slots=True)
class Agent:
    """One person who answers, as the desk last knew them.

    `languages` and `topics` are levels 1 to 5 by name (a mapping or pairs; kept sorted). Empty `regions` or `tiers`
    mean any. `capacity` and `load` are units. `idle_since` (seconds) is when the agent last got or finished work.
    `available` is the chosen status, `reachable` whether the console is connected, `on_duty` whether on shift.
    """

    id: int
    name: str = ""
    available: bool = True
    reachable: bool = True
    languages: Levels = ()
    topics: Levels = ()
    regions: frozenset[str] = frozenset()
    tiers: frozenset[int] = frozenset()
    capacity: int = 1
    load: int = 0
    idle_since: float = 0.0
    on_duty: bool = True
    language_levels: dict[str, int] = field(init=False, repr=False, compare=False)
    topic_levels: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Accept mappings and any collections, and keep one canonical form of each."""
        put = object.__setattr__
        put(self, "languages", _levels(self.languages))
        put(self, "topics", _levels(self.topics))
        put(self, "regions", frozenset(self.regions))
        put(self, "tiers", frozenset(self.tiers))
        put(self, "language_levels", dict(self.languages))
        put(self, "topic_levels", dict(self.topics))

    @property
    def working(self) -> bool:
        """On shift, connected and available: somebody who could take a request if there is room."""
        return self.on_duty and self.reachable and self.available
