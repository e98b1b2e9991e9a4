"""Who gets which request now? The engine: inputs in, decisions out."""

from __future__ import annotations

from collections.abc import Callable, KeysView
from typing import Any

from routing.core import answers
from routing.core import changes as ch
from routing.core.decision import Decision
from routing.core.estimate import Estimate, Rates
from routing.core.explain import Explanation
from routing.core.matching import Matching
from routing.core.model import Agent, Request
from routing.core.policy import Policy
from routing.core.queue import Waiter
from routing.core.score import score
from routing.core.seats import Seat, same_skills


class Engine:
    """Deterministic: the same changes, moments, policy and seed give the same decisions.

    `seed` only turns the last tie-break, between agents equal in score and idle time, away from the order of ids.
    Moments are seconds; one earlier than the last one counts as the last one.
    """

    def __init__(self, policy: Policy | None = None, seed: int = 0) -> None:
        self.policy = policy or Policy.default()
        self.seed = seed
        self.clock = float("-inf")
        self.matching = Matching(self.policy, seed)
        self.rates: dict[str, Rates] = {}
        self._tentative: dict[int, tuple[Request, int]] = {}
        self._undecided = False

    def apply(self, change: ch.Change, now: float) -> None:
        """Take one input in. It costs the same however many wait; only a change of policy looks at everybody."""
        if now > self.clock:
            self.clock = now
        self._undecided = True
        handle = _HANDLERS.get(type(change))
        if handle is None:
            raise TypeError(f"not a change: {change!r}")
        handle(self, change)

    def lost(self, decision: Decision) -> None:
        """The bind of this decision failed: as BindLost, at the moment of the last input."""
        self.apply(ch.BindLost(decision.request_id, decision.agent_id), self.clock)

    def decide(self, now: float) -> list[Decision]:
        """Give every request that somebody can take to the best of them, in the order of their places.

        The decisions count as true until `lost`; each costs its agent's units at once.
        """
        self.clock = now = max(self.clock, now)
        self._undecided = False
        return [self._assign(waiter, seat, now) for waiter, seat in self.matching.pairs(now)]

    def decide_and_explain(self, request_id: int, now: float) -> tuple[Decision, Request, Explanation] | None:
        """As `decide`, up to this request: its decision, and what was known right before. The engine is of no use
        afterwards. None when the request would not be given to anybody."""
        self.clock = now = max(self.clock, now)
        for waiter, seat in self.matching.pairs(now):
            found = self.explain(request_id, now) if waiter.request.id == request_id else None
            decision = self._assign(waiter, seat, now)
            if found is not None:
                return decision, waiter.request, found
        return None

    def next_wake(self, now: float) -> float | None:
        """When to decide again though nothing happens: `now` if inputs came in since the last decision, else the
        moment at which the next ring is reached or hold ends; None when nothing waits for time alone."""
        return now if self._undecided else self.matching.queue.next_wake()

    def position(self, request_id: int) -> int:
        """The place in the queue of those who asked for the same first language, from 1. KeyError when not waiting."""
        queue = self.matching.queue
        waiter = queue.waiters[request_id]
        return queue.groups[waiter.line.profile.group].before(waiter.place) + 1

    def estimate(self, request_id: int, now: float) -> tuple[float, float]:
        """Seconds still to wait: (p50, p90); infinite when nobody works for this group. KeyError when not waiting."""
        found = self.estimate_of(request_id, now)
        return found.p50, found.p90

    def estimate_of(self, request_id: int, now: float) -> Estimate:
        """The estimate with its mean, how many are ahead, and what it rests on. KeyError when not waiting."""
        ahead = self.position(request_id) - 1
        return answers.estimate_of(self.matching, self.rates, request_id, ahead, max(self.clock, now))

    def newcomers(self, now: float) -> dict[str, Estimate]:
        """language → the wait of somebody who came now, for the languages that anybody speaks or waits in."""
        languages = (self.matching.seats.speakers.keys() | self.matching.queue.groups.keys()) - {""}
        at = max(self.clock, now)
        return {each: answers.newcomer(self.matching, self.rates, each, at) for each in sorted(languages)}

    def explain(self, request_id: int, now: float) -> Explanation:
        """Why this request waits: every candidate's rejection, the best five, rings, holds, the queue before it.

        Looks at every agent, so it is for people who ask, not for a loop. KeyError when the request does not wait.
        """
        estimate = self.estimate_of(request_id, now)
        return answers.explain(self.matching, request_id, max(self.clock, now), estimate)

    @property
    def waiting(self) -> KeysView[int]:
        """The ids of those who wait, in no particular order; a live view."""
        return self.matching.queue.waiters.keys()

    def _assign(self, waiter: Waiter, seat: Seat, now: float) -> Decision:
        request, agent = waiter.request, seat.agent
        line = waiter.line
        points = score(request, line.stage, agent, seat.load, self.policy.weights)
        units = line.profile.cost
        named = ""
        if agent.id in line.stage.named:
            named = next(hold.reason for hold in request.holds if hold.agent_id == agent.id)
        # Rings that ask nothing less of this request make no line of their own, but the decision names them.
        ring, rings = line.step.ring, self.policy.rings
        while ring + 1 < len(rings) and request.queued_at + rings[ring + 1].after <= now:
            ring += 1
        self.matching.queue.discard(request.id)
        seat.take(request.id, units, now)
        self._tentative[request.id] = (request, agent.id)
        return Decision(
            request.id, agent.id, ring, points.total, points.parts, points.language, named, units,
            self.policy.version,
        )  # fmt: skip

    def _release(self, request_id: int) -> None:
        held = self._tentative.pop(request_id, None)
        if held and (seat := self.matching.seats.all.get(held[1])) and seat.pending.pop(request_id, None):
            seat.recount()
            self.matching.seat_gained(seat)

    def _queued(self, change: ch.RequestQueued) -> None:
        self._release(change.request.id)
        self.matching.queue.add(change.request, self.clock)

    def _changed(self, change: ch.RequestChanged) -> None:
        request = change.request
        if request.id in self.matching.queue.waiters:
            self.matching.queue.add(request, self.clock)
        elif request.id in self._tentative:
            self._tentative[request.id] = (request, self._tentative[request.id][1])

    def _gone(self, change: ch.RequestGone) -> None:
        self._release(change.id)
        self.matching.queue.discard(change.id)

    def _bound(self, change: ch.Bound) -> None:
        held = self._tentative.get(change.request_id)
        if held and held[1] == change.agent_id:
            del self._tentative[change.request_id]
            if seat := self.matching.seats.all.get(change.agent_id):
                seat.confirm(change.request_id)

    def _lost(self, change: ch.BindLost) -> None:
        held = self._tentative.get(change.request_id)
        if held and held[1] == change.agent_id:
            self._release(change.request_id)
            self.matching.queue.add(held[0], self.clock)

    def _agent(self, change: ch.AgentChanged) -> None:
        agent: Agent = change.agent
        known = self.matching.seats.all.get(agent.id)
        before = known.agent if known else None
        seat = self.matching.seats.put(agent)
        self.matching.seat_gained(seat)
        if before is None or before.working != agent.working or not same_skills(before, agent):
            self.matching.seat_changed(agent.id, self.clock)

    def _load(self, change: ch.LoadChanged) -> None:
        if seat := self.matching.seats.all.get(change.agent_id):
            seat.set_load(change.load, change.idle_since)
            self.matching.seat_gained(seat)

    def _agent_gone(self, change: ch.AgentGone) -> None:
        if seat := self.matching.seats.all.get(change.id):
            self.matching.gained.pop(change.id, None)
            self.matching.seats.drop(seat)
            self.matching.seat_changed(change.id, self.clock)

    def _policy(self, change: ch.PolicyChanged) -> None:
        self.policy = change.policy
        self.matching.rebuild(change.policy, self.clock)

    def _rates(self, change: ch.RatesLearned) -> None:
        self.rates[change.group] = Rates(change.completion, change.abandonment)


_HANDLERS: dict[type[ch.Change], Callable[[Engine, Any], None]] = {
    ch.RequestQueued: Engine._queued,
    ch.RequestChanged: Engine._changed,
    ch.RequestGone: Engine._gone,
    ch.Bound: Engine._bound,
    ch.BindLost: Engine._lost,
    ch.AgentChanged: Engine._agent,
    ch.LoadChanged: Engine._load,
    ch.AgentGone: Engine._agent_gone,
    ch.PolicyChanged: Engine._policy,
    ch.RatesLearned: Engine._rates,
}
