"""Does the same seed plan the same people, all of them servable by the roster, with their words in order?"""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from traffic import plan, words
from traffic.corpus import QUESTIONS
from traffic.demo import SETUP
from traffic.options import parse
from traffic.setup import Identity, Setup
from traffic.trouble import Trouble

DEMO = msgspec.structs.replace(msgspec.convert(SETUP, type=Setup), identity=Identity("k", "s" * 32))
OWN = words.Words(QUESTIONS, (), "own")


def test_the_same_seed_plans_the_same_people() -> None:
    seats = plan.agents(DEMO, 10)
    one, same, other = (plan.customers(DEMO, seats, OWN, parse(["--seed", seed], {})) for seed in ("4", "4", "5"))
    assert one == same
    assert one != other


def test_arrivals_keep_the_rate_that_was_asked_for() -> None:
    people = plan.customers(DEMO, plan.agents(DEMO, 10), OWN, parse(["--customers", "300", "--rate", "5"], {}))
    assert [each.arrives for each in people] == sorted(each.arrives for each in people)
    assert people[-1].arrives == pytest.approx(60)


def test_everybody_can_be_served_by_somebody_who_plays() -> None:
    for number in (1, 2, 3, 10):
        seats = plan.agents(DEMO, number)
        assert len(seats) == number
        for customer in plan.customers(DEMO, seats, OWN, parse([], {})):
            assert any(seat.serves(customer.language, customer.region, customer.tier) for seat in seats)


def test_few_agents_are_chosen_to_cover_many_languages() -> None:
    spoken = {language for seat in plan.agents(DEMO, 4) for language in seat.languages}
    assert spoken == {"ar", "en", "zh", "es", "ru"}


def test_languages_regions_and_tiers_are_mixed_and_a_tier_is_always_signed() -> None:
    people = plan.customers(DEMO, plan.agents(DEMO, 10), OWN, parse([], {}))
    assert {each.language for each in people} == {"ar", "en", "zh", "es", "ru"}
    assert {each.tier for each in people} == {0, 1, 2, 3}
    assert {each.signed for each in people} == {True, False}
    assert all(each.signed for each in people if each.tier)
    assert any(len(each.languages) == 2 for each in people)


def test_without_a_secret_nobody_is_signed_and_nobody_has_a_tier() -> None:
    anonymous = msgspec.structs.replace(DEMO, identity=None)
    people = plan.customers(anonymous, plan.agents(DEMO, 10), OWN, parse([], {}))
    assert {(each.signed, each.tier) for each in people} == {(False, 0)}


def test_each_side_speaks_when_the_other_has_said_what_comes_before() -> None:
    script = words.script(
        [
            ("agent", "Hi!"),
            ("customer", "My card?"),
            ("action", "looked up"),
            ("agent", "Which?"),
            ("customer", "Blue."),
        ]
    )
    assert script.lines == (("customer", "My card?"), ("agent", "Hi!"), ("agent", "Which?"), ("customer", "Blue."))
    assert script.due("agent", 0, 0) is None
    assert script.due("agent", 0, 1) == "Hi!"
    assert script.due("agent", 1, 1) == "Which?"
    assert script.due("customer", 1, 1) is None
    assert script.due("customer", 1, 2) == "Blue."
    assert script.due("customer", 2, 2) is None


def test_messages_come_from_a_table_or_from_lines(tmp_path: Path) -> None:
    table, lines = tmp_path / "m.csv", tmp_path / "m.txt"
    table.write_text('category,text\na,"One, two"\nb,Three\n')
    lines.write_text("First\n\nSecond\n")
    assert words.load(table, None).questions == ("One, two", "Three")
    found = words.load(lines, None)
    assert found.questions == ("First", "Second")
    assert "2 first messages from m.txt" in found.source


def test_files_without_words_are_refused_by_name(tmp_path: Path) -> None:
    empty, wrong = tmp_path / "empty.txt", tmp_path / "wrong.json"
    empty.write_text("\n")
    wrong.write_text(json.dumps([{"lines": []}]))
    with pytest.raises(Trouble, match=r"empty\.txt holds no messages"):
        words.load(empty, None)
    with pytest.raises(Trouble, match=r"wrong\.json does not hold dialogues"):
        words.load(None, wrong)
    with pytest.raises(Trouble, match=r"absent\.csv cannot be read"):
        words.load(tmp_path / "absent.csv", None)


def test_where_no_file_is_near_it_says_that_the_words_are_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(words, "MESSAGES", tmp_path / "a")
    monkeypatch.setattr(words, "DIALOGUES", tmp_path / "b")
    assert words.load(None, None).source == "first messages of its own corpus"
