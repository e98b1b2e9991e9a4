"""Everything that can happen at a desk, in any order: the state machine that Hypothesis walks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from routing.core import Agent, Engine, Hold, LanguageWish, Policy, Request, Ring, Weights

from .desk import Desk

LANGUAGES = ("ar", "en", "zh")
REGIONS = ("eu", "latam")
TOPICS = ("security", "trading")
PEOPLE = (1, 2, 3, 4, 5)
RINGS = (
    Ring(0),
    Ring(4, any_region=True),
    Ring(8, any_region=True, any_tier=True, level_drop=1),
    Ring(16, any_region=True, any_tier=True, level_drop=4, languages=3),
)
# Whole and half seconds keep every sum exact, so that C is compared without rounding.
SECONDS = st.sampled_from((0.5, 1.0, 3.0, 4.0, 8.0, 20.0))
FEW = st.frozensets(st.sampled_from(PEOPLE), max_size=1)

wishes = st.lists(st.builds(LanguageWish, st.sampled_from(LANGUAGES), st.integers(1, 5)), max_size=3).map(tuple)
holds = st.lists(
    st.builds(Hold, st.sampled_from(PEOPLE), st.sampled_from(("account_manager", "deputy")), SECONDS, st.booleans()),
    max_size=2,
).map(tuple)
requests = st.builds(
    Request,
    id=st.just(0),
    queued_at=st.sampled_from((0.0, 0.0, 2.0, 30.0)),  # seconds that it has already waited
    languages=wishes,
    region=st.sampled_from(("", *REGIONS)),
    tier=st.integers(0, 2),
    topic=st.sampled_from(("", *TOPICS)),
    topic_level=st.integers(0, 2),
    urgent=st.booleans(),
    holds=holds,
    excluded=FEW,
    units=st.sampled_from((None, None, 2)),
)
agents = st.builds(
    Agent,
    id=st.sampled_from(PEOPLE),
    name=st.just(""),
    available=st.sampled_from((True, True, False)),
    reachable=st.sampled_from((True, True, True, False)),
    on_duty=st.sampled_from((True, True, True, False)),
    languages=st.dictionaries(st.sampled_from(LANGUAGES), st.integers(1, 5)),
    topics=st.dictionaries(st.sampled_from(TOPICS), st.integers(1, 3)),
    regions=st.frozensets(st.sampled_from(REGIONS), max_size=1),
    tiers=st.frozensets(st.integers(0, 2), max_size=2),
    capacity=st.integers(1, 4),
    idle_since=st.sampled_from((990.0, 995.0)),
)
policies = st.builds(
    Policy,
    version=st.integers(1, 9),
    rings=st.integers(1, len(RINGS)).map(lambda count: RINGS[:count]),
    weights=st.sampled_from((Weights(), Weights(load=1000), Weights(0, 0, 0, 0, 0, 0, 0))),
    tier_credits=st.sampled_from(({}, {1: 5.0, 2: 10.0})),
    urgent_exempt=st.booleans(),
    urgent_credit=st.just(8.0),
    reserve=st.sampled_from(({}, {}, {1: 1}, {1: 1, 2: 1})),
    offer_mode=st.sampled_from(("direct", "offer")),
    offer_timeout=st.just(8.0),
    misses_until_away=st.integers(1, 2),
    unit_costs=st.sampled_from(({"chat": 1}, {"chat": 2})),
    quiet_remainder=st.just(1),
)


class DeskMachine(RuleBasedStateMachine):
    """Customers, agents, binds and time in any order; subclasses name another engine."""

    steps: ClassVar[int] = 0
    make_engine: Callable[[Policy, int], Engine] = staticmethod(Engine)
    compare = True

    @initialize(policy=policies, seed=st.sampled_from((0, 6)), staff=st.lists(agents, max_size=3))
    def open(self, policy: Policy, seed: int, staff: list[Agent]) -> None:
        self.desk = Desk(self.make_engine(policy, seed), self.compare)
        for agent in staff:
            self.desk.agent(agent)

    @rule(request=requests)
    def queue(self, request: Request) -> None:
        self.desk.queue(request)

    @rule(request=requests, count=st.integers(2, 4))
    def queue_alike(self, request: Request, count: int) -> None:
        for _ in range(count):
            self.desk.queue(request)

    @rule(agent=agents)
    def agent(self, agent: Agent) -> None:
        self.desk.agent(agent)

    @rule(agent=agents)
    def agent_all_day(self, agent: Agent) -> None:
        self.desk.agent(replace(agent, available=True, reachable=True, on_duty=True))

    @rule()
    def decide(self) -> None:
        self.desk.decide()

    @rule(seconds=SECONDS)
    def pass_time(self, seconds: float) -> None:
        self.desk.pass_time(seconds)

    @precondition(lambda self: self.desk.decided)
    @rule()
    def bind_all(self) -> None:
        for request_id in list(self.desk.decided):
            self.desk.bind(request_id)

    @precondition(lambda self: self.desk.decided)
    @rule(data=st.data())
    def lose(self, data: st.DataObject) -> None:
        self.desk.lose(data.draw(st.sampled_from(sorted(self.desk.decided))))

    @precondition(lambda self: self.desk.waiting or self.desk.decided)
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        self.desk.leave(data.draw(st.sampled_from(sorted({**self.desk.waiting, **self.desk.decided}))))

    @precondition(lambda self: self.desk.waiting)
    @rule(data=st.data(), wanted=requests)
    def edit(self, data: st.DataObject, wanted: Request) -> None:
        self.desk.edit(data.draw(st.sampled_from(sorted(self.desk.waiting))), wanted)

    @precondition(lambda self: self.desk.bound)
    @rule(data=st.data(), how=st.sampled_from(("end", "decline", "transfer", "accept", "fall_quiet", "wake_up")))
    def carry(self, data: st.DataObject, how: str) -> None:
        getattr(self.desk, how)(data.draw(st.sampled_from(sorted(self.desk.bound))))

    @precondition(lambda self: self.desk.bound and self.desk.agents)
    @rule(data=st.data())
    def hand_over(self, data: st.DataObject) -> None:
        request_id = data.draw(st.sampled_from(sorted(self.desk.bound)))
        self.desk.hand_over(request_id, data.draw(st.sampled_from(sorted(self.desk.agents))))

    @rule()
    def router_dies(self) -> None:
        self.desk.die(self.make_engine)

    @precondition(lambda self: self.desk.agents)
    @rule(data=st.data(), how=st.sampled_from(("vanish", "back", "away", "agent_leaves")))
    def presence(self, data: st.DataObject, how: str) -> None:
        agent_id = data.draw(st.sampled_from(sorted(self.desk.agents)))
        if how == "back":
            self.desk.agent(replace(self.desk.agents[agent_id], reachable=True, available=True, on_duty=True))
        elif how == "away":
            self.desk.agent(replace(self.desk.agents[agent_id], available=False))
        else:
            getattr(self.desk, how)(agent_id)

    @rule(policy=policies)
    def policy(self, policy: Policy) -> None:
        self.desk.change_policy(policy)

    @invariant()
    def nobody_is_lost(self) -> None:
        DeskMachine.steps += 1
        if hasattr(self, "desk"):
            self.desk.check_places()
