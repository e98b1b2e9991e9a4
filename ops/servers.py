"""How do the databases come up for one folder, without a supervisor: for tests, benchmarks and commands?

    with ops.servers.running(folder) as urls:
        …urls.database_url, urls.redis_url…

DATABASE_URL or REDIS_URL in the environment name servers of somebody else's; then ours are not started.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ops import launch, postgres_server, redis_server
from ops.places import ROOT, Places, places
from ops.program import Program
from ops.trouble import Trouble

INSTALLATION_LOCK = "installation.lock"
START_PATIENCE_S = 30.0
STOP_PATIENCE_S = 30.0


@dataclass(frozen=True)
class Urls:
    """Where the two back ends are."""

    database_url: str
    redis_url: str


@dataclass(frozen=True)
class Server:
    """One embedded server: how to start it and how to ask whether it takes work."""

    program: Program
    ready: Callable[[], bool]


@dataclass(frozen=True)
class Plan:
    """The two addresses, and the servers that must run for them (none for those that others run)."""

    places: Places
    urls: Urls
    servers: list[Server]
    held: int  # the claim on the folder

    def release(self) -> None:
        """Give the folder free for others."""
        os.close(self.held)


def plan(where: Places, *, durable: bool = True, env: Mapping[str, str] = os.environ, held: int | None = None) -> Plan:
    """Claim the folder (unless `held` is a claim), then prepare it and the database cluster.

    `env` may name servers of somebody else's. `durable=False` is for data that is thrown away.

    What an earlier start, itself dead, may have left running is ended; a living one makes this a Trouble.
    """
    where.make()
    held = held or claim(where)
    if held is None:
        raise Trouble(
            f"{where.data} is in use by process {user(where)}, which runs already: "
            "stop it (Ctrl-C there), or set another DATA_DIR and PORT."
        )
    try:
        return _prepare(where, held, durable, env)
    except BaseException:
        os.close(held)
        raise


def claim(where: Places) -> int | None:
    """The descriptor of the lock that says: this folder is in use by this process. None while another has it."""
    return launch.take(where.locks / INSTALLATION_LOCK, 0)


def user(where: Places) -> int | None:
    """The process that uses this folder now."""
    return launch.holder(where.locks / INSTALLATION_LOCK)


def _prepare(where: Places, held: int, durable: bool, env: Mapping[str, str]) -> Plan:
    database_url = env.get("DATABASE_URL", "")
    redis_url = env.get("REDIS_URL", "")
    servers: list[Server] = []
    if not database_url:
        launch.end_leftover(where.locks / "postgres.lock", signal.SIGINT)
        postgres_server.clear_stale_files(where)
        program = postgres_server.prepare(where, durable=durable)
        servers.append(Server(program, lambda: postgres_server.ready(where)))
        database_url = postgres_server.url(where)
    if not redis_url:
        launch.end_leftover(where.locks / "redis.lock", signal.SIGTERM)
        servers.append(Server(redis_server.prepare(where), lambda: redis_server.ready(where)))
        redis_url = redis_server.url(where)
    return Plan(where, Urls(database_url, redis_url), servers, held)


def wait_until_ready(plan: Plan, server: Server, goes_on: Callable[[], bool]) -> None:
    """Wait until the server takes work; stop waiting when it is known to be gone, or after a while."""
    deadline = time.monotonic() + START_PATIENCE_S
    while not server.ready():
        if not goes_on() or time.monotonic() > deadline:
            log = server.program.log(plan.places)
            last = log.read_text(errors="replace").strip().splitlines()[-1:] if log.exists() else []
            raise Trouble(f"{server.program.name} does not start: {' '.join(last) or 'no word from it'} (see {log})")
        time.sleep(0.02)


@dataclass
class Servers:
    """The embedded servers of one folder, as children of this process. Once stopped, it is done with."""

    plan: Plan
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def urls(self) -> Urls:
        return self.plan.urls

    def start(self) -> Urls:
        """Start what is not running and wait until it takes work."""
        try:
            for server in self.plan.servers:
                self._spawn(server.program)
            for server in self.plan.servers:
                self._await(server)
        except BaseException:
            self.stop()
            raise
        return self.urls

    def restart(self, name: str) -> None:
        """Start one again that died, and wait until it takes work."""
        server = next(server for server in self.plan.servers if server.program.name == name)
        self._spawn(server.program)
        self._await(server)

    def stop(self) -> None:
        """End them kindly, and wait; a server that does not end is killed."""
        for server in self.plan.servers:
            child = self.children.get(server.program.name)
            if child and child.poll() is None:
                child.send_signal(server.program.parting)
        for child in self.children.values():
            try:
                child.wait(STOP_PATIENCE_S)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self.children.clear()
        self.plan.release()

    def _spawn(self, program: Program) -> None:
        with program.log(self.plan.places).open("ab") as log:
            # A session of its own, so that the terminal's Ctrl-C does not reach it before its clients are gone.
            self.children[program.name] = subprocess.Popen(
                program.launcher(self.plan.places),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _await(self, server: Server) -> None:
        child = self.children[server.program.name]
        wait_until_ready(self.plan, server, lambda: child.poll() is None)


def start(data_dir: Path | None = None, *, durable: bool = True) -> Servers:
    """Start both for this folder (DATA_DIR by default)."""
    servers = Servers(plan(places(data_dir), durable=durable))
    servers.start()
    return servers


@contextlib.contextmanager
def running(data_dir: Path | None = None, *, durable: bool = True) -> Iterator[Urls]:
    """Both servers for the length of a block."""
    servers = start(data_dir, durable=durable)
    try:
        yield servers.urls
    finally:
        servers.stop()
