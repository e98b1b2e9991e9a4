"""Does the checker find what it is shown: lost, repeated, reordered messages, and agents without the language?"""

from __future__ import annotations

import pytest

from tests.unit.traffic.histories import ROSTER, THREAD, Event, History, assigned, event, message, view
from traffic import checker

LOG = [
    message(1, "c1"),
    event(2, "queued", topic="other", language="ar"),
    assigned(3, "a-amira", "Amira"),
    message(4, "a1", "agent"),
    message(5, "c2"),
    event(6, "ended", reason="agent"),
]


def counts(history: History) -> dict[str, int]:
    found = checker.check(history.notebook, ROSTER)
    assert all(THREAD in text for text in found.examples)
    return {kind: count for kind, count in found.counts.items() if count}


def good() -> History:
    return (
        History(LOG)
        .sent("c1", 1)
        .sent("a1", 4, at=5, acked=6, side="agent")
        .sent("c2", 5, at=7, acked=8)
        .saw(LOG)
        .saw(LOG, viewer="observer")
        .saw(LOG, side="agent", viewer="a-amira")
    )


def test_a_history_in_which_everything_is_right_has_no_findings() -> None:
    history = good()
    assert counts(history) == {}
    assert checker.seen(history.notebook) == 3


def test_an_acknowledged_message_beyond_the_end_of_the_log_is_lost() -> None:
    assert counts(good().sent("c3", 7, at=9, acked=10)) == {"lost": 1}


def test_an_acknowledged_message_whose_number_another_one_has_is_lost() -> None:
    history = History(LOG).sent("c9", 5)
    assert counts(history) == {"lost": 1}  # although two observers miss it


def test_a_first_message_is_acknowledged_without_a_number_and_lost_all_the_same() -> None:
    assert counts(History(LOG).sent("c1")) == {}
    assert counts(History(LOG).sent("c7")) == {"lost": 1}


def test_a_message_that_was_shown_and_then_gone_is_lost() -> None:
    assert counts(good().saw([*LOG, message(7, "ghost")])) == {"lost": 1}


def test_a_message_that_was_never_acknowledged_may_be_missing_or_there() -> None:
    assert counts(good().sent("c8", acked=None)) == {}


def test_what_was_acknowledged_after_the_observer_had_read_is_not_called_lost() -> None:
    assert counts(good().sent("late", 7, at=2000, acked=2001)) == {}


def test_one_client_id_at_two_numbers_of_the_log_is_a_duplicate() -> None:
    log = [*LOG, message(7, "c2")]
    assert counts(History(log)) == {"duplicated": 1}


def test_a_retry_that_was_given_another_number_is_a_duplicate() -> None:
    assert counts(History(LOG).sent("c2", 5, 7))["duplicated"] == 1


def test_an_event_twice_in_one_frame_is_a_duplicate() -> None:
    assert counts(good().saw([LOG[0], LOG[0], *LOG[1:]])) == {"duplicated": 1}


def test_a_chat_that_begins_or_ends_twice_is_a_duplicate() -> None:
    ended_again = [*LOG, event(7, "ended", reason="customer")]
    assert counts(History(ended_again)) == {"duplicated": 1}
    begun_again = [*LOG, event(7, "queued", topic="other", language="ar")]
    assert counts(History(begun_again)) == {}
    assert counts(History([*LOG[:2], event(3, "queued", topic="other", language="ar")])) == {"duplicated": 1}


def test_numbers_that_go_back_within_a_frame_are_out_of_order() -> None:
    assert counts(good().saw([LOG[1], LOG[0], *LOG[2:]])) == {"out_of_order": 1}


def test_a_hole_below_a_clients_head_is_out_of_order() -> None:
    assert counts(good().saw([each for each in LOG if each["seq"] != 4], head=6)) == {"out_of_order": 1}


def test_a_message_that_arrives_below_the_head_is_out_of_order() -> None:
    history = good()
    late = view([each for each in LOG if each["seq"] != 4], head=6)
    late.apply(3, 4, [LOG[3]], now=60.0)
    history.notebook.watch(late)
    assert counts(history) == {"out_of_order": 1}


def test_observers_who_saw_different_messages_under_one_number_are_out_of_order() -> None:
    assert counts(good().saw([*LOG[:4], message(5, "other"), LOG[5]])) == {"out_of_order": 1}


def test_the_same_client_shown_two_versions_of_an_event_is_out_of_order() -> None:
    history = good()
    changed = view(LOG)
    changed.apply(3, 5, [message(4, "a1", "agent", text="something else"), LOG[4]], now=60.0)
    history.notebook.watch(changed)
    assert counts(history) == {"out_of_order": 1}


def test_a_message_sent_after_another_was_acknowledged_stands_after_it() -> None:
    history = History(LOG).sent("a1", 4, at=10, acked=11, side="agent").sent("c2", 5, at=1, acked=2)
    assert counts(history) == {"out_of_order": 1}


def test_a_log_with_a_missing_number_is_out_of_order() -> None:
    log = [each for each in LOG if each["seq"] != 2]
    assert counts(History(log)) == {"out_of_order": 1}


def test_a_customer_may_miss_numbers_that_are_for_agents_only() -> None:
    history = good()
    assert history.dossier.agent_truth is not None
    with_note = [*LOG[:3], message(4, "a1", "agent"), {**event(5, "note", text="x"), "client_id": "n1"}]
    history = History(with_note)
    history.dossier.truth = view(with_note[:4], viewer="observer", live=False, head=5)
    assert counts(history) == {}


@pytest.mark.parametrize("kind", ["assigned", "transferred"])
def test_an_agent_without_any_of_the_customers_languages_is_found_by_the_roster(kind: str) -> None:
    log = [LOG[0], LOG[1], assigned(3, "a-lina", "Amira", kind)]
    assert counts(History(log)) == {"wrong_language": 1}
    assert counts(History(log, frozenset({"ar", "zh"}))) == {}
    assert counts(History(log, frozenset({"zh-TW"}))) == {}


def test_an_agent_who_did_not_sign_in_here_is_known_by_name_or_reported_as_unknown() -> None:
    assert counts(History([LOG[0], LOG[1], assigned(3, "a-other", "Lina")])) == {"wrong_language": 1}
    assert counts(History([LOG[0], LOG[1], assigned(3, "a-other", "Nobody")])) == {"unknown_agent": 1}


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ([], {"double_assigned": 1}),
        ([event(4, "requeued", reason="agent_lost")], {}),
        ([event(4, "ended", reason="customer"), event(5, "queued", topic="x", language="ar")], {}),
    ],
)
def test_two_agents_at_the_same_time_are_found_in_the_log(between: list[Event], expected: dict[str, int]) -> None:
    log = [LOG[0], LOG[1], assigned(3, "a-amira"), *between, assigned(4 + len(between), "a-amira")]
    assert counts(History(log)) == expected


def test_a_message_is_seen_only_when_both_sides_have_it() -> None:
    history = History(LOG).sent("c1", 1).sent("c2", 5)
    history.dossier.agent_truth = view(LOG[:1], "agent", "a-amira", live=False)
    assert checker.seen(history.notebook) == 1
