"""What can go wrong? Each fault does its harm, lasts, and mends what does not mend itself."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
from collections.abc import Awaitable, Callable

import psycopg

from tests.chaos.world import WEBS, World

Fault = Callable[[World, random.Random], Awaitable[None]]


async def web_killed(world: World, chance: random.Random) -> None:
    """kill -9 of a web process."""
    world.kill(chance.choice(WEBS))


async def leader_killed(world: World, chance: random.Random) -> None:
    """kill -9 of the router that leads."""
    world.kill(world.leader())


async def worker_killed(world: World, chance: random.Random) -> None:
    """kill -9 of the worker."""
    world.kill("worker")


async def redis_killed(world: World, chance: random.Random) -> None:
    """kill -9 of Redis, which comes back empty."""
    world.kill("redis")


async def redis_away(world: World, chance: random.Random) -> None:
    """Redis is dead for 5 s, then comes back empty."""
    world.resting.add("redis")
    try:
        world.kill("redis")
        await asyncio.sleep(5)
    finally:
        world.resting.discard("redis")


async def redis_stopped(world: World, chance: random.Random) -> None:
    """SIGSTOP of Redis for 30 s: connected, and silent."""
    world.kill("redis", signal.SIGSTOP)
    try:
        await asyncio.sleep(30)
    finally:
        world.kill("redis", signal.SIGCONT)


async def postgres_killed(world: World, chance: random.Random) -> None:
    """kill -9 of PostgreSQL's first process."""
    world.databases.start().children["postgres"].kill()


async def rolling_restart(world: World, chance: random.Random) -> None:
    """SIGTERM of one web process after the other, each waited for, as a deploy does."""
    for name in WEBS:
        process = world.product.processes[name]
        world.kill(name, signal.SIGTERM)
        await asyncio.to_thread(process.wait, 60)
        while world.product.processes[name] is process:
            await asyncio.sleep(0.1)
        await asyncio.sleep(2)


async def connections_cut(world: World, chance: random.Random) -> None:
    """Every client's connection ends at once."""
    world.front.cut()


async def connections_half_open(world: World, chance: random.Random) -> None:
    """Every client's connection goes deaf, and neither side is told."""
    world.front.deafen()


async def killed_before_acknowledging(world: World, chance: random.Random) -> None:
    """A web process dies between a commit and its acknowledgement."""
    world.kill(chance.choice(WEBS), signal.SIGUSR1)


async def killed_before_publishing(world: World, chance: random.Random) -> None:
    """A web process dies between a commit and its publishing."""
    world.kill(chance.choice(WEBS), signal.SIGUSR2)


async def connections_used_up(world: World, chance: random.Random) -> None:
    """Somebody else has all of the database's connections, for 5 s, while ours are cut."""
    taken: list[psycopg.AsyncConnection] = []
    world.store.cut()
    try:
        with contextlib.suppress(psycopg.OperationalError):
            while len(taken) < 400:
                taken.append(await psycopg.AsyncConnection.connect(world.product.database_url, connect_timeout=2))
        await asyncio.sleep(5)
    finally:
        for connection in taken:
            with contextlib.suppress(psycopg.Error):
                await connection.close()


async def database_slow(world: World, chance: random.Random) -> None:
    """Everything said to the database is 2 s late, for 10 s."""
    world.store.delay = 2.0
    try:
        await asyncio.sleep(10)
    finally:
        world.store.delay = 0.0


async def clock_stepped(world: World, chance: random.Random) -> None:
    """The wall clock of the web processes jumps, up to ten minutes either way, and stays there."""
    world.product.clock.write_text(str(chance.choice((-600, -90, 90, 600))))
    for name in WEBS:
        world.kill(name, signal.SIGHUP)


async def database_cut(world: World, chance: random.Random) -> None:
    """Every connection to the database ends at once."""
    world.store.cut()


FAULTS: tuple[Fault, ...] = (
    web_killed,
    leader_killed,
    worker_killed,
    redis_killed,
    redis_away,
    redis_stopped,
    postgres_killed,
    rolling_restart,
    connections_cut,
    connections_half_open,
    killed_before_acknowledging,
    killed_before_publishing,
    connections_used_up,
    database_slow,
    clock_stepped,
    database_cut,
)
