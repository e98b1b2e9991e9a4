"""How long from a customer in the queue to the agent's console, agents free, 50 chats a second? The whole product."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys

from ops.places import ROOT
from tests.support.databases import Databases, settings_environment
from tests.support.instance import Instance
from tests.support.players import sign_in

AGENTS, CUSTOMERS, RATE = 20, 500, 50

SEED = f"""
from agents.models import Agent, LanguageSkill
from chat.models import Site, Topic
from demo.cast import PASSWORD
site = Site.objects.create(key="site_arrivals", name="Arrivals", languages=["en"])
Topic.objects.create(site=site, slug="bench", names={{"en": "Bench"}})
for number in range({AGENTS}):
    agent = Agent.objects.create_user(f"arrivals{{number}}@meridian.example", PASSWORD, site=site, name=f"A{{number}}",
                                      capacity=20, status="available")
    LanguageSkill.objects.create(agent=agent, language="en", level=5)
"""


def run(quick: bool) -> dict[str, float]:
    """Some rounds; medians of their percentiles."""
    rounds, seconds = (1, 8.0) if quick else (3, 20.0)
    databases = Databases(durable=True)
    os.environ.update(settings_environment(databases.where))
    databases.start()
    instance = Instance(databases, extra_env={"FRAMES_PER_SECOND": "100000", "LOG_LEVEL": "WARNING"}).start()
    found: list[dict[str, float]] = []
    try:
        instance.manage("shell", "-v", "0", "-c", SEED)
        plan = {
            "url": f"ws://localhost:{instance.port}", "origin": instance.url, "site": "site_arrivals", "rate": RATE,
            "cookies": [sign_in(instance, f"arrivals{number}@meridian.example") for number in range(AGENTS)],
            "customers": CUSTOMERS, "seconds": seconds, "warm_up": 4.0,
        }  # fmt: skip
        for _ in range(rounds):
            command = [sys.executable, "-m", "bench.routing_arrivals", json.dumps(plan)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr[-2000:]
            figures = json.loads(done.stdout)
            found.append(figures)
            print("  ".join(f"{name} {value:,.1f}" for name, value in figures.items()), flush=True)
    finally:
        instance.stop()
        databases.stop()
    return {
        "queued_to_console_ms_p50": round(statistics.median(one["p50_ms"] for one in found), 1),
        "queued_to_console_ms_p99": round(statistics.median(one["p99_ms"] for one in found), 1),
    }
