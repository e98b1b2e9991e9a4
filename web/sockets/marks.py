"""How far has everybody read, and what has come to a console? Marks are gathered for a moment and written in one
statement."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from django.db import Error as DatabaseError

CURSORS = 0.3  # seconds over which marks are gathered
MOST_SEQ = 2**63 - 1  # of a bigint

Move = tuple[int, int, int, int]  # thread, seq read by the customer, by agents, delivered to an agent


class Marks:
    """One per process. `write` stores moves; cursors only ever go forward there."""

    def __init__(self, write: Callable[[list[Move]], Awaitable[object]]) -> None:
        self._write = write
        self._moves: dict[int, tuple[int, int, int]] = {}

    def read_up_to(self, thread_id: int, customer: int = 0, agent: int = 0, delivered: int = 0) -> None:
        """Note how far somebody has read, or what has come to an agent; written soon, with others."""
        before = self._moves.get(thread_id, (0, 0, 0))
        # A client may claim any number: one beyond what PostgreSQL holds would fail the statement of everybody's marks.
        self._moves[thread_id] = (
            min(max(before[0], customer), MOST_SEQ),
            min(max(before[1], agent), MOST_SEQ),
            min(max(before[2], delivered), MOST_SEQ),
        )

    async def run(self) -> None:
        """Once a moment."""
        await asyncio.sleep(CURSORS)
        await self.flush()

    async def flush(self) -> None:
        """Write what is gathered; what could not be written is kept."""
        if self._moves:
            moves, self._moves = self._moves, {}
            try:
                await self._write([(thread, *move) for thread, move in moves.items()])
            except DatabaseError:
                for thread, move in moves.items():
                    self.read_up_to(thread, *move)
                raise
