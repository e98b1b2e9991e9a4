"""What does one look at a site do? Read what changed, tell the engine, decide, make the decisions true.

Hints name requests and people to look at again. Every few seconds everything is compared instead, which repairs
whatever a lost hint left out: the engine could be forgotten at any time and built anew, as a new leader does.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from chat import hints
from chat.database import in_thread
from chat.hints import Hint
from routing import core, handovers, journal, lease, offers, quiet, rates, snapshot
from routing.bind import bind
from routing.replay import settle

log = logging.getLogger(__name__)

REPAIR = 5.0  # seconds after which everything is compared, whatever the hints said
OFFER_GRACE = 3.0  # seconds: an offer outlives a reload of the console, not its end
QUIET = 1.0  # seconds between looking for chats that went quiet or woke up
CHECKPOINT = 1000  # journalled cycles between two checkpoints: a replay from one to the next takes a second or two
BATCH = 500  # decisions in one bind transaction: enough to share its cost, few enough to hold locks for a moment only

Publish = Callable[[list[Hint]], None]


@dataclass(slots=True)
class Agenda:
    """What is to be looked at: parts by id (of requests, chats, agents), or everything."""

    requests: set[int] = field(default_factory=set)
    chats: set[int] = field(default_factory=set)
    agents: set[int] = field(default_factory=set)
    everything: bool = False

    def hear(self, items: Iterable[Hint], site_id: int) -> bool:
        """Note what hints say of this site; whether any did."""
        about = [item for item in items if isinstance(item, hints.RequestsChanged) and item.site_id == site_id]
        for item in about:
            self.chats.update(item.chats)
            self.agents.update(item.agents)
            self.everything |= not item.chats and not item.agents
        return bool(about)


@dataclass(slots=True)
class Seen:
    """What the reading thread brings: the snapshot, hints to publish, and when (seconds) to look again anyway."""

    snapshot: snapshot.Snapshot
    hints: list[Hint]
    again_in: float | None


class Presence(NamedTuple):
    """Who is connected (kept up to date), for how many seconds somebody has not been, and a reading of some anew."""

    reachable: set[int]
    gone_for: Callable[[int], float]
    read: Callable[[set[int]], Awaitable[None]]


class Desk:
    """A site with its engine."""

    def __init__(self, site_id: int, epoch: int, policy: core.Policy, presence: Presence, publish: Publish) -> None:
        self.site_id, self.epoch = site_id, epoch
        self.engine = core.Engine(policy, seed=0)
        self.told = snapshot.Told(policy)
        self.rates: dict[str, core.RatesLearned] = {}
        self.wake = asyncio.Event()
        self._agenda = Agenda(everything=True)
        self._presence, self._publish = presence, publish
        self._compared_at = self._quiet_at = 0.0
        self._shifts_at = self._offers_at = math.inf
        self._cycles = 0
        self._quiet_in: float | None = None

    @classmethod
    async def open(cls, site_id: int, epoch: int, presence: Presence, publish: Publish) -> Desk:
        """An empty engine under the policy in force, and its beginning in the journal."""
        policy = await in_thread(snapshot.policy_of, site_id)
        await in_thread(lease.fenced, epoch, journal.started, site_id, epoch, policy, 0)
        desk = cls(site_id, epoch, policy, presence, publish)
        desk.rates = await in_thread(rates.learn, site_id)
        return desk

    def hear(self, items: Iterable[Hint]) -> None:
        """Hints from the bus."""
        if self._agenda.hear(items, self.site_id):
            self.wake.set()

    def look_at(self, agents: Iterable[int]) -> None:
        """These people came or went."""
        self._agenda.agents.update(agents)
        self.wake.set()

    def absent(self, seconds: float) -> list[int]:
        """Who has been gone for longer than that."""
        return [agent_id for agent_id in self.told.agents if self._presence.gone_for(agent_id) > seconds]

    async def run(self) -> None:
        """Look whenever something happened or time alone changes something."""
        while True:
            pause = await self.look()
            try:
                async with asyncio.timeout(pause):
                    await self.wake.wait()
            except TimeoutError:
                continue

    async def look(self) -> float:
        """One cycle; the seconds after which the next must begin though nothing happens."""
        self.wake.clear()
        agenda, self._agenda = self._agenda, Agenda()
        moment = asyncio.get_running_loop().time()
        if moment - self._compared_at > REPAIR or moment >= self._shifts_at:
            agenda.everything = True
        if agenda.agents:
            # Whoever has just connected is seen in this very cycle, not at the next reading of everybody.
            await self._presence.read(agenda.agents)
        absent = self.absent(OFFER_GRACE) if self._asks(agenda, moment) else []
        seen = await in_thread(self._read, agenda, moment, absent)
        now, shifts_at = seen.snapshot.now, seen.snapshot.shifts_change_at
        if agenda.everything:
            self._compared_at, self._shifts_at = moment, math.inf
        if shifts_at is not None:
            self._shifts_at = min(self._shifts_at, moment + shifts_at - now)
        self._publish(seen.hints)
        changes = self.told.changes(seen.snapshot)
        for change in changes:
            self.engine.apply(change, now)
        decisions = self.engine.decide(now)
        if await self._bind(now, changes, decisions):
            return 0.0
        if self._cycles >= CHECKPOINT:
            self._cycles = 0
            known = self.told.policy, self.engine.seed, self.told.whole()
            await in_thread(lambda: lease.fenced(self.epoch, journal.checkpoint, self.site_id, self.epoch, now, *known))
        waits = [REPAIR - (moment - self._compared_at), self._shifts_at - moment, self._offers_at - moment]
        waits += [wait for wait in (seen.again_in, _until(self.engine.next_wake(now), now)) if wait is not None]
        return max(0.0, min(waits))

    def _asks(self, agenda: Agenda, moment: float) -> bool:
        """Whether somebody may be asked about something now, out of the queue or by a colleague's hand."""
        return bool(self.told.offered or agenda.everything or agenda.agents or moment >= self._offers_at)

    def _read(self, agenda: Agenda, moment: float, absent: list[int]) -> Seen:
        """On a database thread: end what is over, then read what the agenda names."""
        policy, found = self.told.policy, list[Hint]()
        over, again_in = list[offers.Over](), None
        # A bind of this router makes offers, or a colleague's hand; what another one made before, and what was left
        # lying, is seen when everything is compared.
        if self._asks(agenda, moment):
            over, again_in = offers.look(self.site_id, absent)
            self._offers_at = math.inf if again_in is None else moment + again_in
        if over:
            _count, found = hints.committed(offers.settle, self.site_id, over, policy.misses_until_away)
        if over or agenda.everything:
            for handover in handovers.due(self.site_id):
                found += hints.committed(handovers.pursue, handover, self._presence.reachable)[1]
        if quiet.matters(policy) and (moment - self._quiet_at > QUIET):
            self._quiet_at = moment
            wrong, people, self._quiet_in = quiet.look(self.site_id, policy)
            if wrong:
                found += hints.committed(quiet.settle, self.site_id, policy, wrong, people)[1]
        if quiet.matters(policy):
            again_in = min(wait for wait in (again_in, self._quiet_in, QUIET) if wait is not None)
        agenda.hear(found, self.site_id)
        told = [item for item in found if not isinstance(item, hints.RequestsChanged)]
        if agenda.everything:
            return Seen(snapshot.read(self.site_id, self._presence.reachable, self.rates), told, again_in)
        part = snapshot.read_part(
            self.told, self.site_id, self._presence.reachable, self.rates, agenda.requests, agenda.chats, agenda.agents
        )
        return Seen(part, told, again_in)

    async def _bind(self, now: float, changes: list[core.Change], decisions: list[core.Decision]) -> int:
        """Make decisions true, batch by batch; how many were lost. What was lost is looked at again."""
        policy, missing = self.told.policy, 0
        for start in range(0, max(len(decisions), 1), BATCH):
            batch = decisions[start : start + BATCH]
            if start:
                record = partial(journal.more, self.site_id, self.epoch, now, len(batch))
            elif changes or batch:
                record = partial(journal.cycle, self.site_id, self.epoch, now, changes, decisions, len(batch))
                self._cycles += 1
            else:
                return 0
            lost, found = await hints.committed_async(bind, self.site_id, self.epoch, now, policy, batch, record)
            settle(self.engine, batch, lost, now)
            for decision in batch:
                if decision.request_id in lost:
                    self._agenda.requests.add(decision.request_id)
                    self._agenda.agents.add(decision.agent_id)
                else:
                    self.told.bound(decision, now, policy.offer_mode == "offer")
            missing += len(lost)
            # What this bind did is known here already.
            self._publish([item for item in found if not isinstance(item, hints.RequestsChanged)])
        if missing:
            log.info("%d of %d binds were lost", missing, len(decisions))
        return missing


def _until(moment: float | None, now: float) -> float | None:
    return None if moment is None else moment - now
