"""Does a console know whether its customer is connected, whichever web process the two are on?"""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from chat.bus_memory import MemoryBus, MemoryHub
from tests.support.beside import another_web
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer
from web.sockets import visitors as module
from web.sockets.visitors import Visitors


@pytest.fixture
def other(running: Instance) -> Iterator[tuple[Instance, subprocess.Popen[bytes]]]:
    """One more web process of the running product."""
    with another_web(running, [sys.executable, "-m", "web.serve"]) as found:
        yield found


async def test_a_customer_on_another_process_is_shown_to_come_and_go_and_come_back(
    running: Instance, other: tuple[Instance, subprocess.Popen[bytes]]
) -> None:
    elsewhere, _process = other
    async with AgentPlayer(running, "olga") as olga:
        async with CustomerPlayer(elsewhere) as customer:
            await customer.hello(language="ru", region="CIS")
            thread = await customer.start("привет")
            shown = await olga.get("thread", id=thread)
            assert shown["customer"]["online"] is True
        await olga.get("presence", thread=thread, online=False)
        async with CustomerPlayer(running) as back:
            back.token = customer.token
            await back.hello()
            await olga.get("presence", thread=thread, online=True)
            await back.ask("end", thread=thread)


async def test_a_console_that_comes_after_a_restart_sees_who_is_connected_elsewhere(
    running: Instance, other: tuple[Instance, subprocess.Popen[bytes]]
) -> None:
    elsewhere, process = other
    async with CustomerPlayer(running) as customer:
        await customer.hello(language="ru", region="CIS")
        async with AgentPlayer(elsewhere, "olga") as olga:
            thread = await customer.start("привет")
            await olga.get("thread", id=thread)
            process.send_signal(signal.SIGTERM)
            assert await olga.closed() == 4000
        await asyncio.to_thread(process.wait)
        with another_web(running, [sys.executable, "-m", "web.serve"]) as (anew, _):
            async with AgentPlayer(anew, "olga") as olga:
                shown = await olga.get("thread", id=thread)
                assert shown["customer"]["online"] is True
                await customer.ask("end", thread=thread)


class Seen:
    """One process's visitors, and what its consoles were told."""

    def __init__(self, hub: MemoryHub) -> None:
        self.told: list[tuple[int, bool]] = []
        self.bus = MemoryBus(hub)
        self.visitors = Visitors(self.bus, lambda thread, on: self.told.append((thread, on)))

    async def start(self) -> "Seen":
        """Hear the others."""

        def hear(items: list[Any]) -> None:
            for item in items:
                self.visitors.hear(item)

        await self.bus.start(hear)
        await self.bus.subscribe("threads")
        return self


class SocketOf:
    """A customer's connection, as far as visitors look at it."""

    def __init__(self, customer: int, *threads: int) -> None:
        self.customer_id = customer
        self.threads = {str(thread): thread for thread in threads}


async def until(condition: Any) -> None:
    """Wait for what the bus brings."""
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.01)


async def test_a_reload_is_no_news_and_a_second_window_keeps_a_customer_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEFT", 0.05)
    hub = MemoryHub()
    here, there = await Seen(hub).start(), await Seen(hub).start()
    first, second = SocketOf(1, 7), SocketOf(1, 7)
    here.visitors.came(first)
    await until(lambda: 1 in there.visitors)
    here.visitors.went(first)
    here.visitors.came(second)
    there.visitors.came(SocketOf(1, 7))
    here.visitors.went(second)
    await until(lambda: not here.visitors._here)
    assert 1 in here.visitors
    assert here.told == [(7, True)]
    await until(lambda: there.told == [(7, True)])
    assert (there.visitors.news_of(7), there.visitors.news_of(8)) == (True, None)
    for each in (here, there):
        await each.bus.stop()


async def test_what_was_missed_is_made_good_by_the_next_beat_and_the_dead_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "BEAT", 0.02)
    monkeypatch.setattr(module, "FORGOTTEN", 0.2)
    hub = MemoryHub()
    late, there = Seen(hub), await Seen(hub).start()
    there.visitors.came(SocketOf(1, 7, 8))
    await late.start()
    beats = asyncio.create_task(_beating(late.visitors))
    await until(lambda: late.told == [(7, True), (8, True)])  # it asked
    await there.bus.stop()  # as if killed: it says nothing more
    await until(lambda: 1 not in late.visitors)
    assert late.told[2:] == [(7, False), (8, False)]
    beats.cancel()
    await late.bus.stop()


async def test_while_the_bus_is_away_nobody_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BEAT", 0.02)
    monkeypatch.setattr(module, "FORGOTTEN", 0.05)
    hub = MemoryHub()
    here, there = await Seen(hub).start(), await Seen(hub).start()
    there.visitors.came(SocketOf(1, 7))
    await until(lambda: 1 in here.visitors)
    await here.bus.stop()
    await there.bus.stop()
    for _ in range(10):
        await here.visitors.beat()
    assert 1 in here.visitors


async def _beating(visitors: Visitors) -> None:
    while True:
        await visitors.beat()
