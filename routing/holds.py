"""For whom is a request kept, and for how long? Account manager, deputies, last agent; and what the customer chose.

Who is preferred is written on the request when it is queued, and again when that changes; for how long is the policy's.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from agents import clients
from agents.models import Agent, ClientCare
from chat import hints
from chat.errors import Refusal
from chat.models import Customer
from chat.sql import composed
from routing import core
from routing.models import Request

LAST_AGENT_WITHIN = timedelta(days=30)  # an older conversation is nobody's continuation
CONTENT = 3  # a rating below it: the customer would rather have somebody else
PATIENCE = 86_400.0  # seconds for which "exactly Li" holds, unless the customer changes their mind

Preferred = list[list[object]]  # [agent, reason]


# Who ended the customer's last chat, if it was lately and not to the customer's regret.
LAST_AGENT = composed(
    """
SELECT CASE WHEN rating < {content} THEN NULL ELSE agent_id END FROM chat_chat
WHERE customer_id = %(customer)s AND state = 'ended' AND agent_id IS NOT NULL
  AND ended_at > now() - interval '{days} days'
ORDER BY id DESC LIMIT 1
""",
    content=CONTENT,
    days=LAST_AGENT_WITHIN.days,
)


def preferred_for(customer: Customer) -> Preferred:
    """Whom to ask first for this customer, in order, each once."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_AGENT, {"customer": customer.pk})
        row = cursor.fetchone()
    return preferred(customer.site_id, customer.account, row[0] if row else None)


def preferred(site_id: int, account: str | None, last_agent: int | None) -> Preferred:
    """Whom to ask first for a customer of this account (None: nobody's) whose last chat was with this agent."""
    people = clients.people_for(site_id, account)
    found: Preferred = [[person, "deputy" if place else "account_manager"] for place, person in enumerate(people)]
    if last_agent is not None and last_agent not in people:
        found.append([last_agent, "last_agent"])
    return found


def holds_of(row: Any, policy: core.Policy) -> tuple[core.Hold, ...]:
    """The holds of a waiting row under a policy."""
    if row.wait_for == Request.WaitFor.ANYONE:
        return ()
    if row.wait_for == Request.WaitFor.MANAGER and row.preferred:
        agent_id, reason = row.preferred[0]
        return (core.Hold(agent_id, reason, PATIENCE, patient=True),)
    holds = (core.Hold(agent_id, reason, policy.hold_seconds(reason)) for agent_id, reason in row.preferred)
    return tuple(hold for hold in holds if hold.seconds > 0)


def manager_of(row: Request) -> int | None:
    """The account manager for whom this request asks first."""
    return manager_in(row.preferred)


def manager_in(preferred: Preferred) -> int | None:
    """The account manager among those whom a request prefers, who is asked first."""
    first = preferred[0] if preferred else None
    return int(str(first[0])) if first and first[1] == "account_manager" else None


def waited_for(site_id: int) -> dict[int, int]:
    """chat → the agent for whom exactly its customer waits."""
    rows = Request.objects.filter(site=site_id, state__in=Request.UNSERVED, wait_for=Request.WaitFor.MANAGER)
    return {row.chat_id: agent for row in rows if (agent := manager_of(row)) is not None}


def choose(request: Request, wait_for: str) -> None:
    """The customer, whose request the caller has locked, waits for the manager, or takes anyone."""
    if request.state not in Request.UNSERVED or manager_of(request) is None:
        raise Refusal("no_manager")
    Request.objects.filter(pk=request.pk).update(wait_for=wait_for)
    hints.add(
        hints.RequestsChanged(request.site_id, (request.chat_id,)),
        hints.ThreadChanged(request.chat.thread_id),
        hints.DeskChanged(request.site_id),
    )


def set_manager(by_id: int, account: str, manager: str, deputy: str = "") -> None:
    """Who looks after an account (public ids of agents; none, when empty); whoever waits is kept for them at once."""
    account = clients.set_manager(by_id, account, manager, deputy)
    _refresh(Agent.objects.get(pk=by_id).site_id, [account])


def set_deputy(by_id: int, agent: str, deputy: str) -> None:
    """Who stands in for a person's clients (public ids; nobody, when empty)."""
    clients.set_deputy(by_id, agent, deputy)
    site_id = Agent.objects.get(pk=by_id).site_id
    _refresh(site_id, list(ClientCare.objects.filter(site=site_id).values_list("account", flat=True)))


def _refresh(site_id: int, accounts: list[str]) -> None:
    """Clients who wait are kept for their people of now. Nobody else: all agents are locked, and thousands may wait."""
    theirs = Q(site=site_id, state__in=Request.UNSERVED, chat__customer__account__in=accounts)
    waiting = Request.objects.select_for_update(no_key=True, of=("self",)).filter(theirs)
    for request in waiting.select_related("chat__customer").order_by("pk"):
        preferred = preferred_for(request.chat.customer)
        if preferred != request.preferred:
            Request.objects.filter(pk=request.pk).update(preferred=preferred)
            hints.add(hints.ThreadChanged(request.chat.thread_id))
