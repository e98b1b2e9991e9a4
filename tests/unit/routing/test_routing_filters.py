"""Does each filter reject whom it should, for the reason it names?"""

from __future__ import annotations

from typing import Any

import pytest

from routing.core import Agent, Hold, LanguageWish, Policy, Request, Ring
from routing.core.filters import FILTERS, Case, rejection
from routing.core.widening import stage_of

RINGS = (
    Ring(0),
    Ring(30, any_region=True),
    Ring(60, any_region=True, any_tier=True),
    Ring(90, any_region=True, any_tier=True, level_drop=1),
    Ring(120, any_region=True, any_tier=True, level_drop=2, languages=2),
)
AMIRA = {"id": 1, "name": "Amira", "languages": {"ar": 4, "en": 2}, "capacity": 2}
WANTED = {"id": 9, "queued_at": 0.0, "languages": (LanguageWish("ar", 3),)}
TRADER = {"topic": "trading", "topic_level": 2}


@pytest.mark.parametrize(
    ("name", "agent", "request_", "waited", "load", "expected"),
    [
        ("excluded", {}, {}, 0, 0, None),
        ("excluded", {}, {"excluded": frozenset({1})}, 0, 0, "excluded"),
        ("language", {}, {}, 0, 0, None),
        ("language", {}, {"languages": ()}, 0, 0, None),
        ("language", {}, {"languages": (LanguageWish("zh", 1),)}, 0, 0, "language not spoken"),
        ("language", {}, {"languages": (LanguageWish("ar", 5),)}, 0, 0, "level too low"),
        ("language", {}, {"languages": (LanguageWish("ar", 5),)}, 90, 0, None),
        ("language", {}, {"languages": (LanguageWish("zh", 3), LanguageWish("en", 4))}, 90, 0, "language not spoken"),
        ("language", {}, {"languages": (LanguageWish("zh", 3), LanguageWish("en", 4))}, 120, 0, None),
        ("language", {}, {"languages": (LanguageWish("en", 5),), "holds": (Hold(1, "deputy", 9.0),)}, 0, 0, None),
        ("language", {}, {"languages": (LanguageWish("zh", 1),), "holds": (Hold(1, "deputy", 9.0),)}, 0, 0,
         "language not spoken"),
        ("topic", {}, {"topic": "trading"}, 0, 0, None),
        ("topic", {}, TRADER, 0, 0, "topic not handled"),
        ("topic", {"topics": {"trading": 1}}, TRADER, 999, 0, "level too low"),
        ("topic", {"topics": {"trading": 2}}, TRADER, 0, 0, None),
        ("topic", {}, {**TRADER, "holds": (Hold(1, "deputy", 9.0),)}, 0, 0, None),
        ("region", {"regions": {"eu"}}, {"region": "latam"}, 0, 0, "other region"),
        ("region", {"regions": {"eu"}}, {"region": "latam"}, 30, 0, None),
        ("region", {"regions": {"eu"}}, {"region": ""}, 0, 0, None),
        ("region", {}, {"region": "latam"}, 0, 0, None),
        ("tier", {"tiers": {2, 3}}, {"tier": 0}, 59, 0, "other tier"),
        ("tier", {"tiers": {2, 3}}, {"tier": 0}, 60, 0, None),
        ("tier", {"tiers": {2, 3}}, {"tier": 2}, 0, 0, None),
        ("on_duty", {"on_duty": False}, {}, 0, 0, "off duty"),
        ("reachable", {"reachable": False}, {}, 0, 0, "not connected"),
        ("available", {"available": False}, {}, 0, 0, "away"),
        ("hold", {}, {"holds": (Hold(2, "account_manager", 10.0),)}, 9, 0, "on hold for someone else"),
        ("hold", {}, {"holds": (Hold(2, "account_manager", 10.0),)}, 10, 0, None),
        ("hold", {}, {"holds": (Hold(2, "account_manager", 10.0), Hold(1, "deputy", 5.0))}, 10, 0, None),
        ("hold", {}, {"holds": (Hold(1, "account_manager", 10.0),)}, 0, 0, None),
        ("hold", {}, {"holds": (Hold(3, "account_manager", 10.0),)}, 0, 0, None),
        ("hold", {}, {"holds": (Hold(3, "account_manager", 10.0, True),)}, 0, 0, "on hold for someone else"),
        ("declined", {}, {"declined": frozenset({1})}, 0, 0, "declined it"),
        ("declined", {}, {"declined": frozenset({2})}, 0, 0, None),
        ("capacity", {}, {}, 0, 1, None),
        ("capacity", {}, {}, 0, 2, "full"),
        ("capacity", {}, {"units": 2}, 0, 1, "full"),
    ],
)  # fmt: skip
def test_a_filter(
    name: str, agent: dict[str, Any], request_: dict[str, Any], waited: float, load: int, expected: str | None
) -> None:
    """Amira speaks Arabic (4) and English (2); agents 1 and 2 work, agent 3 does not."""
    policy = Policy(rings=RINGS)
    request = Request(**{**WANTED, **request_})
    case = Case(request, stage_of(request, policy, waited, lambda agent_id: agent_id != 3), policy, alternative=True)
    check = dict(FILTERS)[name]
    assert check(case, Agent(**{**AMIRA, **agent}), load) == expected


@pytest.mark.parametrize(
    ("tier", "urgent", "tiers", "load", "expected"),
    [
        (0, False, frozenset(), 1, None),
        (0, False, frozenset(), 2, "room reserved for higher tiers"),
        (1, False, frozenset(), 2, None),
        (1, False, frozenset(), 3, "room reserved for higher tiers"),
        (2, False, frozenset(), 3, None),
        (0, True, frozenset(), 3, None),
        (0, False, frozenset({0}), 3, None),
        (0, False, frozenset({0, 1}), 2, None),
    ],
)
def test_room_is_kept_for_higher_tiers(
    tier: int, urgent: bool, tiers: frozenset[int], load: int, expected: str | None
) -> None:
    """One unit of four is kept for tier 1 and above, another for tier 2; only by agents who serve such tiers."""
    policy = Policy(reserve={1: 1, 2: 1})
    request = Request(id=9, queued_at=0.0, tier=tier, urgent=urgent)
    agent = Agent(id=1, capacity=4, tiers=tiers)
    found = rejection(Case(request, stage_of(request, policy, 999.0, lambda _: True), policy), agent, load)
    assert (found.reason if found else None) == expected


def test_a_reserve_never_takes_more_than_half_an_agent() -> None:
    policy = Policy(reserve={1: 5})
    request = Request(id=9, queued_at=0.0)
    case = Case(request, stage_of(request, policy, 0.0, lambda _: True), policy)
    assert rejection(case, Agent(id=1, capacity=1), 0) is None
    assert rejection(case, Agent(id=1, capacity=4), 1) is None
    assert rejection(case, Agent(id=1, capacity=4), 2) is not None
