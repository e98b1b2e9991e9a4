"""Who makes the load? A process of its own: `python -m bench.load '{"mode": …}'` prints its figures as JSON.

Every customer has one message on the way at most, as one who types. Modes: `echo` (round trips on a bare server),
`full` (customers send, both sides receive, as fast as answers come), `paced` (the same at a fixed rate, with the
latency from a customer's send to the agent's sight), `storm` (`full`, then everybody is cut and comes back soon).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

from bench.people import Agent, Customer, Echo, Tally, greet, raise_file_limit
from bench.wire import connect

SETTLE = 240.0  # seconds within which every chat must be with an agent
PING = 20.0  # seconds between two pings of everybody
CONFIRM = 1.0  # seconds between two frames of one agent that say what was delivered
STARTING = 40  # chats begun at once


async def echoes(plan: dict[str, Any], tally: Tally) -> list[Echo]:
    """Everybody at the bare server."""
    clients = []
    for number in range(plan["sockets"]):
        client = Echo(tally, number)
        client.wire = await connect(plan["urls"][0], plan["origin"], client.heard)
        clients.append(client)
    return clients


async def desk(plan: dict[str, Any], tally: Tally) -> tuple[list[Customer], list[Agent]]:
    """Agents and customers, each customer's chat with an agent. They spread evenly over the servers of the plan."""
    urls = plan["urls"]
    agents = []
    for number, cookie in enumerate(plan["cookies"]):
        agent = Agent(tally)
        agent.wire = await connect(f"{urls[number % len(urls)]}/ws/agent", plan["origin"], agent.heard, cookie)
        agent.wire.send(b'{"t":"hello","v":1}')
        agents.append(agent)
    tally.people += agents
    customers = [Customer(tally, number, plan["site"]) for number in range(plan["sockets"])]
    async with asyncio.timeout(SETTLE):
        for begun, customer in enumerate(customers):
            if begun >= STARTING:
                await customers[begun - STARTING].assigned.wait()
            customer.url = f"{urls[begun % len(urls)]}/ws/customer"
            await greet(customer, plan["origin"])
            tally.people.append(customer)
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


async def pinging(tally: Tally) -> None:
    """Who says nothing for a minute is taken for gone."""
    while True:
        await asyncio.sleep(PING)
        for person in list(tally.people):
            person.wire.send(b'{"t":"ping"}')
            await asyncio.sleep(0.001)


async def confirming(agents: list[Agent]) -> None:
    """As consoles do whose chats are not on the screen."""
    for agent in agents:
        agent.came = {}
    while True:
        await asyncio.sleep(CONFIRM / len(agents))
        agents.append(agent := agents.pop(0))
        agent.confirm()


async def storm(customers: list[Customer], origin: str, within: float) -> float:
    """Cut everybody; all come back within so many seconds. Seconds from the first who comes until all have resumed."""
    for customer in customers:
        customer.wire.transport.abort()
    await asyncio.sleep(2)
    begun = time.perf_counter()
    chance = random.Random(1)

    async def come_back(customer: Customer) -> None:
        await asyncio.sleep(chance.uniform(0, within))
        await greet(customer, origin)
        await customer.resumed.wait()

    async with asyncio.timeout(SETTLE):
        await asyncio.gather(*(come_back(customer) for customer in customers))
    return time.perf_counter() - begun


async def play(plan: dict[str, Any]) -> dict[str, float]:
    """Open everything, warm up, measure."""
    tally = Tally(paced="pace" in plan)
    writers: Sequence[Echo | Customer]
    customers: list[Customer] = []
    agents: list[Agent] = []
    tasks: list[asyncio.Task[None]] = []
    tasks.append(asyncio.create_task(pinging(tally)))
    if plan["mode"] == "echo":
        writers = await echoes(plan, tally)
    else:
        customers, agents = await desk(plan, tally)
        writers = customers
        if plan.get("confirms"):
            tasks.append(asyncio.create_task(confirming([*agents])))
    if tally.paced:
        tasks += [asyncio.create_task(pacing(customer, plan["pace"])) for customer in customers]
    else:
        turns: Iterator[Echo | Customer] = itertools.cycle(writers)  # whoever is answered hands on to the next
        tally.next_turn = lambda: next(turns).write()
        for _ in range(plan["in_flight"]):
            tally.next_turn()
    await asyncio.sleep(plan["warm_up"])
    print("MEASURING", flush=True)
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    tally.measuring = True
    await asyncio.sleep(plan["seconds"])
    tally.measuring = False
    took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF)
    print("MEASURED", flush=True)
    tally.stopping = True
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    figures = {
        "messages": tally.answered,
        "per_second": tally.answered / took,
        "frames": tally.frames,
        "generator_cpu_share": used / took,
    }
    if len(tally.latencies) > 100:
        cuts = statistics.quantiles(tally.latencies, n=100)
        figures |= {"p50_ms": cuts[49] * 1000, "p99_ms": cuts[98] * 1000}
    await asyncio.sleep(1.0)
    if plan["mode"] == "storm":
        figures["storm_resumed_s"] = await storm(customers, plan["origin"], plan["within"])
    for customer in customers:
        customer.end()
        await asyncio.sleep(0.002)
    await asyncio.sleep(1.0 if customers else 0)
    for task in tasks:
        task.cancel()
    for one in (*writers, *agents):
        one.wire.transport.close()
    if tally.trouble:
        raise SystemExit(tally.trouble)
    return figures


if __name__ == "__main__":
    raise_file_limit()
    print(json.dumps(asyncio.run(play(json.loads(sys.argv[1])))))
