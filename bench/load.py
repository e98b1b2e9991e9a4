"""Who makes the load? A process of its own: `python -m bench.load '{"mode": …}'` prints its figures as JSON.

Modes: `echo` (round trips on a bare server), `full` (customers send, both sides receive; as fast as it goes), `paced`
(the same at a fixed rate, with the latency from a customer's send to the agent's sight).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import resource
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec
import websockets

IN_FLIGHT = 4  # unanswered messages per socket when it goes as fast as it can
TEXT = "Where is my transfer? I sent it two days ago and it has not arrived."

End = Callable[[], Awaitable[None]]  # ends a chat, so that the next round finds the desk empty

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder().decode


@dataclass
class Tally:
    """What was counted in the measured time."""

    acknowledged: int = 0
    frames: int = 0
    sent_at: dict[str, float] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    measuring: bool = False


@asynccontextmanager
async def opened(url: str, origin: str, cookie: str = "") -> AsyncIterator[Any]:
    """One socket."""
    headers = {"Cookie": cookie} if cookie else {}
    async with websockets.connect(
        url,
        origin=origin,
        additional_headers=headers,
        proxy=None,
        compression=None,
        max_queue=None,  # type: ignore[arg-type]  # websockets wants its own Origin type, which is a str
    ) as socket:
        yield socket


async def echo_client(socket: Any, tally: Tally, stop: asyncio.Event) -> None:
    """Keeps `IN_FLIGHT` messages on the way."""
    text = encode({"t": "send", "thread": "x" * 22, "client_id": "y" * 22, "text": TEXT}).decode()
    for _ in range(IN_FLIGHT):
        await socket.send(text)
    while not stop.is_set():
        await socket.recv()
        tally.acknowledged += tally.measuring
        await socket.send(text)


async def customer(
    socket: Any, site: str, tally: Tally, stop: asyncio.Event, pace: float, number: int, ends: list[End]
) -> None:
    """Starts a chat, waits for the agent, then sends: `pace` per second, or as fast as it goes (0)."""
    await socket.send(encode({"t": "hello", "v": 1, "site": site, "language": "en"}).decode())
    thread, assigned, sent = "", asyncio.Event(), 0

    async def send() -> None:
        nonlocal sent
        sent += 1
        client_id = f"{number}-{sent}-{time.time_ns()}"
        tally.sent_at[client_id] = time.perf_counter()
        frame = {"t": "send", "thread": thread, "client_id": client_id, "text": TEXT}
        await socket.send(encode(frame).decode())

    async def paced() -> None:
        await assigned.wait()
        due = time.perf_counter() + number * 0.007
        with contextlib.suppress(websockets.ConnectionClosed):
            while not stop.is_set():
                await asyncio.sleep(max(0, due - time.perf_counter()))
                await send()
                due += 1 / pace

    pacing = asyncio.create_task(paced()) if pace else None
    async for text in socket:
        frame = decode(text)
        tally.frames += tally.measuring
        kind = frame["t"]
        if kind == "welcome":
            start = {"t": "start", "rid": "s", "client_id": f"s{time.time_ns()}", "topic": "bench", "text": "hello"}
            await socket.send(encode(start).decode())
        elif kind == "ok" and frame["rid"] == "s":
            thread = frame["thread"]
            ends.append(partial(socket.send, encode({"t": "end", "rid": "e", "thread": thread}).decode()))
        elif kind == "events" and any(event["type"] == "assigned" for event in frame["events"]):
            assigned.set()
            if not pace:
                for _ in range(IN_FLIGHT):
                    await send()
        elif kind == "ack":
            tally.acknowledged += tally.measuring
            if not pace and not stop.is_set():
                await send()
        elif kind == "error" and frame["code"] != "chat_ended":
            raise SystemExit(f"refused: {frame}")
        if stop.is_set() and pacing:
            pacing.cancel()


async def agent(socket: Any, tally: Tally) -> None:
    """Sees what customers write."""
    await socket.send(encode({"t": "hello", "v": 1}).decode())
    async for text in socket:
        frame = decode(text)
        tally.frames += tally.measuring
        if frame["t"] == "events" and tally.measuring:
            now = time.perf_counter()
            for event in frame["events"]:
                if (at := tally.sent_at.pop(event.get("client_id", ""), None)) is not None:
                    tally.latencies.append(now - at)


async def play(plan: dict[str, Any]) -> dict[str, float]:
    """Open everything, warm up, measure."""
    tally, stop = Tally(), asyncio.Event()
    async with AsyncExitStack() as stack:
        tasks = []
        ends: list[End] = []
        if plan["mode"] == "echo":
            for _ in range(plan["sockets"]):
                socket = await stack.enter_async_context(opened(plan["url"], plan["origin"]))
                tasks.append(asyncio.create_task(echo_client(socket, tally, stop)))
        else:
            for cookie in plan["cookies"]:
                socket = await stack.enter_async_context(opened(f"{plan['url']}/ws/agent", plan["origin"], cookie))
                tasks.append(asyncio.create_task(agent(socket, tally)))
            for number in range(plan["sockets"]):
                socket = await stack.enter_async_context(opened(f"{plan['url']}/ws/customer", plan["origin"]))
                talk = customer(socket, plan["site"], tally, stop, plan.get("pace", 0.0), number, ends)
                tasks.append(asyncio.create_task(talk))
        await asyncio.sleep(plan["warm_up"])
        print("MEASURING", flush=True)
        begun, cpu = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_utime
        tally.measuring = True
        await asyncio.sleep(plan["seconds"])
        tally.measuring = False
        took = time.perf_counter() - begun
        used = resource.getrusage(resource.RUSAGE_SELF).ru_utime - cpu
        print("MEASURED", flush=True)
        stop.set()
        for end in ends:
            await end()
        await asyncio.sleep(1.0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    figures = {
        "messages": tally.acknowledged,
        "per_second": tally.acknowledged / took,
        "frames": tally.frames,
        "generator_cpu_share": used / took,
    }
    if len(tally.latencies) > 100:
        cuts = statistics.quantiles(tally.latencies, n=100)
        figures |= {"p50_ms": cuts[49] * 1000, "p99_ms": cuts[98] * 1000}
    return figures


if __name__ == "__main__":
    print(json.dumps(asyncio.run(play(json.loads(sys.argv[1])))))
