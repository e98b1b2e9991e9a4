"""Does the traffic player play a whole run against the running product, and say so in the shape that others parse?"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ops.places import ROOT
from tests.support.instance import Instance

PATIENCE_S = 120
KEYS = {
    "chats", "served", "unserved", "failed_connects", "messages", "acknowledged", "seen",
    "lost", "duplicated", "out_of_order", "wrong_language", "wait_p50_s", "wait_p99_s",
}  # fmt: skip


def play(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in ("PORT", "DATA_DIR")}
    return subprocess.run(
        [sys.executable, "-m", "traffic", *arguments],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def result(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    name, _, figures = done.stdout.strip().splitlines()[-1].partition(" ")
    assert name == "RESULT", done.stdout + done.stderr
    found: dict[str, Any] = json.loads(figures)
    return found


STANDS = """
from agents.models import Agent
from chat.models import Chat
from routing.actions import load
for chat in Chat.objects.filter(state="waiting"):
    print("waits:", chat.language, chat.topic.slug, chat.customer.region, chat.customer.tier)
for agent in Agent.objects.filter(role="agent", site__key="site_demo_exchange"):
    print(agent.name, agent.status, agent.is_active, load(agent.pk), "of", agent.capacity, agent.regions, agent.tiers)
"""


@pytest.fixture
def at_desk(running: Instance) -> dict[str, str]:
    return {"URL": running.url, "DATA_DIR": str(running.where.data), "CUSTOMERS": "20", "AGENTS": "10"}


def test_twenty_customers_are_served_and_nothing_is_lost(
    running: Instance, at_desk: dict[str, str], tmp_path: Path
) -> None:
    record = tmp_path / "run.jsonl"
    options = [
        "--rate",
        "4",
        "--think",
        "0.2",
        "--transfer",
        "0",
        "--lose",
        "0.4",
        "--reload",
        "0.4",
        "--record",
        str(record),
    ]
    try:
        done = play(*options, **at_desk)
    except subprocess.TimeoutExpired:
        pytest.fail(f"it did not end: {running.manage('shell', '-v', '0', '-c', STANDS)}")
    assert done.returncode == 0, done.stdout + done.stderr
    found = result(done)
    assert found.keys() >= KEYS
    assert (found["chats"], found["served"], found["unserved"]) == (20, 20, 0)
    assert found["messages"] == found["acknowledged"] == found["seen"] > 60
    assert {found[key] for key in ("lost", "duplicated", "out_of_order", "wrong_language", "double_assigned")} == {0}
    assert found["reloads"] > 0
    assert "identities by" in done.stdout
    lines = [json.loads(line) for line in record.read_text().splitlines()]
    assert len(lines) == 20
    assert all(line["log"] and line["messages"] and len(line["views"]) >= 3 for line in lines)


def test_a_server_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    agent = {"email": "a@x.example", "password": "pw", "languages": {"en": 5}}
    setup = {"url": "http://localhost:1", "site_key": "x", "agents": [agent]}
    file = tmp_path / "setup.json"
    file.write_text(json.dumps(setup))
    done = play("--setup", str(file))
    assert done.returncode == 2
    assert done.stderr.startswith("traffic: a@x.example cannot sign in at http://localhost:1: ")
    assert len(done.stderr.strip().splitlines()) == 1
