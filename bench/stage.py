"""Where does the bench play? A product of its own with a durable database, bare echoes, and the load beside them."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import psutil

from bench.people import raise_file_limit
from ops.places import ROOT
from tests.support.databases import Databases, settings_environment
from tests.support.instance import Instance
from tests.support.players import sign_in

AGENTS = 10
SITE = "site_bench"
# The limits that protect an installation from one machine would stop the load of one machine.
LIMITS = {"FRAMES_PER_SECOND": "100000", "NEW_CUSTOMERS_PER_ADDRESS": "1000000", "LOG_LEVEL": "ERROR"}

SEED = f"""
from agents.models import Agent, LanguageSkill
from chat.models import Site, Topic
from demo.cast import PASSWORD
site, new = Site.objects.get_or_create(key="{SITE}", defaults={{"name": "Bench", "languages": ["en"]}})
if new:
    Topic.objects.create(site=site, slug="bench", names={{"en": "Bench"}})
    for number in range({AGENTS}):
        agent = Agent.objects.create_user(f"bench{{number}}@meridian.example", PASSWORD, site=site, name=f"B{{number}}",
                                          capacity=10_000, status="available")
        LanguageSkill.objects.create(agent=agent, language="en", level=5)
"""


class Stage:
    """One running product, and what is measured on it."""

    def __init__(self) -> None:
        raise_file_limit()
        # Commits are flushed to the disk, as in an installation.
        self.databases = Databases(durable=True)
        os.environ.update(settings_environment(self.databases.where))
        self.databases.start()
        self.instance = Instance(self.databases, extra_env=LIMITS)

    def __enter__(self) -> Stage:
        self.instance.start()
        self.instance.manage("shell", "-v", "0", "-c", SEED)
        self.cookies = [sign_in(self.instance, f"bench{number}@meridian.example") for number in range(AGENTS)]
        self.url = f"ws://localhost:{self.instance.port}"
        self.plan = {"origin": self.instance.url, "site": SITE, "cookies": self.cookies}
        return self

    def __exit__(self, *_: object) -> None:
        self.instance.stop()
        self.databases.stop()

    @property
    def web(self) -> int:
        """The web process."""
        return self.instance.pid("web")

    @contextlib.contextmanager
    def another(self, *command: str) -> Iterator[tuple[int, str]]:
        """(pid, URL) of one more web process of the same product; `{port}` in the command is its port."""
        port = free_port()
        env = self.instance.env | {"PORT": str(port)}
        with serving([part.format(port=port) for part in command], env, port, "/health/ready") as pid:
            yield pid, f"ws://localhost:{port}"


@contextlib.contextmanager
def echo(server: str) -> Iterator[tuple[int, str]]:
    """(pid, URL) of a bare echo on `daphne` or `uvicorn`."""
    port = free_port()
    with serving([sys.executable, "-m", "bench.echo", str(port), server], dict(os.environ), port, "") as pid:
        yield pid, f"ws://127.0.0.1:{port}"


@contextlib.contextmanager
def serving(command: list[str], env: dict[str, str], port: int, ready: str) -> Iterator[int]:
    """A server's process, from when it accepts connections (or answers `ready`) until it is told to end."""
    process = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        for _ in range(200):
            assert process.poll() is None, f"{command} ended"
            with contextlib.suppress(OSError):
                if ready:
                    opener.open(f"http://127.0.0.1:{port}{ready}", timeout=5).close()
                else:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def cpu(pids: list[int]) -> float:
    """Seconds of CPU that these processes have used."""
    return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in pids)


def load(plan: dict[str, Any], *pids: int) -> dict[str, float]:
    """Run the generator; its figures, with the servers' CPU per message (µs) over exactly the measured time."""
    command = [sys.executable, "-m", "bench.load", json.dumps(plan)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        before = used = 0.0
        figures: dict[str, float] = {}
        for line in process.stdout:
            if line.startswith("MEASURING"):
                before = cpu(list(pids))
            elif line.startswith("MEASURED"):
                used = cpu(list(pids)) - before
            else:
                figures = json.loads(line)
    assert process.returncode == 0, "the load generator failed"
    return figures | {"cpu_us": used / max(1, figures["messages"]) * 1e6, "server_cpu_share": used / plan["seconds"]}


class Crowd:
    """A process of `bench.crowd`: what it says, and its figures once it was told to end."""

    def __init__(self, plan: dict[str, Any]) -> None:
        command = [sys.executable, "-m", "bench.crowd", json.dumps(plan)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def said(self, word: str) -> str:
        """What follows this word on the line that it begins."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith(word):
                return line[len(word) :].strip()
        raise AssertionError(f"the crowd ended without {word}")

    def end(self) -> dict[str, float]:
        """Tell it to end."""
        output, _ = self._process.communicate("\n")
        assert self._process.returncode == 0, "the crowd failed"
        figures: dict[str, float] = json.loads(output.strip().splitlines()[-1])
        return figures
