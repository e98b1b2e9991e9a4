"""How does one round go? Customers and agents play over the proxy while, by the seed, one fault follows another; then
everything comes to rest and is judged."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.chaos.faults import Fault
from tests.chaos.verdict import Verdict, judge, minimal
from tests.chaos.watch import Finding, Watch
from tests.chaos.world import World
from tests.support.databases import Databases
from traffic import game, options, setup, words
from traffic.agent import Agent
from traffic.customer import CLOSING_S, Customer
from traffic.report import judge as figures_of
from traffic.stage import Stage

REST = 120.0  # seconds after the last fault within which everything must be well again, also on a slow machine
GLANCE = 2.0  # seconds between looking whether something has been found
ESCALATE = 3  # every so-manieth customer makes a ticket at the end


@dataclass(frozen=True)
class Plan:
    """What is played. `pause` is the mean number of seconds between two faults."""

    seed: int
    faults: Sequence[Fault]
    customers: int = 40
    rate: float = 1.0
    pause: float = 6.0
    twice: bool = False
    bug: str = ""
    patience: float = 120.0  # after the last arrival
    # Seconds within which what is stored is seen: a half-open connection is found after 60, then all is made good.
    sight: float = 75.0
    # The broken promise whose discovery ends the round; until then the faults are repeated, `limit` seconds at most.
    until: str = ""
    limit: float | None = None


@dataclass
class Outcome:
    """What came of it."""

    plan: Plan
    stage: Stage
    verdict: Verdict
    figures: dict[str, Any]
    faults: list[tuple[float, float, str]] = field(default_factory=list)  # since, until (monotonic), name
    looks: int = 0

    def story(self) -> list[str]:
        """Each finding with the smallest history that shows it."""
        lines = []
        for kind, thread, said in self.verdict.findings[:5]:
            lines.append(f"{kind}: thread {thread or '-'}: {said}")
            lines += [f"    {line}" for line in minimal(self.stage, thread, said, self.faults)]
        return lines


async def play(plan: Plan, databases: Databases) -> Outcome:
    """The whole round."""
    chance = random.Random(plan.seed)
    escalated: dict[str, set[int]] = {}
    async with World(databases, twice=plan.twice, bug=plan.bug) as world:
        where, _said = setup.read(None, world.product.url, world.product.where.data, "")
        asked = options.parse(
            [
                *("--customers", str(plan.customers), "--rate", str(plan.rate), "--seed", str(plan.seed)),
                *("--seconds", str(plan.customers / plan.rate + plan.patience), "--think", "0.6"),
            ],
            {},
        )
        spoken = words.load(asked.messages, asked.dialogues)
        happened: list[tuple[float, float, str]] = []
        async with Watch(world.product.database_url) as watch:
            harm = asyncio.create_task(_harm(world, plan, chance, happened))

            async def at_the_end(agents: list[Agent], stage: Stage) -> None:
                if not plan.until:
                    await harm
                    await watch.compare_desks(agents, stage)

            stages: list[Stage] = []
            played = game.play(
                where, asked, spoken, stages.append, customer=_escalating(escalated), at_the_end=at_the_end
            )

            def judged() -> Verdict:
                return judge(stages[-1], world.product.database_url, escalated, watch.found, plan.sight)

            before: set[Finding] = set()

            def noticed() -> Verdict | None:
                """The verdict, once it has had the same finding twice: what mends itself in between was not it."""
                nonlocal before
                verdict = judged()
                found = {finding for finding in verdict.findings if finding[0] == plan.until}
                lasting, before = found & before, found
                return verdict if lasting else None

            verdict = None
            try:
                if plan.until:
                    verdict = await _noticed(played, harm, plan.limit, lambda: noticed() if stages else None)
                else:
                    await played
            finally:
                await _cancelled(harm)
        await world.calm(REST)
        figures, _remarks, _passed = figures_of(stages[-1])
        return Outcome(plan, stages[-1], verdict or judged(), figures, happened, watch.looks)


async def _noticed(
    played: Coroutine[None, None, Stage],
    harm: asyncio.Task[None],
    limit: float | None,
    look: Callable[[], Verdict | None],
) -> Verdict | None:
    """Play until it is found, or over, or the time is up; trouble of the game or of the harm is raised."""
    game_on = asyncio.create_task(played)
    try:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit):
                while not (found := look()) and not game_on.done():
                    done, _going_on = await asyncio.wait([game_on, harm], timeout=GLANCE)
                    for task in done:
                        task.result()
                return found
    finally:
        await _cancelled(game_on)
    return None


async def _cancelled(task: asyncio.Task[Any]) -> None:
    """End a task. If it has ended of trouble, or does so now, that is raised."""
    task.cancel()
    for outcome in await asyncio.gather(task, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome


async def _harm(world: World, plan: Plan, chance: random.Random, happened: list[tuple[float, float, str]]) -> None:
    """One fault after the other; the next one may begin before the product has recovered from the last."""
    await asyncio.sleep(plan.pause)
    faults: Iterable[Fault] = itertools.cycle(plan.faults) if plan.until else plan.faults
    for fault in faults:
        begun = time.monotonic()
        happened.append((begun, float("inf"), fault.__name__))
        await fault(world, chance)
        happened[-1] = (begun, time.monotonic(), fault.__name__)
        await asyncio.sleep(chance.uniform(0.3, 1.7) * plan.pause)
    await world.calm(REST)


def _escalating(escalated: dict[str, set[int]]) -> type[Customer]:
    """Customers of whom some make a ticket instead of just leaving, and press the button twice."""

    class Escalating(Customer):
        async def _part(self) -> None:
            if self.plan.number % ESCALATE == 0 and self.view.standing()[0] != "ended":
                told = escalated.setdefault(self.thread, set())
                presses = [self.client.ask("escalate", CLOSING_S, thread=self.thread) for _ in range(2)]
                for answer in await asyncio.gather(*presses):
                    if answer and answer["t"] == "ok" and answer.get("ticket"):
                        told.add(answer["ticket"])
                if not told:
                    del escalated[self.thread]
            await super()._part()

    return Escalating
