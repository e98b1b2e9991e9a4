"""How do frames get onto the wire? Gathered for a turn of the loop, then written together, without a task each.

On a server with the extension `switchboard.texts` (`web.frames`) a write is one call. On any other ASGI server a task
sends what has gathered. What a client does not take stays here, counted, so that whoever pushes can give up on it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from web.frames import EXTENSION

log = logging.getLogger(__name__)

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Outlet:
    """The outgoing side of one connection. `failed` is called once when a write went wrong."""

    __slots__ = (
        "_failed", "_flushed", "_idle", "_loop", "_send", "_task", "_texts",
        "blocked_since", "waiting", "waiting_bytes",
    )  # fmt: skip

    def __init__(self, scope: dict[str, Any], send: Send, failed: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._send = send
        self._texts = (scope.get("extensions") or {}).get(EXTENSION)
        self._failed = failed
        self._task: asyncio.Task[None] | None = None
        self._flushed: asyncio.Event | None = None
        self._idle = True  # no write is due or under way
        self.waiting: list[bytes] = []
        self.waiting_bytes = 0
        self.blocked_since = 0.0  # on the loop's clock; 0 while the client takes what comes

    def push(self, text: bytes) -> None:
        """Write a text frame at the end of this turn."""
        self.waiting.append(text)
        self.waiting_bytes += len(text)
        if self._idle:
            self._idle = False
            self._loop.call_soon(self._write)

    def drop(self) -> None:
        """Forget what is waiting."""
        self.waiting.clear()
        self.waiting_bytes = 0

    async def flushed(self) -> None:
        """Once everything that was pushed is on its way."""
        if not self._idle:
            self._flushed = self._flushed or asyncio.Event()
            await self._flushed.wait()

    def _write(self) -> None:
        texts, self.waiting, self.waiting_bytes = self.waiting, [], 0
        if not texts:
            self._rest()
        elif self._texts is None:
            self.blocked_since = self._loop.time()
            self._task = self._loop.create_task(self._send_all(texts))
        elif self._texts.write(texts):
            self._rest()
        else:
            self.blocked_since = self._loop.time()
            self._texts.when_open(self._write)

    def _rest(self) -> None:
        self._idle, self.blocked_since = True, 0.0
        if self._flushed:
            self._flushed.set()
            self._flushed = None

    async def _send_all(self, texts: list[bytes]) -> None:
        try:
            for text in texts:
                await self._send({"type": "websocket.send", "text": text.decode()})
        except Exception as error:  # the other end went away; if not, only resuming brings what was lost
            log.debug("a frame was not sent: %r", error)
            self.drop()
            self._failed()
        self._write()
