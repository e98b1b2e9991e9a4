"""What does a message cost, from a customer's socket through a durable commit to both sides' sockets?

Compared with a bare echo on the same server in one interleaved run: the same frame in, one message on the way per
socket, as many sockets. Server CPU per message is what counts: it is the process's own, so that neighbours and the load
generator disturb less. Then what many connections cost: threads, memory, a storm of returns, clients that do not read.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from typing import Any

import psutil

from bench.stage import SITE, Crowd, Stage, echo, load

THREADS = 100
MANY = 2000
SHARE = 0.3  # of saturation, for latency
STORM = 5.0  # seconds within which all come back
DEAF = 50
DEAF_BYTES = 3 << 19  # 1.5 MiB written to each
DEAF_PATIENCE = 15.0  # seconds

UVICORN = ["-m", "uvicorn", "web.asgi:application", "--host", "127.0.0.1", "--port", "{port}"]
UVICORN += ["--ws", "web.uvicorn_socket:TextsProtocol", "--ws-max-size", "65536", "--log-level", "error"]


class Notes:
    """Figures of every round, printed as they come."""

    def __init__(self) -> None:
        self.rounds: dict[str, list[dict[str, float]]] = {}

    def note(self, name: str, figures: dict[str, float]) -> dict[str, float]:
        """Keep and print."""
        self.rounds.setdefault(name, []).append(figures)
        shown = " ".join(f"{key} {value:,.2f}" for key, value in figures.items())
        print(f"{name:>13}  {shown}", flush=True)
        return figures

    def median(self, name: str, key: str) -> float:
        """Over the rounds of this name."""
        return statistics.median(figures[key] for figures in self.rounds[name])


def run(quick: bool) -> dict[str, float]:
    """Everything; medians."""
    notes = Notes()
    with Stage() as stage:
        for _ in range(1 if quick else 5):
            one_round(stage, notes, quick)
        many = many_threads(stage, notes, quick)
        memory = max(idle_memory(stage, notes, count) for count in ((1000,) if quick else (1000, 5000)))
        growth = slow_clients(stage, notes)
    print("load average at the end: " + " ".join(f"{load:.1f}" for load in os.getloadavg()))
    echo_us, full_us = notes.median("echo", "cpu_us"), notes.median("full", "cpu_us")
    two = notes.median("two", "cpu_us")
    return {
        "echo_per_second": round(notes.median("echo", "per_second")),
        "full_path_per_second": round(notes.median("full", "per_second")),
        "echo_cpu_us": round(echo_us),
        "full_path_cpu_us": round(full_us),
        "full_path_ratio_to_echo": round(full_us / echo_us, 2),
        "confirmed_ratio": round(notes.median("confirmed", "cpu_us") / full_us, 2),
        "uvicorn_ratio_to_echo": round(
            notes.median("uvicorn full", "cpu_us") / notes.median("uvicorn echo", "cpu_us"), 2
        ),
        "p50_ms": round(notes.median("paced", "p50_ms"), 1),
        "p99_ms": round(notes.median("paced", "p99_ms"), 1),
        "growth_100_to_2000": round(many["cpu_us"] / full_us, 2),
        "two_process_ratio": round(2 * full_us / two, 2),
        "two_process_throughput": round(notes.median("two", "per_second") / notes.median("full", "per_second"), 2),
        "kib_per_connection": round(memory, 1),
        "storm_resumed_s": round(many["storm_resumed_s"], 1),
        "slow_clients_growth_mib": round(growth, 1),
        "generator_cpu_share": round(notes.median("full", "generator_cpu_share"), 2),
    }


def one_round(stage: Stage, notes: Notes, quick: bool) -> None:
    """Echo and full path in turn, on one process, on uvicorn, on two processes; and at a third of the load."""
    seconds = 4.0 if quick else 8.0
    bare: dict[str, Any] = {"mode": "echo", "origin": "http://localhost", "sockets": THREADS, "in_flight": THREADS}
    bare |= {"seconds": seconds, "warm_up": 1.0}
    full = {**stage.plan, "mode": "full", "sockets": THREADS, "in_flight": THREADS, "seconds": seconds, "warm_up": 2.0}
    with echo("daphne") as (pid, url):
        notes.note("echo", load({**bare, "urls": [url]}, pid))
    found = notes.note("full", load({**full, "urls": [stage.url]}, stage.web))
    notes.note("confirmed", load({**full, "confirms": True, "urls": [stage.url]}, stage.web))
    paced = {name: value for name, value in full.items() if name != "in_flight"}
    pace = SHARE * found["per_second"] / THREADS
    notes.note("paced", load({**paced, "mode": "paced", "pace": pace, "urls": [stage.url]}, stage.web))
    with stage.another(sys.executable, "-m", "web.serve") as (pid, url):
        notes.note("two", load({**full, "urls": [stage.url, url]}, stage.web, pid))
    with echo("uvicorn") as (pid, url):
        notes.note("uvicorn echo", load({**bare, "urls": [url]}, pid))
    with stage.another(sys.executable, *UVICORN) as (pid, url):
        notes.note("uvicorn full", load({**full, "urls": [url]}, pid))


def many_threads(stage: Stage, notes: Notes, quick: bool) -> dict[str, float]:
    """As many messages on the way as with 100 threads, over 2,000; then everybody is cut and comes back."""
    plan = {**stage.plan, "mode": "storm", "within": STORM, "sockets": MANY, "in_flight": THREADS}
    plan |= {"seconds": 4.0 if quick else 10.0, "warm_up": 2.0, "urls": [stage.url]}
    return notes.note("many threads", load(plan, stage.web))


def idle_memory(stage: Stage, notes: Notes, count: int) -> float:
    """KiB of a fresh web process for one customer who only looks, once its caches are warm."""
    with stage.another(sys.executable, "-m", "web.serve") as (pid, url):
        plan = {"mode": "idle", "url": f"{url}/ws/customer", "origin": stage.instance.url, "site": SITE}
        resident = []
        crowds = []
        for sockets in (100, count):
            crowds.append(Crowd({**plan, "sockets": sockets}))
            crowds[-1].said("READY")
            time.sleep(3)
            resident.append(psutil.Process(pid).memory_info().rss)
        still_open = sum(crowd.end()["open"] for crowd in crowds)
        assert still_open == count + 100, f"{count + 100 - still_open:.0f} idle connections were closed"
    kib: float = (resident[1] - resident[0]) / 1024 / count
    notes.note("idle", {"connections": count, "kib_each": kib})
    return kib


def slow_clients(stage: Stage, notes: Notes) -> float:
    """MiB by which the web process grows with 50 clients that do not read, until the last of them is closed."""
    server = psutil.Process(stage.web)
    plan = {"mode": "deaf", "sockets": DEAF, "bytes": DEAF_BYTES, "url": f"{stage.url}/ws/customer"}
    before = most = server.memory_info().rss
    crowd = Crowd({**plan, "origin": stage.instance.url, "site": SITE})
    ports = set(map(int, crowd.said("PORTS").strip("[]").split(",")))
    begun = time.perf_counter()
    closed_after = 0.0
    while time.perf_counter() - begun < 4 * DEAF_PATIENCE:
        most = max(most, server.memory_info().rss)
        open_ports = {one.raddr.port for one in server.net_connections("tcp") if one.raddr}
        if not ports & open_ports:
            closed_after = time.perf_counter() - begun
            break
        time.sleep(0.2)
    crowd.said("READY")
    crowd.end()
    assert closed_after, "a client that does not read was not closed"
    figures = {"clients": DEAF, "growth_mib": (most - before) / (1 << 20), "last_closed_after_s": closed_after}
    return notes.note("slow clients", figures)["growth_mib"]
