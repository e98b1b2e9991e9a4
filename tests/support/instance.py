"""How does a test get a whole running product, as real processes that it may kill?

An instance has free ports, a Redis and a folder of its own, and a clone of the migrated database with the demo data.
Nothing starts a killed process again but the test: what the supervisor does is not under test here.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from ops import formation, redis_server, servers
from ops.places import ROOT, Places
from ops.ports import free_pair
from ops.program import Program
from tests.support.databases import Databases, temporary_places

READY_PATIENCE_S = 60.0
END_PATIENCE_S = 15.0
LAST_LINES = 40

EMPTY_DESK = """
from agents.models import Agent
from chat import hints
from chat.door import Actor
from chat.models import Chat
from routing.actions import end_chat
for chat in Chat.objects.exclude(state="ended").order_by("pk"):
    hints.committed(end_chat, chat, "left", Actor.system())
for role, status in (("agent", "available"), ("lead", "away"), ("admin", "away")):
    Agent.objects.filter(role=role).exclude(status=status).update(status=status, status_reason="")
"""


class Instance:
    """One running product: web, two routers, worker, and the demo website where there is one."""

    def __init__(self, databases: Databases, *, extra_env: dict[str, str] | None = None) -> None:
        self.databases = databases
        self.port = free_pair()
        self.where: Places = temporary_places()
        self.url = f"http://localhost:{self.port}"
        self.demo_url = f"http://localhost:{self.port + 1}"
        self.database_url = ""
        self.env: dict[str, str] = {}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._programs: dict[str, Program] = {}
        self._extra_env = extra_env or {}

    def start(self) -> "Instance":
        """Start everything and wait until the product says that it can serve."""
        self.where.make()
        self.database_url = self.databases.clone_of_demo()
        urls = servers.Urls(self.database_address(), redis_server.url(self.where))
        clean = {name: value for name, value in os.environ.items() if not name.endswith("_ORIGIN")}
        self.env = formation.environment(self.where, urls, self.port, clean) | self._extra_env
        redis = redis_server.prepare(self.where)
        self._programs = {program.name: program for program in (redis, *self.programs())}
        self.start_one("redis")
        _until(lambda: redis_server.ready(self.where), "Redis answers")
        self.manage("demo")  # where its website is, and what that must know
        for name in self._programs:
            if name != "redis":
                self.start_one(name)
        self.wait_ready()
        return self

    def programs(self) -> list[Program]:
        """What runs beside Redis."""
        return formation.programs()

    def database_address(self) -> str:
        """The DATABASE_URL that the programs are told."""
        return self.database_url

    def environment_of(self, name: str) -> dict[str, str]:
        """The environment of one program."""
        return self.env

    def stop(self) -> None:
        """End everything, kindly where possible, Redis last, and remove what it stored."""
        for name, process in self.processes.items():
            if name != "redis" and process.poll() is None:
                process.send_signal(self._programs[name].parting)
        for name in sorted(self.processes, key=lambda name: name == "redis"):
            process = self.processes[name]
            if name == "redis" and process.poll() is None:
                process.terminate()
            self._reap(process)
        if self.database_url:
            self.databases.drop(self.database_url)
        for folder in (self.where.sockets, self.where.control, self.where.data):
            shutil.rmtree(folder, ignore_errors=True)

    def start_one(self, name: str) -> None:
        """Start one program (`web`, `router-1`, `router-2`, `worker`, `demo`, `redis`) that does not run."""
        program = self._programs[name]
        with program.log(self.where).open("ab") as log:
            self.processes[name] = subprocess.Popen(
                program.launcher(self.where),
                cwd=ROOT,
                env=self.environment_of(name),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal; after SIGKILL, wait until the process is gone."""
        self.processes[name].send_signal(number)
        if number == signal.SIGKILL:
            self.processes[name].wait()

    def restart(self, name: str) -> None:
        """End one kindly, if it runs, and start it again; `web` is waited for."""
        process = self.processes[name]
        if process.poll() is None:
            process.send_signal(self._programs[name].parting)
        self._reap(process)
        self.start_one(name)
        if name == "web":
            self.wait_ready()
        if name == "redis":
            _until(lambda: redis_server.ready(self.where), "Redis answers")

    def pid(self, name: str) -> int:
        """The process id of a program."""
        return self.processes[name].pid

    def manage(self, *arguments: str, typed: str = "") -> str:
        """Run a command of manage.py in this instance's environment, with `typed` as its standard input; what it
        printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"manage.py {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}"
        return done.stdout

    def clear_desk(self) -> None:
        """Nobody waits or talks any more, and everybody's status is that of the demo's first day: what an earlier test
        left behind is nobody's in the next."""
        self.manage("shell", "-v", "0", "-c", EMPTY_DESK)

    def wait_ready(self) -> None:
        """Wait until /health/ready says yes."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

        def ready() -> bool:
            assert self.processes["web"].poll() is None, f"web ended:\n{self.log('web')}"
            with contextlib.suppress(OSError), opener.open(f"{self.url}/health/ready", timeout=5) as response:
                return bool(response.status == 200)
            return False

        _until(ready, "the product is ready", self.logs)

    def log(self, name: str) -> str:
        """What a program said last."""
        file: Path = self._programs[name].log(self.where)
        return "\n".join(file.read_text(errors="replace").splitlines()[-LAST_LINES:]) if file.exists() else ""

    def logs(self) -> str:
        """What all of them said last, for the report of a failed test."""
        return "\n".join(f"--- {name} ---\n{self.log(name)}" for name in self._programs if name != "redis")

    def _reap(self, process: subprocess.Popen[bytes]) -> None:
        try:
            process.wait(END_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _until(condition: Callable[[], bool], what: str, explain: Callable[[], str] = str) -> None:
    """Wait for a condition of another process; a real clock, since the processes have one."""
    deadline = time.monotonic() + READY_PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {READY_PATIENCE_S:.0f} s\n{explain()}")
        time.sleep(0.05)
