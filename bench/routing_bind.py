"""How fast do decisions become true in PostgreSQL, what does the journal cost, how soon does a restarted router decide?

Bound: a site whose people are free and whose customers wait is opened by the router's own cycle, until everybody who
can be served is assigned: reading, engine, locks, recount, inserts, events and journal included; wall time. With and
without the journal in turn; its cost is the part of the CPU seconds, the router's and PostgreSQL's together, that it
takes, so that neighbours disturb less.

Restart: as many wait while everybody is full; from the start of the router's process until its first bind, and the same
when the leader before it was killed and its lease has to run out.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import statistics
import subprocess
import sys
import time
from typing import Any

import psutil

from ops.places import ROOT
from tests.support.databases import Databases, settings_environment

WAITING, AGENTS, CAPACITY = 10_000, 2_000, 5
LANGUAGES, REGIONS = 20, 10

PEOPLE = """
WITH agent AS (
    INSERT INTO agents_agent (password, site_id, public_id, email, name, role, is_active, status, status_at, capacity,
        regions, tiers, status_reason)
    SELECT '', %(site)s, %(key)s || 'a' || n, %(key)s || n || '@bench.example', 'Agent ' || n, 'agent', true,
        'available', now(), %(capacity)s,
        CASE WHEN n %% 2 = 0 THEN ARRAY['r' || n %% %(regions)s] ELSE '{}' END, '{}', ''
    FROM generate_series(1, %(agents)s) n RETURNING id
)
INSERT INTO agents_languageskill (agent_id, language, level)
SELECT id, 'l' || (id + part * 7) %% %(languages)s, 2 + (id + part) %% 4 FROM agent, generate_series(0, 1) part
"""
CUSTOMERS = """
WITH topic AS (
    INSERT INTO chat_topic (site_id, slug, names, urgent, position) VALUES (%(site)s, 'api', '{}', false, 0)
    RETURNING id
), customer AS (
    INSERT INTO chat_customer (site_id, public_id, name, tier, language, region, region_source, email, page_url,
        page_title, device, seen_at, created_at)
    SELECT %(site)s, %(key)s || 'c' || n, 'C', n %% 4, 'l' || n %% %(languages)s, 'r' || n %% %(regions)s, 'host', '',
        '', '', '', now(), now()
    FROM generate_series(1, %(waiting)s) n RETURNING id, tier, language, region
), thread AS (
    INSERT INTO chat_thread (site_id, customer_id, public_id, start_id, created_at)
    SELECT %(site)s, id, %(key)s || 't' || id, 's', now() FROM customer RETURNING id, customer_id
), head AS (
    INSERT INTO chat_threadhead (thread_id, seq, writable) SELECT id, 0, true FROM thread
), chat AS (
    INSERT INTO chat_chat (site_id, thread_id, customer_id, public_id, topic_id, language, state, queued_at, ended_by,
        outcome, rating_comment)
    SELECT %(site)s, t.id, c.id, %(key)s || 'h' || c.id, topic.id, c.language, 'waiting',
        now() - make_interval(secs => 200) + make_interval(secs => c.id %% 200), '', '', ''
    FROM thread t JOIN customer c ON c.id = t.customer_id, topic RETURNING id, customer_id, queued_at
)
INSERT INTO routing_request (site_id, channel, chat_id, state, queued_at, languages, region, tier, topic, topic_level,
    urgent, excluded, declined, preferred, wait_for)
SELECT %(site)s, 'chat', h.id, 'waiting', h.queued_at, jsonb_build_array(jsonb_build_array(c.language, 2)), c.region,
    c.tier, 'api', 0, false, '{}', '{}', '[]', ''
FROM chat h JOIN customer c ON c.id = h.customer_id
"""


def filled(capacity: int, waiting: int, agents: int) -> tuple[int, set[int]]:
    """A new site with its people and customers; its id, and the people's."""
    from django.db import connection

    from agents.models import Agent
    from chat.models import Site

    key = f"b{time.time_ns():x}"
    site = Site.objects.create(key=key, name="Bench", languages=["l0"], default_language="l0")
    plan: dict[str, Any] = {
        "key": key, "site": site.pk, "capacity": capacity, "waiting": waiting, "agents": agents,
        "languages": LANGUAGES, "regions": REGIONS,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, plan)
        cursor.execute(CUSTOMERS, plan)
        cursor.execute("ANALYZE routing_request, routing_assignment, chat_chat, chat_threadhead, agents_agent")
    return site.pk, set(Agent.objects.filter(site=site).values_list("pk", flat=True))


def cpu_seconds(postmaster: int) -> float:
    """What this process and PostgreSQL have used so far."""
    used = time.process_time()
    for server in (psutil.Process(postmaster), *psutil.Process(postmaster).children()):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = server.cpu_times()
            used += times.user + times.system
    return used


def bound_per_second(epoch: int, waiting: int, agents: int, journalled: bool, postmaster: int) -> tuple[float, float]:
    """Assignments per second, and CPU microseconds for each, from the first look of a site's cycle until nobody waits
    who can be served."""
    from routing import cycle, journal
    from routing.models import Assignment

    site_id, people = filled(CAPACITY, waiting, agents)

    async def nobody(_agents: set[int]) -> None:
        """Presence is known."""

    def published(_hints: list[Any]) -> None:
        """Hints go nowhere."""

    async def drained() -> tuple[float, float]:
        desk = await cycle.Desk.open(site_id, epoch, cycle.Presence(people, lambda agent: 0.0, nobody), published)
        begun, used = time.perf_counter(), cpu_seconds(postmaster)
        await desk.look()
        return time.perf_counter() - begun, cpu_seconds(postmaster) - used

    write = journal._write
    if not journalled:
        journal._write = lambda *_entry: None
    try:
        took, used = asyncio.run(drained())
    finally:
        journal._write = write
    made = Assignment.objects.filter(agent__site=site_id).count()
    assert made > 0.9 * min(waiting, agents * CAPACITY), f"only {made} were assigned"
    return made / took, used / made * 1e6


class Router:
    """The router as a process of its own."""

    def __init__(self) -> None:
        self.begun = time.time()
        self.process = subprocess.Popen([sys.executable, "-m", "routing"], cwd=ROOT, stderr=subprocess.DEVNULL)

    def first_bind(self, site_id: int) -> float:
        """Seconds from the start of the process until the first assignment of this site."""
        from routing.models import Assignment

        for _ in range(3000):
            if Assignment.objects.filter(agent__site=site_id, epoch__isnull=False).exists():
                return time.time() - self.begun
            time.sleep(0.01)
        raise AssertionError("the router bound nothing within 30 s")

    def end(self, number: signal.Signals) -> None:
        """Stop it, kindly or not."""
        self.process.send_signal(number)
        self.process.wait()


def restart(waiting: int, agents: int, killed: bool) -> float:
    """Seconds from the start of a router until its first bind, with everybody waiting and one person free."""
    from redis import Redis

    from agents.models import Agent
    from agents.presence import PREFIX

    before = Router()
    time.sleep(3)
    site_id, people = filled(0, waiting, agents)
    redis = Redis.from_url(os.environ["REDIS_URL"])
    free = max(people)
    redis.mset({f"{PREFIX}{agent}": 1 for agent in people})
    before.end(signal.SIGKILL if killed else signal.SIGTERM)
    Agent.objects.filter(pk=free).update(capacity=1)
    after = Router()
    try:
        return after.first_bind(site_id)
    finally:
        after.end(signal.SIGTERM)
        from chat.models import Site
        from routing.models import Request

        Request.objects.filter(site=site_id).update(state="done")
        Agent.objects.filter(site=site_id).update(is_active=False)
        Site.objects.filter(pk=site_id).update(name="Done")


def run(quick: bool) -> dict[str, float]:
    """Interleave, take medians, print the figures; the keys of the RESULT line."""
    databases = Databases(durable=True)
    os.environ.update(settings_environment(databases.where))
    databases.start()
    url = databases.clone()
    os.environ["DATABASE_URL"] = url
    import django

    django.setup()
    from django.db import connections

    from routing import lease

    figures: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        figures.setdefault(name, []).append(value)
        print(f"{name:>28} {value:12,.2f}", flush=True)

    waiting, agents, rounds = (2_000, 400, 2) if quick else (WAITING, AGENTS, 5)
    try:
        epoch = lease.acquire("bench") or 0
        postmaster = int((databases.where.postgres / "postmaster.pid").read_text().split()[0])
        for _ in range(rounds):
            for name, journalled in (("bound", True), ("without_journal", False)):
                per_second, cpu = bound_per_second(epoch, waiting, agents, journalled, postmaster)
                note(f"{name}_per_second", per_second)
                note(f"{name}_cpu_us", cpu)
        lease.release(epoch)
        note("restart_first_decision_s", restart(WAITING, AGENTS, killed=False))
        note("killed_first_decision_s", restart(WAITING, AGENTS, killed=True))
    finally:
        connections.close_all()
        databases.drop(url)
        databases.stop()
    median = {name: statistics.median(values) for name, values in figures.items()}
    pairs = zip(figures["bound_cpu_us"], figures["without_journal_cpu_us"], strict=True)
    cost = statistics.median(100 * (1 - without / with_it) for with_it, without in pairs)
    return {
        "bound_per_second": round(median["bound_per_second"]),
        "bound_cpu_us": round(median["bound_cpu_us"]),
        "journal_cost_percent": round(cost, 1),
        "restart_first_decision_s": round(median["restart_first_decision_s"], 2),
        "killed_first_decision_s": round(median["killed_first_decision_s"], 2),
    }
