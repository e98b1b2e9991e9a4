"""What does every socket do, whoever is at its other end?

One connection: accepted, greeted by `hello`, then frames in and out until it closes. One task receives and handles;
frequent frames are handled without waiting for anything, messages are acknowledged by the log writer's callback, and
every other frame waits until those before it are answered. The error table and the limits are held here; what the
frames mean is in `customer` and `agent`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from django.db import DataError
from django.db import Error as DatabaseError

from chat.door import Append
from chat.errors import CloseCode, Refusal
from chat.stored import Stored
from chat.writer import LogWriter
from web.protocol.shared import VERSION, Error, Frame, Got
from web.sockets.allowance import Allowance
from web.sockets.decoding import UNREADABLE, decoded
from web.sockets.outlet import Outlet, Send
from web.sockets.window import MARK, Window

if TYPE_CHECKING:
    from web.sockets.process import Process

log = logging.getLogger(__name__)

Receive = Callable[[], Awaitable[dict[str, Any]]]

HELLO_PATIENCE = 10.0  # seconds until the first frame must have come
SILENCE = 60.0  # seconds without any frame, after which the other end is taken for gone
WATCH = 5.0  # seconds between looking whether a client takes and confirms what it is sent
BAD_FRAMES = 50  # malformed frames in a row, after which the connection is closed
OUTGOING_BOUND = 1 << 20  # bytes waiting for a client that does not read
STUCK = 10.0  # seconds for which a client may take nothing while something waits for it; found within `WATCH` more
PENDING = 64  # appends of one socket on their way to the log; further frames wait
PARTING = 2.0  # seconds for answers to be had and read before a connection is closed

encode = msgspec.json.Encoder().encode


class Closed(Exception):
    """The connection is to be closed with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Connection:
    """One WebSocket. Subclasses give `requests`, `hello` (the first frame's class), `greet` and `handle`."""

    requests: ClassVar[Any]
    hello: ClassVar[type[Any]]
    audience: ClassVar[str]

    def __init__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        self.scope = scope
        self._receive = receive
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._task: asyncio.Task[Any] | None = None
        self._receiving = False
        self._code: int | None = None
        self._deaf = False  # given up as slow: nothing more is sent
        self.outlet = Outlet(scope, send, lambda: self.close(CloseCode.BEHIND))
        self.window = Window()
        self._heard_at = self._loop.time()
        self._timer: asyncio.TimerHandle | None = None
        self._allowance = Allowance()
        self._person = ""  # as whose it is counted
        self._bad = 0
        self._pending = 0
        self._settling: asyncio.Future[None] | None = None
        self.greeted = False

    # To be given by the two kinds of connection

    async def greet(self, frame: Any) -> None:
        """The first frame."""
        raise NotImplementedError(type(self))

    def at_once(self, frame: Any) -> bool:
        """A frame that needs no waiting; False leaves it to `handle`."""
        raise NotImplementedError(type(self))

    async def handle(self, frame: Any) -> None:
        """Any other frame."""
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
        self._task = asyncio.current_task()
        self._timer = self._loop.call_later(HELLO_PATIENCE, self._watch)
        try:
            await self._converse()
        except Closed as closed:
            self._code = closed.code
        finally:
            self._timer.cancel()
            await asyncio.shield(self.leave())
            if self._code is not None:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(0 if self._deaf else PARTING):
                        await self._settled()
                        await self.outlet.flushed()
                with contextlib.suppress(Exception):  # the other end may be gone by now
                    await self._send({"type": "websocket.close", "code": self._code})

    async def _converse(self) -> None:
        """Frames in, until the other end closes or we do (`_code`)."""
        while not self._is_closing():
            self._receiving = True
            try:
                message = await self._receive()
            except asyncio.CancelledError:
                # `close` woke us; otherwise the server ends.
                if not self._is_closing() or (self._task and self._task.uncancel()):
                    raise
                return
            finally:
                self._receiving = False
            if message["type"] == "websocket.disconnect":
                return
            await self._take(message)

    def _is_closing(self) -> bool:
        return self._code is not None

    def _watch(self) -> None:
        """Now and then: is the other end there, and does it take what it is sent?"""
        now = self._loop.time()
        silent = now - self._heard_at
        if not self.greeted and silent >= HELLO_PATIENCE:
            self.close(CloseCode.HELLO_EXPECTED)
        elif silent >= SILENCE:
            self.close(CloseCode.SILENT)
        elif self.window.late(now) or (self.outlet.blocked_since and now - self.outlet.blocked_since > STUCK):
            self._slow()
        else:
            self._timer = self._loop.call_later(min(WATCH, SILENCE - silent), self._watch)

    async def _take(self, message: dict[str, Any]) -> None:
        """One frame: decoded, limited, handled, and answered from the error table where it is refused."""
        data: str | bytes = message.get("text") or message.get("bytes") or b""
        frame: Any = None
        now = self._loop.time()
        self._allowance.earn(now - self._heard_at)
        self._heard_at = now
        try:
            try:
                frame = decoded(self.requests, data)
            except Refusal:
                self._limit()  # what is malformed costs as much to read as what is not
                raise
            if frame.__class__ is Got:
                self._confirmed(frame.frames)
                return
            self._limit()
            if self.greeted:
                if not self.at_once(frame):
                    await self._settled()
                    if isinstance(frame, self.hello):
                        raise Refusal("hello_first")
                    await self.handle(frame)
            elif not isinstance(frame, self.hello):
                raise Refusal("hello_first")
            else:
                if frame.v < VERSION:
                    self.refuse(Refusal("unsupported_version", {"spoken": VERSION}), frame)
                    raise Closed(CloseCode.UNSUPPORTED_VERSION)
                await self.greet(frame)
                self.greeted = True
            self._bad = 0
            if self._pending >= PENDING:
                await self._settled()
        except Refusal as refusal:
            self.refuse(refusal, frame)
            if refusal.code in UNREADABLE:
                self._bad += 1
                if self._bad >= BAD_FRAMES:
                    raise Closed(CloseCode.BAD_FRAMES) from None
        except DataError as error:
            # Trying again would not help: a NUL in a text, a number beyond 64 bits.
            self.refuse(Refusal("bad_frame", {"reason": str(error).strip().split("\n")[0][:200]}), frame)
        except DatabaseError as error:
            log.warning("database: %s", str(error).strip().split("\n")[0])
            self.refuse(Refusal("unavailable", {"retry_after": 1}), frame)
        except (Closed, asyncio.CancelledError):
            raise
        except Exception:
            log.exception("a frame was not handled")
            self.refuse(Refusal("internal"), frame)

    def _limit(self) -> None:
        """Count a frame: too many in a second are refused, and who floods on and on is closed."""
        if self._allowance.spend():
            return
        if self._allowance.flooded:
            raise Closed(CloseCode.FLOOD)
        raise Refusal("rate_limited", {"retry_after": 1})

    def _confirmed(self, frames: int) -> None:
        """`got`. What confirms much costs nothing of the allowance."""
        news = self.window.confirm(frames)
        if news < MARK:
            self._limit()
        if news < 0:
            raise Refusal("bad_frame", {"reason": "more is confirmed than was sent"})

    def admit(self, process: Process, person: str) -> None:
        """Count this connection as one of `person`'s, instead of whose it was; too many of them are not let in."""
        if person == self._person:
            return
        if not process.admit(person):
            self.refuse(Refusal("too_many_connections"))
            raise Closed(CloseCode.TOO_MANY)
        self.dismiss(process)
        self._person = person

    def dismiss(self, process: Process) -> None:
        """Count it no more."""
        if self._person:
            process.release(self._person)
            self._person = ""

    # Appends on their way to the log

    def submit(self, writer: LogWriter, item: Append, frame: Any, done: Callable[[Stored], None]) -> None:
        """Append without waiting: `done` gets what is stored, a refusal goes to the client."""

        def answered(answer: Stored | Refusal) -> None:
            self._pending -= 1
            if not self._pending and self._settling and not self._settling.done():
                self._settling.set_result(None)
            if isinstance(answer, Refusal):
                self.refuse(answer, frame)
            else:
                done(answer)

        writer.submit(item, answered)
        self._pending += 1

    async def _settled(self) -> None:
        """Once every append of this socket has its answer."""
        if self._pending:
            self._settling = self._loop.create_future()
            await self._settling

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
        self.push_encoded(encode(frame))

    def push_encoded(self, text: bytes) -> None:
        """Send an encoded frame; never waits. A client that does not read is closed at the bound and resumes."""
        if self._deaf:
            return
        outlet = self.outlet
        outlet.push(text)
        if not self.window.sent(len(text), self._loop.time()) or outlet.waiting_bytes > OUTGOING_BOUND:
            self._slow()

    def _slow(self) -> None:
        self._deaf = True
        self.outlet.drop()
        self.close(CloseCode.SLOW)

    def close(self, code: int) -> None:
        """Close from outside, after what is being handled."""
        if self._code is None:
            self._code = code
            if self._receiving and self._task:
                self._task.cancel()
