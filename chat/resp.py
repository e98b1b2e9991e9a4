"""How does one connection speak with Redis, for hints alone? RESP3: subscriptions and publishes on one line.

A complete client costs 200 µs of Python for a command, this one 20: nothing waits for an answer, pushes go to the
receiver as they come, and every other answer says only that Redis lives. The address is read by `redis.asyncio`, which
knows every form of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from redis.asyncio.connection import parse_url

Heard = Callable[[list[Any]], None]  # what came unasked: b"message", topic, data; or b"subscribe", topic, count

END = b"\r\n"


def command(*words: bytes) -> bytes:
    """A command as it is written."""
    return b"*%d\r\n" % len(words) + b"".join([b"$%d\r\n%b\r\n" % (len(word), word) for word in words])


def value(data: bytes, at: int) -> tuple[Any, int]:
    """(what stands at `at`, where the next thing begins). Raises `IndexError` while it has not all come.

    Aggregates are lists, errors are `RedisSays`, scalars bytes; attributes and streamed types are never asked for.
    """
    end = data.find(END, at)
    if end < 0:
        raise IndexError(at)
    kind, head, at = data[at], data[at + 1 : end], end + 2
    if kind in b"$=!":
        size = int(head)
        if size < 0:
            return None, at
        if at + size + 2 > len(data):
            raise IndexError(at)
        text = data[at : at + size]
        return (RedisSays(text) if kind == 0x21 else text), at + size + 2
    if kind in b"*>~%":
        parts: list[Any] = []
        for _ in range(int(head) * (2 if kind == 0x25 else 1)):
            part, at = value(data, at)
            parts.append(part)
        return (Push(parts) if kind == 0x3E else parts), at
    return (RedisSays(head) if kind == 0x2D else head), at


class RedisSays(Exception):
    """An error that Redis answered."""


class Push(list[Any]):
    """What came without being asked for."""


class Wire(asyncio.Protocol):
    """One connection. `heard` gets every push; `lost` is done once the connection is over."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._data = b""
        self.transport: asyncio.Transport
        loop = asyncio.get_running_loop()
        self._loop = loop
        self.lost: asyncio.Future[None] = loop.create_future()
        self.heard_at = loop.time()
        self._answers: list[asyncio.Future[Any]] = []  # of the greeting: later answers are waited for by nobody

    def connection_made(self, transport: Any) -> None:
        """TCP, or the socket file, is there."""
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more will come."""
        if not self.lost.done():
            self.lost.set_result(None)
        for answer in self._answers:
            if not answer.done():
                answer.set_exception(ConnectionError("Redis closed the connection"))

    def data_received(self, data: bytes) -> None:
        """Whole values are handed on; the rest waits."""
        self.heard_at = self._loop.time()
        data = self._data + data if self._data else data
        at = 0
        while at < len(data):
            try:
                found, at = value(data, at)
            except IndexError:
                break
            if found.__class__ is Push:
                self._heard(found)
            elif self._answers:
                answer = self._answers.pop(0)
                if not answer.done():
                    answer.set_result(found)
        self._data = data[at:]

    async def ask(self, *words: bytes) -> Any:
        """The answer to a command of the greeting; raises what Redis says against it."""
        answer = self._loop.create_future()
        self._answers.append(answer)
        self.transport.write(command(*words))
        found = await answer
        if isinstance(found, RedisSays):
            raise found
        return found


async def connect(url: str, heard: Heard) -> Wire:
    """A connection that is signed in and speaks RESP3. Raises `OSError` or `RedisSays`."""
    known = parse_url(url)
    loop = asyncio.get_running_loop()
    if path := known.get("path"):
        _, wire = await loop.create_unix_connection(lambda: Wire(heard), path)
    else:
        host, port = known.get("host", "localhost"), known.get("port", 6379)
        _, wire = await loop.create_connection(lambda: Wire(heard), host, port, ssl=url.startswith("rediss:") or None)
    try:
        await wire.ask(b"HELLO", b"3", *sign_in(known))
    except BaseException:
        wire.transport.abort()
        raise
    return wire


def sign_in(known: Any) -> Iterable[bytes]:
    """The part of HELLO that says who we are."""
    if password := known.get("password"):
        return b"AUTH", (known.get("username") or "default").encode(), password.encode()
    return ()
