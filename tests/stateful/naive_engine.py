"""What must the engine decide? Every request compared with every agent, at every decision: slow, and plainly right.

It has the interface of `routing.core.Engine` and shares only its pure rules (stages, filters, points), which have table
tests of their own; everything incremental there (indexes, timers, what to look at again) is absent here.
"""

from __future__ import annotations

from collections.abc import Iterator

from routing.core import changes as ch
from routing.core.decision import Decision
from routing.core.estimate import Estimate, Rates, estimate_from, estimate_without_rates
from routing.core.explain import Ahead, Explanation, HoldNow, contenders, funnel, next_widening
from routing.core.filters import Case, alternative, rejection
from routing.core.model import Agent, Request
from routing.core.order import place_of, skill_group
from routing.core.policy import Policy
from routing.core.score import score
from routing.core.widening import Stage, stage_of


class NaiveSeat:
    """An agent as the engine sees them: the truth as last told, and decisions since then that may still be lost."""

    __slots__ = ("agent", "idle_base", "load_base", "pending")

    def __init__(self, agent: Agent) -> None:
        self.agent = agent
        self.load_base = agent.load
        self.idle_base = agent.idle_since
        self.pending: dict[int, tuple[int, float]] = {}

    @property
    def load(self) -> int:
        """Units taken, decisions not yet bound included."""
        return self.load_base + sum(units for units, _ in self.pending.values())

    @property
    def idle_since(self) -> float:
        """When the agent last got or finished work, decisions not yet bound included."""
        return max([self.idle_base, *(at for _, at in self.pending.values())])


class NaiveEngine:
    """Deterministic: the same changes, moments, policy and seed give the same decisions.

    `seed` only turns the last tie-break, between agents equal in score and idle time, away from the order of ids.
    Moments are seconds; one earlier than the last one counts as the last one.
    """

    def __init__(self, policy: Policy | None = None, seed: int = 0) -> None:
        self.policy = policy or Policy.default()
        self.seed = seed
        self.clock = float("-inf")
        self.undecided = False
        self.waiting: dict[int, Request] = {}
        self.tentative: dict[int, tuple[Request, int]] = {}
        self.seats: dict[int, NaiveSeat] = {}
        self.rates: dict[str, Rates] = {}

    def apply(self, change: ch.Change, now: float) -> None:
        """Take one input in. It costs the same however many wait; only a change of policy looks at everybody."""
        self.clock = max(self.clock, now)
        self.undecided = True
        match change:
            case ch.RequestQueued(request):
                self._release(request.id)
                self.waiting[request.id] = request
            case ch.RequestChanged(request):
                if request.id in self.waiting:
                    self.waiting[request.id] = request
                elif request.id in self.tentative:
                    self.tentative[request.id] = (request, self.tentative[request.id][1])
            case ch.RequestGone(request_id):
                self._release(request_id)
                self.waiting.pop(request_id, None)
            case ch.Bound(request_id, agent_id):
                if self.tentative.get(request_id, (None, None))[1] == agent_id:
                    del self.tentative[request_id]
                    if (seat := self.seats.get(agent_id)) and request_id in seat.pending:
                        units, at = seat.pending.pop(request_id)
                        seat.load_base += units
                        seat.idle_base = max(seat.idle_base, at)
            case ch.BindLost(request_id, agent_id):
                if self.tentative.get(request_id, (None, None))[1] == agent_id:
                    request = self.tentative[request_id][0]
                    self._release(request_id)
                    self.waiting[request_id] = request
            case ch.AgentChanged(agent):
                self.seats[agent.id] = NaiveSeat(agent)
            case ch.LoadChanged(agent_id, load, idle_since):
                if seat := self.seats.get(agent_id):
                    seat.load_base, seat.idle_base = load, idle_since
                    seat.pending.clear()
            case ch.AgentGone(agent_id):
                self.seats.pop(agent_id, None)
            case ch.PolicyChanged(policy):
                self.policy = policy
            case ch.RatesLearned(group, completion, abandonment):
                self.rates[group] = Rates(completion, abandonment)
            case _:
                raise TypeError(f"not a change: {change!r}")

    def lost(self, decision: Decision) -> None:
        """The bind of this decision failed: as BindLost, at the moment of the last input."""
        self.apply(ch.BindLost(decision.request_id, decision.agent_id), self.clock)

    def decide(self, now: float) -> list[Decision]:
        """Give every request that somebody can take to the best of them, in the order of their places."""
        return list(self.decisions(now))

    def decisions(self, now: float) -> Iterator[Decision]:
        """The same one by one, for whoever cannot wait for all."""
        self.clock = now = max(self.clock, now)
        self.undecided = False
        for request in sorted(self.waiting.values(), key=lambda request: place_of(request, self.policy)):
            if decision := self._place(request, now):
                yield decision

    def next_wake(self, now: float) -> float | None:
        """When to decide again though nothing happens: `now` if inputs came in since the last decision, else the
        moment at which the next ring is reached or hold ends; None when nothing waits for time alone."""
        if self.undecided:
            return now
        moments = [self._stage(request).next_at for request in self.waiting.values()]
        return min((moment for moment in moments if moment is not None), default=None)

    def position(self, request_id: int) -> int:
        """The place in the queue of those who asked for the same first language, from 1. KeyError when not waiting."""
        return len(list(self._ahead(self.waiting[request_id]))) + 1

    def estimate(self, request_id: int, now: float) -> tuple[float, float]:
        """Seconds still to wait: (p50, p90); infinite when nobody works for this group. KeyError when not waiting."""
        found = self.estimate_of(request_id, now)
        return found.p50, found.p90

    def estimate_of(self, request_id: int, now: float) -> Estimate:
        """The estimate with its mean, how many are ahead, and what it rests on."""
        request = self.waiting[request_id]
        group, ahead = skill_group(request), self.position(request_id) - 1
        if (rates := self.rates.get(group)) and rates.completion > 0:
            return estimate_from(rates, ahead, "learned")
        units = sum(
            seat.agent.capacity
            for seat in self.seats.values()
            if seat.agent.working and (not group or group in seat.agent.language_levels)
        )
        first = min(self._group(group), key=lambda request: place_of(request, self.policy))
        waited = max(0.0, max(self.clock, now) - first.queued_at)
        return estimate_without_rates(units, self.policy.assumed_handling * self.policy.cost(request), ahead, waited)

    def explain(self, request_id: int, now: float) -> Explanation:
        """Why this request waits: every candidate's rejection, the best five, rings, holds, the queue before it.

        Looks at every agent, so it is for people who ask, not for a loop. KeyError when the request does not wait.
        """
        now = max(self.clock, now)
        request = self.waiting[request_id]
        case = self._case(request, now)
        people = sorted(self.seats.values(), key=lambda seat: seat.agent.id)
        before = sorted(self._ahead(request), key=lambda other: place_of(other, self.policy))
        urgent = sum(self.policy.exempts(other) and not self.policy.exempts(request) for other in before)
        arrived = sum(other.queued_at <= request.queued_at for other in before
                      if self.policy.exempts(other) == self.policy.exempts(request))  # fmt: skip
        return Explanation(
            request_id=request_id,
            at=now,
            waited=now - request.queued_at,
            credit=self.policy.credit(request),
            position=len(before) + 1,
            ahead=Ahead(
                len(before), arrived, len(before) - arrived - urgent, urgent, tuple(other.id for other in before[:5])
            ),
            overtaking_bound=self.policy.overtaking_bound,
            policy_version=self.policy.version,
            ring=case.stage.ring,
            stage=case.stage,
            next_widening=next_widening(case, now),
            holds=tuple(self._hold_now(case, place, now) for place in range(len(request.holds))),
            filters=funnel(case, ((seat.agent, seat.load) for seat in people)),
            best=contenders(
                case, ((seat.agent, seat.load, seat.idle_since, seat.agent.id ^ self.seed) for seat in people)
            ),
            estimate=self.estimate_of(request_id, now),
        )

    def _hold_now(self, case: Case, place: int, now: float) -> HoldNow:
        hold = case.request.holds[place]
        seat = self.seats.get(hold.agent_id)
        named = case.stage.named
        in_force = case.stage.held_until is not None and bool(named) and named[-1] == hold.agent_id
        return HoldNow(
            agent_id=hold.agent_id,
            name=seat.agent.name if seat else "",
            reason=hold.reason,
            begun=hold.agent_id in named,
            working=self._works(hold.agent_id),
            seconds_left=case.stage.held_until - now if in_force and case.stage.held_until is not None else None,
            patient=hold.patient,
        )

    def _works(self, agent_id: int) -> bool:
        seat = self.seats.get(agent_id)
        return seat is not None and seat.agent.working

    def _stage(self, request: Request) -> Stage:
        return stage_of(request, self.policy, self.clock, self._works)

    def _case(self, request: Request, now: float) -> Case:
        case = Case(request, stage_of(request, self.policy, now, self._works), self.policy)
        if request.declined:
            people = (seat.agent for seat in self.seats.values())
            case = case._replace(alternative=alternative(request, self.policy, people))
        return case

    def _group(self, group: str) -> Iterator[Request]:
        return (request for request in self.waiting.values() if skill_group(request) == group)

    def _ahead(self, request: Request) -> Iterator[Request]:
        place = place_of(request, self.policy)
        return (r for r in self._group(skill_group(request)) if place_of(r, self.policy) < place)

    def _place(self, request: Request, now: float) -> Decision | None:
        case = self._case(request, now)
        best = None
        for seat in self.seats.values():
            agent, load = seat.agent, seat.load
            if rejection(case, agent, load):
                continue
            points = score(request, case.stage, agent, load, self.policy.weights)
            rank = (-points.total, seat.idle_since, agent.id ^ self.seed)
            if best is None or rank < best[0]:
                best = rank, seat, points
        if best is None:
            return None
        _, seat, points = best
        units, agent_id = self.policy.cost(request), seat.agent.id
        seat.pending[request.id] = (units, now)
        del self.waiting[request.id]
        self.tentative[request.id] = (request, agent_id)
        named = next((hold.reason for hold in request.holds if hold.agent_id == agent_id), "")
        return Decision(
            request_id=request.id,
            agent_id=agent_id,
            ring=case.stage.ring,
            score=points.total,
            parts=points.parts,
            language=points.language,
            named=named if agent_id in case.stage.named else "",
            units=units,
            policy_version=self.policy.version,
        )

    def _release(self, request_id: int) -> None:
        if (held := self.tentative.pop(request_id, None)) and (seat := self.seats.get(held[1])):
            seat.pending.pop(request_id, None)
