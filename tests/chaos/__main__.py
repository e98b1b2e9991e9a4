"""`make chaos [SEED=n] [MINUTES=n]`: what does the product survive?

Round after round with another seed, each on a product of its own, until the minutes are over. A broken promise ends the
run with the seed and the smallest history that shows it.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from collections import Counter

from tests.chaos.faults import FAULTS
from tests.chaos.round import Outcome, Plan, play
from tests.chaos.verdict import KINDS
from tests.support.databases import Databases, settings_environment

FAULTS_IN_A_ROUND = 8


def plan_of(seed: int) -> Plan:
    """The round of a seed: every fault has its turn, in another order each time; every second round says all twice."""
    chance = random.Random(seed)
    start = (seed * FAULTS_IN_A_ROUND) % len(FAULTS)
    order = [FAULTS[(start + place) % len(FAULTS)] for place in range(FAULTS_IN_A_ROUND)]
    chance.shuffle(order)
    return Plan(seed, order, customers=70, twice=seed % 2 == 1)


async def run(seed: int, minutes: float) -> int:
    """Rounds until the time is up; the exit code."""
    began = time.monotonic()
    databases = Databases()
    os.environ.update(settings_environment(databases.where))
    total: Counter[str] = Counter(dict.fromkeys(("faults", "acknowledged", *KINDS), 0))
    survived: Counter[str] = Counter()
    failed = False
    try:
        while not failed and (total["rounds"] == 0 or time.monotonic() - began < minutes * 60):
            outcome = await play(plan_of(seed + total["rounds"]), databases)
            total["rounds"] += 1
            total["faults"] += len(outcome.faults)
            total["acknowledged"] += outcome.verdict.acknowledged
            total.update(outcome.verdict.counts)
            survived.update(name for _since, _until, name in outcome.faults)
            failed = say(outcome, time.monotonic() - began)
    finally:
        await asyncio.to_thread(databases.stop)
    print("Survived: " + ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in survived.most_common()))
    print("RESULT " + json.dumps(dict(total)))
    return 1 if failed else 0


def say(outcome: Outcome, seconds: float) -> bool:
    """One line for a round, and the story of what was broken; whether anything was."""
    verdict, figures = outcome.verdict, outcome.figures
    broken = {kind: count for kind, count in verdict.counts.items() if count}
    print(
        f"{int(seconds) // 60}:{int(seconds) % 60:02}  seed {outcome.plan.seed}: {len(outcome.faults)} faults, "
        f"{figures['chats']} chats, {figures['served']} served, {verdict.acknowledged} acknowledged, "
        f"{verdict.stored} events stored, {figures['resent']} sent again, {figures['reconnects']} reconnects, "
        f"{outcome.looks} looks: {broken or 'every promise kept'}",
        flush=True,
    )
    for line in outcome.story():
        print(f"    {line}")
    if broken:
        print(f"    Again: make chaos SEED={outcome.plan.seed} MINUTES=0", flush=True)
    return bool(broken)


def main() -> int:
    """The command line, by the environment as `make` hands it on."""
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10_000))
    return asyncio.run(run(seed, float(os.environ.get("MINUTES") or 10)))


if __name__ == "__main__":
    sys.exit(main())
