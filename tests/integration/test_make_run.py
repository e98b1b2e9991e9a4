"""Does `make run` bring up a product that heals itself and stops cleanly? With real programs, as a person starts it."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import IO

import pytest

from ops import launch, redis_server
from ops.places import ROOT, Places, places
from ops.ports import free_pair, is_free
from tests.support.databases import temporary_places

PROGRAMS = ("postgres", "redis", "web", "router-1", "router-2", "worker")


class Run:
    """One `make run`, after its set-up, on a folder and ports of its own."""

    def __init__(self, where: Places) -> None:
        self.where = where
        self.port = free_pair()
        self.output = where.data.with_suffix(".out")
        clean = {k: v for k, v in os.environ.items() if not k.endswith(("_ORIGIN", "_URL")) and k != "SECRET_KEY"}
        self.env = clean | {"PORT": str(self.port), "DATA_DIR": str(where.data)}

    def start(self) -> "Run":
        self.process = self.again(self.output.open("wb"))
        until(lambda: "Ready on" in self.said() or self.process.poll() is not None, "make run is ready", 120)
        assert self.process.poll() is None, self.said()
        return self

    def again(self, output: IO[bytes] | int = subprocess.PIPE, **env: str) -> "subprocess.Popen[bytes]":
        # `--done`: this environment stands; what comes before is the set-up that runs these tests.
        argv = [sys.executable, "-m", "ops.run", "--done=0"]
        return subprocess.Popen(argv, cwd=ROOT, env=self.env | env, stdout=output, stderr=subprocess.STDOUT)

    def said(self) -> str:
        return self.output.read_text()

    def pid(self, name: str) -> int | None:
        return launch.holder(self.where.locks / f"{name}.lock")

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}/health/ready", timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            return False


def until(condition: Callable[[], bool], what: str, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    import shutil

    found = Run(temporary_places())
    try:
        yield found.start()
    finally:
        found.process.terminate()
        found.process.wait(60)
        shutil.rmtree(found.where.data, ignore_errors=True)
        found.output.unlink()


def test_it_says_who_can_sign_in_and_keeps_the_terminal_clean(run: Run) -> None:
    assert f"Ready on http://localhost:{run.port}." in run.said()
    assert f"http://localhost:{run.port + 1}/" in run.said()
    # Steps, addresses and people; nothing that a program logged.
    assert not re.search(r"(INFO|WARNING|LOG:|Traceback)", run.said())


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_dies_is_started_again(run: Run, name: str) -> None:
    before = run.pid(name)
    assert before is not None
    os.kill(before, signal.SIGKILL)
    until(lambda: run.pid(name) not in (None, before), f"{name} is back")
    if name == "redis":
        until(lambda: redis_server.ready(run.where), "Redis answers")
    until(run.ready, "the product is ready again")
    until(lambda: f"{name} ended by itself and was started again" in run.said(), "the terminal says so")


def test_a_second_one_on_the_same_data_says_who_has_them(run: Run) -> None:
    second = run.again()
    said, _ = second.communicate(timeout=30)
    assert second.returncode == 1
    assert f"it runs already with the data in {run.where.data} (process {run.process.pid})".encode() in said
    assert len(said.splitlines()) == 1


def test_a_taken_port_is_told_in_one_line_and_nothing_starts(run: Run) -> None:
    other = temporary_places()
    second = run.again(DATA_DIR=str(other.data))
    said, _ = second.communicate(timeout=30)
    assert second.returncode == 1
    assert f"port {run.port} is taken".encode() in said
    assert len(said.splitlines()) == 1
    assert not other.data.exists()


def test_ctrl_c_stops_everything_and_the_data_stay(run: Run) -> None:
    run.process.send_signal(signal.SIGINT)
    assert run.process.wait(60) == 0
    assert [name for name in (*PROGRAMS, "demo", "supervisor") if run.pid(name)] == []
    assert is_free(run.port)
    assert (run.where.postgres / "PG_VERSION").exists()
    run.start()
    assert run.ready()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a program that its starter is gone")
def test_on_linux_kill_9_of_the_starter_leaves_nothing_running(run: Run) -> None:
    run.process.kill()
    run.process.wait()
    everything = (*PROGRAMS, "demo", "supervisor")
    until(lambda: not any(run.pid(name) for name in everything), "all ended")
    assert places(run.where.data).postgres.exists()
