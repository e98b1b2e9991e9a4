"""A desk that plays the truth to an engine, and checks every guarantee of routing at each decision.

The desk knows what a database would know: who waits since when, who is asked about whom until when, who is given to
whom, who carries what. It tells the engine what happens and checks what the engine decides by the plain filters,
without looking into the engine. A router that dies takes its engine and its unbound decisions with it; the one that is
built from what the desk knows must decide as the naive engine that heard everything from the beginning.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from routing.core import (
    Agent,
    AgentChanged,
    AgentGone,
    BindLost,
    Bound,
    Change,
    Decision,
    Engine,
    LoadChanged,
    Policy,
    PolicyChanged,
    Request,
    RequestChanged,
    RequestGone,
    RequestQueued,
)
from routing.core.filters import Case, rejection, suitable
from routing.core.order import place_of, skill_group
from routing.core.widening import stage_of

from .naive_engine import NaiveEngine


class Held(NamedTuple):
    """A request that an agent carries: an offer until `expires_at`, accepted when that is None. `units` is what it
    takes now, `cost` what it takes while it goes on."""

    request: Request
    agent_id: int
    units: int
    cost: int
    expires_at: float | None = None


class Desk:
    """The truth, the engine under test, and (when `compare`) the naive engine beside it."""

    def __init__(self, engine: Engine, compare: bool = True) -> None:
        self.engine = engine
        self.naive = NaiveEngine(engine.policy, engine.seed) if compare else None
        self.policy = engine.policy
        self.now = 1000.0
        self.agents: dict[int, Agent] = {}
        self.waiting: dict[int, Request] = {}
        self.decided: dict[int, tuple[Request, Decision]] = {}
        self.decided_at: dict[int, float] = {}
        self.bound: dict[int, Held] = {}
        self.missed: dict[int, int] = {}
        self.last_id = 0
        self.told: set[int] = set()

    def tell(self, change: Change) -> None:
        """An input, as the journal would record it: what the engines get is what was read back."""
        self.engine.apply(Change.from_json(change.to_json()), self.now)
        if self.naive:
            self.naive.apply(change, self.now)

    # What happens.

    def queue(self, request: Request) -> None:
        self.last_id += 1
        request = replace(request, id=self.last_id, queued_at=self.now - request.queued_at)
        self.waiting[request.id] = request
        self.tell(RequestQueued(request))

    def edit(self, request_id: int, wanted: Request) -> None:
        old = self.waiting[request_id]
        self.waiting[request_id] = replace(wanted, id=old.id, queued_at=old.queued_at, declined=old.declined)
        self.tell(RequestChanged(self.waiting[request_id]))

    def leave(self, request_id: int) -> None:
        """The customer goes away: while waiting, or between decision and bind."""
        self.waiting.pop(request_id, None)
        decision = self.decided.pop(request_id, (None, None))[1]
        self.tell(RequestGone(request_id))
        self._retold(decision)

    def agent(self, agent: Agent) -> None:
        """An agent joins or is edited; load stays what it really is."""
        self.agents[agent.id] = replace(agent, load=self.load(agent.id))
        self.told |= {request_id for request_id, (_, d) in self.decided.items() if d.agent_id == agent.id}
        self.tell(AgentChanged(self.agents[agent.id]))

    def agent_leaves(self, agent_id: int) -> None:
        del self.agents[agent_id]
        self._return(agent_id)
        self.tell(AgentGone(agent_id))

    def vanish(self, agent_id: int) -> None:
        """The console is gone for longer than the grace: everything returns to its old place."""
        self._return(agent_id)
        self.agent(replace(self.agents[agent_id], reachable=False))

    def end(self, request_id: int) -> None:
        """A chat ends, or an offer because its customer left: the units are free."""
        self._freed(self.bound.pop(request_id).agent_id)

    def accept(self, request_id: int) -> None:
        """The agent takes what was offered: nothing that the engine knows changes."""
        held = self.bound[request_id]
        self.bound[request_id] = held._replace(expires_at=None)
        self.missed.pop(held.agent_id, None)

    def decline(self, request_id: int) -> None:
        """It returns to its place, with the person remembered."""
        held = self.bound.pop(request_id)
        self.missed.pop(held.agent_id, None)
        self._freed(held.agent_id)
        self._requeue(replace(held.request, declined=held.request.declined | {held.agent_id}))

    def run_out(self) -> int:
        """Offers whose time is over return, with the person remembered; who misses too many in a row becomes away."""
        over = [held for held in self.bound.values() if held.expires_at is not None and held.expires_at <= self.now]
        for held in over:
            self.missed[held.agent_id] = self.missed.get(held.agent_id, 0) + 1
            missed = self.missed[held.agent_id]
            self.decline(held.request.id)
            self.missed[held.agent_id] = missed
            if missed >= self.policy.misses_until_away and held.agent_id in self.agents:
                self.missed.pop(held.agent_id)
                self.agent(replace(self.agents[held.agent_id], available=False))
        return len(over)

    def transfer(self, request_id: int) -> None:
        """Back to the queue; whoever gave it away does not get it again."""
        held = self.bound.pop(request_id)
        self._requeue(replace(held.request, excluded=held.request.excluded | {held.agent_id}))
        self._freed(held.agent_id)

    def hand_over(self, request_id: int, to: int) -> None:
        """To a colleague, if there is room: the database recounts what is bound, and knows of no decision."""
        held = self.bound[request_id]
        if to == held.agent_id or self.committed(to) + held.cost > self.agents[to].capacity:
            return
        self.bound[request_id] = held._replace(agent_id=to, units=held.cost, expires_at=None)
        self._freed(held.agent_id)
        self._freed(to)
        self._check_committed(to)

    def fall_quiet(self, request_id: int) -> None:
        """Nobody has written for a while: it costs the remainder."""
        held = self.bound[request_id]
        self._takes(held._replace(units=min(held.cost, self.policy.quiet_remainder)))

    def wake_up(self, request_id: int) -> None:
        """Somebody writes again: it takes back what there is room for."""
        held = self.bound[request_id]
        agent = self.agents.get(held.agent_id)
        room = agent.capacity - self.committed(held.agent_id) if agent else 0
        self._takes(held._replace(units=min(held.cost, held.units + max(0, room))))
        if room > 0:
            self._check_committed(held.agent_id)

    def bind(self, request_id: int) -> None:
        """The transaction: still available, capacity recounted, else lost; an offer where the policy says so."""
        request, decision = self.decided[request_id]
        agent = self.agents.get(decision.agent_id)
        fits = agent is not None and self.committed(agent.id) + decision.units <= agent.capacity
        if agent is None or not agent.available or not fits:
            self.lose(request_id)
            return
        del self.decided[request_id]
        expires_at = self.now + self.policy.offer_timeout if self.policy.offer_mode == "offer" else None
        self.bound[request_id] = Held(request, agent.id, decision.units, decision.units, expires_at)
        if request_id not in self.told:
            idle_since = max(agent.idle_since, self.decided_at[request_id])
            self.agents[agent.id] = replace(agent, idle_since=idle_since)
        self.tell(Bound(request_id, decision.agent_id))
        self._check_committed(agent.id)

    def die(self, make_engine: Callable[[Policy, int], Engine]) -> None:
        """The router is killed between decide and bind; another is built from what is true."""
        for request_id in list(self.decided):
            self.lose(request_id)
        self.engine = make_engine(self.policy, self.engine.seed)
        for agent_id in sorted(self.agents):
            agent = self.agents[agent_id] = replace(self.agents[agent_id], load=self.load(agent_id))
            self.engine.apply(AgentChanged(agent), self.now)
        for request_id in sorted(self.waiting):
            self.engine.apply(RequestQueued(self.waiting[request_id]), self.now)

    def lose(self, request_id: int) -> None:
        """The bind fails: another router was first, or the agent's capacity was recounted."""
        request, decision = self.decided.pop(request_id)
        self.waiting[request_id] = request
        self.tell(BindLost(request_id, decision.agent_id))
        self._retold(decision)

    def change_policy(self, policy: Policy) -> None:
        self.policy = policy
        self.tell(PolicyChanged(policy))

    def pass_time(self, seconds: float) -> None:
        """Time passes; the router sleeps until the engine wants to be woken, and no longer."""
        self.decide()
        wake = self.engine.next_wake(self.now)
        self.now += seconds
        returned = self.run_out()
        made = self.decide()
        # An offer that ran out wakes the router by its own lease.
        assert not made or returned or (wake is not None and wake <= self.now), f"woke too late: {wake} for {made}"

    # What is checked.

    def decide(self) -> list[Decision]:
        made = self.engine.decide(self.now)
        if self.naive:
            wanted = self.naive.decide(self.now)
            assert made == wanted, f"decided {made}, the naive engine {wanted}"
            for request_id in sorted(self.naive.waiting)[:1]:
                told, right = (each.explain(request_id, self.now) for each in (self.engine, self.naive))
                assert told == right, f"explained {told}, the naive engine {right}"
        for decision in made:
            self._check(decision)
        self._check_nobody_waits_in_vain()
        return made

    def check_places(self) -> None:
        """Nobody is lost, and everybody stands where the moment of queueing says."""
        assert len(self.engine.waiting) == len(self.waiting), "a request was lost or doubled"
        for request in self.waiting.values():
            assert request.id in self.engine.waiting, f"request {request.id} was lost"
            mine = place_of(request, self.policy)
            ahead = sum(
                place_of(other, self.policy) < mine
                for other in self.waiting.values()
                if skill_group(other) == skill_group(request)
            )
            assert self.engine.position(request.id) == ahead + 1, f"request {request.id} lost its place"

    def load(self, agent_id: int) -> int:
        """Units that an agent really carries, decisions on their way included."""
        return self.committed(agent_id) + sum(d.units for _, d in self.decided.values() if d.agent_id == agent_id)

    def committed(self, agent_id: int) -> int:
        """Units that the database knows of: offers and assignments."""
        return sum(held.units for held in self.bound.values() if held.agent_id == agent_id)

    def case(self, request: Request) -> Case:
        def works(agent_id: int) -> bool:
            return agent_id in self.agents and self.agents[agent_id].working

        # Whoever declined is spared while somebody else is on duty who may take it one day, however late.
        one_day = Case(request, stage_of(request, self.policy, math.inf, works), self.policy)
        others = (agent for agent in self.agents.values() if agent.id not in request.declined)
        spared = any(suitable(one_day, agent) for agent in others)
        return Case(request, stage_of(request, self.policy, self.now, works), self.policy, spared)

    def _check(self, decision: Decision) -> None:
        request_id, agent_id = decision.request_id, decision.agent_id
        assert request_id not in self.bound, f"request {request_id} is given away twice"
        assert request_id not in self.decided, f"request {request_id} is given away twice"
        request, agent, load = self.waiting[request_id], self.agents[agent_id], self.load(agent_id)
        assert load + decision.units <= agent.capacity, f"agent {agent_id} is loaded above capacity"
        case = self.case(request)
        assert agent_id not in request.declined or not case.alternative, "given again to who declined it"
        reason = rejection(case, agent, load)
        assert reason is None, f"agent {agent_id} may not take request {request_id}: {reason}"
        if not self.policy.exempts(request):
            bound = self.policy.overtaking_bound
            for other in self.waiting.values():
                if other.queued_at + bound < request.queued_at:
                    passed = rejection(self.case(other), agent, load)
                    assert passed is not None, f"request {request_id} overtook {other.id} by more than {bound} s"
        del self.waiting[request_id]
        self.decided[request_id] = (request, decision)
        self.decided_at[request_id] = self.now
        self.told.discard(request_id)

    def _check_committed(self, agent_id: int) -> None:
        """Whatever has just taken units did not take more than there are."""
        assert self.committed(agent_id) <= self.agents[agent_id].capacity, f"agent {agent_id} is above capacity"

    def _takes(self, held: Held) -> None:
        """A chat takes other units than before; that is no work begun or finished."""
        self.bound[held.request.id] = held
        if (agent := self.agents.get(held.agent_id)) is not None:
            self._told(replace(agent, load=self.load(agent.id)))

    def _check_nobody_waits_in_vain(self) -> None:
        for request in self.waiting.values():
            case = self.case(request)
            for agent in self.agents.values():
                reason = rejection(case, agent, self.load(agent.id))
                assert reason is not None, f"request {request.id} waits beside agent {agent.id}, who may take it"

    def _freed(self, agent_id: int) -> None:
        if agent_id in self.agents:
            self._told(replace(self.agents[agent_id], load=self.load(agent_id), idle_since=self.now))

    def _told(self, agent: Agent) -> None:
        """The engine hears of an agent's load, decisions on their way included."""
        self.told |= {request_id for request_id, (_, d) in self.decided.items() if d.agent_id == agent.id}
        self.agents[agent.id] = agent
        self.tell(LoadChanged(agent.id, agent.load, agent.idle_since))

    def _retold(self, decision: Decision | None) -> None:
        """A decision that an agent's load already included has come to nothing: the truth says so."""
        if decision and decision.request_id in self.told:
            self._freed(decision.agent_id)

    def _requeue(self, request: Request) -> None:
        self.waiting[request.id] = request
        self.tell(RequestQueued(request))

    def _return(self, agent_id: int) -> None:
        # An offer is remembered as not taken; a chat that was going on is not.
        held = [
            one.request if one.expires_at is None else replace(one.request, declined=one.request.declined | {agent_id})
            for one in self.bound.values()
            if one.agent_id == agent_id
        ]
        held += [request for request, decision in self.decided.values() if decision.agent_id == agent_id]
        for request in held:
            self.bound.pop(request.id, None)
            self.decided.pop(request.id, None)
            self._requeue(request)
        self._freed(agent_id)
