"""What do processes tell each other after a commit, and how does a transaction collect it?

Hints may be lost without harm: each says "look again", or carries what a receiver could read in PostgreSQL. They are
added while a transaction runs and handed to the bus after it has committed, never inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

import msgspec
from django.db import transaction

from chat.database import in_thread
from chat.stored import Stored

P = ParamSpec("P")
Result = TypeVar("Result")


class Hint(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Base of all hints; sent as arrays to keep them small."""


class Appended(Hint, frozen=True):
    """Events were committed. All of one thread are in `seq` order; receivers merge by `seq`."""

    events: list[Stored]


class ThreadChanged(Hint, frozen=True):
    """The chat, ticket or customer of a thread is not what it was."""

    thread_id: int


class DeskChanged(Hint, frozen=True):
    """Something on the desks of a site is not what it was: these chats with the loads of their agents; without any, who
    knows what."""

    site_id: int
    chats: tuple[int, ...] = ()


class RequestsChanged(Hint, frozen=True):
    """The router should look: at the requests of these chats with their agents, and at these agents; without any, at
    the whole site."""

    site_id: int
    chats: tuple[int, ...] = ()
    agents: tuple[int, ...] = ()


class SessionsChanged(Hint, frozen=True):
    """An agent signed out, was disabled or changed the password: check the sockets."""

    agent_id: int


class CustomerForgotten(Hint, frozen=True):
    """A resume token was revoked, or moved to an account: the customer's sockets close; who may come back does."""

    customer_id: int


class ThreadBegun(Hint, frozen=True):
    """A customer has a new thread: other tabs and devices of theirs should look."""

    customer_id: int


class BlockChanged(Hint, frozen=True):
    """A customer was blocked, let in again, or answered: their widgets say so."""

    customer_id: int


class IsTyping(Hint, frozen=True):
    """Somebody is writing. `side` is customer or agent; `name` is the agent's."""

    thread_id: int
    side: str
    actor: str
    name: str
    on: bool


class ReadUpTo(Hint, frozen=True):
    """The cursors of a thread have moved."""

    thread_id: int
    customer_seq: int
    agent_seq: int
    delivered_seq: int = 0


class QueueStands(Hint, frozen=True):
    """Where waiting chats of a site stand: (thread_id, position, p50, p90, long_wait, nobody_on_duty)."""

    places: list[tuple[int, int, float | None, float | None, bool, bool]]


class NewcomersWait(Hint, frozen=True):
    """How long somebody who came to a site now would wait: language → (p50, p90) in seconds, whole minutes upwards;
    (0, 0): somebody has room. A language in which nobody works is not in it."""

    site_id: int
    waits: dict[str, tuple[int, int]]


Whereabouts = tuple[int, ...]  # threads of a connected customer


class CustomersHere(Hint, frozen=True):
    """Customers (with their threads) came to a web process, or went from it; `whole`: `came` is everybody there."""

    process: str
    came: list[tuple[int, Whereabouts]]
    went: list[tuple[int, Whereabouts]]
    whole: bool


class LookAt(Hint, frozen=True):
    """What consoles of a web process show from now on, and what no more: (thread, agent's public id, name); `whole`:
    `came` is all that they show; `asks` what the others do."""

    process: str
    came: tuple[tuple[int, str, str], ...]
    went: tuple[tuple[int, str, str], ...]
    whole: bool
    asks: bool = False


class WhoIsHere(Hint, frozen=True):
    """A web process has started and asks the others who is connected to them."""

    process: str


_collected: ContextVar[tuple[list[Hint], set[Hint]] | None] = ContextVar("hints", default=None)


def add(*hints: Hint) -> None:
    """Remember a hint until the transaction under way has committed; one that is there already is not repeated."""
    collected = _collected.get()
    if collected is None:
        raise RuntimeError("hints are collected by hints.committed(); a writer was called outside of it")
    found, known = collected
    for hint in hints:
        if isinstance(hint, Appended | QueueStands):  # holds a list, and is never said twice
            found.append(hint)
        elif hint not in known:
            known.add(hint)
            found.append(hint)


@contextmanager
def collecting() -> Iterator[list[Hint]]:
    """Collect the hints of what is written inside; the caller commits, then publishes them."""
    collected: list[Hint] = []
    token = _collected.set((collected, set()))
    try:
        yield collected
    finally:
        _collected.reset(token)


def committed(action: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> tuple[Result, list[Hint]]:
    """Run a writing action in one transaction: its result, and the hints to publish now that it has committed."""
    with collecting() as hints, transaction.atomic():
        result = action(*args, **kwargs)
    return result, hints


async def committed_async(action: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> tuple[Result, list[Hint]]:
    """`committed`, from an event loop."""
    return await in_thread(lambda: committed(action, *args, **kwargs))
