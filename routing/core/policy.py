"""Which rules does a site route by? The versioned policy, and the overtaking bound that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from routing.core.model import Request

if TYPE_CHECKING:
    from routing.core.policy_json import Problem


class Ring(NamedTuple):
    """From `after` seconds of waiting on, these filters are widened. Each ring is at least as wide as the one before.

    `level_drop` lowers the language level asked for (never below 1); `languages` is how many of the customer's
    languages count, in their order.
    """

    after: float
    any_region: bool = False
    any_tier: bool = False
    level_drop: int = 0
    languages: int = 1


class Weights(NamedTuple):
    """Points of the score; whole numbers, so that equal means equal.

    `hold`: the first preferred person (the n-th gets an n-th). `level`: per language level. `wish`: lost per step down
    the customer's list of languages. `region`, `tier`: the agent is assigned to this very region or tier. `topic`: per
    topic level, where the topic asks for skill. `load`: lost by a full agent, in proportion by a half-full one. Longest
    idle breaks ties.
    """

    hold: int = 10_000
    level: int = 20
    wish: int = 100
    region: int = 40
    tier: int = 30
    topic: int = 10
    load: int = 100


DEFAULT_WEIGHTS = Weights()

DEFAULT_RINGS = (
    Ring(0),
    Ring(30, any_region=True),
    Ring(60, any_region=True, any_tier=True),
    Ring(90, any_region=True, any_tier=True, level_drop=1),
    Ring(120, any_region=True, any_tier=True, level_drop=2, languages=2),
    Ring(180, any_region=True, any_tier=True, level_drop=4, languages=9),
)

Pairs = tuple[tuple[int, int], ...]
NamedPairs = tuple[tuple[str, int], ...]
NamedSeconds = tuple[tuple[str, float], ...]
TierSeconds = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of a site's routing rules. Times in seconds, loads in units. Mappings may be given as such.

    `tier_credits`, `urgent_credit`: seconds counted as waited. `urgent_exempt`: urgent requests go before all others
    whatever these have waited (then outside the overtaking bound). `holds`: how long a request is kept for a person,
    by reason. `reserve`: units of every agent kept free for that tier and above, at most half of an agent's capacity.
    `transfer_timeout`: seconds for which a colleague may think about a chat that is passed on.
    `wrap_up`: seconds after a chat in which its agent gets nothing; a team may have its own.
    `unit_costs`: what a request of a channel costs. `offer_mode`: 'direct' assigns, 'offer' asks the agent first.
    `language_level` is wanted of the agent in the language of the chat, `second_language_level` in the customer's
    other; a request keeps what it was queued with. `assumed_handling`: seconds for which a request keeps its units,
    believed until rates have been learned.
    """

    version: int = 1
    rings: tuple[Ring, ...] = DEFAULT_RINGS
    weights: Weights = DEFAULT_WEIGHTS
    tier_credits: TierSeconds = ((1, 60.0), (2, 120.0), (3, 180.0))
    urgent_credit: float = 120.0
    urgent_exempt: bool = True
    holds: NamedSeconds = (("account_manager", 45.0), ("deputy", 30.0), ("last_agent", 20.0))
    reserve: Pairs = ()
    urgent_uses_reserve: bool = True
    unit_costs: NamedPairs = (("callback", 1), ("chat", 1), ("ticket", 1))
    offer_mode: str = "direct"
    offer_timeout: float = 20.0
    transfer_timeout: float = 60.0
    wrap_up: float = 0.0
    misses_until_away: int = 2
    vanish_grace: float = 30.0
    longest_wait: float = 300.0
    longest_wait_offers: tuple[str, ...] = ("keep", "ticket")
    quiet_after: float = 180.0
    quiet_remainder: int = 1
    assumed_handling: float = 480.0
    language_level: int = 3
    second_language_level: int = 2
    _credits: dict[int, float] = field(init=False, repr=False, compare=False)
    _costs: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep one canonical, hashable form of every mapping, so that equal policies are equal."""
        put = object.__setattr__
        for name in ("tier_credits", "holds", "reserve", "unit_costs"):
            value = getattr(self, name)
            put(self, name, tuple(sorted(value.items() if isinstance(value, Mapping) else map(tuple, value))))
        put(self, "rings", tuple(Ring(*ring) for ring in self.rings))
        put(self, "weights", Weights(*self.weights))
        put(self, "longest_wait_offers", tuple(self.longest_wait_offers))
        put(self, "_credits", dict(self.tier_credits))
        put(self, "_costs", dict(self.unit_costs))

    @classmethod
    def default(cls) -> Policy:
        """The policy of a site that never edited one."""
        return cls()

    def credit(self, request: Request) -> float:
        """Seconds that this request is counted as having waited beforehand; bounded, hence so is overtaking."""
        credit = self._credits.get(request.tier, 0.0)
        return credit + self.urgent_credit if request.urgent and not self.urgent_exempt else credit

    def exempts(self, request: Request) -> bool:
        """Whether this request goes before all others, outside the overtaking bound."""
        return request.urgent and self.urgent_exempt

    @property
    def overtaking_bound(self) -> float:
        """C in seconds: a request queued more than C later never goes first (holds, reserve, exempt topics apart)."""
        credits = [0.0, *self._credits.values()]
        return max(credits) - min(credits) + (0.0 if self.urgent_exempt else self.urgent_credit)

    def cost(self, request: Request) -> int:
        """Units that this request takes of an agent's capacity; at least 1, so that a full agent never fits."""
        units = self._costs.get(request.channel, 1) if request.units is None else request.units
        return units if units > 0 else 1

    def reserved_above(self, asking: int, urgent: bool, tiers: frozenset[int], capacity: int) -> int:
        """Units that a request of tier `asking` must leave free on an agent of these tiers, for tiers above its own.

        At most half the capacity: a reserve as large as a small agent's whole capacity would shut out everybody else.
        """
        if not self.reserve or (urgent and self.urgent_uses_reserve):
            return 0
        kept = sum(units for tier, units in self.reserve if tier > asking and (not tiers or tier in tiers))
        return min(kept, capacity // 2)

    def hold_seconds(self, reason: str) -> float:
        """For how long this policy holds a request for such a person; 0 when it does not."""
        return dict(self.holds).get(reason, 0.0)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, the same for equal policies."""
        from routing.core.policy_json import policy_to_dict

        return policy_to_dict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Policy:
        """Build from what `to_dict` gave; missing fields take the default. ValueError names what is wrong."""
        from routing.core.policy_json import policy_from_dict

        return policy_from_dict(data)

    @classmethod
    def stored(cls, data: Mapping[str, Any]) -> Policy:
        """As `from_dict`, of any version that was ever saved."""
        from routing.core.policy_json import stored_policy

        return stored_policy(data)

    @staticmethod
    def validate(data: object) -> list[Problem]:
        """Everything for which this cannot be a policy; empty when it can. Never raises."""
        from routing.core.policy_json import validate_policy

        return validate_policy(data)
