"""Who has room, sorted so that the best is found near the front? The engine's view of its agents.

A seat is in the pools while its agent works and has room: one pool per language, region (one for each that the agent
serves or ANY, and ALL, which has everybody) and set of tiers, sorted by the points that do not depend on the request:
proficiency less load, then longest idle. Region and tier points are the same for all of a pool, so a search mostly
looks at its first.

An entry is only corrected when a search comes across it: a decision makes its agent busier, so that the old entry
stands too far in front, never too far behind. Whatever may move an agent to the front (`stale`) is brought up to date
before a search.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from routing.core.model import Agent
from routing.core.needs import Needs
from routing.core.policy import Policy
from routing.core.score import load_points

ANY = ""
ALL = None

Entry = tuple[int, float, int, "Seat", int, int]
Pool = list[Entry]
Pools = dict[str | None, dict[frozenset[int], Pool]]


class Seat:
    """An agent: the truth as last told, and decisions since then that may still be lost."""

    __slots__ = (
        "agent", "entries", "have", "homes", "idle_base", "idle_since", "lane_keys", "load", "load_base", "loaded",
        "loaded_at", "pending", "reserves", "room", "target", "tie", "turn", "working",
    )  # fmt: skip

    def __init__(self, agent: Agent, have: int, seed: int) -> None:
        self.tie = agent.id ^ seed
        self.pending: dict[int, tuple[int, float]] = {}
        self.entries: list[Entry | None] = []
        self.turn = 0
        self.loaded, self.loaded_at = 0, -1
        self.homes: list[tuple[int, Pool]] | None = None
        self.target: object = None
        self.become(agent, have)

    def become(self, agent: Agent, have: int) -> None:
        """Take over a new truth about the agent."""
        self.agent = agent
        self.have = have
        self.working = agent.working
        self.lane_keys: tuple[str | int, ...] = (*agent.language_levels, "", agent.id)
        self.reserves: dict[tuple[int, bool], int] = {}
        self.set_load(agent.load, agent.idle_since)

    def set_load(self, load: int, idle_since: float) -> None:
        """Take over a new truth about the load; it includes all decisions not lost so far."""
        self.load_base, self.idle_base = load, idle_since
        self.pending.clear()
        self.recount()

    def recount(self) -> None:
        """Load, room and idle time with the decisions not yet bound."""
        load, idle = self.load_base, self.idle_base
        for units, at in self.pending.values():
            load += units
            idle = at if at > idle else idle
        self.turn += 1
        self.load, self.idle_since = load, idle
        self.room = self.agent.capacity - load if self.working else 0

    def take(self, request_id: int, units: int, now: float) -> None:
        """A decision gave this agent a request."""
        self.pending[request_id] = (units, now)
        self.turn += 1
        self.load += units
        self.room -= units
        if now > self.idle_since:
            self.idle_since = now

    def confirm(self, request_id: int) -> None:
        """The decision became true: until the truth says otherwise, the units stay taken."""
        if held := self.pending.pop(request_id, None):
            self.load_base += held[0]
            self.idle_base = max(self.idle_base, held[1])

    def reserved(self, tier: int, urgent: bool, policy: Policy) -> int:
        """Units that a request of this tier must leave free here."""
        key = (tier, urgent)
        if (units := self.reserves.get(key)) is None:
            units = self.reserves[key] = policy.reserved_above(tier, urgent, self.agent.tiers, self.agent.capacity)
        return units


class Seats:
    """All agents, and the pools of those with room."""

    def __init__(self, policy: Policy, needs: Needs, seed: int) -> None:
        self.policy = policy
        self.needs = needs
        self.seed = seed
        self.all: dict[int, Seat] = {}
        self.speakers: dict[str, dict[int, Seat]] = {}
        self.pools: dict[str, Pools] = {}
        self.everybody = False
        self.stale: dict[int, Seat] = {}

    def works(self, agent_id: int) -> bool:
        """Whether this person could take anything at all."""
        seat = self.all.get(agent_id)
        return seat is not None and seat.working

    def put(self, agent: Agent) -> Seat:
        """A new truth about an agent, new or known."""
        seat = self.all.get(agent.id)
        if seat is None:
            seat = self.all[agent.id] = Seat(agent, self.needs.have(agent), self.seed)
            self._speak(seat)
        elif same_skills(seat.agent, agent):
            seat.become(agent, seat.have)
        else:
            self._hush(seat)
            self._leave_pools(seat)
            seat.homes = None
            seat.become(agent, self.needs.have(agent))
            self._speak(seat)
        self.stale[agent.id] = seat
        return seat

    def drop(self, seat: Seat) -> None:
        """Forget an agent."""
        self._hush(seat)
        self._leave_pools(seat)
        self.stale.pop(seat.agent.id, None)
        del self.all[seat.agent.id]

    def refresh(self) -> None:
        """Bring the pools up to date with what happened to the seats since the last search."""
        for seat in self.stale.values():
            if seat.entries:
                self._leave_pools(seat)
            if seat.room > 0:
                self._enter_pools(seat)
        self.stale.clear()

    def rebuild(self, policy: Policy) -> None:
        """Start over with another policy: other weights, other reserves."""
        self.policy = policy
        self.pools.clear()
        for agent_id, seat in self.all.items():
            seat.entries = []
            seat.homes = None
            seat.loaded_at = -1
            seat.reserves.clear()
            self.stale[agent_id] = seat

    def who_speak(self, language: str) -> Iterable[Seat]:
        """Everybody with this language at any level; everybody at all for ''."""
        return self.speakers.get(language, {}).values() if language else self.all.values()

    def _speak(self, seat: Seat) -> None:
        for language in seat.agent.language_levels:
            self.speakers.setdefault(language, {})[seat.agent.id] = seat

    def _hush(self, seat: Seat) -> None:
        for language in seat.agent.language_levels:
            speakers = self.speakers[language]
            del speakers[seat.agent.id]
            if not speakers:
                del self.speakers[language]

    def pool_everybody(self) -> None:
        """From now on somebody may ask for no language at all: a pool of everybody is kept too."""
        if not self.everybody:
            self.everybody = True
            for agent_id, seat in self.all.items():
                self._leave_pools(seat)
                seat.homes = None
                self.stale[agent_id] = seat

    def _enter_pools(self, seat: Seat) -> None:
        homes = seat.homes
        if homes is None:
            homes = seat.homes = self._homes(seat.agent)
        loaded = load_points(seat.load, seat.agent.capacity, self.policy.weights)
        idle_since, tie, turn = seat.idle_since, seat.tie, seat.turn
        entries: list[Entry | None] = []
        for home, (points, pool) in enumerate(homes):
            entry = (-(points + loaded), idle_since, tie, seat, turn, home)
            insort(pool, entry)
            entries.append(entry)
        seat.entries = entries

    def correct(self, pool: Pool, at: int) -> None:
        """Put the entry at this index where it belongs by now, or take it out when its agent has no room left."""
        seat, home = pool[at][3], pool[at][5]
        del pool[at]
        entry: Entry | None = None
        if seat.room > 0 and seat.homes is not None:
            if seat.loaded_at != seat.turn:
                seat.loaded_at = seat.turn
                seat.loaded = load_points(seat.load, seat.agent.capacity, self.policy.weights)
            entry = (-seat.homes[home][0] - seat.loaded, seat.idle_since, seat.tie, seat, seat.turn, home)
            insort(pool, entry)
        seat.entries[home] = entry

    def _homes(self, agent: Agent) -> list[tuple[int, Pool]]:
        """The pools to which an agent belongs, with the points of the agent's level in each."""
        per_level = self.policy.weights.level
        languages = (*agent.languages, ("", 0)) if self.everybody else agent.languages
        homes = []
        for language, level in languages:
            by_region = self.pools.setdefault(language, {})
            for region in (*(agent.regions or (ANY,)), ALL):
                pool = by_region.setdefault(region, {}).setdefault(agent.tiers, [])
                homes.append((per_level * level, pool))
        return homes

    def _leave_pools(self, seat: Seat) -> None:
        for (_, pool), entry in zip(seat.homes or (), seat.entries, strict=False):
            if entry is not None:
                del pool[bisect_left(pool, entry)]
        seat.entries = []


def same_skills(old: Agent, new: Agent) -> bool:
    """Whether nothing changed that decides which requests the agent may take, presence and load apart."""
    return (
        old.languages == new.languages
        and old.topics == new.topics
        and old.regions == new.regions
        and old.tiers == new.tiers
    )
