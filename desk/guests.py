"""Who helps in a colleague's conversation? Invited by name, to read and note, or to write to the customer as well.

A guest takes no units: helping is asked for by hand and ends by itself with the chat, while units say what the router
may still give. The chat stays its agent's, with all that follows from it. A chat that is opened again begins without
guests.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models.functions import Now

from agents.cards import card
from agents.models import Agent
from chat import hints
from chat.door import Actor, append, event
from chat.errors import Refusal
from chat.events import GuestLeft, Invited
from chat.models import Chat, Thread
from desk.models import Guest

MOST = 5  # guests of one thread: a conversation, not a meeting

# Thread, whom, by whom, may they write, since when, then the customer: of conversations that go on.
HERE = """
SELECT t.public_id, a.public_id, coalesce(b.name, ''), g.writes, extract(epoch FROM g.at)::float8,
    u.name, u.tier, u.account, u.region, u.language
FROM desk_guest g JOIN agents_agent a ON a.id = g.agent_id LEFT JOIN agents_agent b ON b.id = g.by_id
JOIN chat_thread t ON t.id = g.thread_id JOIN chat_customer u ON u.id = t.customer_id
WHERE a.site_id = %s AND a.is_active AND g.left_at IS NULL
  AND EXISTS (SELECT FROM chat_chat c WHERE c.thread_id = t.id AND c.state <> 'ended')
ORDER BY g.id
"""

# Everybody who helps in a chat (parameter `chat`). Part of the statement that ends it (`routing.actions`), since every
# chat ends.
LEAVE = """
UPDATE desk_guest SET left_at = now()
WHERE left_at IS NULL AND thread_id = (SELECT thread_id FROM chat_chat WHERE id = %(chat)s)
"""


def invite(agent_id: int, thread_public_id: str, whom: str, *, writes: bool) -> None:
    """A colleague is asked into a live conversation by its agent or a lead; asked again, what they may do changes."""
    agent = Agent.objects.get(pk=agent_id)
    thread, chat = _live(agent, thread_public_id)
    if chat.agent_id != agent_id and not agent.leads:
        raise Refusal("chat_not_yours")
    guest = Agent.objects.filter(public_id=whom[:32], site=agent.site_id, is_active=True).first()
    if guest is None or guest.pk == chat.agent_id:
        raise Refusal("agent_unknown")
    here = Guest.objects.filter(thread=thread, left_at=None, agent__is_active=True)
    if not here.filter(agent=guest).exists() and here.count() >= MOST:
        raise Refusal("too_many_guests", {"most": MOST})
    found, new = Guest.objects.get_or_create(
        thread=thread, agent=guest, left_at=None, defaults={"by": agent, "writes": writes}
    )
    if not new and found.writes == writes:
        return
    Guest.objects.filter(pk=found.pk).update(writes=writes)
    append([event(thread.pk, Invited(agent=card(guest), writes=writes), Actor.agent(agent_id))])
    _changed(thread)


def leave(agent_id: int, thread_public_id: str, whom: str = "") -> None:
    """A guest leaves (`whom` empty), or is thanked by the chat's agent or a lead."""
    agent = Agent.objects.get(pk=agent_id)
    thread = Thread.objects.filter(public_id=thread_public_id[:32], site=agent.site_id).first()
    if thread is None:
        raise Refusal("thread_unknown")
    guest = Agent.objects.filter(public_id=whom[:32], site=agent.site_id).first() if whom else agent
    if guest is None:
        raise Refusal("agent_unknown")
    if guest.pk != agent_id and not agent.leads:
        latest = Chat.objects.filter(thread=thread).order_by("-pk").values_list("agent", flat=True).first()
        if latest != agent_id:
            raise Refusal("chat_not_yours")
    if Guest.objects.filter(thread=thread, agent=guest, left_at=None).update(left_at=Now()):
        append([event(thread.pk, GuestLeft(agent=card(guest)), Actor.agent(agent_id))])
        _changed(thread)


def none(thread_id: int) -> None:
    """A chat begins anew on a thread, whose head the caller has locked: whoever was invited while the one before was
    ending does not help in this one."""
    Guest.objects.filter(thread=thread_id, left_at=None).update(left_at=Now())


def here(site_id: int) -> list[tuple[Any, ...]]:
    """Rows of `HERE`."""
    with connection.cursor() as cursor:
        cursor.execute(HERE, [site_id])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _live(agent: Agent, thread_public_id: str) -> tuple[Thread, Chat]:
    thread = Thread.objects.filter(public_id=thread_public_id[:32], site=agent.site_id).first()
    if thread is None:
        raise Refusal("thread_unknown")
    chat = Chat.objects.filter(thread=thread).exclude(state=Chat.State.ENDED).order_by("-pk").first()
    if chat is None:
        raise Refusal("chat_ended")
    return thread, chat


def _changed(thread: Thread) -> None:
    hints.add(hints.ThreadChanged(thread.pk), hints.DeskChanged(thread.site_id))
