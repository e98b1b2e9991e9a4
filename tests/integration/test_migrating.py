"""Does a running installation go on while its new indexes are built, and is what was interrupted built after all?"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from ops.places import ROOT
from tests.support.databases import Databases, settings_environment

WRITES = "LOCK TABLE {} IN ROW EXCLUSIVE MODE"  # what every INSERT and UPDATE takes
WAITING = "SELECT pid FROM pg_locks WHERE NOT granted AND %s = ANY(pg_blocking_pids(pid))"
VALID = "SELECT indexrelid::regclass::text FROM pg_index WHERE indisvalid AND indrelid = %s::regclass"


def eventually(look: Callable[[], Any]) -> Any:
    """What `look` finds, once it finds something."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError("nothing waits")


@pytest.mark.parametrize(
    ("app", "before", "after", "table", "built", "dropped"),
    [
        ("chat", "0012", "0013", "chat_event", {"events_by_time"}, set()),
        ("chat", "0012", "0013", "chat_customer", {"customers_by_email"}, set()),
        (
            "routing", "0010", "0011", "routing_assignment",
            {"one_owner_per_request", "one_offer_per_request"}, {"one_live_assignment_per_request"},
        ),
    ],
    ids=["events", "customers", "assignments"],
)  # fmt: skip
def test_tables_are_written_while_an_index_is_built_and_an_interrupted_one_is_built_again(
    databases: Databases, app: str, before: str, after: str, table: str, built: set[str], dropped: set[str]
) -> None:
    databases.start()
    name = f"test_{uuid4().hex}"
    url = databases.url(name)
    env = os.environ | settings_environment(databases.where) | {"DATABASE_URL": url}

    def migrate(target: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "migrate", app, target, "--no-input", "--verbosity=0"]
        return subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)

    with psycopg.connect(databases.url("postgres"), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    assert migrate(before).wait(120) == 0
    write = sql.SQL(WRITES).format(sql.Identifier(table))
    with psycopg.connect(url) as slow, psycopg.connect(url, autocommit=True) as other:
        slow.execute(write)
        migrating = migrate(after)
        waiting = eventually(lambda: other.execute(WAITING, [slow.info.backend_pid]).fetchone())
        with other.transaction():
            other.execute("SET LOCAL lock_timeout = '5s'")
            other.execute(write)  # nobody waits behind the index
        other.execute("SELECT pg_terminate_backend(%s)", waiting)
        assert migrating.wait(60) != 0
        assert not built <= {row[0] for row in other.execute(VALID, [table])}
        slow.commit()
        assert migrate(after).wait(120) == 0
        valid = {row[0] for row in other.execute(VALID, [table])}
        assert built <= valid
        assert not dropped & valid
    databases.drop(url)
