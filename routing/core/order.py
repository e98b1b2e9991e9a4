"""Who goes first? Seconds waited plus bounded credits; ties by id."""

from __future__ import annotations

from routing.core.model import Request
from routing.core.policy import Policy

Place = tuple[int, float, int]


def place_of(request: Request, policy: Policy) -> Place:
    """The request's place as a sortable key, smallest first: exempt urgency, moment queued less credits, id.

    Waiting adds the same seconds to everybody, so the key never changes with time.
    """
    return (0 if policy.exempts(request) else 1, request.queued_at - policy.credit(request), request.id)


def skill_group(request: Request) -> str:
    """The group of requests with which this one shares a queue in the customer's eyes: the first language.

    It does not change with rings, so a widening never moves a customer back.
    """
    return request.languages[0].language if request.languages else ""
