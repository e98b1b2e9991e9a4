"""Who comes, and what will they do? Decided before the run by the seed, so that two runs play the same people."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from traffic.options import Options
from traffic.setup import WELL, Seat, Setup
from traffic.words import Script, Words

ENDS_BY_CUSTOMER = 0.4  # the other chats are resolved by the agent
RATES = 0.5
IMPATIENT = 0.15  # of those who wait: a second message before anybody answers
OTHER_LANGUAGE = 0.05  # of signed customers: asks in another language than their own

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CustomerPlan:
    """One customer. `arrives` is in seconds after the start; `loses_after` and `reloads_after` count own messages."""

    number: int
    arrives: float
    language: str
    own_language: str
    region: str
    tier: int
    signed: bool
    topic: float  # 0 to 1: which of the site's topics
    script: Script
    impatient: bool
    loses_after: int | None
    reloads_after: int | None
    passed_on: float | None  # to a colleague below 0.5, else to the queue; None: the agent keeps the chat
    ends: bool
    rating: int | None
    seed: int

    @property
    def languages(self) -> set[str]:
        """The languages of which an agent must have one: the chat's, and the customer's own."""
        return {self.language, self.own_language}


def agents(setup: Setup, number: int) -> list[Seat]:
    """The agents who play: first those who add a language, so that few cover as many as they can."""
    chosen: list[Seat] = []
    rest = list(setup.agents)
    covered: set[str] = set()
    while rest and len(chosen) < number:
        best = max(rest, key=lambda seat: len(set(seat.languages) - covered))
        covered |= set(best.languages)
        rest.remove(best)
        chosen.append(best)
    return chosen


def customers(setup: Setup, seats: list[Seat], words: Words, options: Options) -> list[CustomerPlan]:
    """Everybody who comes, in the order of arrival."""
    chance = random.Random(options.seed)
    plans, at = [], 0.0
    for number in range(options.customers):
        at += chance.expovariate(options.rate) if number else 0.0
        plans.append(_customer(number, at, setup, seats, words, options, random.Random(chance.random())))
    # The gaps are random, the whole is not: the rate that was asked for is the rate that is played.
    stretch = (options.customers / options.rate) / at if at else 1.0
    return [replace(plan, arrives=plan.arrives * stretch) for plan in plans]


def _customer(
    number: int, at: float, setup: Setup, seats: list[Seat], words: Words, options: Options, chance: random.Random
) -> CustomerPlan:
    language = _drawn(_languages(setup, seats), chance)
    regions = setup.mix.regions or {region: 1.0 for seat in seats for region in seat.regions} or {"": 1.0}
    region = _drawn(_served(regions, lambda each: any(seat.serves(language, each, 0) for seat in seats)), chance)
    tiers = setup.mix.tiers if setup.identity else {0: 1.0}
    tier = _drawn(_served(tiers, lambda each: any(seat.serves(language, region, each) for seat in seats)), chance)
    signed = setup.identity is not None and (tier > 0 or chance.random() < options.signed)
    own = language
    if signed and chance.random() < OTHER_LANGUAGE:
        own = _drawn(_languages(setup, seats), chance)
    script = words.script(language, chance)
    turns = script.count("customer")
    return CustomerPlan(
        number=number,
        arrives=at,
        language=language,
        own_language=own,
        region=region,
        tier=tier,
        signed=signed,
        topic=chance.random(),
        script=script,
        impatient=chance.random() < IMPATIENT,
        loses_after=chance.randint(1, turns) if chance.random() < options.lose else None,
        reloads_after=chance.randint(1, turns) if chance.random() < options.reload else None,
        passed_on=chance.random() if chance.random() < options.transfer else None,
        ends=chance.random() < ENDS_BY_CUSTOMER,
        rating=chance.randint(1, 5) if chance.random() < RATES else None,
        seed=chance.getrandbits(32),
    )


def _languages(setup: Setup, seats: list[Seat]) -> dict[str, float]:
    """Weights of the languages that somebody here speaks well, or of those that anybody speaks at all."""
    wanted = setup.mix.languages or {each: 1.0 for seat in seats for each in seat.languages}
    weights = _served(wanted, lambda each: any(seat.speaks(each) for seat in seats))
    return _served(weights, lambda each: any(seat.speaks(each, WELL) for seat in seats))


def _served(weights: dict[T, float], served: Callable[[T], bool]) -> dict[T, float]:
    kept = {each: weight for each, weight in weights.items() if weight > 0 and served(each)}
    return kept or weights


def _drawn(weights: dict[T, float], chance: random.Random) -> T:
    return chance.choices(list(weights), list(weights.values()))[0]
