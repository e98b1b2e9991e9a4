"""Who holds many sockets, or does not read them? `python -m bench.crowd '{"mode": …}'`; a line on its input ends it.

Modes: `idle` (so many customers who only look: READY once all are welcome), `deaf` (customers with a second window that
stops reading while long messages arrive; READY once everything was written).
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from bench.people import Customer, Tally, greet, raise_file_limit

AT_ONCE = 50  # greetings at a time
LONG = "Where is my transfer? " * 200  # 4,400 characters


class Looker(Customer):
    """Opens the widget and begins nothing."""

    def __init__(self, tally: Tally, number: int, site: str, url: str) -> None:
        super().__init__(tally, number, site)
        self.url = url
        self.welcome = asyncio.Event()

    def heard(self, payload: bytes) -> None:
        """A frame."""
        self.count()
        if payload.startswith(b'{"t":"welcome"'):
            self.welcome.set()


async def idle(plan: dict[str, Any]) -> dict[str, float]:
    """Everybody looks."""
    lookers = [Looker(Tally(), number, plan["site"], plan["url"]) for number in range(plan["sockets"])]
    gate = asyncio.Semaphore(AT_ONCE)

    async def come(looker: Looker) -> None:
        async with gate:
            await greet(looker, plan["origin"])
            await looker.welcome.wait()

    await asyncio.gather(*(come(looker) for looker in lookers))
    await told()
    return {"open": sum(not looker.wire.closed.done() for looker in lookers)}


async def deaf(plan: dict[str, Any]) -> dict[str, float]:
    """Two windows each: one writes, the other stops reading."""
    tally = Tally()
    writers = [Customer(tally, number, plan["site"]) for number in range(plan["sockets"])]
    windows = []
    for writer in writers:
        writer.url = plan["url"]
        await greet(writer, plan["origin"])
        await writer.started.wait()
        window = Looker(tally, writer.number, plan["site"], plan["url"])
        window.token = writer.token
        await greet(window, plan["origin"])
        await window.welcome.wait()
        windows.append(window)
    await asyncio.sleep(1)
    for window in windows:
        window.wire.send(b'{"t":"got","frames":%d}' % window.frames)
        window.wire.transport.pause_reading()
    print(
        "PORTS " + json.dumps([window.wire.transport.get_extra_info("sockname")[1] for window in windows]), flush=True
    )
    turns = iter(writers * (plan["bytes"] // len(LONG)))
    done = asyncio.Event()

    def next_turn() -> None:
        writer = next(turns, None)
        if writer is None:
            done.set()
        else:
            writer.write(LONG)

    tally.next_turn = next_turn
    for _ in range(len(writers)):
        next_turn()
    await done.wait()
    await told()
    for window in windows:
        window.wire.transport.resume_reading()
    for writer in writers:
        writer.end()
    await asyncio.wait([window.wire.closed for window in windows], timeout=10)
    if tally.trouble:
        raise SystemExit(tally.trouble)
    return {"closed": sum(window.wire.closed.done() for window in windows)}


async def told() -> None:
    """Say that we are ready; wait for a line."""
    print("READY", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)


if __name__ == "__main__":
    raise_file_limit()
    plan = json.loads(sys.argv[1])
    print(json.dumps(asyncio.run({"idle": idle, "deaf": deaf}[plan["mode"]](plan))))
