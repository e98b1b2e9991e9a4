"""What does the engine answer to people who ask: how long, and why?"""

from __future__ import annotations

from collections.abc import Mapping

from routing.core.estimate import FREE, Estimate, Rates, estimate_from, estimate_without_rates, nobody
from routing.core.explain import Ahead, Explanation, HoldNow, contenders, funnel, next_widening
from routing.core.filters import Case, alternative, rejection
from routing.core.matching import Matching
from routing.core.model import LanguageWish, Request
from routing.core.order import Place
from routing.core.widening import stage_of

NAMED_AHEAD = 5


def estimate_of(matching: Matching, rates: Mapping[str, Rates], request_id: int, ahead: int, now: float) -> Estimate:
    """The wait of a request with `ahead` others before it, from learned rates or else from who works now. What was
    learned while people were there says nothing once they have left."""
    profile = matching.queue.waiters[request_id].line.profile
    return _estimated(matching, rates, profile.group, profile.cost, ahead, now)


def newcomer(matching: Matching, rates: Mapping[str, Rates], language: str, now: float) -> Estimate:
    """The wait of somebody of this language who came now and asked for nothing else: none (`free`) while nobody of the
    language waits and somebody who may take it has room, by the filters that decide; else behind all who wait."""
    policy, waiting = matching.policy, matching.queue.groups.get(language)
    request = Request(0, now, languages=(LanguageWish(language, policy.language_level),))
    case = Case(request, stage_of(request, policy, now, matching.seats.works), policy)
    people = matching.seats.who_speak(language)
    if not waiting and any(seat.room > 0 and not rejection(case, seat.agent, seat.load) for seat in people):
        return FREE
    return _estimated(matching, rates, language, policy.cost(request), len(waiting) if waiting else 0, now)


def _estimated(
    matching: Matching, rates: Mapping[str, Rates], group: str, cost: int, ahead: int, now: float
) -> Estimate:
    people = matching.seats.who_speak(group)
    if not any(seat.working for seat in people):
        return nobody(ahead)
    known = rates.get(group)
    if known is not None and known.completion > 0:
        return estimate_from(known, ahead, "learned")
    units = sum(seat.agent.capacity for seat in people if seat.working)
    queue = matching.queue
    first = queue.waiters[queue.groups[group].first()[1]].request.queued_at if group in queue.groups else now
    return estimate_without_rates(units, matching.policy.assumed_handling * cost, ahead, max(0.0, now - first))


def explain(matching: Matching, request_id: int, now: float, estimate: Estimate) -> Explanation:
    """Everything about one waiting request, from the plain filters rather than from the indexes."""
    queue, seats, policy = matching.queue, matching.seats, matching.policy
    waiter = queue.waiters[request_id]
    request = waiter.request
    case = Case(request, stage_of(request, policy, now, seats.works), policy)
    people = [seats.all[agent_id] for agent_id in sorted(seats.all)]
    if request.declined:
        others = alternative(request, matching.policy, (seat.agent for seat in people))
        case = case._replace(alternative=others)
    ahead = _ahead(matching, request, waiter.place)
    return Explanation(
        request_id=request_id,
        at=now,
        waited=now - request.queued_at,
        credit=policy.credit(request),
        position=ahead.total + 1,
        ahead=ahead,
        overtaking_bound=policy.overtaking_bound,
        policy_version=policy.version,
        ring=case.stage.ring,
        stage=case.stage,
        next_widening=next_widening(case, now),
        holds=tuple(_hold_now(matching, case, place, now) for place in range(len(request.holds))),
        filters=funnel(case, ((seat.agent, seat.load) for seat in people)),
        best=contenders(case, ((seat.agent, seat.load, seat.idle_since, seat.tie) for seat in people)),
        estimate=estimate,
    )


def _ahead(matching: Matching, request: Request, place: Place) -> Ahead:
    """Those before it in the group; all are looked at, to tell who came earlier from who has credit."""
    queue, exempt = matching.queue, matching.policy.exempts(request)
    total = arrival = urgency = 0
    first: list[int] = []
    for other in queue.groups[queue.waiters[request.id].line.profile.group]:
        if other >= place:
            break
        total += 1
        if len(first) < NAMED_AHEAD:
            first.append(other[1])
        before = queue.waiters[other[1]].request
        if matching.policy.exempts(before) and not exempt:
            urgency += 1
        elif before.queued_at <= request.queued_at:
            arrival += 1
    return Ahead(total, arrival, total - arrival - urgency, urgency, tuple(first))


def _hold_now(matching: Matching, case: Case, place: int, now: float) -> HoldNow:
    hold = case.request.holds[place]
    seat = matching.seats.all.get(hold.agent_id)
    named, until = case.stage.named, case.stage.held_until
    in_force = until is not None and bool(named) and named[-1] == hold.agent_id
    return HoldNow(
        agent_id=hold.agent_id,
        name=seat.agent.name if seat else "",
        reason=hold.reason,
        begun=hold.agent_id in named,
        working=seat is not None and seat.working,
        seconds_left=until - now if in_force and until is not None else None,
        patient=hold.patient,
    )
