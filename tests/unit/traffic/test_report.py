"""Are the figures of a run what its notebook says, every key of RESULT documented, and the bar readable?"""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import msgspec
import pytest

from tests.unit.traffic.histories import ROSTER, History, assigned, event, message
from traffic import report
from traffic.options import parse
from traffic.progress import Progress, bar
from traffic.setup import Setup
from traffic.stage import Stage

ROOT = Path(__file__).resolve().parents[3]
LOG = [
    message(1, "c1"),
    event(2, "queued", topic="other", language="ar"),
    assigned(3, "a-amira", "Amira"),
    message(4, "a1", "agent"),
]


def stage(history: History) -> Stage:
    setup = msgspec.convert({"url": "http://x", "site_key": "k", "agents": []}, type=Setup)
    return Stage(setup, parse([], {}), "t0", 100.0, history.notebook, colleagues=dict(ROSTER))


def played() -> History:
    history = History(LOG).sent("c1", 1).sent("a1", 4, at=60, acked=61, side="agent")
    return history.saw(LOG).saw(LOG, side="agent", viewer="a-amira")


def test_a_run_that_kept_every_promise_passes() -> None:
    figures, said, passed = report.judge(stage(played()))
    assert passed
    assert said == []
    assert (figures["chats"], figures["served"], figures["unserved"]) == (1, 1, 0)
    assert figures["messages"] == figures["acknowledged"] == figures["seen"] == 2
    assert figures["wait_p50_s"] == 50.0
    assert json.loads(report.result(figures).removeprefix("RESULT ")) == figures


def test_a_lost_message_fails_the_run_and_is_named() -> None:
    _figures, said, passed = report.judge(stage(played().sent("c9", 9, at=70, acked=71)))
    assert not passed
    assert said == ["lost: thread thread: c9 acknowledged as 9, the log ends at 4"]


def test_a_run_that_could_not_be_checked_does_not_pass() -> None:
    history = played()
    history.dossier.truth = None
    figures, _said, passed = report.judge(stage(history))
    assert figures["unverified"] == 1
    assert not passed


def test_a_run_in_which_nobody_was_served_proves_nothing() -> None:
    _figures, said, passed = report.judge(stage(History(LOG[:2])))
    assert not passed
    assert said == ["nobody was served: nothing is proved"]


def test_only_what_the_product_put_back_counts_as_requeued() -> None:
    history = History([*LOG, event(5, "requeued", reason="transfer"), event(6, "requeued", reason="agent_lost")])
    assert report.judge(stage(history))[0]["requeued"] == 1


def test_every_key_of_the_result_is_documented_and_every_documented_key_is_there() -> None:
    part = (ROOT / "docs" / "performance.md").read_text().split("## `RESULT` of `make traffic`")[1].split("\n## ")[0]
    documented = {
        key for row in re.findall(r"^\| (`.*?) \|", part, re.MULTILINE) for key in re.findall(r"`(\w+)`", row)
    }
    assert documented == report.judge(stage(played()))[0].keys()


def test_the_table_shows_figures_and_what_was_not_measured() -> None:
    figures = report.judge(stage(History(LOG)))[0]
    shown = report.table(figures)
    assert "served 1" in shown
    assert "delivery p50 –" in shown


@pytest.mark.parametrize(("share", "full"), [(0.0, 0), (0.5, 15), (1.0, 30), (2.0, 30)])
def test_the_bar_is_as_full_as_the_run(share: float, full: int) -> None:
    assert bar(share) == f"[{'#' * full}{'·' * (30 - full)}]"


def test_elsewhere_than_on_a_terminal_there_is_a_line_now_and_then() -> None:
    out = io.StringIO()
    progress = Progress(out)
    progress(stage(played()))
    progress.done()
    assert out.getvalue() == ""
