"""How does a run go? Agents sign on, customers arrive, everybody finishes, what is missing is read again."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
import time
from collections.abc import Awaitable, Callable

from traffic import plan
from traffic.agent import Agent
from traffic.customer import CLOSING_S, Customer
from traffic.options import Options
from traffic.setup import Setup
from traffic.stage import Stage
from traffic.trouble import Trouble
from traffic.words import Words

SIGN_INS_AT_ONCE = 2  # a server hashes passwords slowly on purpose
AtTheEnd = Callable[[list[Agent], Stage], Awaitable[None]]
CLOSING_ALL_S = 4 * CLOSING_S  # for everybody's last requests, after the run's time


async def play(
    setup: Setup,
    options: Options,
    words: Words,
    progress: Callable[[Stage], None],
    *,
    customer: type[Customer] = Customer,
    at_the_end: AtTheEnd | None = None,
) -> Stage:
    """The whole run; `progress` is called twice a second. `customer` is who comes; `at_the_end` may look at the agents'
    consoles while they are still connected."""
    stage = Stage(setup, options, f"t{secrets.token_hex(4)}", deadline=float("inf"))
    seats = plan.agents(setup, options.agents)
    agents = [Agent(seat, number, stage) for number, seat in enumerate(seats)]
    try:
        agents = await _sign_on(agents, stage)
        coming = plan.customers(setup, [agent.seat for agent in agents], words, options)
        stage.deadline = time.monotonic() + options.seconds
        ticker = asyncio.create_task(_tick(stage, progress))
        _end_on_interrupt(stage)
        try:
            await _arrivals(coming, stage, customer)
            await asyncio.gather(*(agent.finish(CLOSING_S) for agent in agents))
            await _read_again(agents, stage)
            if at_the_end:
                await at_the_end(agents, stage)
        finally:
            ticker.cancel()
            progress(stage)
    finally:
        await asyncio.gather(*(agent.sign_off() for agent in agents), return_exceptions=True)
    return stage


async def _sign_on(agents: list[Agent], stage: Stage) -> list[Agent]:
    """Those who could; `Trouble` when nobody could."""
    turn = asyncio.Semaphore(SIGN_INS_AT_ONCE)
    failed: list[str] = []

    async def one(agent: Agent) -> Agent | None:
        async with turn:
            try:
                await agent.sign_on()
            except Trouble as trouble:
                failed.append(str(trouble))
                await agent.sign_off()
                return None
            return agent

    there = [agent for agent in await asyncio.gather(*map(one, agents)) if agent]
    if not there:
        raise Trouble(failed[0])
    for text in failed:
        stage.notebook.count("agents_missing")
        stage.notebook.notice(text)
    return there


async def _arrivals(coming: list[plan.CustomerPlan], stage: Stage, customer: type[Customer]) -> None:
    """Everybody comes in their time and plays to the end."""
    began = time.monotonic()
    visits: list[asyncio.Task[None]] = []
    for one in coming:
        if not await _until(began + one.arrives, stage):
            break
        visits.append(asyncio.create_task(customer(one, stage).play()))
    if visits:
        while stage.left and not all(visit.done() for visit in visits):
            await asyncio.wait(visits, timeout=min(0.5, stage.left))
        _done, late = await asyncio.wait(visits, timeout=CLOSING_ALL_S)
        for visit in late:
            visit.cancel()
        for outcome in await asyncio.gather(*visits, return_exceptions=True):
            if outcome is not None:
                stage.notebook.count("broken_players")
                stage.notebook.notice(f"a player broke: {outcome!r}")


async def _until(moment: float, stage: Stage) -> bool:
    """Sleep until then; false when the run's time is up before."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(max(0.0, min(moment - time.monotonic(), stage.left))):
            await stage.interrupted.wait()
    return stage.left > 0


async def _read_again(agents: list[Agent], stage: Stage) -> None:
    """What agents can read of the chats that no agent has read at the end: one of their last messages may have crossed
    the end, or the agent's console was away."""
    waiting = [
        (thread, dossier)
        for thread, dossier in stage.notebook.dossiers.items()
        if dossier.answered()
        and (not dossier.agent_truth or (dossier.truth and dossier.agent_truth.head < dossier.truth.head))
    ]

    async def some(agent: Agent, part: list[int]) -> None:
        for place in part:
            thread, dossier = waiting[place]
            dossier.agent_truth = await agent.client.reread(thread, CLOSING_S) or dossier.agent_truth

    await asyncio.gather(
        *(some(agent, list(range(number, len(waiting), len(agents)))) for number, agent in enumerate(agents))
    )


async def _tick(stage: Stage, progress: Callable[[Stage], None]) -> None:
    while True:
        progress(stage)
        await asyncio.sleep(0.5)


def _end_on_interrupt(stage: Stage) -> None:
    """The first Ctrl-C lets everybody finish; the second ends at once."""
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()

    def interrupted() -> None:
        if stage.interrupted.is_set() and task:
            task.cancel()
        stage.interrupted.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, interrupted)
