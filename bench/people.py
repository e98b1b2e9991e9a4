"""Who are the clients of the load? The echo's, customers, agents: with as little work as the protocol allows."""

from __future__ import annotations

import asyncio
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from bench.wire import Wire, connect

TEXT = "Where is my transfer? I sent it two days ago and it has not arrived."
CONFIRM = 32  # frames between two confirmations

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder().decode


@dataclass
class Tally:
    """What was counted in the measured time, and who writes next once somebody was answered."""

    paced: bool = False
    answered: int = 0
    frames: int = 0
    sent_at: dict[str, float] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    measuring: bool = False
    stopping: bool = False
    trouble: str = ""
    people: list[Person] = field(default_factory=list)  # who must ping now and then
    next_turn: Callable[[], None] = lambda: None

    def answer(self) -> None:
        """A message was answered."""
        self.answered += self.measuring
        if not self.stopping:
            self.next_turn()


def message(thread: str, client_id: str, text: str = TEXT) -> bytes:
    """What is sent, also to the echo."""
    return encode({"t": "send", "thread": thread, "client_id": client_id, "text": text})


class Echo:
    """A socket of the bare server."""

    def __init__(self, tally: Tally, number: int) -> None:
        self.tally = tally
        self.wire: Wire
        self.text = message("x" * 22, f"{number}-" + "y" * 20)

    def write(self) -> None:
        """One message."""
        self.wire.send(self.text)

    def heard(self, _payload: bytes) -> None:
        """Back again."""
        self.tally.frames += self.tally.measuring
        self.tally.answer()


class Person:
    """A client of the product: counts what comes and confirms it, as the protocol asks."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.wire: Wire
        self.frames = 0

    def count(self) -> None:
        """One more frame has come."""
        self.tally.frames += self.tally.measuring
        self.frames += 1
        if self.frames % CONFIRM == 0:
            self.wire.send(b'{"t":"got","frames":%d}' % self.frames)


class Customer(Person):
    """Starts a chat and waits for the agent; writes when told. `resumed` is set by the first events after a return."""

    def __init__(self, tally: Tally, number: int, site: str) -> None:
        super().__init__(tally)
        self.number, self.site = number, site
        self.url = self.token = self.thread = ""
        self.started = asyncio.Event()
        self.assigned = asyncio.Event()
        self.resumed = asyncio.Event()
        self.sent = 0

    def hello(self) -> None:
        """The first frame. Who comes back asks for everything again, so that there is something to resume."""
        frame = {"t": "hello", "v": 1, "site": self.site, "language": "en", "token": self.token}
        self.wire.send(encode(frame))
        self.frames = 0
        self.resumed.clear()

    def write(self, text: str = TEXT) -> None:
        """One message."""
        self.sent += 1
        client_id = f"{self.number}-{self.sent}-{time.time_ns() % 10**12}"
        if self.tally.paced:
            self.tally.sent_at[client_id] = time.perf_counter()
        self.wire.send(message(self.thread, client_id, text))

    def end(self) -> None:
        """So that the next round finds the desk empty."""
        self.wire.send(encode({"t": "end", "rid": "e", "thread": self.thread}))

    def heard(self, payload: bytes) -> None:
        """A frame; the frequent ones are told apart without decoding."""
        self.count()
        if payload.startswith(b'{"t":"ack"'):
            self.tally.answer()
            return
        if payload.startswith(b'{"t":"events"') and self.assigned.is_set():
            self.resumed.set()
            return
        frame = decode(payload)
        kind = frame["t"]
        if kind == "welcome":
            self.token = frame["token"]
            if not self.thread:
                start = {"t": "start", "rid": "s", "client_id": f"s{time.time_ns()}", "topic": "bench", "text": "hello"}
                self.wire.send(encode(start))
        elif kind == "ok" and frame["rid"] == "s":
            self.thread = frame["thread"]
            self.started.set()
        elif kind == "events" and any(event["type"] == "assigned" for event in frame["events"]):
            self.assigned.set()
        elif kind == "error" and frame["code"] != "chat_ended":
            self.tally.trouble = f"refused: {frame}"


class Agent(Person):
    """Sees what customers write. `came` gathers how far, by thread, for one who has no chat on the screen."""

    came: dict[str, int] | None = None

    def heard(self, payload: bytes) -> None:
        """A frame."""
        self.count()
        if self.came is not None and payload.startswith(b'{"t":"events"'):
            frame = decode(payload)
            self.came[frame["thread"]] = frame["upto"]
        if self.tally.paced and self.tally.measuring and payload.startswith(b'{"t":"events"'):
            now = time.perf_counter()
            for event in decode(payload)["events"]:
                if (at := self.tally.sent_at.pop(event.get("client_id", ""), None)) is not None:
                    self.tally.latencies.append(now - at)

    def confirm(self) -> None:
        """What has come since the last time is delivered."""
        if self.came:
            self.wire.send(encode({"t": "delivered", "threads": self.came}))
            self.came.clear()


async def greet(customer: Customer, origin: str) -> None:
    """Connect a customer and say hello."""
    customer.wire = await connect(customer.url, origin, customer.heard)
    customer.hello()


def raise_file_limit() -> None:
    """Thousands of sockets: as many open files as the system allows. Children inherit it."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
