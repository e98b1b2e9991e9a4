"""Which consoles are connected to this process, and which agents are reachable anywhere?

An agent is reachable by a lease in Redis, which the process of each of their consoles renews. Here is known who holds
one, among the agents of the sites that are shown.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from redis.asyncio import Redis
from redis.exceptions import RedisError

from agents import presence
from agents.models import Agent
from chat import hints
from chat.bus import Bus
from chat.database import in_thread

if TYPE_CHECKING:
    from web.sockets.agent import AgentConnection


class Consoles:
    """One per web process. `sockets` are the consoles connected here, `present` the agents who are reachable;
    `desk_changed` is told when these are others."""

    def __init__(
        self,
        sockets: set[AgentConnection],
        redis: Redis,
        bus: Bus,
        desk_changed: Callable[[hints.DeskChanged], None],
    ) -> None:
        self.sockets = sockets
        self._redis, self._bus, self._desk_changed = redis, bus, desk_changed
        self.present: set[int] = set()

    async def beat(self) -> None:
        """Once: renew the leases of who is here, see who else is there, wait."""
        here = {socket.agent_id for socket in self.sockets if socket.wants_desk}
        if here:
            await presence.renew(self._redis, here)
        await self._look(here)
        await asyncio.sleep(presence.RENEW / 2)

    async def _look(self, here: set[int]) -> None:
        if not self.sockets:
            return
        sites = {socket.site_id for socket in self.sockets}
        watched = await in_thread(lambda: list(Agent.objects.filter(site__in=sites).values_list("pk", flat=True)))
        found = here | await presence.present(self._redis, watched)
        if found != self.present:
            self.present = found
            for site_id in sites:
                self._desk_changed(hints.DeskChanged(site_id))

    async def arrived(self, socket: AgentConnection) -> None:
        """A console connected: reachable at once, not only at the next renewal."""
        self.sockets.add(socket)
        with contextlib.suppress(RedisError, OSError, TimeoutError):
            await presence.renew(self._redis, [socket.agent_id])
        self.present.add(socket.agent_id)
        await self._bus.subscribe(f"desk.{socket.site_id}")
        self._moved(socket)

    async def departed(self, socket: AgentConnection) -> None:
        """A console closed. Without another tab here nothing new goes to the agent; what they have, the grace keeps."""
        self.sockets.discard(socket)
        if not any(other.agent_id == socket.agent_id for other in self.sockets):
            self.present.discard(socket.agent_id)
            with contextlib.suppress(RedisError, OSError, TimeoutError):
                await presence.release(self._redis, socket.agent_id)
        self._moved(socket)

    def _moved(self, socket: AgentConnection) -> None:
        look = hints.RequestsChanged(socket.site_id, agents=(socket.agent_id,))
        self._bus.publish([look, hints.DeskChanged(socket.site_id)])
