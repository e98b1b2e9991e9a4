"""Does every input survive the journal unchanged, and without a person's words?"""

from __future__ import annotations

import json

import pytest

from routing.core import (
    Agent,
    AgentChanged,
    AgentGone,
    BindLost,
    Bound,
    Change,
    Engine,
    Hold,
    LanguageWish,
    LoadChanged,
    Policy,
    PolicyChanged,
    RatesLearned,
    Request,
    RequestChanged,
    RequestGone,
    RequestQueued,
    change_from_json,
    decision_from_dict,
)

REQUEST = Request(
    id=7,
    queued_at=1700000000.123456,
    languages=(LanguageWish("zh-Hant", 4), LanguageWish("en", 2)),
    region="apac",
    tier=2,
    topic="security",
    topic_level=3,
    urgent=True,
    holds=(Hold(3, "account_manager", 45.0), Hold(4, "deputy", 30.0, True)),
    excluded=frozenset({9, 8}),
    declined=frozenset({5}),
    units=2,
)
AGENT = Agent(id=3, languages={"zh-Hant": 5}, topics={"security": 4}, regions={"apac"}, tiers={1, 2}, idle_since=0.1)
CHANGES = [
    RequestQueued(REQUEST),
    RequestChanged(REQUEST),
    RequestGone(7),
    Bound(7, 3),
    BindLost(7, 3),
    AgentChanged(AGENT),
    LoadChanged(3, 2, 1700000000.25),
    AgentGone(3),
    PolicyChanged(Policy(reserve={1: 2})),
    RatesLearned("zh-Hant", 0.05, 0.001),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.kind)
def test_a_change_reads_back_equal(change: Change) -> None:
    text = change.to_json()
    assert change_from_json(text) == change
    assert change_from_json(json.loads(text)) == change
    assert change_from_json(text).to_json() == text


def test_the_journal_does_not_know_names() -> None:
    named = AgentChanged(Agent(id=3, name="Li Wei"))
    assert "Li" not in named.to_json()
    assert change_from_json(named.to_json()) == AgentChanged(Agent(id=3))


@pytest.mark.parametrize("text", ["[]", '{"kind":"coup"}', '{"kind":"bound"}', '{"kind":"request_gone","id":1,"x":2}'])
def test_a_damaged_row_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"change|not a"):
        change_from_json(text)


def test_the_same_inputs_give_the_same_decisions_byte_for_byte() -> None:
    """The journal alone, read back, replays what was decided; another seed may break ties otherwise."""

    def played(seed: int, journal: list[str]) -> str:
        engine = Engine(Policy(), seed)
        for line in journal:
            engine.apply(change_from_json(line), 5.0)
        decisions = [decision.to_dict() for decision in engine.decide(5.0)]
        assert [decision_from_dict(json.loads(json.dumps(one))).to_dict() for one in decisions] == decisions
        return json.dumps(decisions)

    journal = [AgentChanged(Agent(id=number)).to_json() for number in range(8)]
    journal += [RequestQueued(Request(id=number, queued_at=0.0)).to_json() for number in range(4)]
    assert played(0, journal) == played(0, journal)
    assert played(0, journal) != played(5, journal)
