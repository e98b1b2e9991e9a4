"""What must hold at every moment, and can only be seen while it is so?

Live assignments and loads are looked at again and again by a connection of our own: one statement sees one moment. At
the end every console's desk, followed by deltas all along, is compared with one that has just been read.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import Counter

import psycopg

from traffic.agent import PATH, Agent
from traffic.client import Client
from traffic.link import Frame, Line
from traffic.stage import Stage

LOOK = 0.1  # seconds
SETTLING = 60.0  # seconds within which a desk that is followed must be what a new one is

Finding = tuple[str, str, str]  # kind, thread, words

OVER_CAPACITY = """
SELECT p.name, p.capacity, sum(a.units) FROM routing_assignment a JOIN agents_agent p ON p.id = a.agent_id
WHERE a.ended_at IS NULL GROUP BY p.id HAVING sum(a.units) > p.capacity
"""
TWO_LIVE = """
SELECT request_id, count(*) FROM routing_assignment WHERE ended_at IS NULL AND accepted_at IS NOT NULL
GROUP BY 1 HAVING count(*) > 1
"""


class Watch:
    """Looks while the run goes on. Use as an asynchronous context manager; `found` has each finding once."""

    def __init__(self, database_url: str) -> None:
        self.database_url = database_url
        self.found: list[Finding] = []
        self.looks = 0
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Watch:
        self._task = asyncio.create_task(self._look())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _look(self) -> None:
        while True:
            # PostgreSQL is killed, too: then there is nothing to see.
            with contextlib.suppress(psycopg.OperationalError):
                connection = await psycopg.AsyncConnection.connect(self.database_url, autocommit=True)
                async with connection:
                    while True:
                        for name, most, load in await (await connection.execute(OVER_CAPACITY)).fetchall():
                            self._note("over_capacity", f"{name} had {load} of {most} units")
                        for request, count in await (await connection.execute(TWO_LIVE)).fetchall():
                            self._note("double_assigned", f"request {request} had {count} live assignments")
                        self.looks += 1
                        await asyncio.sleep(LOOK)
            await asyncio.sleep(LOOK)

    def _note(self, kind: str, words: str) -> None:
        if (kind, "", words) not in self.found:
            self.found.append((kind, "", words))

    async def compare_desks(self, agents: list[Agent], stage: Stage) -> None:
        """A desk rebuilt equals the desk followed, for everybody."""
        differences = await asyncio.gather(*(_difference(agent, stage) for agent in agents))
        for words in filter(None, differences):
            self._note("desk_differs", words)


class _Reader:
    """A second console of an agent, which only reads the desk."""

    def __init__(self, agent: Agent, stage: Stage) -> None:
        line = Line(stage.setup.url, PATH, stage.setup.console_origin, agent.client.link.line.cookie)
        self.client = Client(line, "agent", "desk", stage.hello, stage.notebook, random.Random(agent.number))
        self.client.on_frame = self._heard
        self.desk: dict[str, Frame] = {}

    def _heard(self, frame: Frame) -> None:
        if frame["t"] == "desk":
            self.desk = {} if frame["base"] == 0 else self.desk
            for key in frame.get("drop", []):
                self.desk.pop(key, None)
            self.desk |= {item["key"]: item for item in frame.get("put", [])}


async def _difference(agent: Agent, stage: Stage) -> str:
    reader = _Reader(agent, stage)
    try:
        if not await reader.client.open(SETTLING):
            return f"{agent.seat.email} could not open a second console"
        await reader.client.until(lambda: reader.desk and reader.desk == agent.desk, SETTLING)
        if reader.desk == agent.desk:
            return ""
        keys = [key for key in reader.desk.keys() | agent.desk.keys() if reader.desk.get(key) != agent.desk.get(key)]
        kinds = Counter(key.partition(":")[0] for key in keys)
        return f"{agent.seat.email}: {dict(kinds)} differ, such as {keys[0]}: {agent.desk.get(keys[0])} where a new \
desk has {reader.desk.get(keys[0])}"
    finally:
        await reader.client.close()
