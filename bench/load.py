"""Who makes the load? A process of its own: `python -m bench.load '{"mode": …}'` prints its figures as JSON.

Every customer has one message on the way, as one who types, and sends the next as soon as the last is answered.
Modes: `echo` (round trips on a bare server), `full` (customers send, both sides receive), `paced` (the same at a fixed
rate, with the latency from a customer's send to the agent's sight).
"""

from __future__ import annotations

import asyncio
import json
import resource
import statistics
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import msgspec

from bench.wire import Wire, connect

TEXT = "Where is my transfer? I sent it two days ago and it has not arrived."
SETTLE = 60.0  # seconds within which every chat must be with an agent

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder().decode


@dataclass
class Tally:
    """What was counted in the measured time."""

    answered: int = 0
    frames: int = 0
    sent_at: dict[str, float] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    measuring: bool = False
    stopping: bool = False
    trouble: str = ""


def message(thread: str, client_id: str) -> bytes:
    """What is sent, also to the echo."""
    return encode({"t": "send", "thread": thread, "client_id": client_id, "text": TEXT})


class Echo:
    """A socket of the bare server."""

    def __init__(self, tally: Tally, number: int) -> None:
        self.tally = tally
        self.wire: Wire
        self.text = message("x" * 22, f"{number}-" + "y" * 20)

    def heard(self, _payload: bytes) -> None:
        """Back again: the next one."""
        self.tally.answered += self.tally.measuring
        self.tally.frames += self.tally.measuring
        if not self.tally.stopping:
            self.wire.send(self.text)


class Customer:
    """Starts a chat, waits for the agent, then writes: by itself after each answer, or when told (`paced`)."""

    def __init__(self, tally: Tally, number: int, site: str, paced: bool) -> None:
        self.tally, self.number, self.site, self.paced = tally, number, site, paced
        self.wire: Wire
        self.thread = ""
        self.assigned = asyncio.Event()
        self.sent = 0

    def hello(self) -> None:
        """The first frame."""
        self.wire.send(encode({"t": "hello", "v": 1, "site": self.site, "language": "en"}))

    def write(self) -> None:
        """One message."""
        self.sent += 1
        client_id = f"{self.number}-{self.sent}-{time.time_ns() % 10**12}"
        if self.paced:
            self.tally.sent_at[client_id] = time.perf_counter()
        self.wire.send(message(self.thread, client_id))

    def end(self) -> None:
        """So that the next round finds the desk empty."""
        self.wire.send(encode({"t": "end", "rid": "e", "thread": self.thread}))

    def heard(self, payload: bytes) -> None:
        """A frame; the frequent ones are told apart without decoding."""
        self.tally.frames += self.tally.measuring
        if payload.startswith(b'{"t":"ack"'):
            self.tally.answered += self.tally.measuring
            if not self.paced and not self.tally.stopping:
                self.write()
            return
        if payload.startswith(b'{"t":"events"') and self.assigned.is_set():
            return
        frame = decode(payload)
        kind = frame["t"]
        if kind == "welcome":
            start = {"t": "start", "rid": "s", "client_id": f"s{time.time_ns()}", "topic": "bench", "text": "hello"}
            self.wire.send(encode(start))
        elif kind == "ok" and frame["rid"] == "s":
            self.thread = frame["thread"]
        elif kind == "events" and any(event["type"] == "assigned" for event in frame["events"]):
            self.assigned.set()
        elif kind == "error" and frame["code"] != "chat_ended":
            self.tally.trouble = f"refused: {frame}"


class Agent:
    """Sees what customers write."""

    def __init__(self, tally: Tally, paced: bool) -> None:
        self.tally, self.paced = tally, paced
        self.wire: Wire

    def heard(self, payload: bytes) -> None:
        """A frame."""
        self.tally.frames += self.tally.measuring
        if self.paced and self.tally.measuring and payload.startswith(b'{"t":"events"'):
            now = time.perf_counter()
            for event in decode(payload)["events"]:
                if (at := self.tally.sent_at.pop(event.get("client_id", ""), None)) is not None:
                    self.tally.latencies.append(now - at)


async def echoes(plan: dict[str, Any], tally: Tally) -> list[Wire]:
    """Everybody at the bare server, writing."""
    wires = []
    for number in range(plan["sockets"]):
        client = Echo(tally, number)
        client.wire = await connect(plan["urls"][0], plan["origin"], client.heard)
        wires.append(client.wire)
        client.wire.send(client.text)
    return wires


async def desk(plan: dict[str, Any], tally: Tally) -> tuple[list[Customer], list[Agent]]:
    """Agents and customers, each customer's chat with an agent. They spread evenly over the servers of the plan."""
    paced, urls = bool(plan.get("pace")), plan["urls"]
    agents = []
    for number, cookie in enumerate(plan["cookies"]):
        agent = Agent(tally, paced)
        agent.wire = await connect(f"{urls[number % len(urls)]}/ws/agent", plan["origin"], agent.heard, cookie)
        agent.wire.send(encode({"t": "hello", "v": 1}))
        agents.append(agent)
    customers = []
    for number in range(plan["sockets"]):
        customer = Customer(tally, number, plan["site"], paced)
        url = f"{urls[number % len(urls)]}/ws/customer"
        customer.wire = await connect(url, plan["origin"], customer.heard)
        customer.hello()
        customers.append(customer)
        if number % 50 == 49:
            await asyncio.sleep(0.1)  # the greeting is not what is measured here
    async with asyncio.timeout(SETTLE):
        for customer in customers:
            await customer.assigned.wait()
    return customers, agents


async def pacing(customer: Customer, pace: float) -> None:
    """`pace` messages a second, each customer at another moment."""
    due = time.perf_counter() + customer.number * 0.007
    while not customer.tally.stopping:
        await asyncio.sleep(max(0, due - time.perf_counter()))
        customer.write()
        due += 1 / pace


async def play(plan: dict[str, Any]) -> dict[str, float]:
    """Open everything, warm up, measure."""
    tally = Tally()
    tasks: list[asyncio.Task[None]] = []
    customers: list[Customer] = []
    agents: list[Agent] = []
    if plan["mode"] == "echo":
        wires = await echoes(plan, tally)
    else:
        customers, agents = await desk(plan, tally)
        wires = [one.wire for one in (*customers, *agents)]
        for customer in customers[: plan.get("writers", len(customers))]:
            if plan.get("pace"):
                tasks.append(asyncio.create_task(pacing(customer, plan["pace"])))
            else:
                customer.write()
    await asyncio.sleep(plan["warm_up"])
    print("MEASURING", flush=True)
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    tally.measuring = True
    await asyncio.sleep(plan["seconds"])
    tally.measuring = False
    took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF)
    print("MEASURED", flush=True)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    tally.stopping = True
    await asyncio.sleep(0.5)
    for customer in customers:
        customer.end()
    await asyncio.sleep(1.0 if customers else 0)
    for task in tasks:
        task.cancel()
    for wire in wires:
        wire.transport.close()
    if tally.trouble:
        raise SystemExit(tally.trouble)
    figures = {
        "messages": tally.answered,
        "per_second": tally.answered / took,
        "frames": tally.frames,
        "generator_cpu_share": used / took,
    }
    if len(tally.latencies) > 100:
        cuts = statistics.quantiles(tally.latencies, n=100)
        figures |= {"p50_ms": cuts[49] * 1000, "p99_ms": cuts[98] * 1000}
    return figures


if __name__ == "__main__":
    print(json.dumps(asyncio.run(play(json.loads(sys.argv[1])))))
