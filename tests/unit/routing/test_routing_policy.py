"""Is a policy that cannot work refused at saving, with the field and the reason?"""

from __future__ import annotations

import json
from typing import Any

import pytest

from routing.core import Policy, Request, Ring
from routing.core.order import place_of


def test_the_default_survives_json() -> None:
    policy = Policy.default()
    text = json.dumps(policy.to_dict(), sort_keys=True)
    assert Policy.validate(json.loads(text)) == []
    assert Policy.from_dict(json.loads(text)) == policy
    assert json.dumps(Policy.from_dict(json.loads(text)).to_dict(), sort_keys=True) == text


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"rings": []}, "rings"),
        ({"rings": [{"after": 5}]}, "rings[0].after"),
        ({"rings": [{"after": 0}, {"after": 0, "any_region": True}]}, "rings[1].after"),
        ({"rings": [{"after": 0, "any_region": True}, {"after": 9}]}, "rings[1].any_region"),
        ({"rings": [{"after": 0, "level_drop": 7}]}, "rings[0].level_drop"),
        ({"rings": [{"after": 0, "colour": 1}]}, "rings[0].colour"),
        ({"rings": [{}]}, "rings[0].after"),
        ({"weights": {"load": -1}}, "weights.load"),
        ({"weights": {"load": 1.5}}, "weights.load"),
        ({"weights": {"charm": 1}}, "weights.charm"),
        ({"tier_credits": {"1": -5}}, "tier_credits.1"),
        ({"tier_credits": {"gold": 5}}, "tier_credits.gold"),
        ({"tier_credits": [1]}, "tier_credits"),
        ({"urgent_credit": float("nan")}, "urgent_credit"),
        ({"urgent_exempt": 1}, "urgent_exempt"),
        ({"holds": {"friend": 5}}, "holds.friend"),
        ({"reserve": {"1": 0.5}}, "reserve.1"),
        ({"unit_costs": {"chat": 0}}, "unit_costs.chat"),
        ({"unit_costs": {"chat": 10**400}}, "unit_costs.chat"),
        ({"unit_costs": {"\x00": 1}}, "unit_costs.\x00"),
        ({"unit_costs": {"": 1}}, "unit_costs."),
        ({"offer_mode": "maybe"}, "offer_mode"),
        ({"offer_mode": []}, "offer_mode"),
        ({"offer_timeout": True}, "offer_timeout"),
        ({"longest_wait_offers": ["ticket"]}, "longest_wait_offers"),
        ({"longest_wait_offers": "keep"}, "longest_wait_offers"),
        ({"version": "2"}, "version"),
        ({"vanish_grace": float("inf")}, "vanish_grace"),
        ({"surprise": 1}, "surprise"),
        ({"longest_wait_offers": ["keep", "callback"]}, "longest_wait_offers"),
        ({"language_level": 0}, "language_level"),
        ({"second_language_level": 6}, "second_language_level"),
        ({"second_language_level": 2.5}, "second_language_level"),
    ],
)
def test_what_cannot_work_is_named(data: dict[str, Any], field: str) -> None:
    wrong = Policy.validate(data)
    assert [problem.field for problem in wrong] == [field]
    assert all(problem.reason for problem in wrong)
    with pytest.raises(ValueError, match=r"must|is not|is missing"):
        Policy.from_dict(data)


def test_anything_but_an_object_is_refused() -> None:
    assert [(problem.field, problem.reason) for problem in Policy.validate([])] == [("policy", "must be an object")]


def test_what_is_offered_no_more_is_refused_when_saved_and_left_out_of_what_was_stored() -> None:
    old = Policy.default().to_dict() | {"longest_wait_offers": ["keep", "callback", "ticket"]}
    assert [problem.field for problem in Policy.validate(old)] == ["longest_wait_offers"]
    assert Policy.stored(old) == Policy.default()


def test_a_version_from_before_a_field_existed_takes_its_default() -> None:
    old = Policy.default().to_dict()
    del old["language_level"], old["second_language_level"]
    assert Policy.stored(old) == Policy.default()


@pytest.mark.parametrize(
    ("policy", "bound"),
    [
        (Policy(), 180.0),
        (Policy(urgent_exempt=False), 300.0),
        (Policy(tier_credits={}, urgent_exempt=True), 0.0),
        (Policy(tier_credits={0: 10.0, 1: 40.0}), 40.0),
    ],
)
def test_the_overtaking_bound_follows_from_the_credits(policy: Policy, bound: float) -> None:
    assert policy.overtaking_bound == bound


def test_nobody_overtakes_by_more_than_the_bound() -> None:
    policy = Policy(urgent_exempt=False)
    first = place_of(Request(id=1, queued_at=0.0), policy)
    assert place_of(Request(id=2, queued_at=299.0, tier=3, urgent=True), policy) < first
    assert place_of(Request(id=2, queued_at=300.5, tier=3, urgent=True), policy) > first


def test_exempt_urgency_goes_before_everybody() -> None:
    policy = Policy(urgent_exempt=True)
    waited_a_day = place_of(Request(id=1, queued_at=0.0, tier=3), policy)
    assert place_of(Request(id=2, queued_at=86_400.0, urgent=True), policy) < waited_a_day


def test_mappings_are_kept_in_one_form() -> None:
    assert Policy(reserve={2: 1, 1: 1}) == Policy(reserve=((1, 1), (2, 1)))
    assert hash(Policy(rings=(Ring(0),))) == hash(Policy(rings=((0,),)))
