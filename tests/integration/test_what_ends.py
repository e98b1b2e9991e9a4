"""What ends with a chat, and what does a chat leave that begins anew on its thread?"""

from __future__ import annotations

import importlib
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from agents.models import Agent
from chat import hints
from chat.errors import Refusal
from chat.models import Block, Chat, Thread, ThreadHead
from desk import guests
from desk.models import Guest
from routing import actions, followups, handovers, offers, transfers
from routing.models import Assignment, Handover
from tests.integration.test_losing import make_agent, make_served
from tickets import actions as tickets
from tickets.models import Ticket
from web.sockets import thread_rows

pytestmark = pytest.mark.usefixtures("db")


def do(action: object, *arguments: object, **more: object) -> None:
    """One action in a transaction of its own."""
    assert callable(action)
    hints.committed(lambda: action(*arguments, **more))


def resolve(agent: Agent, thread: Thread) -> None:
    """The chat of the thread is over."""
    do(actions.resolve, agent.pk, thread.public_id, "resolved")


def helping(thread: Thread) -> list[str]:
    """Who helps in a thread, as everybody of the desk sees it."""
    [row] = thread_rows.read([thread.pk])
    return [guest.id for guest in row.guests]


def test_a_guest_leaves_with_the_chat_and_is_not_in_the_one_that_follows() -> None:
    thread, ada, bob = make_served()
    do(guests.invite, ada.pk, thread.public_id, bob.public_id, writes=True)
    assert helping(thread) == [bob.public_id]
    resolve(ada, thread)
    assert helping(thread) == []
    do(followups.reopen, ada.pk, thread.public_id)
    assert helping(thread) == []
    # Invited again, in this one.
    do(guests.invite, ada.pk, thread.public_id, bob.public_id, writes=True)
    assert helping(thread) == [bob.public_id]


def test_whoever_was_invited_while_the_chat_ended_is_not_in_the_one_that_follows() -> None:
    thread, ada, bob = make_served()
    resolve(ada, thread)
    Guest.objects.create(thread=thread, agent=bob, by=ada, writes=True)
    do(followups.reopen, ada.pk, thread.public_id)
    assert helping(thread) == []


def test_whoever_was_dismissed_helps_no_more_and_takes_nobodys_place() -> None:
    thread, ada, bob = make_served()
    others = [bob, *(make_agent(thread.site) for _ in range(guests.MOST))]
    for each in others[:-1]:
        do(guests.invite, ada.pk, thread.public_id, each.public_id, writes=True)
    with pytest.raises(Refusal, match="too_many_guests"):
        do(guests.invite, ada.pk, thread.public_id, others[-1].public_id, writes=True)
    Agent.objects.filter(pk=bob.pk).update(is_active=False)
    assert bob.public_id not in helping(thread)
    do(guests.invite, ada.pk, thread.public_id, others[-1].public_id, writes=True)
    assert helping(thread) == [each.public_id for each in others[1:]]


def writable(thread: Thread) -> bool:
    """Whether the thread takes a customer's message now."""
    return ThreadHead.objects.get(pk=thread.pk).writable


def test_a_thread_takes_messages_while_a_chat_is_live_or_a_ticket_unclosed() -> None:
    thread, ada, _bob = make_served()
    do(tickets.escalate_by_agent, ada.pk, thread.public_id, "a case", "")
    ticket = Ticket.objects.get(thread=thread)
    assert writable(thread)
    do(tickets.change, ada.pk, ticket.number, "closed", False)
    assert not writable(thread)
    do(followups.reopen, ada.pk, thread.public_id)
    assert writable(thread)
    # The ticket moves beside the live chat.
    do(tickets.change, ada.pk, ticket.number, "open", False)
    do(tickets.change, ada.pk, ticket.number, "closed", False)
    assert writable(thread)
    do(tickets.change, ada.pk, ticket.number, "solved", False)
    resolve(ada, thread)
    assert writable(thread)
    do(tickets.change, ada.pk, ticket.number, "closed", False)
    assert not writable(thread)


def test_one_closed_ticket_of_two_leaves_the_thread_open() -> None:
    thread, ada, _bob = make_served()
    do(tickets.escalate_by_agent, ada.pk, thread.public_id, "a case", "")
    first = Ticket.objects.get(thread=thread)
    do(tickets.change, ada.pk, first.number, "closed", False)
    do(followups.reopen, ada.pk, thread.public_id)
    do(tickets.escalate_by_agent, ada.pk, thread.public_id, "once more", "")
    second = Ticket.objects.exclude(pk=first.pk).get(thread=thread)
    do(tickets.change, ada.pk, first.number, "open", False)
    do(tickets.change, ada.pk, first.number, "closed", False)
    assert writable(thread)
    do(tickets.change, ada.pk, second.number, "closed", False)
    assert not writable(thread)


def passing(returned: bool) -> tuple[Thread, Agent, Handover]:
    """A chat whose agent asks a colleague to take it over, who has not answered, or has returned it."""
    thread, ada, bob = make_served()
    do(transfers.give, ada.pk, thread.public_id, handovers.Target(bob.public_id), "please")
    if returned:
        do(offers.decline, bob.pk, thread.public_id, "busy", "")
        [due] = handovers.due(thread.site_id)
        do(handovers.pursue, due, [bob.pk])
    return thread, ada, Handover.objects.get(request__chat__thread=thread)


def lead(thread: Thread) -> Agent:
    """Somebody who leads the desk of a thread, with room."""
    found = make_agent(thread.site)
    Agent.objects.filter(pk=found.pk).update(role=Agent.Role.LEAD)
    return found


def taken(thread: Thread, ada: Agent) -> None:
    """A lead takes the chat over."""
    by = lead(thread)
    do(transfers.give, by.pk, thread.public_id, handovers.Target(by.public_id), "")


ENDS: dict[str, Callable[[Thread, Agent], None]] = {
    "it ends": lambda thread, ada: resolve(ada, thread),
    "given back": lambda thread, ada: do(transfers.give, ada.pk, thread.public_id, transfers.QUEUE, ""),
    "taken over": taken,
    "its agent is lost": lambda thread, ada: do(actions.give_back, [ada.pk]),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("returned", [False, True], ids=["asked", "returned"])
def test_a_hand_over_is_over_with_whatever_takes_the_chat_from_its_agent(
    end: Callable[[Thread, Agent], None], returned: bool
) -> None:
    thread, ada, handover = passing(returned)
    assert (handover.outcome, handover.seen_at) == ("declined" if returned else "", None)
    end(thread, ada)
    handover.refresh_from_db()
    assert handover.outcome == ("declined" if returned else "void")
    assert handover.ended_at is not None
    assert handover.seen_at is not None
    assert handovers.due(thread.site_id) == []
    assert not Assignment.objects.filter(handovers=handover, ended_at=None).exists()


def migrate(module: str, statement: str) -> None:
    """A statement of a migration, on rows as they were before it."""
    with connection.cursor() as cursor:
        cursor.execute(getattr(importlib.import_module(module), statement))


def test_guests_of_chats_that_had_ended_are_closed_and_those_of_live_ones_stay() -> None:
    gone, ada, bob = make_served()
    resolve(ada, gone)
    again, cyd, dan = make_served()
    resolve(cyd, again)
    Guest.objects.create(thread=gone, agent=bob, writes=True)
    Guest.objects.create(thread=again, agent=dan, writes=True, at=Chat.objects.get(thread=again).queued_at)
    live, eve, fay = make_served()
    do(guests.invite, eve.pk, live.public_id, fay.public_id, writes=True)
    # Opened again before guests left by themselves.
    Chat.objects.create(
        site=again.site, thread=again, customer=again.customer, topic=Chat.objects.get(thread=again).topic,
        language="en", state=Chat.State.ACTIVE, agent=cyd,
    )  # fmt: skip
    migrate("desk.migrations.0008_guests_leave", "LEAVE")
    assert [helping(thread) for thread in (gone, again, live)] == [[], [], [fay.public_id]]


def test_threads_with_tickets_that_were_shut_or_left_open_wrongly_are_settled() -> None:
    thread, ada, _bob = make_served()
    do(tickets.escalate_by_agent, ada.pk, thread.public_id, "a case", "")
    ticket = Ticket.objects.get(thread=thread)
    for state, was in (("open", False), ("closed", True)):
        Ticket.objects.filter(pk=ticket.pk).update(state=state)
        ThreadHead.objects.filter(pk=thread.pk).update(writable=was, ticketed=False)
        migrate("tickets.migrations.0004_ticketed_threads", "SETTLE")
        head = ThreadHead.objects.get(pk=thread.pk)
        assert (head.writable, head.ticketed) == (state == "open", state == "open")


def test_only_answers_that_came_before_any_appeal_are_taken_back() -> None:
    thread, ada, _bob = make_served()
    now = timezone.now()
    fields = {"site": thread.site, "customer": thread.customer, "thread": thread, "category": "spam", "by": ada}
    after = Block.objects.create(**fields, appeal="sorry", appealed_at=now, answer="no", answered_at=now)
    migrate("chat.migrations.0017_answers_without_appeal", "UNANSWERED")
    after.refresh_from_db()
    assert after.answer == "no"
    Block.objects.filter(pk=after.pk).update(appealed_at=None, appeal="")
    migrate("chat.migrations.0017_answers_without_appeal", "UNANSWERED")
    after.refresh_from_db()
    assert (after.answer, after.answered_at) == ("", None)
