"""How does an offer come to its end? Accepted, declined, missed, or taken back because its agent is not there.

An offer is an assignment without `accepted_at`: its units count, and there is at most one of either per request. Its
end is a conditional update on the database's clock; whoever comes second finds nothing to change and is told so. A
request that comes back keeps its place and remembers the person in `declined`. Locks in the order of the whole product
(`chat.actions`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import connection

from agents import actions as agents
from agents.cards import cards
from agents.models import Agent
from chat import actions as chats
from chat import hints
from chat.door import remark
from chat.errors import Refusal
from chat.models import Thread
from routing import handovers
from routing.models import Assignment, Request

ACCEPT = """
UPDATE routing_assignment SET accepted_at = clock_timestamp()
WHERE request_id = %s AND agent_id = %s AND ended_at IS NULL AND accepted_at IS NULL
  AND offer_expires_at > clock_timestamp() RETURNING id
"""

DECLINE = """
UPDATE routing_assignment SET ended_at = clock_timestamp(), ended_reason = 'declined',
    decline_reason = %s, decline_text = %s
WHERE request_id = %s AND agent_id = %s AND ended_at IS NULL AND accepted_at IS NULL RETURNING id
"""

# One row per open offer of a site: why it cannot stand any longer (NULL while it can), and the seconds it has left. A
# person who is not there has not missed anything.
LOOK = """
SELECT a.id, a.agent_id, a.request_id,
       CASE WHEN NOT g.is_active OR g.status <> 'available' THEN 'withdrawn'
            WHEN a.agent_id = ANY(%s) THEN 'agent_lost'
            WHEN a.offer_expires_at <= clock_timestamp() THEN 'missed' END,
       extract(epoch FROM a.offer_expires_at - clock_timestamp())::float8
FROM routing_assignment a JOIN agents_agent g ON g.id = a.agent_id
WHERE g.site_id = %s AND a.ended_at IS NULL AND a.accepted_at IS NULL
"""

END = """
UPDATE routing_assignment a SET ended_at = clock_timestamp(), ended_reason = m.reason
FROM unnest(%s::bigint[], %s::text[]) AS m(id, reason)
WHERE a.id = m.id AND a.ended_at IS NULL AND a.accepted_at IS NULL
RETURNING a.request_id, a.agent_id, a.ended_reason
"""

# What a colleague passes on stays with its owner: only what was offered out of the queue goes back there.
RETURN = """
UPDATE routing_request r
SET state = 'waiting', declined = CASE WHEN m.agent_id = ANY(r.declined) THEN r.declined
                                       ELSE r.declined || m.agent_id END
FROM unnest(%s::bigint[], %s::bigint[]) AS m(request_id, agent_id)
WHERE r.id = m.request_id AND r.state = 'offered' RETURNING r.chat_id
"""

# Offers that ran out since the person last answered one, or chose a status.
MISSES = """
SELECT a.agent_id, count(*) FROM routing_assignment a JOIN agents_agent g ON g.id = a.agent_id
WHERE a.agent_id = ANY(%s) AND a.ended_reason = 'missed' AND a.ended_at > g.status_at
  AND a.ended_at > coalesce((
      SELECT max(greatest(b.accepted_at, CASE b.ended_reason WHEN 'declined' THEN b.ended_at END))
      FROM routing_assignment b WHERE b.agent_id = a.agent_id AND b.created_at > g.status_at), '-infinity')
GROUP BY a.agent_id
"""


def accept(agent_id: int, thread_public_id: str) -> None:
    """The agent takes what was offered: from now on it is their chat, and the customer is told."""
    request = _offered(agent_id, thread_public_id)
    if (passed_on := _passed_on(request, agent_id)) is not None:
        # Its owner's assignment ends first: a request has one owner at every moment. Refused below, all is undone.
        handovers.accepted(passed_on)
    with connection.cursor() as cursor:
        cursor.execute(ACCEPT, [request.pk, agent_id])
        if cursor.fetchone() is None:
            raise _gone(request, agent_id)
    if passed_on is not None:
        return
    Request.objects.filter(pk=request.pk).update(state=Request.State.ASSIGNED)
    chats.assign({request.chat_id: cards([agent_id])[agent_id]})


def decline(agent_id: int, thread_public_id: str, reason: str, text: str) -> int:
    """The agent does not take it: it returns to its place at once, and goes to somebody else while there is one; what
    a colleague passes on goes on by `handovers.pursue`. Answers with the site.

    `reason` is one of the protocol's, `text` a remark for leads.
    """
    request = _offered(agent_id, thread_public_id)
    with connection.cursor() as cursor:
        cursor.execute(DECLINE, [reason, remark(text), request.pk, agent_id])
        if cursor.fetchone() is None:
            raise _gone(request, agent_id)
    if (passed_on := _passed_on(request, agent_id, ended=True)) is not None:
        handovers.returned(passed_on, text)
    _return(request.site_id, {request.pk: agent_id})
    return request.site_id


class Over(NamedTuple):
    """An offer that cannot stand any longer; `reason` is withdrawn, agent_lost or missed."""

    assignment_id: int
    agent_id: int
    request_id: int
    reason: str


def look(site_id: int, gone: Iterable[int]) -> tuple[list[Over], float | None]:
    """The offers that are over, and in how many seconds the next one runs out by itself."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK, [sorted(gone), site_id])
        rows = cursor.fetchall()
    over = [Over(*row[:4]) for row in rows if row[3] is not None]
    return over, min((row[4] for row in rows if row[3] is None), default=None)


def settle(site_id: int, over: Iterable[Over], misses_until_away: int) -> int:
    """End those of `over` that nobody has answered meanwhile; who missed too many in a row becomes away. How many."""
    over = list(over)
    people, requests = {one.agent_id for one in over}, {one.request_id for one in over}
    list(Agent.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))
    list(Request.objects.select_for_update(no_key=True).filter(pk__in=requests).order_by("pk").values_list("pk"))
    with connection.cursor() as cursor:
        cursor.execute(END, [[one.assignment_id for one in over], [one.reason for one in over]])
        ended = cursor.fetchall()
    if not ended:
        return 0
    _return(site_id, {request_id: agent_id for request_id, agent_id, _reason in ended})
    if missed := sorted({agent_id for _request, agent_id, reason in ended if reason == "missed"}):
        with connection.cursor() as cursor:
            cursor.execute(MISSES, [missed])
            agents.set_away([agent_id for agent_id, count in cursor.fetchall() if count >= misses_until_away])
    return len(ended)


def _offered(agent_id: int, thread_public_id: str) -> Request:
    """The request of a thread of the agent's site, both locked: nobody accepts while they are being dismissed, since
    nobody would give that chat back."""
    agent = Agent.objects.select_for_update(no_key=True).filter(pk=agent_id, is_active=True).first()
    if agent is None:
        raise Refusal("session_invalid")
    thread = Thread.objects.filter(public_id=thread_public_id[:32], site=agent.site_id).first()
    request = (
        Request.objects.select_for_update(no_key=True).filter(chat__thread=thread).order_by("-pk").first()
        if thread
        else None
    )
    if request is None:
        raise Refusal("thread_unknown")
    return request


def _passed_on(request: Request, agent_id: int, *, ended: bool = False) -> Assignment | None:
    """The offer by which a colleague passes this request on to the agent, if it is one."""
    offers = Assignment.objects.select_related("request", "agent").filter(
        request=request, agent=agent_id, reason="transfer", accepted_at=None, ended_at__isnull=not ended
    )
    return offers.order_by("-pk").first()


def _gone(request: Request, agent_id: int) -> Refusal:
    """Why there is nothing to accept or decline: what became of the last offer of it to this person."""
    last = Assignment.objects.filter(request=request, agent=agent_id).order_by("-pk").first()
    if last is None:
        return Refusal("offer_gone", {"reason": "never"})
    if last.ended_at is None:
        return Refusal("offer_gone", {"reason": "accepted" if last.accepted_at else "missed"})
    return Refusal("offer_gone", {"reason": "accepted" if last.accepted_at else last.ended_reason})


def _return(site_id: int, whose: Mapping[int, int]) -> None:
    """Requests wait again in their old place; `whose` offers they were."""
    with connection.cursor() as cursor:
        cursor.execute(RETURN, [list(whose.keys()), list(whose.values())])
        returned = sorted(chat for (chat,) in cursor.fetchall())
    hints.add(
        hints.DeskChanged(site_id), hints.RequestsChanged(site_id, tuple(returned), tuple(sorted(set(whose.values()))))
    )
