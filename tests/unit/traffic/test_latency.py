"""Is a delivery measured from the wire of one side to the eyes of the one it was for?"""

from __future__ import annotations

import pytest

from tests.unit.traffic.histories import Event, History, assigned, event, message
from traffic.latency import deliveries, quantile
from traffic.view import View

LOG: list[Event] = [message(1, "c1"), assigned(2, "a-amira"), message(3, "c2"), message(4, "a1", "agent")]


def shown(history: History, side: str, viewer: str, **at: float) -> None:
    made = View(viewer, side, "thread")
    for place, one in enumerate(LOG):
        made.apply(place, place + 1, [one], now=at.get(one.get("client_id", ""), 0.0))
    history.notebook.watch(made)


def test_the_first_of_the_customers_sockets_counts_and_the_agent_who_holds_the_chat() -> None:
    history = History(LOG).sent("c1", at=1).sent("c2", 3, at=10).sent("a1", 4, at=20, side="agent")
    shown(history, "customer", "", a1=24.0)
    shown(history, "customer", "observer", a1=20.5)
    shown(history, "agent", "a-amira", c1=9.0, c2=12.0)
    found = deliveries(history.notebook)
    assert sorted(found.seconds) == [0.5, 2.0]  # c1 waited in the queue: not a delivery
    assert (found.slowest[0], found.unseen) == (2.0, 0)


def test_a_message_that_its_holder_never_saw_is_unseen_unless_the_chat_left_them() -> None:
    history = History(LOG).sent("c2", 3)
    assert deliveries(history.notebook).unseen == 1
    left = History([*LOG[:3], event(4, "requeued", reason="agent_lost")]).sent("c2", 3)
    assert deliveries(left.notebook).unseen == 0


def test_a_message_cut_off_on_purpose_is_not_measured() -> None:
    history = History(LOG).sent("c2", 3)
    history.notebook.entries["c2"].cut = True
    found = deliveries(history.notebook)
    assert (found.seconds, found.unseen) == ([], 0)


@pytest.mark.parametrize(("share", "expected"), [(0.5, 2.0), (0.99, 4.0), (0.25, 1.0), (1.0, 4.0)])
def test_quantiles_are_values_that_occurred(share: float, expected: float) -> None:
    assert quantile([4.0, 1.0, 3.0, 2.0], share) == expected
    assert quantile([], share) is None
