"""What does a message cost, from a customer's socket through a durable commit to both sides' sockets?

Compared with a bare echo on the same server in one interleaved run. Server CPU per message is what counts: it is the
process's own, so that neighbours and the load generator disturb less.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import psutil

from ops.places import ROOT
from tests.support.databases import Databases, settings_environment
from tests.support.instance import Instance
from tests.support.players import sign_in

THREADS, AGENTS = 100, 10
SHARE = 0.3  # of saturation, for latency

SEED = f"""
from agents.models import Agent, LanguageSkill
from chat.models import Site, Topic
from demo.cast import PASSWORD
site, new = Site.objects.get_or_create(key="site_bench", defaults={{"name": "Bench", "languages": ["en"]}})
if new:
    Topic.objects.create(site=site, slug="bench", names={{"en": "Bench"}})
    for number in range({AGENTS}):
        agent = Agent.objects.create_user(f"bench{{number}}@meridian.example", PASSWORD, site=site, name=f"B{{number}}",
                                          capacity=10_000, status="available")
        LanguageSkill.objects.create(agent=agent, language="en", level=5)
"""


def load(plan: dict[str, Any], pid: int) -> dict[str, float]:
    """Run the generator; its figures, with the server's CPU per message (µs) over exactly the measured time."""
    server = psutil.Process(pid)
    command = [sys.executable, "-m", "bench.load", json.dumps(plan)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        cpu = 0.0
        figures: dict[str, float] = {}
        for line in process.stdout:
            times = server.cpu_times()
            if line.startswith("MEASURING"):
                cpu = times.user + times.system
            elif line.startswith("MEASURED"):
                cpu = times.user + times.system - cpu
            else:
                figures = json.loads(line)
    assert process.returncode == 0, "the load generator failed"
    return figures | {"cpu_us": cpu / max(1, figures["messages"]) * 1e6}


@contextlib.contextmanager
def echo_server() -> Iterator[tuple[int, int]]:
    """(pid, port) of a bare echo."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "bench.echo", str(port)], cwd=ROOT)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()


def run(quick: bool) -> dict[str, float]:
    """Echo and full path in turn; medians."""
    rounds, seconds, warm_up = (1, 5.0, 4.0) if quick else (5, 10.0, 6.0)
    databases = Databases()

    os.environ.update(settings_environment(databases.where))
    databases.start()
    instance = Instance(databases, extra_env={"FRAMES_PER_SECOND": "100000", "LOG_LEVEL": "ERROR"}).start()
    noted: dict[str, list[dict[str, float]]] = {}

    def note(name: str, figures: dict[str, float]) -> dict[str, float]:
        noted.setdefault(name, []).append(figures)
        shown = " ".join(f"{key} {value:,.2f}" for key, value in figures.items())
        print(f"{name:>8}  {shown}", flush=True)
        return figures

    try:
        instance.manage("shell", "-v", "0", "-c", SEED)
        cookies = [sign_in(instance, f"bench{number}@meridian.example") for number in range(AGENTS)]
        product = {
            "url": f"ws://localhost:{instance.port}", "origin": instance.url, "site": "site_bench", "cookies": cookies,
            "sockets": THREADS, "seconds": seconds, "warm_up": warm_up,
        }  # fmt: skip
        with echo_server() as (echo_pid, echo_port):
            bare = {"mode": "echo", "url": f"ws://127.0.0.1:{echo_port}", "origin": "http://localhost"}
            bare |= {"sockets": THREADS, "seconds": seconds, "warm_up": 1.0}
            for _ in range(rounds):
                note("echo", load(bare, echo_pid))
                full = note("full", load({"mode": "full", **product}, instance.pid("web")))
                pace = SHARE * full["per_second"] / THREADS
                note("paced", load({"mode": "paced", "pace": pace, **product}, instance.pid("web")))
    finally:
        instance.stop()
        databases.stop()

    def median(name: str, key: str) -> float:
        return statistics.median(figures[key] for figures in noted[name])

    return {
        "echo_per_second": round(median("echo", "per_second")),
        "full_path_per_second": round(median("full", "per_second")),
        "full_path_cpu_us": round(median("full", "cpu_us")),
        "echo_cpu_us": round(median("echo", "cpu_us")),
        "full_path_ratio_to_echo": round(median("full", "cpu_us") / median("echo", "cpu_us"), 2),
        "p50_ms": round(median("paced", "p50_ms"), 1),
        "p99_ms": round(median("paced", "p99_ms"), 1),
        "generator_cpu_share": round(median("full", "generator_cpu_share"), 2),
    }
