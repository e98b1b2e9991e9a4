"""Which PostgreSQL and Redis do tests use, and how does each get a database of its own?

One PostgreSQL and one Redis per test session, started when the first test asks for them. Their folder is kept in
`.cache/tests`, with a migrated *template* database named after the migrations that it holds, so that only a change of
migrations costs time. Every session gets a clone of the template, every running instance one with the demo's people and
topics in it, which are made once a session. Tests commit for real and never truncate: each works in a site of its own.

Two sessions at once: the second takes a temporary folder.
"""

import contextlib
import hashlib
import itertools
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from ops import postgres_server, redis_server, servers
from ops.places import ROOT, Places, places
from ops.trouble import Trouble

# Tests name the databases that they want to share; what they hand out is numbered.
SESSION_DATABASE = "test"
KEPT = ROOT / ".cache" / "tests"


def claimed_places() -> tuple[Places, int]:
    """The folder of this session's servers, and the claim on it. Its addresses are known before anything starts."""
    with contextlib.suppress(Trouble, OSError):
        where = places(KEPT)
        where.make()
        held = servers.claim(where)
        if held is not None:
            return where, held
    where = temporary_places()
    where.make()
    held = servers.claim(where)
    assert held is not None, f"somebody else uses {where.data}"
    return where, held


def temporary_places() -> Places:
    """A folder for one session, short enough for sockets and reachable by the servers' user."""
    return places(Path(tempfile.gettempdir()) / f"switchboard-test-{secrets.token_hex(4)}")


def settings_environment(where: Places) -> dict[str, str]:
    """What Django's settings read, for this session's servers, which need not run yet."""
    return {
        "DJANGO_SETTINGS_MODULE": "web.settings",
        "SWITCHBOARD_DEV": "1",
        "SECRET_KEY": "for-tests-only-" + "0123456789abcdef" * 3,
        "DATABASE_URL": postgres_server.url(where, SESSION_DATABASE),
        "REDIS_URL": redis_server.url(where),
        "DATA_DIR": str(where.data / "product"),
        "PORT": "8000",
    }


class Databases:
    """This session's servers: started on first use, stopped with the session."""

    def __init__(self, *, durable: bool = False) -> None:
        self.where, self._held = claimed_places()
        self._durable = durable  # as an installation commits; tests need no more than to survive a killed process
        self._servers: servers.Servers | None = None
        self._numbers = itertools.count(1)
        self._demo = ""

    def start(self) -> servers.Servers:
        """Start both servers, if they do not run, and see to the template."""
        if self._servers is None:
            # Empty on purpose: DATABASE_URL and REDIS_URL of the developer's own are not for tests.
            self._servers = servers.Servers(servers.plan(self.where, durable=self._durable, env={}, held=self._held))
            self._servers.start()
            self._tidy()
            self._ensure_template()
        return self._servers

    def stop(self) -> None:
        """Stop what runs; a temporary folder goes away with everything in it."""
        if self._servers is not None:
            self._servers.stop()
        else:
            os.close(self._held)
        if self.where.data != KEPT:
            shutil.rmtree(self.where.sockets, ignore_errors=True)
            shutil.rmtree(self.where.data, ignore_errors=True)

    def clone(self, name: str | None = None) -> str:
        """A new migrated database; its URL."""
        self.start()
        return self._copy(self._template, name)

    def clone_of_demo(self) -> str:
        """A new database with the demo in it, which its website has still to be allowed to embed; its URL."""
        self.start()
        if not self._demo:
            name = f"{SESSION_DATABASE}_demo"
            seed = ("shell", "-v", "0", "-c", "from demo.seed import seed; seed([])")
            manage(self.clone(name), settings_environment(self.where), *seed)
            self._demo = name
        return self._copy(self._demo)

    def _copy(self, template: str, name: str | None = None) -> str:
        name = name or f"{SESSION_DATABASE}_{next(self._numbers)}"
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a clone, with whatever is still connected to it."""
        name = urlsplit(url).path.lstrip("/")
        with contextlib.suppress(psycopg.OperationalError):
            self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def url(self, name: str) -> str:
        """The URL of one database of this server."""
        return postgres_server.url(self.where, name)

    @property
    def _template(self) -> str:
        return f"template_{migrations_fingerprint()[:16]}"

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _names(self) -> list[str]:
        with psycopg.connect(self.url("postgres")) as connection:
            return [row[0] for row in connection.execute("SELECT datname FROM pg_database")]

    def _tidy(self) -> None:
        """Remove what a killed session left, and templates of other migrations."""
        for name in self._names():
            left_over = name.startswith(SESSION_DATABASE)
            outdated = name.startswith("template_") and name != self._template
            if left_over or outdated:
                self.drop(self.url(name))

    def _ensure_template(self) -> None:
        if self._template in self._names():
            return
        unfinished = f"{SESSION_DATABASE}_unfinished_template"
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
        manage(self.url(unfinished), settings_environment(self.where), "migrate", "--no-input", "--verbosity=0")
        self._run(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(self._template))
        )


def migrations_fingerprint() -> str:
    """A hash of everything that decides what a migrated database looks like."""
    total = hashlib.sha256()
    for file in sorted(ROOT.glob("*/migrations/*.py")):
        total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    # Others' migrations come with their packages.
    total.update((ROOT / "requirements" / "run.txt").read_bytes())
    return total.hexdigest()


def manage(url: str, env: dict[str, str], *arguments: str) -> None:
    """Run a command on a database in a process of its own, so that this one may load Django later or not at all."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **env, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"manage.py {arguments[0]} failed:\n{done.stdout}{done.stderr}"
