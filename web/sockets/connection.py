"""What does every socket do, whoever is at its other end?

One connection: accepted, greeted by `hello`, then frames in and out until it closes. Decoding, the error table, limits
and the outgoing queue are here; what the frames mean is in `customer` and `agent`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

import msgspec
from django.conf import settings
from django.db import Error as DatabaseError

from chat.errors import CloseCode, Refusal
from web.protocol.shared import FRAME_BYTES, VERSION, Error, Frame

log = logging.getLogger(__name__)

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

HELLO_PATIENCE = 10.0  # seconds until the first frame must have come
SILENCE = 60.0  # seconds without any frame, after which the other end is taken for gone
BAD_FRAMES = 50  # malformed frames in a row, after which the connection is closed
OUTGOING_BOUND = 1 << 20  # bytes queued for a client that does not read
PARTING = 2.0  # seconds that a client has to read what is queued before its connection is closed

encode = msgspec.json.Encoder().encode


class Closed(Exception):
    """The connection is to be closed with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Connection:
    """One WebSocket. Subclasses give `requests`, `greet` and `handle`."""

    requests: ClassVar[Any]
    audience: ClassVar[str]

    def __init__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        self.scope = scope
        self._receive = receive
        self._send = send
        self._outgoing: deque[str] = deque()
        self._outgoing_bytes = 0
        self._sender: asyncio.Task[None] | None = None
        self._closing: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._allowance = float(settings.FRAME_BURST)
        self._allowance_at = time.monotonic()
        self._bad = 0
        self.greeted = False

    # To be given by the two kinds of connection

    async def greet(self, frame: Any) -> None:
        """The first frame."""
        raise NotImplementedError(type(self))

    async def handle(self, frame: Any) -> None:
        """Any later frame."""
        raise NotImplementedError(type(self))

    async def leave(self) -> None:
        """The connection is over."""

    # Life

    async def run(self) -> None:
        """From the handshake to the close."""
        first = await self._receive()
        if first["type"] != "websocket.connect":
            return
        await self._send({"type": "websocket.accept"})
        code: int | None = None
        try:
            code = await self._converse()
        except Closed as closed:
            code = closed.code
        finally:
            await asyncio.shield(self.leave())
            if code is not None:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(PARTING):
                        await self._flush()
                with contextlib.suppress(Exception):  # the other end may be gone by now
                    await self._send({"type": "websocket.close", "code": code})

    async def _converse(self) -> int | None:
        """Frames in, until the other end closes (None) or we do (the code)."""
        incoming: asyncio.Task[dict[str, Any]] = asyncio.create_task(self._next())
        try:
            while True:
                patience = SILENCE if self.greeted else HELLO_PATIENCE
                waited: set[asyncio.Future[Any]] = {incoming, self._closing}
                await asyncio.wait(waited, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
                if self._closing.done():
                    return self._closing.result()
                if not incoming.done():
                    return CloseCode.SILENT if self.greeted else CloseCode.HELLO_EXPECTED
                message = incoming.result()
                if message["type"] == "websocket.disconnect":
                    return None
                await self._take(message)
                incoming = asyncio.create_task(self._next())
        finally:
            incoming.cancel()

    async def _next(self) -> dict[str, Any]:
        return await self._receive()

    async def _take(self, message: dict[str, Any]) -> None:
        """One frame: decoded, limited, handled, and answered from the error table where it is refused."""
        data: str | bytes = message.get("text") or message.get("bytes") or b""
        frame: Any = None
        try:
            frame = self._decode(data)
            self._limit()
            if self.greeted:
                if frame.__class__.__name__ == "Hello":
                    raise Refusal("hello_first")
                await self.handle(frame)
            elif frame.__class__.__name__ != "Hello":
                raise Refusal("hello_first")
            else:
                if frame.v < VERSION:
                    self.refuse(Refusal("unsupported_version", {"spoken": VERSION}), frame)
                    raise Closed(CloseCode.UNSUPPORTED_VERSION)
                await self.greet(frame)
                self.greeted = True
            self._bad = 0
        except Refusal as refusal:
            self.refuse(refusal, frame)
            if refusal.code in ("bad_frame", "unknown_frame", "frame_too_large"):
                self._bad += 1
                if self._bad >= BAD_FRAMES:
                    raise Closed(CloseCode.BAD_FRAMES) from None
        except DatabaseError as error:
            log.warning("database: %s", str(error).strip().split("\n")[0])
            self.refuse(Refusal("unavailable", {"retry_after": 1}), frame)
        except (Closed, asyncio.CancelledError):
            raise
        except Exception:
            log.exception("a frame was not handled")
            self.refuse(Refusal("internal"), frame)

    def _decode(self, data: str | bytes) -> Any:
        size = len(data) if isinstance(data, bytes) else len(data.encode())
        if size > FRAME_BYTES:
            raise Refusal("frame_too_large", {"bytes": size, "limit": FRAME_BYTES})
        try:
            return self.requests.decode(data)
        except msgspec.ValidationError as error:
            if "Invalid value" in str(error) and str(error).endswith("`$.t`"):
                raise Refusal("unknown_frame", {"reason": str(error)[:200]}) from None
            raise Refusal("bad_frame", {"reason": str(error)[:200]}) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Refusal("bad_frame", {"reason": str(error)[:200]}) from None

    def _limit(self) -> None:
        now = time.monotonic()
        earned = (now - self._allowance_at) * settings.FRAMES_PER_SECOND
        self._allowance = min(settings.FRAME_BURST, self._allowance + earned)
        self._allowance_at = now
        if self._allowance < 1:
            raise Refusal("rate_limited", {"retry_after": 1})
        self._allowance -= 1

    # Out

    def refuse(self, refusal: Refusal, frame: Any = None) -> None:
        """Answer a frame from the error table."""
        kind = refusal.kind
        self.push(
            Error(
                code=refusal.code,
                message=kind.message,
                retryable=kind.retryable,
                data=refusal.data,
                rid=getattr(frame, "rid", ""),
                client_id=getattr(frame, "client_id", ""),
                thread=getattr(frame, "thread", ""),
            )
        )

    def push(self, frame: Frame) -> None:
        """Send a frame; never waits."""
        self.push_text(encode(frame).decode())

    def push_text(self, text: str) -> None:
        """Send an encoded frame; never waits. A client that does not read is closed at the bound and resumes."""
        self._outgoing.append(text)
        self._outgoing_bytes += len(text)
        if self._outgoing_bytes > OUTGOING_BOUND:
            self._outgoing.clear()
            self._outgoing_bytes = 0
            self.close(CloseCode.SLOW)
        elif self._sender is None or self._sender.done():
            self._sender = asyncio.create_task(self._flush())

    async def _flush(self) -> None:
        while self._outgoing:
            text = self._outgoing.popleft()
            self._outgoing_bytes -= len(text)
            try:
                await self._send({"type": "websocket.send", "text": text})
            except Exception as error:  # the other end went away; if not, only resuming brings what was lost
                log.debug("a frame was not sent: %r", error)
                self._outgoing.clear()
                self._outgoing_bytes = 0
                self.close(CloseCode.BEHIND)

    def close(self, code: int) -> None:
        """Close from outside, after what is being handled."""
        if not self._closing.done():
            self._closing.set_result(code)
