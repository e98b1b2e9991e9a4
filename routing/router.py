"""The router process: who leads, when it looks, what it does with the engine's decisions.

`python -m routing.router`. One leader by a lease, any number of standbys. Level-triggered: hints wake it, a slow timer
makes sure; it could forget everything and rebuild from PostgreSQL and presence, which is what a new leader does.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import os
import signal
import socket
import time
from dataclasses import dataclass, field
from typing import Any

import django

log = logging.getLogger(__name__)

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
    django.setup()

# E402 from here on: models can be imported only after django.setup(), which `python -m routing.router` needs above.
from channels.layers import get_channel_layer  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import Error as DatabaseError  # noqa: E402
from redis.asyncio import Redis  # noqa: E402
from redis.exceptions import RedisError  # noqa: E402

from agents.models import Agent  # noqa: E402
from agents.presence import Absences, witnessed  # noqa: E402
from chat import hints  # noqa: E402
from chat.bus_channels import ChannelsBus  # noqa: E402
from chat.database import in_thread  # noqa: E402
from chat.hints import Hint  # noqa: E402
from chat.models import Site  # noqa: E402
from routing import actions, core, journal, lease, rates, snapshot  # noqa: E402
from routing.bind import Fenced, bind  # noqa: E402
from routing.models import Request  # noqa: E402

POLL = 1.0  # seconds without a hint after which the leader looks all the same
PRESENCE = 1.0  # seconds between readings of presence
POSITIONS = 2.0  # seconds between publishing queue positions; DESIGN: at most one per socket in 2 s
REPEAT = 10.0  # seconds after which unchanged positions are published again, for processes that lost them
LEARN = 60.0  # seconds between learning rates from the log
BATCH = 200  # decisions in one bind transaction

Place = tuple[int, int, float | None, float | None, bool, bool]


@dataclass(slots=True)
class Desk:
    """A site with its engine, what that was told, and what was last published of its queue."""

    site_id: int
    engine: core.Engine
    told: snapshot.Told
    rates: dict[str, core.RatesLearned] = field(default_factory=dict)
    threads: dict[int, int] = field(default_factory=dict)  # request id → thread id
    published: dict[int, Place] = field(default_factory=dict)
    published_at: float = 0.0


class Router:
    """One process. `run` returns after SIGTERM."""

    def __init__(self) -> None:
        self.holder = f"{socket.gethostname()}:{os.getpid()}"
        self.redis: Redis = Redis.from_url(settings.REDIS_URL, socket_timeout=2.0, socket_connect_timeout=2.0)
        self.bus = ChannelsBus(get_channel_layer())
        self.wake = asyncio.Event()
        self.stopping = asyncio.Event()
        self.absences = Absences()
        self.desks: dict[int, Desk] = {}
        self.epoch = 0

    async def run(self) -> None:
        """Stand by, lead when the lease is free, until told to stop."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stopping.set)
        await self.bus.start(self._hear)
        await self.bus.subscribe("router")
        while not self.stopping.is_set():
            try:
                epoch = await in_thread(lease.acquire, self.holder)
                if epoch is not None:
                    await self._lead(epoch)
                    continue
            except DatabaseError as error:
                log.warning("standby: %s", str(error).strip().split("\n")[0])
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(lease.STANDBY):
                    await self.stopping.wait()
        await self.bus.stop()
        await self.redis.aclose()

    async def _hear(self, items: list[Hint]) -> None:
        if any(isinstance(item, hints.RequestsChanged) for item in items):
            self.wake.set()

    async def _lead(self, epoch: int) -> None:
        log.info("leading, epoch %d", epoch)
        self.epoch, self.desks = epoch, {}
        self.absences = Absences(reachable=self.absences.reachable)
        await self._read_presence()
        loops = [
            asyncio.create_task(loop(), name=loop.__name__)
            for loop in (self._keep_lease, self._watch_presence, self._publish_positions, self._learn, self._decide)
        ]
        stop = asyncio.create_task(self.stopping.wait())
        done, _pending = await asyncio.wait([*loops, stop], return_when=asyncio.FIRST_COMPLETED)
        for task in [*loops, stop]:
            task.cancel()
        await asyncio.gather(*loops, stop, return_exceptions=True)
        for task in done:
            if task is not stop and (error := task.exception()) is not None:
                log.warning("no longer leading: %s in %s", repr(error), task.get_name())
        with contextlib.suppress(DatabaseError):
            await in_thread(lease.release, epoch)

    async def _keep_lease(self) -> None:
        while True:
            await asyncio.sleep(lease.RENEW)
            if not await in_thread(lease.renew, self.epoch):
                log.warning("the lease of epoch %d was taken over", self.epoch)
                return

    async def _watch_presence(self) -> None:
        while True:
            await asyncio.sleep(PRESENCE)
            before = set(self.absences.reachable)
            await self._read_presence()
            if before != self.absences.reachable:
                self.wake.set()
            await self._give_back()

    async def _read_presence(self) -> None:
        watched = await in_thread(lambda: list(Agent.objects.filter(is_active=True).values_list("pk", flat=True)))
        try:
            here, remembers = await witnessed(self.redis, watched)
        except (RedisError, OSError, TimeoutError) as error:
            log.warning("presence: Redis does not answer: %r", error)
            self.absences.silent()
            return
        self.absences.read(watched, here, remembers, time.monotonic())

    async def _give_back(self) -> None:
        """Chats of agents who have been gone for longer than the grace of their site return to the queue."""
        now = time.monotonic()
        for desk in list(self.desks.values()):
            grace = desk.told.policy.vanish_grace
            gone = [
                agent.id
                for agent in desk.told.agents.values()
                if agent.load and self.absences.gone_for(agent.id, now) > grace
            ]
            if gone:
                count, found = await hints.committed_async(actions.give_back, gone)
                log.info("agents %s are gone: %d chats are back in the queue", gone, count)
                await self._publish(found)
                self.wake.set()

    async def _decide(self) -> None:
        while True:
            self.wake.clear()
            # Whoever has just connected is seen in this very cycle, not at the next reading.
            await self._read_presence()
            next_wake: float | None = None
            for site_id in await in_thread(lambda: list(Site.objects.values_list("pk", flat=True))):
                try:
                    moment = await self._cycle(site_id)
                except (DatabaseError, Fenced):
                    raise
                except Exception:
                    # One site's trouble must not stop the others; its engine begins anew at the next look.
                    log.exception("site %d could not be decided", site_id)
                    self.desks.pop(site_id, None)
                    continue
                if moment is not None:
                    next_wake = moment if next_wake is None else min(next_wake, moment)
            pause = POLL if next_wake is None else min(POLL, max(0.0, next_wake))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self.wake.wait()

    async def _cycle(self, site_id: int) -> float | None:
        """Look, decide and bind for one site; seconds until time alone changes something."""
        desk = self.desks.get(site_id) or await self._open(site_id)
        seen = await in_thread(snapshot.read, site_id, set(self.absences.reachable), desk.rates)
        changes = desk.told.changes(seen)
        for change in changes:
            desk.engine.apply(change, seen.now)
        decisions = desk.engine.decide(seen.now)
        first, rest = decisions[:BATCH], decisions[BATCH:]
        lost, found = await hints.committed_async(bind, site_id, self.epoch, seen.now, changes, first)
        # What does not fit into this transaction goes back and is decided again, at once.
        lost |= {decision.request_id for decision in rest}
        journal.settle(desk.engine, decisions, lost, seen.now)
        for decision in decisions:
            if decision.request_id not in lost:
                desk.told.bound(decision.request_id)
        await self._publish(found)
        if lost:
            log.info("%d of %d binds were lost", len(lost), len(decisions))
            return 0.0
        moments = [at for at in (desk.engine.next_wake(seen.now), seen.shifts_change_at) if at is not None]
        return min(moments) - seen.now if moments else None

    async def _open(self, site_id: int) -> Desk:
        policy = await in_thread(snapshot.policy_of, site_id)
        await in_thread(journal.started, site_id, self.epoch, policy, 0)
        desk = Desk(site_id, core.Engine(policy, seed=0), snapshot.Told(policy))
        desk.rates = await in_thread(rates.learn, site_id)
        self.desks[site_id] = desk
        return desk

    async def _learn(self) -> None:
        while True:
            await asyncio.sleep(LEARN)
            for desk in list(self.desks.values()):
                desk.rates = await in_thread(rates.learn, desk.site_id)

    async def _publish_positions(self) -> None:
        while True:
            await asyncio.sleep(POSITIONS)
            for desk in list(self.desks.values()):
                places = await self._places(desk)
                now = time.monotonic()
                repeat = now - desk.published_at > REPEAT
                new = [place for place in places if repeat or desk.published.get(place[0]) != place]
                desk.published = {place[0]: place for place in places}
                if repeat:
                    desk.published_at = now
                if new:
                    await self._publish([hints.QueueStands(new)])

    async def _places(self, desk: Desk) -> list[Place]:
        waiting = list(desk.engine.waiting)
        rows = await in_thread(_threads, waiting)
        now = await in_thread(snapshot.clock)
        limit = desk.told.policy.longest_wait
        places = []
        for request_id in waiting:
            if request_id not in rows or request_id not in desk.engine.waiting:
                continue
            thread_id, patient_since = rows[request_id]
            p50, p90 = desk.engine.estimate(request_id, now)
            places.append(
                (
                    thread_id,
                    desk.engine.position(request_id),
                    _rounded(p50),
                    _rounded(p90),
                    now - patient_since > limit,
                    math.isinf(p50),
                )
            )
        return places

    async def _publish(self, items: list[Hint]) -> None:
        await self.bus.publish(items)


def _rounded(seconds: float) -> float | None:
    """To 5 s: nobody is told more than is known, and unchanged values are not published again."""
    return None if math.isinf(seconds) else float(max(5, 5 * round(seconds / 5)))


def _threads(request_ids: list[int]) -> dict[int, tuple[int, float]]:
    """request id → (thread, the moment from which its patience counts)."""
    rows = Request.objects.filter(pk__in=request_ids).values_list("pk", "chat__thread_id", "queued_at", "kept_at")
    return {pk: (thread, (kept or queued).timestamp()) for pk, thread, queued, kept in rows}


def main() -> Any:
    """Run until SIGTERM."""
    asyncio.run(Router().run())


if __name__ == "__main__":
    main()
