"""How does a request come, move and go? The writer door of requests and assignments, apart from the router's bind.

Locks in the order of the whole product (`chat.actions`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from django.db import connection
from django.db.models import Sum
from django.db.models.functions import Now

from agents import people
from agents.models import Agent
from chat import actions as chats
from chat import hints
from chat.door import Actor
from chat.errors import Refusal
from chat.models import Chat, Customer, Thread
from chat.sql import composed
from desk import guests
from routing import arrivals, holds, wrapups
from routing.models import Assignment, Request
from routing.snapshot import policy_of

# Of the chat only what never changes: the rest would be as it was before the lock was waited for.
LOCK_THEIRS = """
SELECT c.id, c.thread_id, c.site_id FROM chat_thread t JOIN chat_chat c ON c.thread_id = t.id
JOIN routing_request r ON r.chat_id = c.id
WHERE t.public_id = %s AND t.customer_id = %s AND r.state <> 'done' FOR NO KEY UPDATE OF r
"""

# Whoever passes these chats on does so no more: it comes to nothing, and what came back is nobody's to notice.
PASSED = """
UPDATE routing_handover SET seen_at = now(), ended_at = coalesce(ended_at, now()),
    outcome = CASE WHEN ended_at IS NULL THEN 'void' ELSE outcome END
WHERE seen_at IS NULL AND request_id IN (SELECT id FROM routing_request WHERE chat_id = ANY(%(chats)s))
"""

# Of a request that the caller has locked: it is done, its guests leave, and its agent finishes up, then has room.
DONE = composed(
    """
WITH wrapping AS ({wrapping} RETURNING id),
leaving AS ({leaving} RETURNING id),
passed AS ({passed} RETURNING id),
done AS (UPDATE routing_request SET state = 'done' WHERE chat_id = %(chat)s RETURNING id)
UPDATE routing_assignment a SET ended_at = now(), ended_reason = %(reason)s
FROM done WHERE a.request_id = done.id AND a.ended_at IS NULL
""",
    wrapping=wrapups.BEGIN,
    leaving=guests.LEAVE,
    passed=PASSED,
)


def refresh_requests(customer: Customer) -> None:
    """A customer signed in while waiting: tier and region now come from the identity. The place stays.

    In a transaction of its own, after the one that signed in: that one holds threads, whose requests are locked earlier
    everywhere else. A crash in between is mended by the next arrival.
    """
    unserved = Request.objects.filter(chat__customer=customer, state__in=Request.UNSERVED)
    waiting = list(unserved.values_list("chat", "chat__thread"))
    if not waiting:
        return
    known = {"tier": customer.tier, "region": customer.region, "preferred": holds.preferred_for(customer)}
    if unserved.exclude(**known).update(**known):
        hints.add(hints.RequestsChanged(customer.site_id, tuple(chat for chat, _thread in waiting)))
        hints.add(*(hints.ThreadChanged(thread) for _chat, thread in waiting))


def customers_thread(customer_id: int, thread_public_id: str) -> Thread:
    """A thread of this customer, or `thread_unknown`: another's does not exist for them."""
    thread = Thread.objects.filter(public_id=thread_public_id[:32], customer=customer_id).first()
    if thread is None:
        raise Refusal("thread_unknown")
    return thread


def live_chat(thread: Thread) -> Chat:
    """The chat on a thread that has not ended, with its request locked; or `chat_ended`."""
    request = (
        Request.objects.select_for_update(no_key=True, of=("self",))
        .filter(chat__thread=thread)
        .exclude(state=Request.State.DONE)
        .first()
    )
    if request is None:
        raise Refusal("chat_ended")
    # In a statement of its own: joined, it would be the chat as it was before the lock was waited for.
    return Chat.objects.get(pk=request.chat_id)


def end_chat(
    chat: Chat | chats.Ids,
    reason: chats.EndReason,
    actor: Actor,
    outcome: Literal["", "resolved", "unresolved"] = "",
    topic: str = "",
) -> None:
    """A live chat, whose request the caller has locked, is over; its agent has room again."""
    with connection.cursor() as cursor:
        cursor.execute(DONE, {"chat": chat.pk, "chats": [chat.pk], "reason": reason})
    chats.end(chat, reason, actor, outcome, topic)


def end_by_customer(customer_id: int, thread_public_id: str) -> None:
    """The customer leaves the queue or ends the chat."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_THEIRS, [thread_public_id[:32], customer_id])
        row = cursor.fetchone()
    if row is None:
        customers_thread(customer_id, thread_public_id)  # another's does not exist for them
        raise Refusal("chat_ended")
    end_chat(chats.Ids(*row), "customer", Actor.customer(customer_id))


def keep_place(customer_id: int, thread_public_id: str) -> None:
    """After a long wait the customer chose to keep the place: the choice is offered again only after as long."""
    chat = live_chat(customers_thread(customer_id, thread_public_id))
    Request.objects.filter(chat=chat).update(kept_at=Now())
    hints.add(hints.RequestsChanged(chat.site_id, (chat.pk,)))


def wait_for(customer_id: int, thread_public_id: str, whom: str) -> None:
    """A waiting customer with an account manager waits for exactly that person, or takes anyone."""
    chat = live_chat(customers_thread(customer_id, thread_public_id))
    holds.choose(Request.objects.get(chat=chat), whom)


def speak(customer_id: int, thread_public_id: str, language: str) -> None:
    """A waiting customer goes on in another of the site's languages; the place stays."""
    chat = live_chat(customers_thread(customer_id, thread_public_id))
    customer = Customer.objects.select_related("site").get(pk=customer_id)
    if language not in customer.site.languages:
        raise Refusal("language_unknown", {"languages": customer.site.languages})
    if chat.state != Chat.State.WAITING:
        raise Refusal("chat_changed")
    Request.objects.filter(chat=chat).update(
        languages=arrivals.wishes(language, customer.language, policy_of(chat.site_id))
    )
    Chat.objects.filter(pk=chat.pk).update(language=language)
    hints.add(hints.RequestsChanged(chat.site_id), hints.DeskChanged(chat.site_id), hints.ThreadChanged(chat.thread_id))


def agents_chat(agent: Agent, thread: Thread) -> Chat:
    """The live chat on a thread that this agent may act on: their own, or any of the site for a lead."""
    chat = live_chat(thread)
    if chat.site_id != agent.site_id:
        raise Refusal("thread_unknown")
    if chat.agent_id != agent.pk and not agent.leads:
        raise Refusal("chat_not_yours")
    return chat


def resolve(agent_id: int, thread_public_id: str, outcome: Literal["resolved", "unresolved"], topic: str = "") -> None:
    """The agent ends the chat with a judgement, and says what it was about where that was another topic."""
    agent = Agent.objects.get(pk=agent_id)
    chat = agents_chat(agent, site_thread(agent, thread_public_id))
    end_chat(chat, "agent", Actor.agent(agent_id), outcome, topic)


def site_thread(agent: Agent, thread_public_id: str) -> Thread:
    """A thread of the agent's site, or `thread_unknown`."""
    thread = Thread.objects.filter(public_id=thread_public_id[:32], site=agent.site_id).first()
    if thread is None:
        raise Refusal("thread_unknown")
    return thread


def load(agent_id: int) -> int:
    """Units that an agent's live assignments take."""
    live = Assignment.objects.filter(agent=agent_id, ended_at=None)
    return int(live.aggregate(units=Sum("units"))["units"] or 0)


def dismiss(by_id: int, public_id: str) -> None:
    """Somebody leaves the desk for good, and their chats go back to the queue in their old place."""
    give_back([people.dismiss(by_id, public_id)])


def give_back(agent_ids: Iterable[int]) -> int:
    """Agents are gone: their chats return to the queue in their old place. How many there were."""
    ids = sorted(set(agent_ids))
    list(Agent.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    held = Request.objects.select_for_update(no_key=True, of=("self",)).filter(
        assignments__agent__in=ids, assignments__ended_at=None
    )
    locked = list(held.order_by("pk").values_list("pk", flat=True))
    # In a statement of its own: what ended or moved on while the lock was waited for is theirs no more.
    # Offers of theirs are taken back elsewhere, sooner than this.
    live = Assignment.objects.filter(request__in=locked, agent__in=ids, ended_at=None).exclude(accepted_at=None)
    lost = [assignment.request.chat for assignment in live.select_related("request__chat").order_by("request")]
    if lost:
        Request.objects.filter(chat__in=lost).update(state=Request.State.WAITING)
        end_assignments([chat.pk for chat in lost], "agent_lost")
        chats.requeue(lost, "agent_lost")
    return len(lost)


def end_assignments(chat_ids: list[int], reason: str) -> None:
    """Whoever had these chats has them no more, and whoever was asked to take one over is asked no more: the caller
    has locked their requests."""
    live = Assignment.objects.filter(request__chat__in=chat_ids, ended_at=None)
    live.filter(accepted_at=None).update(ended_at=Now(), ended_reason="withdrawn")
    live.update(ended_at=Now(), ended_reason=reason)
    with connection.cursor() as cursor:
        cursor.execute(PASSED, {"chats": chat_ids})
