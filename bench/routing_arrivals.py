"""Who queues, and who sees it? A process of its own: `python -m bench.routing_arrivals '{"rate": …}'`.

Customers start chats at a fixed rate, each with room at some agent's; a chat ends soon after it was assigned. Measured
is the time from the moment at which the database has the customer in the queue until the frame that shows the chat as
one's own has come to the agent's console. Both are this machine's clock.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from typing import Any

import msgspec

from bench.wire import Wire, connect

SERVED = 1.5  # seconds from the assignment until the customer ends the chat

encode, decode = msgspec.json.Encoder().encode, msgspec.json.Decoder().decode


class Console:
    """An agent: notes when each chat was first shown as theirs."""

    def __init__(self, waits: list[float]) -> None:
        self.waits = waits
        self.me = ""
        self.seen: set[str] = set()
        self.wire: Wire
        self.measuring = False

    def heard(self, payload: bytes) -> None:
        """A frame of the server."""
        frame = decode(payload)
        if frame["t"] == "welcome":
            self.me = frame["me"]
        elif frame["t"] == "desk":
            now = time.time()
            for item in frame.get("put", ()):
                if item["kind"] == "chat" and item.get("agent") == self.me and item["thread"] not in self.seen:
                    self.seen.add(item["thread"])
                    if self.measuring:
                        self.waits.append(now - item["queued_at"])


class Customer:
    """Comes again and again, each time for one short chat."""

    def __init__(self, site: str, number: int) -> None:
        self.site, self.number = site, number
        self.welcomed = asyncio.Event()
        self.free = False
        self.started = 0
        self.refused: list[Any] = []
        self.thread = ""
        self.wire: Wire

    def hello(self) -> None:
        """The first frame."""
        self.wire.send(encode({"t": "hello", "v": 1, "site": self.site, "language": "en"}))

    def start(self) -> None:
        """Begin a chat."""
        self.free = False
        self.started += 1
        client_id = f"{self.number}-{self.started}-{time.time_ns()}"
        frame = {"t": "start", "rid": "s", "client_id": client_id, "topic": "bench", "text": "hello"}
        self.wire.send(encode(frame))

    def end(self) -> None:
        """The chat is over."""
        self.wire.send(encode({"t": "end", "rid": "e", "thread": self.thread}))

    def heard(self, payload: bytes) -> None:
        """A frame of the server."""
        frame = decode(payload)
        kind = frame["t"]
        if kind == "welcome":
            self.welcomed.set()
            self.free = True
        elif kind == "ok" and frame["rid"] == "e":
            self.free = True
        elif kind == "ok":
            self.thread = frame["thread"]
        elif kind == "events" and any(event["type"] == "assigned" for event in frame["events"]):
            asyncio.get_running_loop().call_later(SERVED, self.end)
        elif kind == "error":
            self.refused.append(frame)


async def play(plan: dict[str, Any]) -> dict[str, float]:
    """Open everything, warm up, measure."""
    waits: list[float] = []
    consoles = [Console(waits) for _ in plan["cookies"]]
    customers = [Customer(plan["site"], number) for number in range(plan["customers"])]
    for console, cookie in zip(consoles, plan["cookies"], strict=True):
        console.wire = await connect(f"{plan['url']}/ws/agent", plan["origin"], console.heard, cookie)
        console.wire.send(encode({"t": "hello", "v": 1}))
    for customer in customers:
        customer.wire = await connect(f"{plan['url']}/ws/customer", plan["origin"], customer.heard)
        customer.hello()
    for customer in customers:
        await customer.welcomed.wait()
    begun, started = time.perf_counter(), 0
    measured_from = begun + plan["warm_up"]
    while (now := time.perf_counter()) < measured_from + plan["seconds"]:
        for console in consoles:
            console.measuring = now >= measured_from
        # In turn, so that nobody starts more often than a customer may.
        if customers[started % len(customers)].free:
            customers[started % len(customers)].start()
        started += 1
        await asyncio.sleep(max(0.0, begun + started / plan["rate"] - time.perf_counter()))
    await asyncio.sleep(3.0)
    refused = [frame for customer in customers for frame in customer.refused]
    if refused:
        raise SystemExit(f"refused: {refused[0]}")
    cuts = statistics.quantiles(waits, n=100)
    return {"chats": len(waits), "p50_ms": cuts[49] * 1000, "p99_ms": cuts[98] * 1000}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(play(json.loads(sys.argv[1])))))
