"""Is this JSON a policy, and if not, which field is wrong and why?

JSON keys are strings, so tiers become strings there: `{"tier_credits": {"1": 60}}`. A reason is a code with values, so
that whoever shows it can say it in any language; `REASONS` says it in English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from routing.core.policy import Policy, Ring, Weights

REASONS = {
    "not_an_object": "must be an object",
    "unknown_field": "is not a field of a policy",
    "number": "must be a number from %(low)s to %(high)s",
    "whole_number": "must be a whole number from %(low)s to %(high)s",
    "flag": "must be true or false",
    "choice": "must be one of %(choices)s",
    "choices": "must be a list out of %(choices)s",
    "keep_missing": "must include keep: nobody is sent away from the queue",
    "tier_expected": "must be named by a tier (0 to 99)",
    "channel_expected": "must be named by a channel",
    "hold_expected": "must be named by %(choices)s",
    "rings": "must be a list of 1 to %(most)s rings",
    "unknown_ring_field": "is not a field of a ring",
    "missing": "is missing",
    "first_ring": "must be 0: the first ring holds from the start",
    "not_later": "must be later than the ring before it (%(before)s s)",
    "narrower": "must not be narrower than in the ring before it",
    "unknown_weight": "is not a weight",
}


class Problem(NamedTuple):
    """Why something cannot be a policy: the field, a code of `REASONS`, and what that needs to be said."""

    field: str
    code: str
    values: Mapping[str, str] = {}

    @property
    def reason(self) -> str:
        """In English."""
        return REASONS[self.code] % self.values


Wrong = list[Problem]

HOLD_REASONS = ("account_manager", "deputy", "last_agent")
WAIT_OFFERS = ("keep", "ticket")
RETIRED_OFFERS = ("callback",)  # in stored versions; never shown to anybody
DAY = 86_400.0
MOST_UNITS = 1_000
MOST_POINTS = 1_000_000
MOST_RINGS = 20


def policy_to_dict(policy: Policy) -> dict[str, Any]:
    """Plain JSON values of every field."""
    return {
        "version": policy.version,
        "rings": [ring._asdict() for ring in policy.rings],
        "weights": policy.weights._asdict(),
        "tier_credits": {str(tier): seconds for tier, seconds in policy.tier_credits},
        "urgent_credit": policy.urgent_credit,
        "urgent_exempt": policy.urgent_exempt,
        "holds": dict(policy.holds),
        "reserve": {str(tier): units for tier, units in policy.reserve},
        "urgent_uses_reserve": policy.urgent_uses_reserve,
        "unit_costs": dict(policy.unit_costs),
        "offer_mode": policy.offer_mode,
        "offer_timeout": policy.offer_timeout,
        "transfer_timeout": policy.transfer_timeout,
        "wrap_up": policy.wrap_up,
        "misses_until_away": policy.misses_until_away,
        "vanish_grace": policy.vanish_grace,
        "longest_wait": policy.longest_wait,
        "longest_wait_offers": list(policy.longest_wait_offers),
        "quiet_after": policy.quiet_after,
        "quiet_remainder": policy.quiet_remainder,
        "assumed_handling": policy.assumed_handling,
        "language_level": policy.language_level,
        "second_language_level": policy.second_language_level,
    }


def policy_from_dict(data: Mapping[str, Any]) -> Policy:
    """The policy that this JSON describes. ValueError with every field and reason when it describes none."""
    if wrong := validate_policy(data):
        raise ValueError("; ".join(f"{problem.field}: {problem.reason}" for problem in wrong))
    values = dict(data)
    if "rings" in values:
        values["rings"] = tuple(Ring(**ring) for ring in values["rings"])
    if "weights" in values:
        values["weights"] = Weights(**values["weights"])
    for name in ("tier_credits", "reserve"):
        if name in values:
            values[name] = {int(tier): amount for tier, amount in values[name].items()}
    return Policy(**values)


def stored_policy(data: Mapping[str, Any]) -> Policy:
    """A policy as it was saved once: what has been retired since is left out, so that every version still loads."""
    offers = data.get("longest_wait_offers")
    if isinstance(offers, list):
        data = {**data, "longest_wait_offers": [offer for offer in offers if offer not in RETIRED_OFFERS]}
    return policy_from_dict(data)


def validate_policy(data: object) -> Wrong:
    """Every problem; empty when the policy can be used."""
    if not isinstance(data, Mapping):
        return [Problem("policy", "not_an_object")]
    wrong: Wrong = []
    for name, value in data.items():
        if check := _FIELDS.get(name):
            check(name, value, wrong)
        else:
            wrong.append(Problem(str(name), "unknown_field"))
    return wrong


def _number(low: float, high: float, whole: bool = False) -> Callable[[str, Any, Wrong], None]:
    def check(name: str, value: Any, wrong: Wrong) -> None:
        number = not isinstance(value, bool) and isinstance(value, int if whole else (int, float))
        # NaN lies in no bounds; a whole number may be too large to be asked whether it is finite.
        if not number or not low <= value <= high:
            values = {"low": f"{low:g}", "high": f"{high:g}"}
            wrong.append(Problem(name, "whole_number" if whole else "number", values))

    return check


def _flag(name: str, value: Any, wrong: Wrong) -> None:
    if not isinstance(value, bool):
        wrong.append(Problem(name, "flag"))


def _one_of(*choices: str) -> Callable[[str, Any, Wrong], None]:
    def check(name: str, value: Any, wrong: Wrong) -> None:
        if value not in choices:
            wrong.append(Problem(name, "choice", {"choices": ", ".join(choices)}))

    return check


def _table(
    key_ok: Callable[[str], bool], otherwise: str, amount: Callable[[str, Any, Wrong], None]
) -> Callable[[str, Any, Wrong], None]:
    def check(name: str, value: Any, wrong: Wrong) -> None:
        if not isinstance(value, Mapping):
            wrong.append(Problem(name, "not_an_object"))
            return
        for key, entry in value.items():
            if not key_ok(str(key)):
                wrong.append(Problem(f"{name}.{key}", otherwise, {"choices": ", ".join(HOLD_REASONS)}))
            amount(f"{name}.{key}", entry, wrong)

    return check


def _is_tier(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 3


def _is_channel(key: str) -> bool:
    return 0 < len(key) <= 40 and key.isprintable()


def _offers(name: str, value: Any, wrong: Wrong) -> None:
    if not isinstance(value, list | tuple) or not value:
        wrong.append(Problem(name, "choices", {"choices": ", ".join(WAIT_OFFERS)}))
        return
    for entry in value:
        _one_of(*WAIT_OFFERS)(name, entry, wrong)
    if "keep" not in value:
        wrong.append(Problem(name, "keep_missing"))


_RING_FIELDS: dict[str, Callable[[str, Any, Wrong], None]] = {
    "after": _number(0, DAY),
    "any_region": _flag,
    "any_tier": _flag,
    "level_drop": _number(0, 4, whole=True),
    "languages": _number(1, 9, whole=True),
}


def _rings(name: str, value: Any, wrong: Wrong) -> None:
    if not isinstance(value, list | tuple) or not 1 <= len(value) <= MOST_RINGS:
        wrong.append(Problem(name, "rings", {"most": str(MOST_RINGS)}))
        return
    known = len(wrong)
    for place, ring in enumerate(value):
        where = f"{name}[{place}]"
        if not isinstance(ring, Mapping):
            wrong.append(Problem(where, "not_an_object"))
            continue
        if "after" not in ring:
            wrong.append(Problem(f"{where}.after", "missing"))
        for key, entry in ring.items():
            if check := _RING_FIELDS.get(key):
                check(f"{where}.{key}", entry, wrong)
            else:
                wrong.append(Problem(f"{where}.{key}", "unknown_ring_field"))
    if len(wrong) > known:
        return
    rings = [Ring(**ring) for ring in value]
    if rings[0].after != 0:
        wrong.append(Problem(f"{name}[0].after", "first_ring"))
    for place in range(1, len(rings)):
        before, ring, where = rings[place - 1], rings[place], f"{name}[{place}]"
        if ring.after <= before.after:
            wrong.append(Problem(f"{where}.after", "not_later", {"before": f"{before.after:g}"}))
        for key in ("any_region", "any_tier", "level_drop", "languages"):
            if getattr(ring, key) < getattr(before, key):
                wrong.append(Problem(f"{where}.{key}", "narrower"))


def _weights(name: str, value: Any, wrong: Wrong) -> None:
    if not isinstance(value, Mapping):
        wrong.append(Problem(name, "not_an_object"))
        return
    for key, points in value.items():
        if key not in Weights._fields:
            wrong.append(Problem(f"{name}.{key}", "unknown_weight"))
        else:
            _number(0, MOST_POINTS, whole=True)(f"{name}.{key}", points, wrong)


_FIELDS: dict[str, Callable[[str, Any, Wrong], None]] = {
    "version": _number(0, 2**53, whole=True),
    "rings": _rings,
    "weights": _weights,
    "tier_credits": _table(_is_tier, "tier_expected", _number(0, DAY)),
    "urgent_credit": _number(0, DAY),
    "urgent_exempt": _flag,
    "holds": _table(HOLD_REASONS.__contains__, "hold_expected", _number(0, DAY)),
    "reserve": _table(_is_tier, "tier_expected", _number(0, MOST_UNITS, whole=True)),
    "urgent_uses_reserve": _flag,
    "unit_costs": _table(_is_channel, "channel_expected", _number(1, MOST_UNITS, whole=True)),
    "offer_mode": _one_of("direct", "offer"),
    "offer_timeout": _number(3, 3600),
    "transfer_timeout": _number(3, 3600),
    "wrap_up": _number(0, 3600),
    "misses_until_away": _number(1, 100, whole=True),
    "vanish_grace": _number(0, 3600),
    "longest_wait": _number(1, DAY),
    "longest_wait_offers": _offers,
    "quiet_after": _number(0, DAY),
    "quiet_remainder": _number(0, MOST_UNITS, whole=True),
    "assumed_handling": _number(1, DAY),
    "language_level": _number(1, 5, whole=True),
    "second_language_level": _number(1, 5, whole=True),
}
