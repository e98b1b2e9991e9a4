"""How does a decision become true? One transaction for a batch of them.

The epoch is fenced, agents and requests are locked in order, capacity is recounted under the lock, the assignment is
inserted (unique per request) and the events are appended. A decision that no longer fits is lost: that is normal, a
value, and the request keeps its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Sum

from agents.cards import cards
from agents.models import Agent
from chat import actions as chats
from routing import journal, lease
from routing.core import Change, Decision
from routing.models import Assignment, Request


class Fenced(Exception):
    """Another router leads now; this one stops deciding."""


def bind(site_id: int, epoch: int, now: float, changes: Sequence[Change], decisions: Sequence[Decision]) -> set[int]:
    """Make decisions true, and journal them with the changes that led to them: the ids of the requests that were lost.

    Raises `Fenced` when another router has taken over.
    """
    if not lease.fence(epoch):
        raise Fenced
    agents = {
        agent.pk: agent
        for agent in Agent.objects.select_for_update(no_key=True)
        .filter(pk__in={decision.agent_id for decision in decisions})
        .order_by("pk")
    }
    requests = {
        request.pk: request
        for request in Request.objects.select_for_update(no_key=True)
        .filter(pk__in=[decision.request_id for decision in decisions])
        .order_by("pk")
    }
    loads: dict[int, int] = dict(
        Assignment.objects.filter(agent__in=agents, ended_at=None).values_list("agent").annotate(units=Sum("units"))
    )
    bound, lost = [], []
    for decision in decisions:
        agent, request = agents.get(decision.agent_id), requests.get(decision.request_id)
        if (
            agent is None
            or request is None
            or not agent.is_active
            or agent.status != Agent.Status.AVAILABLE
            or request.state != Request.State.WAITING
            or loads.get(agent.pk, 0) + decision.units > agent.capacity
        ):
            lost.append(decision)
            continue
        loads[agent.pk] = loads.get(agent.pk, 0) + decision.units
        request.state = Request.State.ASSIGNED
        bound.append(decision)
    if bound:
        Request.objects.filter(pk__in=[decision.request_id for decision in bound]).update(state=Request.State.ASSIGNED)
        Assignment.objects.bulk_create(
            Assignment(
                request_id=decision.request_id,
                agent_id=decision.agent_id,
                units=decision.units,
                epoch=epoch,
            )
            for decision in bound
        )
        known = cards(decision.agent_id for decision in bound)
        assigned: dict[int, Any] = {
            requests[decision.request_id].chat_id: known[decision.agent_id] for decision in bound
        }
        chats.assign(assigned)
    journal.cycle(site_id, epoch, now, changes, decisions, lost)
    return {decision.request_id for decision in lost}
