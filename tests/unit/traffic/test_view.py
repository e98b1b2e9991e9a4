"""Does a client's copy of a log grow as the protocol says: ranges, overlaps merged, gaps kept until filled?"""

from __future__ import annotations

from tests.unit.traffic.histories import assigned, event, message, view
from traffic.view import View


def test_overlapping_frames_are_merged_by_seq() -> None:
    made = view([message(1), message(2)])
    made.apply(0, 3, [message(1), message(2), message(3)], now=2.0)
    made.apply(1, 2, [message(2)], now=3.0)
    assert [one.seq for one in made.ordered()] == [1, 2, 3]
    assert (made.head, made.gap, made.wrongs) == (3, None, [])


def test_a_frame_beyond_the_head_waits_for_what_is_missing() -> None:
    made = view([message(1)])
    made.apply(3, 4, [message(4)], now=2.0)
    assert (made.head, made.gap) == (1, 4)
    made.apply(0, 3, [message(1), message(2), message(3)], now=3.0)
    assert (made.head, made.gap, len(made.seen)) == (4, None, 4)
    assert made.wrongs == []


def test_a_range_without_events_moves_the_head() -> None:
    made = View("", "customer", "t")
    made.apply(0, 3, [], now=1.0)
    made.apply(3, 4, [message(4)], now=1.0)
    assert (made.head, made.gap) == (4, None)


def test_an_event_outside_its_frames_range_is_written_down() -> None:
    made = View("", "customer", "t")
    made.apply(0, 1, [message(2)], now=1.0)
    assert [kind for kind, _text in made.wrongs] == ["out_of_order"]


def test_who_holds_the_chat_follows_from_the_newest_event_that_says_so() -> None:
    log = [message(1), event(2, "queued", topic="x", language="en")]
    assert view(log).standing() == ("waiting", "")
    log.append(assigned(3, "a-1"))
    assert view(log).standing() == ("active", "a-1")
    log.append(assigned(4, "a-2", kind="transferred"))
    assert view(log).standing() == ("active", "a-2")
    log.append(event(5, "requeued", reason="agent_lost"))
    assert view(log).standing() == ("waiting", "")
    log.append(event(6, "ended", reason="customer"))
    assert view([*log, message(7)]).standing() == ("ended", "")
