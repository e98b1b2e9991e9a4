"""Who goes first? Seconds waited plus bounded credits; ties by id."""

from __future__ import annotations

from routing.core.model import Request
from routing.core.policy import Policy

Place = tuple[float, int]

EXEMPT = 1e9
"""Seconds (31 years) that an exempt request counts as having waited: before every other, and still exact to 0.2 µs."""


def place_of(request: Request, policy: Policy) -> Place:
    """The request's place as a sortable key, smallest first: moment queued less credits, then id.

    Waiting adds the same seconds to everybody, so the key never changes with time.
    """
    return (request.queued_at - head_start(request, policy), request.id)


def head_start(request: Request, policy: Policy) -> float:
    """Seconds that the request counts as having waited beforehand."""
    return policy.credit(request) + EXEMPT if policy.exempts(request) else policy.credit(request)


def skill_group(request: Request) -> str:
    """The group of requests with which this one shares a queue in the customer's eyes: the first language.

    It does not change with rings, so a widening never moves a customer back.
    """
    return request.languages[0].language if request.languages else ""
