"""What can happen to a chat and its thread? Every change goes through here, inside the caller's transaction.

Each function changes rows conditionally (losing is a refusal, not a surprise), appends the event that says so, and adds
the hints for after the commit. Locks are taken in one order in the whole product: agents, requests, tickets, chats, the
heads of threads, customers, each by id; the append takes the head's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec
from django.db import connection
from django.db.models.functions import Now

from chat import hints
from chat.door import Actor, append, check_client_id, event, remark
from chat.errors import Refusal
from chat.events import RATING_TAGS, AgentCard, Assigned, Ended, Message, Queued, Rated, Requeued, Transferred
from chat.models import Chat, Cursor, Customer, Thread, ThreadHead, Topic
from chat.topics import Field, filled

RequeueReason = Literal["agent_lost", "transfer", "declined"]
EndReason = Literal["customer", "agent", "left", "ticket"]
AgentCardFor = tuple[int, AgentCard]  # the id inside and what the customer may know


def live_chat_of(customer: Customer) -> Chat | None:
    """The chat of a customer that has not ended."""
    return Chat.objects.exclude(state=Chat.State.ENDED).filter(customer=customer).select_related("thread").first()


def open_chat(
    customer: Customer,
    topic_slug: str,
    language: str,
    text: str,
    client_id: str,
    fields: Mapping[str, str] | None = None,
) -> tuple[Chat, bool]:
    """A new thread with a waiting chat and its first message; and whether it is new.

    The same `client_id` again gives the chat that it made before.
    """
    check_client_id(client_id)
    # The customer's row orders two tabs that start at once.
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    before = Chat.objects.filter(thread__customer=customer, thread__start_id=client_id).select_related("thread").first()
    if before is not None:
        return before, False
    if (other := live_chat_of(customer)) is not None:
        raise Refusal("chat_open", {"thread": other.thread.public_id})
    topic = Topic.objects.filter(site=customer.site_id, slug=topic_slug).first()
    if topic is None:
        raise Refusal("topic_unknown", {"topic": topic_slug[:40]})
    asked = filled(msgspec.convert(topic.fields, list[Field]), fields or {})
    actor = Actor.customer(customer.pk)
    thread = Thread.objects.create(site_id=customer.site_id, customer=customer, start_id=client_id)
    ThreadHead.objects.create(thread=thread)
    Cursor.objects.create(thread=thread)
    chat = Chat.objects.create(
        site_id=customer.site_id, thread=thread, customer=customer, topic=topic, language=language
    )
    append(
        [
            event(thread.pk, Queued(topic=topic.slug, language=language, fields=asked), actor),
            event(thread.pk, Message(text=text), actor, client_id),
        ]
    )
    _changed(chat)
    return chat, True


ASSIGN = """
UPDATE chat_chat c SET state = 'active', agent_id = m.agent_id, assigned_at = statement_timestamp()
FROM unnest(%s::bigint[], %s::bigint[]) AS m(chat_id, agent_id)
WHERE c.id = m.chat_id AND c.state = 'waiting' RETURNING c.id, c.thread_id, c.site_id
"""


def assign(chat_ids: Mapping[int, AgentCardFor]) -> None:
    """Waiting chats get their agent: chat id → (agent's id, card). All are waiting: the caller holds their requests."""
    with connection.cursor() as cursor:
        cursor.execute(ASSIGN, [list(chat_ids), [agent_id for agent_id, _card in chat_ids.values()]])
        rows: list[tuple[int, int, int]] = cursor.fetchall()
    append([event(thread_id, Assigned(agent=chat_ids[pk][1]), Actor.system()) for pk, thread_id, _site in rows])
    _rows_changed(rows)


def requeue(chats: Iterable[Chat], reason: RequeueReason, note: str = "", actor: Actor | None = None) -> None:
    """Active chats wait again, in their old place."""
    chats = sorted(chats, key=lambda chat: chat.thread_id)
    moved = Chat.objects.filter(pk__in=[chat.pk for chat in chats], state=Chat.State.ACTIVE)
    if moved.update(state=Chat.State.WAITING, agent=None, assigned_at=None) != len(chats):
        raise Refusal("chat_changed")
    body = Requeued(reason=reason, note=note)
    append([event(chat.thread_id, body, actor or Actor.system()) for chat in chats])
    _changed(*chats)


def transfer(chat: Chat, agent: AgentCardFor, note: str, actor: Actor) -> None:
    """A chat goes to another agent."""
    moved = Chat.objects.filter(pk=chat.pk).exclude(state=Chat.State.ENDED)
    if not moved.update(state=Chat.State.ACTIVE, agent_id=agent[0], assigned_at=Now()):
        raise Refusal("chat_ended")
    append([event(chat.thread_id, Transferred(agent=agent[1], note=note), actor)])
    _changed(chat)


def end(chat: Chat, reason: EndReason, actor: Actor, outcome: Literal["", "resolved", "unresolved"] = "") -> None:
    """A chat is over: its thread accepts no more messages, unless a ticket opens it again."""
    ending = Chat.objects.filter(pk=chat.pk).exclude(state=Chat.State.ENDED)
    if not ending.update(state=Chat.State.ENDED, ended_at=Now(), ended_by=reason, outcome=outcome):
        raise Refusal("chat_ended")
    append([event(chat.thread_id, Ended(reason=reason, outcome=outcome), actor)])
    set_writable(chat.thread_id, False)
    _changed(chat)


def rate(chat: Chat, score: int, comment: str, tags: Iterable[str] = ()) -> None:
    """The customer's judgement of an ended chat; a second one replaces the first."""
    if chat.state != Chat.State.ENDED or not 1 <= score <= 5:
        raise Refusal("rating_invalid")
    comment, known = remark(comment), [tag for tag in RATING_TAGS if tag in set(tags)]
    Chat.objects.filter(pk=chat.pk).update(rating=score, rating_comment=comment, rating_tags=known)
    append([event(chat.thread_id, Rated(score=score, comment=comment, tags=known), Actor.customer(chat.customer_id))])
    _changed(chat)


def set_writable(thread_id: int, writable: bool) -> None:
    """Whether the thread accepts a customer's messages from now on."""
    ThreadHead.objects.filter(pk=thread_id).update(writable=writable)


def advance_cursors(moves: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Move cursors of (thread_id, customer_seq, agent_seq) forward, never past the head; what they are after that.

    One statement for many threads; in order of id, as everywhere.
    """
    rows = sorted(moves)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH move AS (
                SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS m(thread_id, customer_seq, agent_seq)
            ), locked AS (
                SELECT c.thread_id FROM chat_cursor c JOIN move USING (thread_id)
                ORDER BY c.thread_id FOR NO KEY UPDATE OF c
            )
            UPDATE chat_cursor c
            SET customer_seq = greatest(c.customer_seq, least(m.customer_seq, h.seq)),
                agent_seq = greatest(c.agent_seq, least(m.agent_seq, h.seq))
            FROM move m JOIN locked USING (thread_id) JOIN chat_threadhead h USING (thread_id)
            WHERE c.thread_id = m.thread_id
            RETURNING c.thread_id, c.customer_seq, c.agent_seq
            """,
            [list(column) for column in zip(*rows, strict=True)],
        )
        after: list[tuple[int, int, int]] = cursor.fetchall()
    hints.add(*(hints.ReadUpTo(*row) for row in after))
    return after


def _changed(*chats: Chat) -> None:
    _rows_changed((chat.pk, chat.thread_id, chat.site_id) for chat in chats)


def _rows_changed(chats: Iterable[tuple[int, int, int]]) -> None:
    """Everybody who shows one of these chats (id, thread, site) looks again."""
    by_site: dict[int, list[int]] = {}
    for chat_id, thread_id, site_id in chats:
        hints.add(hints.ThreadChanged(thread_id))
        by_site.setdefault(site_id, []).append(chat_id)
    for site_id, chat_ids in by_site.items():
        hints.add(hints.DeskChanged(site_id), hints.RequestsChanged(site_id, tuple(chat_ids)))
