"""How does a matter become a ticket and move to its end? The one writer door of tickets.

Locks in the order of the whole product (`chat.actions`). Escalating continues the same thread; a chat makes exactly one
ticket, however often and by whom it is asked for.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from agents.models import Agent
from chat import actions as chats
from chat import blocks, hints
from chat.asking import asks_for
from chat.door import Actor, Append, append, check_client_id, event, remark
from chat.errors import Refusal
from chat.events import Escalated, Linked, Note, TicketStatus
from chat.literals import literal
from chat.models import Chat, Cursor, Event, Thread, ThreadHead, Topic
from routing import actions as routing
from routing.models import Request
from tickets.contact import give_contact
from tickets.models import Ticket, TicketCounter

SNOOZE_MOST = timedelta(days=90)
SAID = ("message", "file")  # what counts as an answer


def escalate(chat: Chat, cause: str, actor: Actor, subject: str = "", note: str = "", email: str = "") -> Ticket:
    """The ticket of a chat: the one that exists, or a new one; a chat that is still live ends by it."""
    request = Request.objects.select_for_update(no_key=True).get(chat=chat)
    # Read again under its lock: it may have been given to another agent, or its customer have signed in.
    chat = Chat.objects.select_for_update(no_key=True, of=("self",)).select_related("customer", "topic").get(pk=chat.pk)
    before = Ticket.objects.filter(chat=chat, apart=False).first()
    if before is not None:
        if email:
            give_contact(chat.customer, email, before)
        return before
    ticket = Ticket.objects.create(
        site_id=chat.site_id,
        number=next_number(chat.site_id),
        thread_id=chat.thread_id,
        chat=chat,
        customer_id=chat.customer_id,
        topic_id=chat.topic_id,
        subject=remark(subject)[:200],
        cause=cause,
        priority=priority(chat.customer.tier, chat.topic.urgent),
        agent_id=chat.agent_id if cause == Ticket.Cause.AGENT else None,
    )
    entries: list[Append] = []
    if note.strip():
        entries.append(event(chat.thread_id, Note(text=note), actor))
    entries.append(event(chat.thread_id, Escalated(ticket=ticket.number, cause=literal(cause)), actor))
    append(entries)
    if request.state != Request.State.DONE:
        routing.end_chat(chat, "ticket", actor, "unresolved")
    _settle(chat.thread_id)
    _changed(ticket)
    if email:
        give_contact(chat.customer, email, ticket)
    return ticket


def escalate_apart(agent_id: int, thread_public_id: str, client_id: str, topic: str, subject: str, note: str) -> Ticket:
    """Another matter came up in a chat: a ticket with a thread of its own, linked both ways; the chat goes on as it is.

    The same `client_id` again gives the ticket that it made before.
    """
    check_client_id(client_id)
    if kind := asks_for(subject):
        raise Refusal("asks_secret", {"kind": kind})  # the customer reads it
    agent = Agent.objects.get(pk=agent_id)
    origin = routing.site_thread(agent, thread_public_id)
    chat = latest_chat(origin)
    Request.objects.select_for_update(no_key=True).get(chat=chat)
    chat.refresh_from_db(fields=["agent"])
    if chat.agent_id != agent_id and not agent.leads:
        raise Refusal("chat_not_yours")
    about = Topic.objects.filter(site=chat.site_id, slug=topic[:40]).first()
    if about is None:
        raise Refusal("topic_unknown", {"topic": topic[:40]})
    made = Ticket.objects.select_related("thread")
    before = made.filter(chat=chat, apart=True, thread__start_id=client_id).first()
    if before is not None:
        return before
    number = next_number(chat.site_id)  # in the order of the product: tickets before heads
    thread = Thread.objects.create(site_id=chat.site_id, customer_id=chat.customer_id, start_id=client_id)
    ThreadHead.objects.create(thread=thread, ticketed=True)
    Cursor.objects.create(thread=thread)
    ticket = Ticket.objects.create(
        site_id=chat.site_id,
        number=number,
        thread=thread,
        chat=chat,
        customer_id=chat.customer_id,
        topic=about,
        apart=True,
        subject=remark(subject)[:200],
        cause=Ticket.Cause.AGENT,
        priority=priority(chat.customer.tier, about.urgent),
        agent=agent,
    )
    actor = Actor.agent(agent_id)
    entries = [event(thread.pk, Linked(thread=origin.public_id), actor)]
    if note.strip():
        entries.append(event(thread.pk, Note(text=note), actor))
    entries.append(event(thread.pk, Escalated(ticket=number, cause="agent"), actor))
    entries.append(event(origin.pk, Linked(thread=thread.public_id, ticket=number), actor))
    append(entries)
    _changed(ticket)
    hints.add(hints.ThreadBegun(chat.customer_id), hints.ThreadChanged(origin.pk))
    return ticket


def next_number(site_id: int) -> int:
    """The next ticket number of a site; its counter stays locked until the commit, so numbers have no gaps."""
    TicketCounter.objects.get_or_create(site_id=site_id)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tickets_ticketcounter SET last = last + 1 WHERE site_id = %s RETURNING last", [site_id])
        return int(cursor.fetchone()[0])


def priority(tier: int, urgent: bool) -> int:
    """1 (most urgent) to 4, from who asks and about what."""
    if urgent:
        return 1
    return {0: 4, 1: 3}.get(tier, 2)


def latest_chat(thread: Thread) -> Chat:
    """The newest chat of a thread; `chat_ended` for the thread of a ticket that was made apart, which has none."""
    chat = Chat.objects.select_related("customer", "topic").filter(thread=thread).order_by("-pk").first()
    if chat is None:
        raise Refusal("chat_ended")
    return chat


def escalate_by_customer(customer_id: int, thread_public_id: str, cause: str, email: str) -> Ticket:
    """The customer wants a ticket of this matter."""
    blocks.refuse(customer_id)
    chat = latest_chat(routing.customers_thread(customer_id, thread_public_id))
    return escalate(chat, cause, Actor.customer(customer_id), email=email)


def escalate_by_agent(agent_id: int, thread_public_id: str, subject: str, note: str) -> Ticket:
    """The agent makes a ticket of this matter and is its first assignee."""
    if kind := asks_for(subject):
        raise Refusal("asks_secret", {"kind": kind})  # the customer reads it
    agent = Agent.objects.get(pk=agent_id)
    chat = latest_chat(routing.site_thread(agent, thread_public_id))
    Request.objects.select_for_update(no_key=True).get(chat=chat)
    chat.refresh_from_db(fields=["agent"])
    if chat.agent_id != agent_id and not agent.leads:
        raise Refusal("chat_not_yours")
    return escalate(chat, Ticket.Cause.AGENT, Actor.agent(agent_id), subject=subject, note=note)


def change(agent_id: int, number: int, state: str, take: bool) -> Ticket:
    """An agent takes a ticket or moves it on; the customer sees its status change."""
    agent = Agent.objects.get(pk=agent_id)
    ticket = Ticket.objects.select_for_update(no_key=True).filter(site=agent.site_id, number=number).first()
    if ticket is None:
        raise Refusal("ticket_unknown")
    if take:
        Ticket.objects.filter(pk=ticket.pk).update(agent=agent, updated_at=Now())
    if state and state != ticket.state:
        Ticket.objects.filter(pk=ticket.pk).update(state=state, updated_at=Now())
        body = TicketStatus(ticket=ticket.number, status=literal(state))
        append([event(ticket.thread_id, body, Actor.agent(agent_id))])
        _settle(ticket.thread_id)
    _changed(ticket)
    return ticket


def snooze(agent_id: int, number: int, until: float) -> None:
    """An unclosed ticket sleeps until a moment (seconds since 1970), or wakes (0)."""
    agent = Agent.objects.get(pk=agent_id)
    ticket = Ticket.objects.select_for_update(no_key=True).filter(site=agent.site_id, number=number).first()
    if ticket is None:
        raise Refusal("ticket_unknown")
    if ticket.state == Ticket.State.CLOSED:
        raise Refusal("ticket_closed")
    now = timezone.now()
    if until and not 0 < until - now.timestamp() <= SNOOZE_MOST.total_seconds():
        raise Refusal("snooze_invalid")
    at = datetime.fromtimestamp(until, UTC) if until else None
    Ticket.objects.filter(pk=ticket.pk).update(snoozed_until=at)
    _changed(ticket)


def wake(thread_id: int) -> None:
    """The customer wrote: whatever slept on this thread is looked at now."""
    for ticket in Ticket.objects.filter(thread=thread_id).exclude(snoozed_until=None):
        Ticket.objects.filter(pk=ticket.pk).update(snoozed_until=None)
        _changed(ticket)


def reopen_by_message(thread_id: int) -> None:
    """The customer wrote on a ticket that was theirs to answer or solved: it is ours to do again.

    A message that is sent once more, its acknowledgement lost, moves nothing: the newest message says whose turn it is.
    """
    if newest_writer(thread_id) != "customer":
        return
    wake(thread_id)
    for ticket in Ticket.objects.select_for_update(no_key=True).filter(
        thread=thread_id, state__in=[Ticket.State.PENDING, Ticket.State.SOLVED]
    ):
        Ticket.objects.filter(pk=ticket.pk).update(state=Ticket.State.OPEN, updated_at=Now())
        append([event(thread_id, TicketStatus(ticket=ticket.number, status="open"), Actor.system())])
        _changed(ticket)


def answered(thread_id: int) -> None:
    """An agent wrote on an open ticket: the customer's turn, unless they have written since."""
    if newest_writer(thread_id) != "agent":
        return
    for ticket in Ticket.objects.select_for_update(no_key=True).filter(thread=thread_id, state=Ticket.State.OPEN):
        Ticket.objects.filter(pk=ticket.pk).update(state=Ticket.State.PENDING, updated_at=Now())
        append([event(thread_id, TicketStatus(ticket=ticket.number, status="pending"), Actor.system())])
        _changed(ticket)


def newest_writer(thread_id: int) -> str | None:
    """Who wrote the newest message of a thread, or sent the newest file: customer or agent."""
    newest = Event.objects.filter(thread=thread_id, type__in=SAID).order_by("-seq")
    return newest.values_list("actor_kind", flat=True).first()


def _settle(thread_id: int) -> None:
    """A thread, whose head an append has locked, may be written to while one of its tickets is unclosed."""
    chats.settle(thread_id, Ticket.objects.filter(thread=thread_id).exclude(state=Ticket.State.CLOSED).exists())


def _changed(ticket: Ticket) -> None:
    hints.add(hints.ThreadChanged(ticket.thread_id), hints.DeskChanged(ticket.site_id))
