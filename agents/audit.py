"""Who changed which rule or person, and when? The one place where administrative acts are recorded and allowed."""

from __future__ import annotations

from typing import Any

from agents.models import AdministrativeAct, Agent
from chat.errors import Refusal


def record(by: Agent, act: str, subject: str = "", **data: Any) -> None:
    """Note an act, in the transaction of the act itself. `changed` in the data are triples of field, before, after."""
    record_for(by.site_id, by, act, subject, **data)


def record_for(site_id: int, by: Agent | None, act: str, subject: str = "", **data: Any) -> None:
    """The same, also for a command, which nobody has signed in to: then `by` is None."""
    AdministrativeAct.objects.create(site_id=site_id, by=by, act=act, subject=subject[:200], data=data)


def administrator(agent_id: int) -> Agent:
    """The administrator behind this id, or `not_allowed`."""
    agent = Agent.objects.get(pk=agent_id)
    if not (agent.is_active and agent.administers):
        raise Refusal("not_allowed")
    return agent


def lead(agent_id: int) -> Agent:
    """The lead (or administrator) behind this id, or `not_allowed`."""
    agent = Agent.objects.get(pk=agent_id)
    if not (agent.is_active and agent.leads):
        raise Refusal("not_allowed")
    return agent
