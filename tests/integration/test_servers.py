"""Do the embedded servers start, heal and stop?"""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from ops import launch, postgres_server, redis_server, servers
from ops.places import places
from ops.trouble import Trouble
from tests.support.databases import temporary_places


@pytest.fixture
def folder() -> Iterator[Path]:
    import shutil

    where = temporary_places()
    yield where.data
    shutil.rmtree(where.data, ignore_errors=True)


@pytest.fixture
def started(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[servers.Servers]:
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    found = servers.start(folder)
    yield found
    if found.children:
        found.stop()


def test_both_answer_to_whoever_started_them_as_an_ordinary_role(started: servers.Servers) -> None:
    with psycopg.connect(started.urls.database_url) as connection:
        row = connection.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    assert row == ("switchboard", False)
    assert redis.from_url(started.urls.redis_url).ping()


def test_nobody_listens_on_the_network(started: servers.Servers) -> None:
    with psycopg.connect(started.urls.database_url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW unix_socket_permissions").fetchone() == ("0700",)
    assert redis.from_url(started.urls.redis_url).config_get("port") == {"port": "0"}


def test_committed_data_survive_kill_9_of_postgres(started: servers.Servers) -> None:
    with psycopg.connect(started.urls.database_url) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (7)")
    started.children["postgres"].kill()
    started.children["postgres"].wait()
    started.restart("postgres")
    with psycopg.connect(started.urls.database_url) as connection:
        assert connection.execute("SELECT n FROM kept").fetchall() == [(7,)]


def test_a_process_id_file_left_by_a_reboot_is_not_believed(started: servers.Servers, folder: Path) -> None:
    where = places(folder)
    started.children["postgres"].send_signal(signal.SIGINT)
    started.children["postgres"].wait()
    started.stop()
    # The id of a living process of somebody else: PostgreSQL alone would refuse to start.
    stale = where.postgres / "postmaster.pid"
    stale.write_text(f"{os.getppid()}\n{where.postgres}\n1\n5432\n{where.sockets}\n\n")
    again = servers.start(folder)
    assert postgres_server.ready(where)
    assert redis_server.ready(where)
    again.stop()


def test_a_second_start_on_the_same_folder_says_who_has_it(started: servers.Servers, folder: Path) -> None:
    with pytest.raises(Trouble, match=f"in use by process {os.getpid()}"):
        servers.start(folder)
    assert postgres_server.ready(places(folder))


def test_stop_leaves_nothing_running_and_a_second_start_keeps_the_data(started: servers.Servers, folder: Path) -> None:
    with psycopg.connect(started.urls.database_url) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    where = places(folder)
    started.stop()
    assert launch.holder(where.locks / "postgres.lock") is None
    assert launch.holder(where.locks / "redis.lock") is None
    with servers.running(folder) as urls, psycopg.connect(urls.database_url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_servers_named_by_the_environment_are_used_instead(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/db")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
    found = servers.start(folder)
    assert found.urls == servers.Urls("postgresql://elsewhere/db", "redis://elsewhere/0")
    assert found.children == {}
    found.stop()
