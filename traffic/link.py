"""How does a client stay connected? One socket after another, with jittered back-off and `hello` again."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import msgspec
import websockets
from websockets.asyncio.client import ClientConnection, connect

from traffic.signin import LOOPBACK

Frame = dict[str, Any]

CONNECT_S = 15.0  # for the handshake, and again until `welcome`
PING_S = 25.0
CONFIRM_FRAMES, CONFIRM_BYTES, CONFIRM_S = 32, 64 * 1024, 4.0  # what came is confirmed with `got` this often
SILENT_S = 60.0  # without any frame, after which the other end is taken for gone
FIRST_BACKOFF_S, LONGEST_BACKOFF_S = 0.5, 5.0
STOP = range(4500, 5000)  # close codes that mean: stop and say why
REFUSED = (401, 403, 404)  # answers to the handshake that no patience mends
ATTEMPTS_REFUSED = 3

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(dict[str, Any]).decode


class Listener(Protocol):
    """Who uses a link."""

    def hello(self) -> Frame:
        """The first frame of a connection."""

    def heard(self, frame: Frame) -> None:
        """A frame from the server, also `welcome`."""

    def lost(self) -> None:
        """The connection is gone; another one will come."""


@dataclass(slots=True)
class Line:
    """Where a link leads: address, the Origin that the installation expects, and an agent's session."""

    url: str
    path: str
    origin: str
    cookie: str = ""


@dataclass(slots=True)
class Link:
    """A connection that is renewed until `close`."""

    line: Line
    listener: Listener
    chance: random.Random
    count: Callable[[str], None]
    live: bool = False  # between `welcome` and the end of the connection
    refused: str = ""  # why it is over for good
    _socket: ClientConnection | None = None
    _over: bool = False
    _pause: float = 0.0
    _welcomes: int = 0
    _heard_at: float = 0.0
    _frames: int = 0  # of this connection; confirmed of them, and the bytes of the others
    _confirmed: int = 0
    _unconfirmed: int = 0
    _owes_since: float = 0.0
    _since: float = 0.0
    _ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Keep a connection until closed, or refused for good."""
        failures = 0
        while not self._over and not self.refused:
            if failures:
                await self._sleep(_backoff(failures, self.chance))
            try:
                async with asyncio.timeout(CONNECT_S):
                    self._socket = await self._connect()
            except websockets.InvalidStatus as error:
                failures += 1
                self.count("failed_connects")
                if error.response.status_code in REFUSED and failures >= ATTEMPTS_REFUSED:
                    self.refused = f"the handshake is answered with {error.response.status_code}"
                continue
            except (OSError, EOFError, TimeoutError, websockets.WebSocketException):
                failures += 1
                self.count("failed_connects")
                continue
            before = self._welcomes
            await self._converse(self._socket)
            failures = 1 if self._welcomes > before else failures + 1
            if self._pause:
                await self._sleep(self._pause)
                self._pause = failures = 0
        self._ended.set()

    async def _connect(self) -> ClientConnection:
        parts = urlsplit(self.line.url)
        address = f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}{parts.path}{self.line.path}"
        options: dict[str, Any] = {"proxy": None} if parts.hostname in LOOPBACK else {}
        return await connect(
            address,
            origin=websockets.Origin(self.line.origin),
            additional_headers={"Cookie": self.line.cookie} if self.line.cookie else None,
            compression=None,
            ping_interval=None,
            close_timeout=2,
            max_size=1 << 21,
            **options,
        )

    async def _converse(self, socket: ClientConnection) -> None:
        self._heard_at = self._since = time.monotonic()
        self._frames = self._confirmed = self._unconfirmed = 0
        watch = asyncio.create_task(self._watch(socket))
        try:
            await socket.send(encode(self.listener.hello()).decode())
            async for text in socket:
                self._heard_at = time.monotonic()
                self._take(decode(text))
                await self._count(len(text))
        except (websockets.ConnectionClosed, OSError):
            pass
        except msgspec.DecodeError as error:
            self.refused = f"the server sent what is not a JSON object: {error}"
        finally:
            watch.cancel()
            if not self.live and not self._over and not self._pause:
                self.count("failed_connects")
            self.live = False
            with contextlib.suppress(Exception):
                await socket.close()
        if socket.close_code in STOP and not self._over:
            self.refused = self.refused or f"closed with {socket.close_code} {socket.close_reason or ''}".strip()
        self.listener.lost()

    def _take(self, frame: Frame) -> None:
        kind = frame.get("t")
        if kind == "welcome":
            if self._welcomes and not self.live:
                self.count("reconnects")
            self._welcomes += 1
            self.live = True
        elif kind == "error" and not self.live and not frame.get("retryable"):
            self.refused = f"{frame.get('code')}: {frame.get('message')}"
        elif kind == "goaway":
            self.drop(self.chance.uniform(0, frame.get("within_ms", 0) / 1000) or 0.001)
        self.listener.heard(frame)

    async def _count(self, size: int) -> None:
        """One more frame has come."""
        if self._frames == self._confirmed:
            self._owes_since = time.monotonic()
        self._frames += 1
        self._unconfirmed += size
        if self._frames % CONFIRM_FRAMES == 0 or self._unconfirmed >= CONFIRM_BYTES:
            await self._confirm()

    async def _confirm(self) -> None:
        if await self.send({"t": "got", "frames": self._frames}):
            self._confirmed, self._unconfirmed = self._frames, 0

    async def _watch(self, socket: ClientConnection) -> None:
        """`ping` now and then; give up a connection that is silent, or was never welcomed."""
        pinged = time.monotonic()
        while True:
            await asyncio.sleep(1)
            now = time.monotonic()
            if now - self._heard_at > SILENT_S or (not self.live and now - self._since > CONNECT_S):
                socket.transport.abort()
                return
            if self._frames > self._confirmed and now - self._owes_since > CONFIRM_S:
                await self._confirm()
            if self.live and now - pinged > PING_S:
                pinged = now
                await self.send({"t": "ping"})

    async def send(self, frame: Frame) -> bool:
        """Whether the frame went onto the wire of a welcomed connection."""
        if not self.live or self._socket is None:
            return False
        try:
            await self._socket.send(encode(frame).decode())
        except (websockets.ConnectionClosed, OSError):
            return False
        return True

    def drop(self, pause: float) -> None:
        """Lose the connection without a word, as in a tunnel, and come back after so many seconds."""
        self._pause = pause
        if self._socket is not None:
            self._socket.transport.abort()

    async def close(self) -> None:
        """No more connections."""
        self._over = True
        if self._socket is not None:
            with contextlib.suppress(Exception):
                await self._socket.close()
        self._ended.set()

    async def _sleep(self, seconds: float) -> None:
        """A pause that `close` ends."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), seconds)


def _backoff(failures: int, chance: random.Random) -> float:
    return chance.uniform(0.1, min(LONGEST_BACKOFF_S, FIRST_BACKOFF_S * 2.0 ** min(failures - 1, 6)))
