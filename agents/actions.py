"""What can change about a person of the desk?"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.db.models.functions import Now

from agents import audit
from agents.models import Agent
from agents.planning import replanned
from chat import hints
from chat.errors import Refusal


def set_status(agent_id: int, status: str) -> None:
    """The agent chooses a status; the router and every desk look again."""
    _known(status)
    agent = Agent.objects.select_for_update(no_key=True).get(pk=agent_id)
    if agent.status != status or agent.status_reason:
        Agent.objects.filter(pk=agent_id).update(status=status, status_at=Now(), status_reason="")
        _changed(agent)


def set_status_of(lead_id: int, public_id: str, status: str) -> None:
    """A lead sets a colleague's status, who is told so and may set it again. Recorded."""
    _known(status)
    lead = audit.lead(lead_id)
    agent = (
        Agent.objects.select_for_update(no_key=True)
        .filter(public_id=public_id[:32], site=lead.site_id, is_active=True)
        .first()
    )
    if agent is None:
        raise Refusal("agent_unknown")
    if agent.status != status:
        Agent.objects.filter(pk=agent.pk).update(status=status, status_at=Now(), status_reason=Agent.BY_LEAD)
        audit.record(lead, "status_set", agent.name, changed=[["status", agent.status, status]])
        _changed(agent)


def set_idle(agent_id: int) -> None:
    """Nobody has touched this person's console for long: away until they say otherwise, if they were available."""
    idle = Agent.objects.filter(pk=agent_id, status=Agent.Status.AVAILABLE)
    if idle.update(status=Agent.Status.AWAY, status_at=Now(), status_reason=Agent.IDLE):
        _changed(Agent.objects.get(pk=agent_id))


def _known(status: str) -> None:
    if status not in Agent.Status.values:
        raise Refusal("status_unknown", {"status": status[:20]})


def set_away(agent_ids: Iterable[int]) -> None:
    """These people let too many offers run out: away until they say otherwise. The caller has locked them."""
    for agent in Agent.objects.filter(pk__in=list(agent_ids), status=Agent.Status.AVAILABLE).order_by("pk"):
        Agent.objects.filter(pk=agent.pk).update(
            status=Agent.Status.AWAY, status_at=Now(), status_reason=Agent.MISSED_OFFERS
        )
        _changed(agent)


def set_password(agent_id: int, password: str) -> None:
    """A new password; sessions that were made with the old one end, their sockets close."""
    agent = Agent.objects.get(pk=agent_id)
    validate_password(password, agent)
    agent.set_password(password)
    agent.save(update_fields=["password"])
    hints.add(hints.SessionsChanged(agent_id))


def disable(agent_id: int) -> None:
    """The agent can no longer sign in and is off the desk; open consoles close."""
    agent = Agent.objects.select_for_update(no_key=True).get(pk=agent_id)
    Agent.objects.filter(pk=agent_id).update(is_active=False, status=Agent.Status.OFFLINE, status_at=Now())
    replanned(agent.site_id)  # a rota may have lost its cover
    hints.add(hints.SessionsChanged(agent_id))


def _changed(agent: Agent) -> None:
    """The router and every desk look again."""
    hints.add(hints.DeskChanged(agent.site_id), hints.RequestsChanged(agent.site_id, agents=(agent.pk,)))
