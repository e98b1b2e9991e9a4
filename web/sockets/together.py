"""How do a thousand clients who return at once not ask the database a thousand times? Their questions are gathered.

One reading is under way; whoever asks meanwhile shares the next. No timers: alone, a question is read at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from chat.database import in_thread

Key = TypeVar("Key")
Answer = TypeVar("Answer")

MOST = 200  # questions in one reading; more only makes the first of them wait


class Together(Generic[Key, Answer]):
    """Readings of one kind. `read` gets different keys and gives an answer for each; it runs in a database thread."""

    def __init__(self, read: Callable[[list[Key]], dict[Key, Answer]]) -> None:
        self._read = read
        self._waiting: dict[Key, asyncio.Future[Answer]] = {}
        self._task: asyncio.Task[None] | None = None

    async def ask(self, key: Key) -> Answer:
        """The answer, read after the question was asked. Raises what the reading raised."""
        answer = self._waiting.get(key)
        if answer is None:
            answer = self._waiting[key] = asyncio.get_running_loop().create_future()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        return await asyncio.shield(answer)  # one asker who goes away takes nothing from the others

    async def _run(self) -> None:
        while self._waiting:
            keys = list(self._waiting)[:MOST]
            asked = {key: self._waiting.pop(key) for key in keys}
            try:
                found = await in_thread(self._read, keys)
                for key, answer in asked.items():
                    answer.set_result(found[key])
            except Exception as error:
                for answer in asked.values():
                    if not answer.done():
                        answer.set_exception(error)
                        answer.exception()  # whoever asked may be gone: nobody is to be told of that
