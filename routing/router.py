"""The router process: who leads, when it looks, what it does with the engine's decisions.

One leader by a lease, any number of standbys. Level-triggered: hints wake it, a slow timer makes sure; it could forget
everything and rebuild from PostgreSQL and presence, which is what a new leader does.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
import time
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from agents.models import Agent
from agents.presence import Absences, witnessed
from chat import buses, hints
from chat.database import in_thread
from chat.hints import Hint
from chat.models import Site
from routing import actions, lease, rates, snapshot
from routing.cycle import Desk, Presence
from routing.positions import Positions

log = logging.getLogger(__name__)

SITES = 1.0  # seconds between looking for new sites
PRESENCE = 1.0  # seconds between readings of everybody's presence
POSITIONS = 2.0  # seconds between publishing queue positions; DESIGN: at most one per socket in 2 s
LEARN = 60.0  # seconds between learning rates from the log


class Router:
    """One process. `run` returns after SIGTERM."""

    def __init__(self) -> None:
        self.holder = f"{socket.gethostname()}:{os.getpid()}"
        self.redis: Redis = Redis.from_url(settings.REDIS_URL, socket_timeout=2.0, socket_connect_timeout=2.0)
        self.bus = buses.make()
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

    def _hear(self, items: list[Hint]) -> None:
        for desk in list(self.desks.values()):
            desk.hear(items)

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
            if changed := before ^ self.absences.reachable:
                for desk in list(self.desks.values()):
                    if theirs := changed & desk.told.agents.keys():
                        desk.look_at(theirs)
            await self._give_back()

    async def _read_presence(self, some: set[int] | None = None) -> None:
        """Who is connected: everybody, or some people at once."""
        watched = sorted(some) if some is not None else await in_thread(_everybody)
        try:
            here, remembers = await witnessed(self.redis, watched)
        except (RedisError, OSError, TimeoutError) as error:
            log.warning("presence: Redis does not answer: %r", error)
            self.absences.silent()
            return
        self.absences.read(watched, here, remembers, time.monotonic())

    def _gone_for(self, agent_id: int) -> float:
        return self.absences.gone_for(agent_id, time.monotonic())

    async def _give_back(self) -> None:
        """Chats of agents who have been gone for longer than the grace of their site return to the queue."""
        for desk in list(self.desks.values()):
            gone = [agent for agent in desk.absent(desk.told.policy.vanish_grace) if desk.told.agents[agent].load]
            if gone:
                count, found = await hints.committed_async(actions.give_back, gone)
                if count:  # else it is an offer that is theirs, and ends by itself
                    log.info("agents %s are gone: %d chats are back in the queue", gone, count)
                self.bus.publish(found)
                desk.hear(found)

    async def _decide(self) -> None:
        """One task for each site, so that none waits for another's cycle. Ends when one of them fails for good."""
        tasks: dict[int, asyncio.Task[None]] = {}
        try:
            while True:
                for site_id in await in_thread(_sites):
                    if site_id not in tasks:
                        tasks[site_id] = asyncio.create_task(self._serve(site_id), name=f"site-{site_id}")
                if not tasks:
                    await asyncio.sleep(SITES)
                    continue
                done, _pending = await asyncio.wait(tasks.values(), timeout=SITES, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
        finally:
            for task in tasks.values():
                task.cancel()
            await asyncio.gather(*tasks.values(), return_exceptions=True)

    async def _serve(self, site_id: int) -> None:
        while True:
            try:
                presence = Presence(self.absences.reachable, self._gone_for, self._read_presence)
                desk = await Desk.open(site_id, self.epoch, presence, self.bus.publish)
                self.desks[site_id] = desk
                await desk.run()
            except (DatabaseError, lease.Fenced):
                raise
            except Exception:
                # One site's trouble must not stop the others; its engine begins anew.
                log.exception("site %d could not be decided", site_id)
                self.desks.pop(site_id, None)
                await asyncio.sleep(SITES)

    async def _learn(self) -> None:
        while True:
            await asyncio.sleep(LEARN)
            for desk in list(self.desks.values()):
                desk.rates = await in_thread(rates.learn, desk.site_id)

    async def _publish_positions(self) -> None:
        known: dict[int, Positions] = {}
        while True:
            await asyncio.sleep(POSITIONS)
            for site_id, desk in list(self.desks.items()):
                new = await known.setdefault(site_id, Positions()).news(desk, await in_thread(snapshot.clock))
                if new:
                    self.bus.publish(new)


def _everybody() -> list[int]:
    return list(Agent.objects.filter(is_active=True).values_list("pk", flat=True))


def _sites() -> list[int]:
    return list(Site.objects.values_list("pk", flat=True))


def main() -> Any:
    """Run until SIGTERM."""
    # The engine keeps everything it knows; looking through all of that for garbage every few cycles costs half of them.
    gc.set_threshold(100_000, 20, 100)
    asyncio.run(Router().run())
