"""Is somebody on duty, as a widget says it, and what may who waits long choose?"""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from typing import TYPE_CHECKING

from redis.asyncio import Redis
from redis.exceptions import RedisError

from agents import opening, presence
from chat import hints
from chat.languages import base
from routing.snapshot import policy_of
from web.protocol.customer.site import Wait
from web.sockets.together import Together

if TYPE_CHECKING:
    from web.sockets.customer import CustomerConnection

LOOK = 3.0  # seconds between looking who is on duty, for widgets that show it
LONG_WAIT = ["keep", "ticket"]
TOLD = 30.0  # seconds for which what the router said of newcomers is believed; it repeats it every 10


class Duty:
    """One per web process, over the widgets connected to it."""

    def __init__(self, redis: Redis, widgets: set[CustomerConnection]) -> None:
        self._redis, self._widgets = redis, widgets
        self._sites_now = Together(_sites_now)
        self._offers: dict[int, list[str]] = {}  # site → what is offered after a long wait
        self._newcomers: dict[int, tuple[float, dict[str, tuple[int, int]]]] = {}  # site → when told, language → wait

    async def now(self, site_id: int) -> opening.Opening:
        """Who is there now, and when somebody will be. Redis away: whoever chose to be there counts."""
        found, self._offers[site_id] = await self._sites_now.ask(site_id)
        if found.reachable is None:
            with contextlib.suppress(RedisError, OSError, TimeoutError):
                found.reachable = await presence.present(self._redis, [one.agent_id for one in found.people])
        return found

    def offers(self, site_id: int) -> list[str]:
        """What the site's policy, as it was read last, offers after a long wait."""
        return self._offers.get(site_id, LONG_WAIT)

    def hear(self, hint: hints.NewcomersWait) -> None:
        """The router has said what somebody who came now would wait."""
        self._newcomers[hint.site_id] = time.monotonic(), hint.waits

    def wait(self, site_id: int, language: str) -> Wait | None:
        """What somebody of this language who came now would wait; None where it is not known, as while no router
        leads."""
        told_at, waits = self._newcomers.get(site_id, (-math.inf, {}))
        found = waits.get(language) or waits.get(base(language))
        return Wait(*found) if found and time.monotonic() - told_at < TOLD else None

    async def beat(self) -> None:
        """Once: wait, and look. A widget that is open while somebody comes or goes says so: nobody leaves for a closed
        desk that opened."""
        await asyncio.sleep(LOOK)
        for site_id in {socket.site.pk for socket in self._widgets if socket.greeted}:
            found = await self.now(site_id)
            for socket in list(self._widgets):
                if socket.greeted and socket.site.pk == site_id:
                    socket.duty_is(found)


def _sites_now(site_ids: list[int]) -> dict[int, tuple[opening.Opening, list[str]]]:
    return {site: _site_now(site) for site in site_ids}


def _site_now(site_id: int) -> tuple[opening.Opening, list[str]]:
    """Who is there by plan and status, and what the policy offers to whoever waits long."""
    return opening.read(site_id, time.time()), list(policy_of(site_id).longest_wait_offers)
