"""The bus inside one process: for tests, and the twin that shows what the port promises."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from chat.bus import Receiver, decode, grouped
from chat.hints import Hint


class MemoryHub:
    """What several `MemoryBus`es have in common, as Redis is for real ones."""

    def __init__(self) -> None:
        self.buses: list[MemoryBus] = []


class MemoryBus:
    """Delivers to every bus of the same hub, encoded and decoded like the real one."""

    def __init__(self, hub: MemoryHub) -> None:
        self._hub = hub
        self._topics: set[str] = set()
        self._inbox: asyncio.Queue[bytes] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start(self, receiver: Receiver) -> None:
        """Begin receiving."""
        self._hub.buses.append(self)
        self._task = asyncio.create_task(self._receive(receiver))

    async def stop(self) -> None:
        """End receiving."""
        if self in self._hub.buses:
            self._hub.buses.remove(self)
        if self._task:
            self._task.cancel()

    @property
    def connected(self) -> bool:
        """Whether it has started."""
        return self in self._hub.buses

    async def subscribe(self, topic: str) -> None:
        """Receive this topic from now on."""
        self._topics.add(topic)

    async def unsubscribe(self, topic: str) -> None:
        """Receive this topic no more."""
        self._topics.discard(topic)

    def publish(self, items: Iterable[Hint]) -> None:
        """Send hints."""
        for topic, data in grouped(items).items():
            for bus in self._hub.buses:
                if topic in bus._topics:
                    bus._inbox.put_nowait(data)

    async def _receive(self, receiver: Receiver) -> None:
        while True:
            receiver(decode(await self._inbox.get()))
