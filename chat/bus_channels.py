"""The bus over a Channels layer: one channel per process, topics as groups. For installations with a layer of their own
(`BUS=channels`); straight on Redis (`bus_redis`) a hint costs a quarter.

Made for channels_redis' pub/sub layer, which has no capacity that drops silently and survives a flushed Redis. What
this process publishes it hears itself before `publish` returns, without Redis; the echo from Redis is skipped. To the
others it goes by a task of its own, which takes along what has gathered: a Redis that hangs holds up no commit, and
what cannot be sent within `PATIENCE` is dropped, since receivers reconcile with PostgreSQL.
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

log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds for one publish or subscription
RETRY = 1.0  # seconds until what failed is tried again
OUTBOX_BOUND = 10_000  # hints; past it Redis has been away for long and the oldest are worth nothing


class ChannelsBus:
    """One per process and event loop."""

    def __init__(self, layer: Any) -> None:
        self._layer = layer
        self._own = new_id()
        self._topics: set[str] = set()
        self._wanted: set[str] = set()
        self._outbox: list[Hint] = []
        self._wake = asyncio.Event()
        self._channel = ""
        self._receiver: Receiver | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, receiver: Receiver) -> None:
        """Begin receiving."""
        self._receiver = receiver
        await self._open()
        self._tasks = [
            asyncio.create_task(self._receive(), name="bus-receive"),
            asyncio.create_task(self._send(), name="bus-send"),
            asyncio.create_task(self._retry(), name="bus-retry"),
        ]

    async def stop(self) -> None:
        """Send what is waiting, then close."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while self._outbox and asyncio.get_running_loop().time() < deadline:
            self._wake.set()
            await asyncio.sleep(0.01)
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        with contextlib.suppress(Exception):
            async with asyncio.timeout(PATIENCE):
                await self._layer.flush()

    @property
    def connected(self) -> bool:
        """Whether there is a channel, and every subscription is in force."""
        return bool(self._channel) and self._topics == self._wanted

    async def subscribe(self, topic: str) -> None:
        """Receive this topic from now on; if Redis is away, as soon as it is back."""
        self._wanted.add(topic)
        await self._settle()

    async def unsubscribe(self, topic: str) -> None:
        """Receive this topic no more."""
        self._wanted.discard(topic)
        await self._settle()

    def publish(self, items: Iterable[Hint]) -> None:
        """Send hints: here at once, to the others soon."""
        items = list(items)
        if not items:
            return
        self._deliver([item for item in items if topic_of(item) in self._wanted])
        self._outbox += items
        if len(self._outbox) > OUTBOX_BOUND:
            del self._outbox[: len(self._outbox) - OUTBOX_BOUND]
        self._wake.set()

    def _deliver(self, items: list[Hint]) -> None:
        if items and self._receiver:
            try:
                self._receiver(items)
            except Exception:
                log.exception("bus: hints were not taken")

    async def _open(self) -> None:
        """Make this process's channel; without Redis that is tried again later."""
        try:
            async with asyncio.timeout(PATIENCE):
                self._channel = await self._layer.new_channel()
        except Exception as error:
            log.warning("bus: no channel yet, will be tried again: %r", error)

    async def _settle(self) -> None:
        """Bring the layer's subscriptions to what is wanted; a failure is tried again by `_retry`."""
        if not self._channel:
            return
        try:
            for topic in self._wanted - self._topics:
                async with asyncio.timeout(PATIENCE):
                    await self._layer.group_add(topic, self._channel)
                self._topics.add(topic)
            for topic in self._topics - self._wanted:
                async with asyncio.timeout(PATIENCE):
                    await self._layer.group_discard(topic, self._channel)
                self._topics.discard(topic)
        except Exception as error:
            log.warning("bus: subscribing failed, will be tried again: %r", error)

    async def _receive(self) -> None:
        while True:
            try:
                if not self._channel:
                    await asyncio.sleep(RETRY)
                    continue
                message = await self._layer.receive(self._channel)
                if message.get("from") != self._own:
                    self._deliver(decode(message["data"]))
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("bus: receiving failed")
                await asyncio.sleep(0.5)

    async def _retry(self) -> None:
        """What Redis did not take when it was asked."""
        while True:
            await asyncio.sleep(RETRY)
            if not self._channel:
                await self._open()
            if self._topics != self._wanted:
                await self._settle()

    async def _send(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            items, self._outbox = self._outbox, []
            for topic, data in grouped(items).items():
                try:
                    # Not wait_for: before Python 3.12 it can swallow a cancellation.
                    async with asyncio.timeout(PATIENCE):
                        await self._layer.group_send(topic, {"type": "hints", "from": self._own, "data": data})
                except TimeoutError:
                    # It hangs: the others would hang as long, and newer hints behind them.
                    log.warning("bus: no answer for %s; what was gathered is dropped", topic)
                    break
                except Exception as error:
                    log.warning("bus: hints for %s were dropped: %r", topic, error)
