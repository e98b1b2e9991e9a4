"""What does a request ask for after waiting this long? Rings widen the filters, holds keep it for its people."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from routing.core.model import LanguageWish, Request
from routing.core.policy import Policy, Ring


class Stage(NamedTuple):
    """What a request asks for at a moment.

    `wishes` are the languages that count now, with their lowered levels. `region` and `tier` are None when any will
    do. `named` are the preferred people whose hold has begun, in order. While `held`, nobody else may take it;
    `held_until` (seconds) is when the hold in force ends. `next_at` is when any of this changes by time alone.
    """

    ring: int
    wishes: tuple[LanguageWish, ...]
    region: str | None
    tier: int | None
    named: tuple[int, ...]
    held: bool
    held_until: float | None
    next_at: float | None


def stage_of(request: Request, policy: Policy, now: float, working: Callable[[int], bool]) -> Stage:
    """What `request` asks for at `now`. `working(agent_id)` says whether that person could take anything at all.

    Moments are compared as `queued_at + after <= now`, the same sum that `next_at` gives, so that waking at `next_at`
    always finds the ring reached.
    """
    queued_at = request.queued_at
    place, next_at = 0, None
    for number, ring in enumerate(policy.rings):
        if number and queued_at + ring.after > now:
            next_at = queued_at + ring.after
            break
        place = number
    ring = policy.rings[place]
    named, held_until = _holds(request, now, working)
    if held_until is not None and (next_at is None or held_until < next_at):
        next_at = held_until
    return Stage(place, *widened(request, ring), named, held_until is not None, held_until, next_at)


def widened(request: Request, ring: Ring) -> tuple[tuple[LanguageWish, ...], str | None, int | None]:
    """The languages that count in this ring with their lowered levels, the region and the tier (None: any)."""
    drop = ring.level_drop
    wishes = request.languages[: ring.languages]
    if drop or any(level < 1 for _, level in wishes):
        wishes = tuple([LanguageWish(name, max(1, level - drop)) for name, level in wishes])
    return (
        wishes,
        None if ring.any_region or not request.region else request.region,
        None if ring.any_tier else request.tier,
    )


def widest(request: Request, policy: Policy) -> Stage:
    """What `request` asks for once it has widened as far as it will, and is kept for nobody any more."""
    ruled_out = request.excluded | request.declined
    named = tuple(dict.fromkeys(hold.agent_id for hold in request.holds if hold.agent_id not in ruled_out))
    last = len(policy.rings) - 1
    return Stage(last, *widened(request, policy.rings[last]), named, False, None, None)


def _holds(request: Request, now: float, working: Callable[[int], bool]) -> tuple[tuple[int, ...], float | None]:
    """The people whose hold has begun, and when the hold in force ends (None: no hold in force).

    A hold is awaited for a person who works, or whom the customer chose to wait for, and who may take the request;
    otherwise it takes no time. Those passed over stay preferred: a manager who returns still comes first.
    """
    named: list[int] = []
    until = request.queued_at
    for hold in request.holds:
        agent_id = hold.agent_id
        if agent_id in request.excluded or agent_id in request.declined:
            continue
        if agent_id not in named:
            named.append(agent_id)
        if hold.patient or working(agent_id):
            until += hold.seconds
            if now < until:
                return tuple(named), until
    return tuple(named), None
