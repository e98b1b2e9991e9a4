"""Which product is tormented? Two web processes behind a proxy, two routers, a worker, databases of its own.

The proxies stand between clients and web, and between the programs and PostgreSQL. What dies is started again after a
moment, as the supervisor of `make run` would.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg

from ops import postgres_server, redis_server
from ops.ports import free_pair
from ops.program import Program
from ops.trouble import Trouble
from tests.chaos.proxy import Proxy
from tests.support.databases import Databases
from tests.support.instance import Instance

WEBS = ("web", "web-2")
LIMBO = 1.0  # seconds for which a dead program stays dead
LOOK = 0.2

# The third seeded bug: a retry is not looked up by its `client_id`, and nothing else forbids it.
FORGETFUL = """
ALTER TABLE chat_event DROP CONSTRAINT client_id_once_per_thread;
DO $do$
DECLARE
    source text := pg_get_functiondef('chat_append'::regproc);
    changed text := replace(source, 'JOIN chat_event e USING (thread_id, client_id)', 'JOIN chat_event e ON false');
BEGIN
    ASSERT source <> changed;
    EXECUTE changed;
END
$do$
"""


class Product(Instance):
    """The programs, told to talk through the proxies."""

    def __init__(self, databases: Databases, bug: str) -> None:
        super().__init__(databases, extra_env={"CHAOS_BUG": "" if bug == "forgetful" else bug})
        self.ports = dict(zip(WEBS, (free_pair(), free_pair()), strict=True))
        self._extra_env["CHAOS_CLOCK"] = str(self.clock)

    @property
    def clock(self) -> Path:
        """The file that says by how many seconds the wall clock of the web processes is wrong."""
        return self.where.data / "clock"

    @property
    def database_socket(self) -> Path:
        """Where the proxy before PostgreSQL listens."""
        return self.where.control / ".s.PGSQL.5432"

    def programs(self) -> list[Program]:
        """As in the Procfile, but two web processes that can be made to fail, and no demo website."""
        web = [sys.executable, "-m", "tests.chaos.web"]
        kept = [program for program in super().programs() if program.name not in ("web", "demo")]
        return [*kept, *(Program(name, web) for name in WEBS)]

    def database_address(self) -> str:
        """Through the proxy."""
        return re.sub(r"host=[^&]*", f"host={quote(str(self.database_socket.parent), safe='/')}", self.database_url)

    def environment_of(self, name: str) -> dict[str, str]:
        """Each web process has a port of its own; origins are those of the proxy."""
        return self.env | ({"PORT": str(self.ports[name])} if name in WEBS else {})


class World:
    """Everything that runs, and who keeps it running. Use as an asynchronous context manager."""

    def __init__(self, databases: Databases, *, twice: bool, bug: str = "") -> None:
        self.databases = databases
        self.bug = bug
        self.product = Product(databases, bug)
        there: list[tuple[str, int] | Path] = [("127.0.0.1", port) for port in self.product.ports.values()]
        self.front = Proxy(("127.0.0.1", self.product.port), there, twice=twice)
        self.store = Proxy(self.product.database_socket, [databases.where.sockets / ".s.PGSQL.5432"])
        self.resting: set[str] = set()  # programs that are to stay dead for now
        self._nurse: asyncio.Task[None] | None = None

    async def __aenter__(self) -> World:
        where = self.product.where
        where.make()
        self.product.clock.write_text("0")
        self.databases.start()
        await self.store.start()
        await self.front.start()
        await asyncio.to_thread(self.product.start)
        if self.bug == "forgetful":
            with psycopg.connect(self.product.database_url, autocommit=True) as connection:
                connection.execute(FORGETFUL)
        self._nurse = asyncio.create_task(self._revive())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._nurse:
            self._nurse.cancel()
            await asyncio.gather(self._nurse, return_exceptions=True)
        await asyncio.to_thread(self.product.stop)
        await self.front.stop()
        await self.store.stop()

    async def _revive(self) -> None:
        """Start again what is dead."""
        while True:
            await asyncio.sleep(LOOK)
            for name, process in list(self.product.processes.items()):
                if process.poll() is not None and name not in self.resting:
                    await asyncio.sleep(LIMBO)
                    self.product.start_one(name)
            if self.postgres_is_dead():
                await asyncio.sleep(LIMBO)
                # Its orphans still hold the shared memory for a moment; then the next attempt succeeds. Not in a
                # thread: a program ends with the thread that started it (`ops.launch`), and this one is needed longer.
                with contextlib.suppress(Trouble):
                    self.databases.start().restart("postgres")

    def postgres_is_dead(self) -> bool:
        """Whether the database server has ended."""
        return self.databases.start().children["postgres"].poll() is not None

    async def calm(self, patience: float) -> None:
        """Wait until everything runs and serves again."""
        self.store.delay = 0.0
        async with asyncio.timeout(patience):
            while not postgres_server.ready(self.databases.where) or not redis_server.ready(self.product.where):
                await asyncio.sleep(LOOK)
            while any(process.poll() is not None for process in self.product.processes.values()):
                await asyncio.sleep(LOOK)
            await asyncio.to_thread(self.product.wait_ready)

    def leader(self) -> str:
        """The router that leads, by its own words; any that lives while none does."""
        epochs = {}
        for name in ("router-1", "router-2"):
            found = re.findall(r"leading, epoch (\d+)", self.product.log(name))
            if self.product.processes[name].poll() is None:
                epochs[name] = int(found[-1]) if found else 0
        return max(epochs, key=lambda name: epochs[name], default="router-1")

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to a program that runs."""
        if self.product.processes[name].poll() is None:
            self.product.processes[name].send_signal(number)
