"""How fast is the pure routing engine, against the naive one, and does its cost grow with the queue?

Three settings, all with 20 languages, 10 regions and 4 tiers, scoring by region, tier, level and load:

- drain: many wait, all agents have room, one call decides everything; inputs not included. The headline figure, and the
  one compared with the naive engine.
- steady: everybody is full and many wait; a chat ends, its agent gets the next one, a new customer queues. One decision
  at a time, the cost of its three inputs included. Growth is that of these, from 1,000 to 100,000 waiting.
- light: agents free, nobody waits; a customer queues and is given to the best agent.
- drain with topics: the same drain where each request has one of 6 topics, a third of them asking for skill.

Seconds are the process's own CPU seconds, with the garbage collector off, so that neighbours disturb less.

The naive engine of `tests/stateful` decides the same drain, from the same state, for as many decisions as time allows;
its decisions must be the same ones.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

from routing.core import (
    Agent,
    AgentChanged,
    Bound,
    Engine,
    LanguageWish,
    LoadChanged,
    Policy,
    Request,
    RequestQueued,
)
from tests.stateful.naive_engine import NaiveEngine

LANGUAGES = [f"l{number:02}" for number in range(20)]
REGIONS = [f"r{number}" for number in range(10)]
TIERS = [0, 0, 0, 0, 0, 0, 1, 1, 2, 3]
TOPICS = ["security", "deposit", "trading", "identity", "api", "other"]
CAPACITY = 5
TICK = 1 / 50_000
"""Seconds between customers: at the engine's own pace, so that rings reached by others in between do not count."""


def some_agent(chance: random.Random, agent_id: int, load: int) -> Agent:
    """One to three languages; half serve some regions, a third some tiers; most topics at some level."""
    return Agent(
        id=agent_id,
        name=f"agent {agent_id}",
        languages={name: chance.randint(2, 5) for name in chance.sample(LANGUAGES, chance.choice([1, 2, 2, 3]))},
        topics={name: chance.randint(1, 5) for name in chance.sample(TOPICS, chance.randint(3, 6))},
        regions=frozenset(chance.sample(REGIONS, chance.choice([0, 0, 2, 3]))),
        tiers=frozenset(chance.choice([(), (), (0, 1), (1, 2, 3)])),
        capacity=CAPACITY,
        load=load,
        idle_since=float(agent_id % 97),
    )


def some_request(chance: random.Random, request_id: int, queued_at: float, topics: bool = False) -> Request:
    """One or two languages at levels 1 to 4; with topics, every third of them asks for skill."""
    names = chance.sample(LANGUAGES, chance.choice([1, 1, 2]))
    topic = chance.choice(TOPICS) if topics else ""
    return Request(
        id=request_id,
        queued_at=queued_at,
        languages=tuple(LanguageWish(name, chance.randint(1, 4)) for name in names),
        region=chance.choice(REGIONS),
        tier=chance.choice(TIERS),
        topic=topic,
        topic_level=2 if topic in ("security", "api") else 0,
        urgent=topic == "security" and chance.random() < 0.2,
    )


def prepared(
    make: Callable[..., Any], waiting: int, agents: int, load: int, span: float, topics: bool = False
) -> tuple[Any, random.Random]:
    """An engine with so many waiting, queued over the last `span` seconds before 1000, and agents carrying `load`."""
    chance = random.Random(7)
    engine = make(Policy.default())
    for agent_id in range(1, agents + 1):
        engine.apply(AgentChanged(some_agent(chance, agent_id, load)), 1000.0)
    for request_id in range(1, waiting + 1):
        moment = 1000.0 - span * (waiting - request_id) / max(1, waiting)
        engine.apply(RequestQueued(some_request(chance, request_id, moment, topics)), 1000.0)
    return engine, chance


def steady(waiting: int, agents: int, rounds: int) -> float:
    """Decisions per second when each freed place goes to the next customer at once."""
    engine, chance = prepared(Engine, waiting, agents, CAPACITY, 240.0)
    engine.decide(1000.0)
    requests = [some_request(chance, waiting + n + 1, 1000.0 + n * TICK) for n in range(rounds)]
    freed = [LoadChanged(chance.randint(1, agents), CAPACITY - 1, 1000.0 + n * TICK) for n in range(rounds)]
    made = 0
    gc.collect()
    gc.disable()
    begun = time.process_time()
    for request, load in zip(requests, freed, strict=True):
        now = request.queued_at
        engine.apply(load, now)
        engine.apply(RequestQueued(request), now)
        for decision in engine.decide(now):
            engine.apply(Bound(decision.request_id, decision.agent_id), now)
            made += 1
    spent = time.process_time() - begun
    gc.enable()
    return made / spent


def drain(waiting: int, agents: int, topics: bool = False) -> tuple[float, list[Any]]:
    """Decisions per second of one call that serves a whole queue; and the decisions."""
    engine, _ = prepared(Engine, waiting, agents, 0, 240.0, topics)
    gc.collect()
    gc.disable()
    begun = time.process_time()
    decisions = engine.decide(1000.0)
    spent = time.process_time() - begun
    gc.enable()
    return len(decisions) / spent, decisions


def drain_naive(waiting: int, agents: int, seconds: float) -> tuple[float, list[Any]]:
    """The same by the naive engine, stopped after some seconds."""
    engine, _ = prepared(NaiveEngine, waiting, agents, 0, 240.0)
    decisions: list[Any] = []
    begun = time.process_time()
    for decision in engine.decisions(1000.0):
        decisions.append(decision)
        if time.process_time() - begun > seconds:
            break
    return len(decisions) / (time.process_time() - begun), decisions


def light(agents: int, rounds: int) -> float:
    """Decisions per second when agents have room and customers come one by one."""
    engine, chance = prepared(Engine, 0, agents, 1, 0.0)
    requests = [some_request(chance, n + 1, 1000.0 + n * TICK) for n in range(rounds)]
    gc.collect()
    gc.disable()
    begun = time.process_time()
    made = 0
    for request in requests:
        now = request.queued_at
        engine.apply(RequestQueued(request), now)
        for decision in engine.decide(now):
            engine.apply(Bound(decision.request_id, decision.agent_id), now)
            engine.apply(LoadChanged(decision.agent_id, made % CAPACITY, now), now)
            made += 1
    spent = time.process_time() - begun
    gc.enable()
    return made / spent


def bytes_per_request(waiting: int, agents: int) -> float:
    """Memory of one waiting request, the request itself included."""
    gc.collect()
    engine, chance = prepared(Engine, 0, agents, CAPACITY, 0.0)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for request_id in range(1, waiting + 1):
        moment = 1000.0 - 240.0 * (waiting - request_id) / waiting
        engine.apply(RequestQueued(some_request(chance, request_id, moment)), 1000.0)
    engine.decide(1000.0)
    gc.collect()
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return used / waiting


def run(quick: bool) -> dict[str, float]:
    """Interleave the settings, take medians, print the figures; the keys of the RESULT line."""
    waiting, agents, times, rounds = 10_000, 2_000, (1 if quick else 3), (5_000 if quick else 20_000)
    figures: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        figures.setdefault(name, []).append(value)
        print(f"{name:>28} {value:12,.1f}", flush=True)

    for _ in range(times):
        note("steady_1k_per_second", steady(1_000, agents, rounds))
        note("steady_10k_per_second", steady(waiting, agents, rounds))
        note("steady_100k_per_second", steady(100_000, agents, rounds))
        fast, mine = drain(waiting, agents)
        note("drain_per_second", fast)
        note("drain_with_topics_per_second", drain(waiting, agents, True)[0])
        slow, naive = drain_naive(waiting, agents, 3.0 if quick else 8.0)
        note("naive_per_second", slow)
        assert mine[: len(naive)] == naive, "the naive engine decided otherwise"
        note("light_per_second", light(agents, rounds))
    note("bytes_per_request", bytes_per_request(waiting, agents))
    median = {name: statistics.median(values) for name, values in figures.items()}
    return {
        "decisions_per_second": round(median["drain_per_second"]),
        "steady_per_second": round(median["steady_10k_per_second"]),
        "drain_with_topics_per_second": round(median["drain_with_topics_per_second"]),
        "light_per_second": round(median["light_per_second"]),
        "ratio_to_naive": round(median["drain_per_second"] / median["naive_per_second"], 1),
        "growth_1k_to_100k": round(median["steady_1k_per_second"] / median["steady_100k_per_second"], 2),
        "bytes_per_request": round(median["bytes_per_request"]),
    }
