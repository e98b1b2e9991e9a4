"""The bus over Redis itself: PUBLISH and SUBSCRIBE on one connection of our own, topics as channels.

What this process publishes it hears itself before `publish` returns, without Redis; the echo from Redis is skipped
undecoded. To the others it goes at the end of the loop's turn, with what gathered in it. Nothing waits for Redis: a
connection that is away, or takes nothing more, means that hints are dropped, since receivers reconcile with PostgreSQL.
A Redis that is connected and silent is noticed, and connected to anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterable
from typing import Any

from chat.bus import Receiver, decode, grouped, topic_of
from chat.hints import Hint
from chat.ids import new_id
from chat.resp import RedisSays, Wire, command, connect

log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds for connecting, and for an answer to a ping
RETRY = 1.0  # seconds between two attempts to connect
SILENCE = 5.0  # seconds without a word from Redis, after which it is asked whether it is there
UNSENT_BOUND = 1 << 20  # bytes that Redis has not taken; past it hints are dropped


class RedisBus:
    """One per process and event loop. `prefix` keeps installations on one Redis apart."""

    def __init__(self, url: str, prefix: str) -> None:
        self._url = url
        self._prefix = f"{prefix}:bus:".encode()
        self._own = new_id().encode()
        self._wanted: set[str] = set()
        self._confirmed: dict[bytes, asyncio.Event] = {}  # topics that are being subscribed to
        self._outbox: list[Hint] = []
        self._wire: Wire | None = None
        self._receiver: Receiver | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self, receiver: Receiver) -> None:
        """Begin receiving."""
        self._receiver = receiver
        await self._open()
        self._task = asyncio.create_task(self._keep(), name="bus")

    async def stop(self) -> None:
        """Send what is waiting, then close."""
        self._send()
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._wire:
            self._wire.transport.close()
            await asyncio.wait([self._wire.lost], timeout=PATIENCE)
            self._wire = None

    @property
    def connected(self) -> bool:
        """Whether there is a connection to Redis."""
        return self._wire is not None

    async def subscribe(self, topic: str) -> None:
        """Receive this topic from now on; if Redis is away, as soon as it is back."""
        if topic in self._wanted:
            return
        self._wanted.add(topic)
        confirmed = self._confirmed[self._prefix + topic.encode()] = asyncio.Event()
        self._tell(b"SUBSCRIBE", topic)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE if self._wire else 0):
                await confirmed.wait()

    async def unsubscribe(self, topic: str) -> None:
        """Receive this topic no more."""
        if topic in self._wanted:
            self._wanted.discard(topic)
            self._tell(b"UNSUBSCRIBE", topic)

    def publish(self, items: Iterable[Hint]) -> None:
        """Send hints: here at once, to the others at the end of this turn."""
        items = list(items)
        if not items:
            return
        self._deliver([item for item in items if topic_of(item) in self._wanted])
        if not self._outbox:
            asyncio.get_running_loop().call_soon(self._send)
        self._outbox += items

    def _deliver(self, items: list[Hint]) -> None:
        if items and self._receiver:
            try:
                self._receiver(items)
            except Exception:
                log.exception("bus: hints were not taken")

    def _send(self) -> None:
        items, self._outbox = self._outbox, []
        if not items or self._wire is None:
            return
        if self._wire.transport.get_write_buffer_size() > UNSENT_BOUND:
            log.warning("bus: Redis takes nothing; %d hints were dropped", len(items))
            return
        self._wire.transport.write(
            b"".join(
                [
                    command(b"PUBLISH", self._prefix + topic.encode(), self._own + data)
                    for topic, data in grouped(items).items()
                ]
            )
        )

    def _heard(self, push: list[Any]) -> None:
        kind, topic, data = push
        if kind == b"subscribe" and (confirmed := self._confirmed.pop(topic, None)):
            confirmed.set()
        own = len(self._own)
        if kind != b"message" or data[:own] == self._own or topic[len(self._prefix) :].decode() not in self._wanted:
            return
        try:
            items = decode(data[own:])
        except Exception:
            log.exception("bus: what came is not ours")
            return
        self._deliver(items)

    def _tell(self, word: bytes, *topics: str) -> None:
        if self._wire and topics:
            self._wire.transport.write(command(word, *(self._prefix + topic.encode() for topic in topics)))

    async def _open(self) -> None:
        """Connect and subscribe; without Redis that is tried again later."""
        try:
            async with asyncio.timeout(PATIENCE):
                self._wire = await connect(self._url, self._heard)
            self._tell(b"SUBSCRIBE", *self._wanted)
        except (OSError, TimeoutError, RedisSays) as error:
            log.warning("bus: no connection yet, will be tried again: %r", error)

    async def _keep(self) -> None:
        """Connect again whenever the connection is gone, or says nothing for too long."""
        loop = asyncio.get_running_loop()
        while True:
            if self._wire is None:
                await asyncio.sleep(RETRY)
                await self._open()
                continue
            wire = self._wire
            await asyncio.wait([wire.lost], timeout=SILENCE)
            if not wire.lost.done() and loop.time() - wire.heard_at >= SILENCE:
                wire.transport.write(command(b"PING"))
                await asyncio.wait([wire.lost], timeout=PATIENCE)
                if loop.time() - wire.heard_at >= SILENCE:
                    log.warning("bus: Redis is silent")
                    wire.transport.abort()
            if wire.lost.done() or wire.transport.is_closing():
                self._wire = None
                await self._open()
