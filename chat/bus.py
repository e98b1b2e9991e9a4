"""How do hints reach other processes? The port; `bus_memory` and `bus_channels` are its adapters.

What is promised: a hint published after a subscription is in force reaches the subscriber at most once, usually. It may
be lost when Redis is away or restarts; then the bus reconnects by itself and says so through `on_gap`, and receivers
look in PostgreSQL. Hints of one publisher for one topic arrive in order.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

import msgspec

from chat import hints
from chat.hints import Hint
from chat.stored import Stored

THREAD_SHARDS = 16  # more would let a process skip hints it has no use for; fewer cost fewer publishes per batch

AnyHint = (
    hints.Appended
    | hints.ThreadChanged
    | hints.DeskChanged
    | hints.RequestsChanged
    | hints.SessionsChanged
    | hints.CustomerForgotten
    | hints.IsTyping
    | hints.ReadUpTo
    | hints.QueueStands
)

Receiver = Callable[[list[Hint]], Awaitable[None]]


class Bus(Protocol):
    """Publish and subscribe by topic; one receiver per process."""

    async def start(self, receiver: Receiver) -> None:
        """Begin receiving."""

    async def stop(self) -> None:
        """End receiving and close."""

    async def subscribe(self, topic: str) -> None:
        """Receive this topic from now on. Subscribing twice is the same as once."""

    async def unsubscribe(self, topic: str) -> None:
        """Receive this topic no more."""

    async def publish(self, items: Iterable[Hint]) -> None:
        """Send hints to whoever subscribes to their topics. Never raises for a missing Redis."""


def thread_topic(thread_id: int) -> str:
    """The topic of the shard that a thread belongs to."""
    return f"threads.{thread_id % THREAD_SHARDS}"


def topics_of(hint: Hint) -> list[tuple[str, Hint]]:
    """(topic, hint) pairs: what goes where. Events are split by the shard of their thread."""
    match hint:
        case hints.Appended(events=events):
            shards: dict[str, list[Stored]] = {}
            for one in events:
                shards.setdefault(thread_topic(one.thread_id), []).append(one)
            return [(topic, hints.Appended(part)) for topic, part in shards.items()]
        case hints.QueueStands(places=places):
            parts: dict[str, list[tuple[int, int, float | None, float | None, bool, bool]]] = {}
            for place in places:
                parts.setdefault(thread_topic(place[0]), []).append(place)
            return [(topic, hints.QueueStands(part)) for topic, part in parts.items()]
        case (
            hints.ThreadChanged(thread_id=thread_id)
            | hints.IsTyping(thread_id=thread_id)
            | hints.ReadUpTo(thread_id=thread_id)
        ):
            return [(thread_topic(thread_id), hint)]
        case hints.DeskChanged(site_id=site_id):
            return [(f"desk.{site_id}", hint)]
        case hints.RequestsChanged():
            return [("router", hint)]
        case hints.SessionsChanged() | hints.CustomerForgotten():
            return [("sessions", hint)]
    raise TypeError(f"no topic for {hint}")


def grouped(items: Iterable[Hint]) -> dict[str, bytes]:
    """topic → the encoded hints for it: one publish per topic, however many hints."""
    by_topic: dict[str, list[Hint]] = {}
    for item in items:
        for topic, part in topics_of(item):
            by_topic.setdefault(topic, []).append(part)
    return {topic: msgspec.msgpack.encode(parts) for topic, parts in by_topic.items()}


_decoder = msgspec.msgpack.Decoder(list[AnyHint])


def decode(data: bytes) -> list[Hint]:
    """What `grouped` encoded."""
    return list(_decoder.decode(data))
