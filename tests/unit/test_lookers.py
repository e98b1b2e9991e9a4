"""Do processes know of each other which thread is on whose screen, and say no more than what has changed?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from chat.bus_memory import MemoryBus, MemoryHub
from chat.hints import Hint, LookAt
from web.sockets import lookers as module
from web.sockets.lookers import Lookers

ADA, BOB = "Ada", "Bob"


class Process:
    """One process's lookers, what its consoles were told of, and what it heard from others."""

    def __init__(self, hub: MemoryHub) -> None:
        self.told: list[int] = []
        self.heard: list[LookAt] = []
        self.bus = MemoryBus(hub)
        self.lookers = Lookers(self.bus, self.told.append)

    async def start(self) -> Process:
        """Hear the others."""
        await self.bus.start(self._hear)
        await self.bus.subscribe("threads")
        return self

    def _hear(self, items: Sequence[Hint]) -> None:
        for item in items:
            assert isinstance(item, LookAt)
            self.heard.append(item)
            self.lookers.hear(item)


def console(name: str) -> Any:
    """A console, as far as lookers look at it."""
    return _Console(public_id=f"id of {name}", name=name)


@dataclass(eq=False)
class _Console:
    public_id: str
    name: str


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what the bus brings."""
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.01)


async def test_only_what_has_changed_is_said_when_a_thread_is_opened_or_closed() -> None:
    hub = MemoryHub()
    here, there = await Process(hub).start(), await Process(hub).start()
    one, again, other = console(ADA), console(ADA), console(BOB)
    for thread in range(1, 51):
        here.lookers.looks(one, thread)
    here.lookers.looks(one, 7)  # and once more
    here.lookers.looks(again, 7)  # in a second window
    here.lookers.looks(other, 7)
    await until(lambda: there.lookers.at(7) == {"id of Ada": ADA, "id of Bob": BOB})
    here.lookers.looks_away(one, 7)
    here.lookers.looks_away(other)
    await until(lambda: there.lookers.at(7) == {"id of Ada": ADA})  # still in the second window
    here.lookers.looks_away(again)
    await until(lambda: there.lookers.at(7) == {})
    assert there.lookers.at(8) == here.lookers.at(8) == {"id of Ada": ADA}
    assert {len(hint.came) + len(hint.went) for hint in there.heard} == {1}
    assert len(there.heard) == len(there.told) == 50 + 1 + 2
    here.lookers.looks_away(one)
    await until(lambda: there.lookers.at(8) == {})
    for each in (here, there):
        await each.bus.stop()


async def test_who_begins_asks_and_what_was_missed_is_made_good_and_the_dead_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "BEAT", 0.02)
    monkeypatch.setattr(module, "FORGOTTEN", 0.2)
    hub = MemoryHub()
    late, there = Process(hub), await Process(hub).start()
    ada = console(ADA)
    there.lookers.looks(ada, 7)
    await late.start()
    there.lookers.looks(ada, 8)  # the first that is heard of that process is not all of it
    await until(lambda: late.lookers.at(8) == {"id of Ada": ADA})
    assert late.lookers.at(7) == {}

    async def beating() -> None:
        while True:
            await late.lookers.beat()

    beats = asyncio.create_task(beating())
    await until(lambda: late.lookers.at(7) == {"id of Ada": ADA})  # it asked
    await there.bus.stop()  # as if killed: it says nothing more
    await until(lambda: late.lookers.at(7) == late.lookers.at(8) == {})
    beats.cancel()
    await late.bus.stop()
