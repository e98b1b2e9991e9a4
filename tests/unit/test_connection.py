"""Does a connection find out who is gone, who does not read and who floods, and keep the order of what it is sent?

A connection between a server and a process that the test plays: frames go in by a queue, what it sends is kept.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import msgspec
import pytest
from django.db import DataError

from chat.door import Actor, Append, event
from chat.errors import CloseCode, Refusal
from chat.events import Message
from chat.stored import Stored
from web.protocol.customer import CustomerRequest, Hello
from web.protocol.customer.thread import End
from web.protocol.shared import Ack, Ok, Pong, Send
from web.sockets import connection as module
from web.sockets import window
from web.sockets.allowance import FLOOD
from web.sockets.connection import Connection

Frame = dict[str, Any]
HELLO = {"t": "hello", "v": 1, "site": "x"}


class Server:
    """An ASGI server with one WebSocket. `gate` closed: the client reads nothing, `send` waits."""

    def __init__(self) -> None:
        self.incoming: asyncio.Queue[Frame] = asyncio.Queue()
        self.incoming.put_nowait({"type": "websocket.connect"})
        self.sent: list[Frame] = []
        self.code: int | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    def say(self, frame: Frame) -> None:
        """The client sends a frame."""
        self.incoming.put_nowait({"type": "websocket.receive", "text": msgspec.json.encode(frame).decode()})

    async def send(self, message: Frame) -> None:
        """What the application sends."""
        if message["type"] == "websocket.close":
            self.code = message["code"]
        elif message["type"] == "websocket.send":
            await self.gate.wait()
            self.sent.append(msgspec.json.decode(message["text"]))


class Writer:
    """A log writer that commits when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Append, Callable[[Stored | Refusal], None]]] = []

    def submit(self, item: Append, done: Callable[[Stored | Refusal], None]) -> None:
        """Queue."""
        self.waiting.append((item, done))

    def commit(self) -> None:
        """Answer everything."""
        waiting, self.waiting = self.waiting, []
        for seq, (item, done) in enumerate(waiting, 1):
            done(Stored(item.thread_id, seq, item.client_id, item.type, "customer", 1, item.body, 1.0))


class Talk(Connection):
    """Messages go to the writer at once; `end` is one of the frames that wait."""

    requests: ClassVar[Any] = msgspec.json.Decoder(CustomerRequest)
    hello: ClassVar[type[Any]] = Hello
    audience: ClassVar[str] = "customer"
    writer: Any

    async def greet(self, frame: Any) -> None:
        """Everybody is welcome."""
        self.push(Pong(now=0))

    def at_once(self, frame: Any) -> bool:
        """A message, or nothing in particular."""
        if isinstance(frame, Send):
            item = event(1, Message(text=frame.text), Actor.customer(1), frame.client_id)
            self.submit(self.writer, item, frame, lambda one: self.push(Ack("x", one.client_id, one.seq, one.at)))
        return not isinstance(frame, End)

    async def handle(self, frame: Any) -> None:
        """The end."""
        self.push(Ok(rid=frame.rid))


class Played:
    """A connection under way."""

    def __init__(self) -> None:
        self.server, self.writer = Server(), Writer()
        self.talk = Talk({}, self.server.incoming.get, self.server.send)
        self.talk.writer = self.writer
        self.task = asyncio.create_task(self.talk.run())

    async def greeted(self) -> "Played":
        """After hello."""
        self.server.say(HELLO)
        await self.until(lambda: self.talk.greeted)
        return self

    async def until(self, condition: Callable[[], Any]) -> None:
        """Let the connection run until this holds."""
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0)

    async def closed(self) -> int | None:
        """The code with which it ended."""
        async with asyncio.timeout(5):
            await self.task
        return self.server.code

    def kinds(self) -> list[str]:
        """Types of what was sent."""
        return [frame["t"] for frame in self.server.sent]


def said(number: int) -> Frame:
    """A message."""
    return {"t": "send", "thread": "x", "client_id": f"c{number}", "text": "hi"}


async def test_messages_wait_for_no_commit_and_are_acknowledged_in_order() -> None:
    played = await Played().greeted()
    for number in range(10):
        played.server.say(said(number))
    await played.until(lambda: len(played.writer.waiting) == 10)
    assert "ack" not in played.kinds()  # nothing before its commit
    played.writer.commit()
    await played.until(lambda: played.kinds().count("ack") == 10)
    assert [frame["client_id"] for frame in played.server.sent if frame["t"] == "ack"] == [f"c{n}" for n in range(10)]
    played.task.cancel()


async def test_what_follows_a_message_is_done_after_its_commit() -> None:
    played = await Played().greeted()
    played.server.say(said(1))
    played.server.say({"t": "end", "rid": "e", "thread": "x"})
    await played.until(lambda: played.writer.waiting)
    for _ in range(20):
        await asyncio.sleep(0)
    assert "ok" not in played.kinds()
    played.writer.commit()
    await played.until(lambda: "ok" in played.kinds())
    assert played.kinds()[-2:] == ["ack", "ok"]
    played.task.cancel()


async def test_a_closing_connection_still_acknowledges_what_was_on_its_way() -> None:
    played = await Played().greeted()
    played.server.say(said(1))
    await played.until(lambda: played.writer.waiting)
    played.talk.close(CloseCode.GOING_AWAY)
    await asyncio.sleep(0)
    played.writer.commit()
    assert await played.closed() == CloseCode.GOING_AWAY
    assert played.kinds()[-1] == "ack"


async def test_who_does_not_say_hello_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HELLO_PATIENCE", 0.01)
    assert await Played().closed() == CloseCode.HELLO_EXPECTED


async def test_a_half_open_connection_is_found_by_its_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HELLO_PATIENCE", 0.02)
    monkeypatch.setattr(module, "SILENCE", 0.05)
    played = await Played().greeted()
    assert await played.closed() == CloseCode.SILENT


async def test_who_reads_nothing_is_closed_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HELLO_PATIENCE", 0.01)
    monkeypatch.setattr(module, "WATCH", 0.01)
    monkeypatch.setattr(module, "STUCK", 0.02)
    played = await Played().greeted()
    played.server.gate.clear()
    played.talk.push(Pong(now=1))
    await played.until(lambda: played.server.code)
    assert played.server.code == CloseCode.SLOW


async def test_who_reads_nothing_is_closed_at_one_mebibyte_and_nothing_more_is_kept_for_it() -> None:
    played = await Played().greeted()
    played.server.gate.clear()
    await asyncio.sleep(0)
    pushed = 0
    while not played.talk._deaf:
        played.talk.push_encoded(b'{"t":"x","y":"' + b"z" * 10_000 + b'"}')
        pushed += 10_000
    assert pushed <= window.BYTES + 20_000
    assert played.talk.outlet.waiting == []
    played.talk.push_encoded(b"{}")
    assert played.talk.outlet.waiting == []
    await played.until(lambda: played.server.code)
    assert played.server.code == CloseCode.SLOW


def confirmed(played: Played, frames: int) -> bool:
    """Whether the client has confirmed so many."""
    return played.talk.window.confirmed == frames


async def test_who_confirms_may_be_sent_any_amount() -> None:
    played = await Played().greeted()
    for _ in range(30):
        for _ in range(window.MARK):
            played.talk.push_encoded(b'{"t":"x","y":"' + b"z" * 10_000 + b'"}')
        await played.until(lambda: played.talk.outlet.waiting == [])
        played.server.say({"t": "got", "frames": played.talk.window.frames})
        await played.until(partial(confirmed, played, played.talk.window.frames))
    assert played.talk.window.bytes > 9 * window.BYTES
    played.task.cancel()


async def test_more_than_was_sent_cannot_be_confirmed() -> None:
    played = await Played().greeted()
    played.server.say({"t": "got", "frames": 1_000_000})
    await played.until(lambda: "error" in played.kinds())
    assert played.server.sent[-1]["code"] == "bad_frame"
    played.task.cancel()


async def test_too_many_frames_are_refused_and_a_flood_without_end_is_closed() -> None:
    played = await Played().greeted()
    for _ in range(2 * FLOOD):
        played.server.say({"t": "typing", "thread": "x", "on": True})
    assert await played.closed() == CloseCode.FLOOD
    codes = [frame["code"] for frame in played.server.sent if frame["t"] == "error"]
    assert codes == ["rate_limited"] * (FLOOD - 1)


async def test_malformed_frames_with_a_right_one_now_and_then_are_a_flood_too() -> None:
    played = await Played().greeted()
    for number in range(10 * FLOOD):
        played.server.say({"t": "ping"} if number % 20 == 0 else {"t": "ping", "extra": 1})
    assert await played.closed() == CloseCode.FLOOD


async def test_a_value_that_no_database_holds_is_a_bad_frame_and_not_worth_another_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def handle(_frame: Any) -> None:
        raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")

    played = await Played().greeted()
    monkeypatch.setattr(played.talk, "handle", handle)
    played.server.say({"t": "end", "rid": "e", "thread": "\x00"})
    await played.until(lambda: "error" in played.kinds())
    assert played.server.sent[-1]["code"] == "bad_frame"
    assert not played.server.sent[-1]["retryable"]
    played.task.cancel()


async def test_the_end_of_the_server_ends_the_connection() -> None:
    played = await Played().greeted()
    played.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await played.task
