"""Who is asked to take a chat over, when several could?"""

from __future__ import annotations

from routing.core import Agent, Hold, LanguageWish, Policy, Request
from routing.core.handing import best

RUSSIAN = LanguageWish("ru", 3)
POLICY = Policy.default()


def agent(number: int, level: int = 4, **fields: object) -> Agent:
    """Somebody with room who speaks Russian."""
    return Agent(**{"id": number, "languages": {"ru": level}, "capacity": 3, **fields})


def asked(*agents: Agent, ruled_out: set[int] | None = None, **fields: object) -> int | None:
    """The id of whoever is asked."""
    request = Request(**{"id": 1, "queued_at": 0.0, "languages": (LanguageWish("ar", 5),), **fields})
    found = best(request, RUSSIAN, POLICY, agents, frozenset(ruled_out or ()))
    return found.id if found else None


def test_the_best_speaker_with_most_room_is_asked_then_whoever_has_been_idle_longest() -> None:
    assert asked(agent(1, 3), agent(2, 5)) == 2
    assert asked(agent(1, load=2), agent(2)) == 2
    assert asked(agent(1, idle_since=9.0), agent(2, idle_since=3.0)) == 2
    assert asked(agent(2), agent(1)) == 1


def test_nobody_is_asked_who_is_not_there_has_no_room_or_speaks_too_little() -> None:
    for fields in (
        {"available": False}, {"reachable": False}, {"on_duty": False}, {"load": 3}, {"languages": {"ru": 2}},
        {"languages": {"ar": 5}},
    ):  # fmt: skip
        assert asked(agent(1, **fields)) is None


def test_whoever_was_asked_already_is_not_asked_again() -> None:
    assert asked(agent(1), agent(2, 3), ruled_out={1}) == 2
    assert asked(agent(1), ruled_out={1}) is None


def test_region_tier_holds_and_earlier_declines_of_the_queue_say_nothing_here() -> None:
    far = agent(1, regions={"EU"}, tiers={0})
    kept = {"region": "CIS", "tier": 3, "holds": (Hold(9, "account_manager", 600.0),), "declined": frozenset({1})}
    assert asked(far, **kept) == 1


def test_the_skill_that_the_topic_asks_for_is_asked_for_here_too() -> None:
    assert asked(agent(1), topic="api", topic_level=2) is None
    assert asked(agent(1), agent(2, topics={"api": 3}), topic="api", topic_level=2) == 2
