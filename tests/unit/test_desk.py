"""Is the law of the desk kept: old desk + delta = new desk, whatever changed?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.protocol.agent.desk import DeskAgent, DeskChat, DeskCustomer, DeskItem, DeskOffer, DeskTicket, DeskTopic
from web.sockets.desk import Board, Followed, apply, difference

KEYS = st.integers(0, 6)
CUSTOMER = DeskCustomer(name="L")


def chat(number: int, state: str = "waiting", agent: str = "") -> DeskChat:
    """A chat in a list."""
    return DeskChat(
        key=f"chat:{number}", thread=str(number), state=state, topic="api", language="en", queued_at=1.0,
        customer=CUSTOMER, agent=agent,
    )  # fmt: skip


def offer(number: int, agent: str) -> DeskOffer:
    """A chat that somebody is asked about."""
    return DeskOffer(
        key=f"offer:{number}", thread=str(number), agent=agent, topic="api", language="en", queued_at=1.0,
        offered_at=2.0, expires_at=22.0, customer=CUSTOMER,
    )  # fmt: skip


def ticket(number: int, state: str) -> DeskTicket:
    """A ticket in a list."""
    return DeskTicket(
        key=f"ticket:{number}", number=number, thread=str(number), state=state, priority=2, subject="", topic="api",
        customer=CUSTOMER, updated_at=1.0,
    )  # fmt: skip


def person(number: int, load: int) -> DeskAgent:
    """A colleague."""
    return DeskAgent(
        key=f"agent:{number}", id=str(number), name="A", role="agent", status="available", reachable=True, load=load,
        capacity=3, languages={"en": 5},
    )  # fmt: skip


ITEMS = st.one_of(
    st.builds(chat, KEYS, st.sampled_from(["waiting", "active"]), st.sampled_from(["", "a", "b"])),
    st.builds(offer, KEYS, st.sampled_from(["a", "b"])),
    st.builds(ticket, KEYS, st.sampled_from(["open", "pending", "solved"])),
    st.builds(person, KEYS, st.integers(0, 3)),
    st.builds(lambda n: DeskTopic(key=f"topic:{n}", slug=str(n), name="T"), KEYS),
)
DESKS = st.lists(ITEMS, max_size=12).map(lambda items: {item.key: item for item in items})


@given(st.lists(DESKS, min_size=1, max_size=6))
def test_a_followed_desk_is_the_desk_that_is(desks: list[dict[str, DeskItem]]) -> None:
    followed, version = Followed(), 0
    items: dict[str, DeskItem] = {}
    for desk in desks:
        delta = followed.advance(desk)
        if delta is not None:
            items, version = apply(items, version, delta)
        assert items == desk
        assert version == followed.version


@given(DESKS)
def test_nothing_is_sent_when_nothing_changed(desk: dict[str, DeskItem]) -> None:
    assert difference(desk, dict(desk), 3, 4) is None


def test_a_delta_on_another_version_is_not_applied() -> None:
    delta = difference({}, {"chat:1": chat(1)}, 3, 4)
    assert delta is not None
    with pytest.raises(ValueError, match="version 3 on a desk of version 2"):
        apply({}, 2, delta)


def test_an_agent_sees_what_waits_and_their_own_but_not_colleagues_chats() -> None:
    desk: dict[str, DeskItem] = {
        item.key: item for item in (chat(1), chat(2, "active", "a"), chat(3, "active", "b"), ticket(4, "open"))
    }
    assert set(Board.of(desk).seen_by("a", leads=False)) == {"chat:1", "chat:2", "ticket:4"}
    assert Board.of(desk).seen_by("a", leads=True) == desk


def test_an_offer_is_seen_by_whom_it_asks_and_by_no_lead() -> None:
    desk: dict[str, DeskItem] = {item.key: item for item in (chat(1), offer(1, "a"), offer(2, "b"))}
    assert set(Board.of(desk).seen_by("a", leads=False)) == {"chat:1", "offer:1"}
    assert set(Board.of(desk).seen_by("lead", leads=True)) == {"chat:1"}
