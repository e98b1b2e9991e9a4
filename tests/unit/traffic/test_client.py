"""Does a played client keep its side of the protocol: resend, resume, fill gaps, retry, and stop when told to?"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from websockets.asyncio.server import ServerConnection, serve

from tests.unit.traffic.histories import message
from traffic import link
from traffic.client import Client
from traffic.link import Line
from traffic.notebook import Notebook

PATIENCE_S = 5.0
Frame = dict[str, Any]
Answer = Callable[["Desk", ServerConnection, Frame], Any]


class Desk:
    """A server that answers as a test tells it to; `heard` are the frames of every connection."""

    def __init__(self, answer: Answer) -> None:
        self.heard: list[list[Frame]] = []
        self._answer = answer

    async def __call__(self, socket: ServerConnection) -> None:
        self.heard.append([])
        async for text in socket:
            frame = msgspec.json.decode(text)
            self.heard[-1].append(frame)
            if frame["t"] == "hello":
                await tell(socket, t="welcome", token="k", threads=[])
            await self._answer(self, socket, frame)

    def said(self, kind: str) -> list[Frame]:
        return [frame for frames in self.heard for frame in frames if frame["t"] == kind]


async def tell(socket: ServerConnection, **frame: Any) -> None:
    await socket.send(msgspec.json.encode(frame).decode())


@asynccontextmanager
async def playing(answer: Answer) -> AsyncIterator[tuple[Desk, Client]]:
    desk = Desk(answer)
    async with serve(desk, "localhost", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        line = Line(f"http://localhost:{port}", "/ws/customer", f"http://localhost:{port}")
        hello = {"t": "hello", "v": 1}
        client = Client(line, "customer", "", lambda: dict(hello), Notebook(), random.Random(1))
        yield desk, client
        await client.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "_backoff", lambda failures, chance: 0.01)


async def test_a_message_whose_acknowledgement_was_lost_is_sent_again_with_the_same_id() -> None:
    async def answer(desk: Desk, socket: ServerConnection, frame: Frame) -> None:
        if frame["t"] == "send" and len(desk.heard) == 1:
            socket.transport.abort()
        elif frame["t"] == "send":
            await tell(socket, t="ack", thread="t", client_id=frame["client_id"], seq=4, at=1.0)

    async with playing(answer) as (desk, client):
        assert await client.open(PATIENCE_S)
        client.say("t", "hello", "c-1")
        assert await client.until(lambda: not client.unacknowledged("t"), PATIENCE_S)
        assert [frame["client_id"] for frame in desk.said("send")] == ["c-1", "c-1"]
        assert client.notebook.entries["c-1"].seqs == {4}
        assert client.notebook.tally["reconnects"] == 1


async def test_it_resumes_from_the_last_seq_that_it_has() -> None:
    async def answer(desk: Desk, socket: ServerConnection, frame: Frame) -> None:
        if frame["t"] == "hello" and len(desk.heard) == 1:
            await tell(socket, t="events", thread="t", after=0, upto=3, events=[message(1), message(2)])

    async with playing(answer) as (desk, client):
        assert await client.open(PATIENCE_S)
        assert await client.until(lambda: client.view("t").head == 3, PATIENCE_S)
        client.link.drop(0.01)
        assert await client.until(lambda: len(desk.said("hello")) == 2, PATIENCE_S)
        assert [frame["threads"] for frame in desk.said("hello")] == [{}, {"t": 3}]


async def test_what_is_missing_before_a_frame_is_asked_for() -> None:
    async def answer(desk: Desk, socket: ServerConnection, frame: Frame) -> None:
        if frame["t"] == "hello":
            await tell(socket, t="events", thread="t", after=2, upto=3, events=[message(3)])
        if frame["t"] == "history":
            events = [message(1), message(2)]
            await tell(socket, t="page", rid=frame["rid"], thread="t", after=0, upto=2, events=events)

    async with playing(answer) as (desk, client):
        assert await client.open(PATIENCE_S)
        assert await client.until(lambda: client.view("t").head == 3, PATIENCE_S)
        assert [(frame["thread"], frame["before"]) for frame in desk.said("history")] == [("t", 3)]
        assert client.view("t").wrongs == []


async def test_a_long_history_is_read_page_by_page_into_a_view_of_its_own() -> None:
    async def answer(desk: Desk, socket: ServerConnection, frame: Frame) -> None:
        if frame["t"] == "history":
            upto = frame["before"] - 1 if frame["before"] else 5
            after = max(0, upto - 2)
            events = [message(seq) for seq in range(after + 1, upto + 1)]
            page = {"thread": "t", "after": after, "upto": upto, "events": events, "more": after > 0}
            await tell(socket, t="page", rid=frame["rid"], **page)

    async with playing(answer) as (_desk, client):
        assert await client.open(PATIENCE_S)
        view = await client.reread("t", PATIENCE_S)
        assert view is not None
        assert sorted(view.seen) == [1, 2, 3, 4, 5]
        assert not view.live
        assert view.wrongs == []


async def test_what_may_be_tried_again_is_tried_again_and_what_may_not_is_given_up() -> None:
    async def answer(desk: Desk, socket: ServerConnection, frame: Frame) -> None:
        if frame["t"] == "send":
            busy = len(desk.said("send")) == 1
            code = "unavailable" if busy else "chat_ended"
            await tell(socket, t="error", code=code, message="", retryable=busy, client_id=frame["client_id"])

    async with playing(answer) as (desk, client):
        assert await client.open(PATIENCE_S)
        client.say("t", "hello", "c-1")
        assert await client.until(lambda: not client.unacknowledged("t"), PATIENCE_S)
        assert len(desk.said("send")) == 2
        assert client.notebook.entries["c-1"].refused == "chat_ended"
        assert client.notebook.tally == {"retried unavailable": 1, "resent": 1, "refused chat_ended": 1}


async def test_a_request_is_made_again_after_a_reconnection() -> None:
    async def answer(desk: Desk, socket: ServerConnection, frame: Frame) -> None:
        if frame["t"] == "end" and len(desk.heard) == 1:
            socket.transport.abort()
        elif frame["t"] == "end":
            await tell(socket, t="ok", rid=frame["rid"], thread="t")

    async with playing(answer) as (_desk, client):
        assert await client.open(PATIENCE_S)
        found = await client.ask("end", PATIENCE_S, thread="t")
        assert found is not None
        assert found["t"] == "ok"


async def test_a_code_from_4500_on_means_stop_and_say_why() -> None:
    async def answer(desk: Desk, socket: ServerConnection, frame: Frame) -> None:
        if frame["t"] == "hello":
            await socket.close(4503)

    async with playing(answer) as (desk, client):
        await client.open(PATIENCE_S)
        assert await client.until(lambda: client.link.refused, PATIENCE_S)
        assert client.link.refused == "closed with 4503"
        assert len(desk.heard) == 1


async def test_a_server_that_goes_away_is_left_and_found_again() -> None:
    async def answer(desk: Desk, socket: ServerConnection, frame: Frame) -> None:
        if frame["t"] == "hello" and len(desk.heard) == 1:
            await tell(socket, t="goaway", within_ms=20)

    async with playing(answer) as (desk, client):
        assert await client.open(PATIENCE_S)
        assert await client.until(lambda: len(desk.heard) == 2 and client.link.live, PATIENCE_S)
