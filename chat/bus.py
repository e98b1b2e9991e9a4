"""How do hints reach other processes? The port; `bus_redis`, `bus_channels` and `bus_memory` are its adapters.

What is promised: a hint published after a subscription is in force reaches the subscriber at most once, usually. It may
be lost when Redis is away or restarts; the bus reconnects by itself, and receivers look in PostgreSQL now and then all
the same. Hints of one publisher for one topic arrive in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

import msgspec

from chat import hints
from chat.hints import Hint

# One topic for all threads: a publish costs 20 times what a process saves by not decoding an event of no use to it.
THREADS = "threads"

AnyHint = (
    hints.Appended
    | hints.ThreadChanged
    | hints.DeskChanged
    | hints.RequestsChanged
    | hints.SessionsChanged
    | hints.CustomerForgotten
    | hints.ThreadBegun
    | hints.BlockChanged
    | hints.IsTyping
    | hints.ReadUpTo
    | hints.QueueStands
    | hints.NewcomersWait
    | hints.CustomersHere
    | hints.WhoIsHere
    | hints.LookAt
)

Receiver = Callable[[list[Hint]], None]  # must not wait: what it cannot do at once, it notes


class Bus(Protocol):
    """Publish and subscribe by topic; one receiver per process."""

    @property
    def connected(self) -> bool:
        """Whether what others publish would be heard now, as far as is known."""

    async def start(self, receiver: Receiver) -> None:
        """Begin receiving."""

    async def stop(self) -> None:
        """End receiving and close."""

    async def subscribe(self, topic: str) -> None:
        """Receive this topic from now on. Subscribing twice is the same as once."""

    async def unsubscribe(self, topic: str) -> None:
        """Receive this topic no more."""

    def publish(self, items: Iterable[Hint]) -> None:
        """Send hints to whoever subscribes to their topics; returns before they are sent. Never raises for a missing
        Redis."""


def topic_of(hint: Hint) -> str:
    """Where a hint goes."""
    match hint:
        case hints.Appended() | hints.ThreadChanged() | hints.IsTyping() | hints.ReadUpTo() | hints.QueueStands():
            return THREADS
        case hints.CustomersHere() | hints.WhoIsHere() | hints.LookAt() | hints.NewcomersWait():
            return THREADS
        case hints.DeskChanged(site_id=site_id):
            return f"desk.{site_id}"
        case hints.RequestsChanged():
            return "router"
        case hints.SessionsChanged() | hints.CustomerForgotten() | hints.ThreadBegun() | hints.BlockChanged():
            return "sessions"
    raise TypeError(f"no topic for {hint}")


def grouped(items: Iterable[Hint]) -> dict[str, bytes]:
    """topic → the encoded hints for it: one publish per topic, however many hints. The router's goes first: the others
    show what is, it has yet to begin."""
    by_topic: dict[str, list[Hint]] = {}
    for item in sorted(items, key=lambda item: not isinstance(item, hints.RequestsChanged)):
        by_topic.setdefault(topic_of(item), []).append(item)
    return {topic: encode(parts) for topic, parts in by_topic.items()}


encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(list[AnyHint])


def decode(data: bytes) -> list[Hint]:
    """What `grouped` encoded."""
    return list(_decoder.decode(data))
