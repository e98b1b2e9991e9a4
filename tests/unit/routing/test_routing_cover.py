"""Does a line of the wall count whom the router could ask now, and who is there at all?"""

from __future__ import annotations

from typing import Any

from routing.core import Agent, Hold, LanguageWish, Policy, Request, Ring
from routing.core.cover import Cover, cover

POLICY = Policy(rings=(Ring(0), Ring(30, any_region=True), Ring(60, any_region=True, any_tier=True, level_drop=2)))
NOW = 1_000.0


def agent(number: int, **fields: Any) -> Agent:
    """Somebody who speaks Arabic well and has room for two."""
    return Agent(**{"id": number, "languages": {"ar": 4}, "capacity": 2, **fields})


def asks(number: int = 9, waited: float = 0.0, **fields: Any) -> Request:
    """A chat in Arabic."""
    return Request(number, NOW - waited, **{"languages": (LanguageWish("ar", 3),), **fields})


def of(requests: list[Request], *agents: Agent) -> tuple[set[int], set[int]]:
    """Who is there, and who is free."""
    found = cover(requests, agents, POLICY, NOW)
    return set(found.there), set(found.free)


def test_who_speaks_too_little_is_there_for_later_but_not_free_now() -> None:
    assert of([asks()], agent(1), agent(2, languages={"ar": 1})) == ({1, 2}, {1})
    assert of([asks(waited=60)], agent(1), agent(2, languages={"ar": 1})) == ({1, 2}, {1, 2})


def test_another_region_and_another_tier_count_until_a_ring_lets_any_do() -> None:
    abroad, vips = agent(1, regions={"LATAM"}), agent(2, tiers={2, 3})
    assert of([asks(region="EUR")], abroad, vips) == ({1, 2}, set())
    assert of([asks(region="EUR", waited=30)], abroad, vips) == ({1, 2}, {1})
    assert of([asks(region="EUR", waited=60)], abroad, vips) == ({1, 2}, {1, 2})


def test_who_is_full_is_there_and_who_does_not_work_is_not() -> None:
    gone = [agent(2, reachable=False), agent(3, available=False), agent(4, on_duty=False), agent(5, capacity=0)]
    assert of([asks()], agent(1, load=2), *gone) == ({1}, set())


def test_who_has_declined_is_not_free_while_a_colleague_is_there() -> None:
    declined = asks(declined=frozenset({1}))
    assert of([declined], agent(1), agent(2, load=2)) == ({1, 2}, set())
    assert of([declined], agent(1)) == ({1}, {1})


def test_a_chat_that_is_kept_for_somebody_is_nobody_elses_now() -> None:
    kept = asks(holds=(Hold(1, "account_manager", 45.0),))
    assert of([kept], agent(1, load=2), agent(2)) == ({1, 2}, set())
    assert of([kept, asks(8)], agent(1, load=2), agent(2)) == ({1, 2}, {2})


def test_lines_add_up_to_people_and_not_to_sums() -> None:
    some, others = Cover(frozenset({1, 2}), frozenset({1})), Cover(frozenset({2, 3}), frozenset({1}))
    assert Cover.of_all([some, others]) == (frozenset({1, 2, 3}), frozenset({1}))
    assert Cover.of_all([]) == (frozenset(), frozenset())
