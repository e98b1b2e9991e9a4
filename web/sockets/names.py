"""What are the agents called who act in events? Known for a while, read for many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from chat.database import in_thread
from chat.stored import Stored
from web.sockets import render

NAMES_KEPT = 60.0  # seconds for which an agent's name is remembered


class NameBook:
    """One per process; `known` is agent id → card."""

    def __init__(self) -> None:
        self.known: render.Names = {}
        self._until = 0.0

    def has(self, events: Iterable[Stored]) -> bool:
        """Whether the names of all agents who act in these events are known, and fresh enough."""
        now = asyncio.get_running_loop().time()
        if now > self._until:
            self.known, self._until = {}, now + NAMES_KEPT
        return all(one.actor_kind != "agent" or one.actor_id in self.known for one in events)

    async def learn(self, events: Iterable[Stored]) -> None:
        """Have the names of the agents who act in these events."""
        events = list(events)
        if not self.has(events):
            wanted = {one.actor_id for one in events if one.actor_kind == "agent" and one.actor_id is not None}
            self.known |= await in_thread(render.load_names, wanted - self.known.keys())
