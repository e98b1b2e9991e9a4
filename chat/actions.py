"""What can happen to a chat and its thread? Every change goes through here, inside the caller's transaction.

Each function changes rows conditionally (losing is a refusal, not a surprise), appends the event that says so, and adds
the hints for after the commit. Locks are taken in one order in the whole product: agents, requests, tickets, chats, the
heads of threads, customers, each by id; the append takes the head's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

import msgspec
from django.db import connection
from django.db.models.functions import Now

from chat import blocks, hints
from chat.door import Actor, append, check_client_id, event, remark
from chat.errors import Refusal
from chat.events import AgentCard, Assigned, Ended, Message, Queued, Rated, Reopened, Requeued, Transferred
from chat.ids import new_id
from chat.models import Chat, Topic
from chat.topics import Field, Given, filled

RequeueReason = Literal["agent_lost", "transfer", "declined"]
EndReason = Literal["customer", "agent", "left", "ticket", "abuse"]
AgentCardFor = tuple[int, AgentCard]  # the id inside and what the customer may know


class Opened(NamedTuple):
    """A chat that waits, with what its topic asks for. `fate` says whether it is new ("opened") or was made
    by the same start before ("known"); `usual` is the site's usual language."""

    fate: str
    pk: int
    public_id: str
    thread_id: int
    thread_public_id: str
    site_id: int
    urgent: bool
    level: int
    queued_at: datetime
    fields: str
    usual: str


class Ids(NamedTuple):
    """A chat by what never changes of it."""

    pk: int
    thread_id: int
    site_id: int


# The function is in migration 0014.
OPEN = """
SELECT o.*, s.default_language FROM chat_open(%s, %s, %s, %s, %s, %s) o LEFT JOIN chat_site s ON s.id = o.site_id
"""


def open_chat(
    customer_id: int, topic_slug: str, language: str, text: str, client_id: str, fields: Given | None = None
) -> Opened:
    """A new thread with a waiting chat and its first message.

    The same `client_id` again gives the chat that it made before.
    """
    check_client_id(client_id)
    with connection.cursor() as cursor:
        cursor.execute(OPEN, [customer_id, client_id, topic_slug, language, new_id(), new_id()])
        chat = Opened(*cursor.fetchone())
    if chat.fate == "open":
        raise Refusal("chat_open", {"thread": chat.thread_public_id})
    if chat.fate == "blocked":
        raise Refusal("blocked")
    if chat.fate == "topic_unknown":
        raise Refusal("topic_unknown", {"topic": topic_slug[:40]})
    if chat.fate == "opened":
        asked = filled(msgspec.json.decode(chat.fields, type=list[Field]), fields or {}, chat.usual)
        actor = Actor.customer(customer_id)
        append(
            [
                event(chat.thread_id, Queued(topic=topic_slug, language=language, fields=asked), actor),
                event(chat.thread_id, Message(text=text), actor, client_id),
            ]
        )
        _rows_changed([(chat.pk, chat.thread_id, chat.site_id)])
    return chat


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


def reopen(ended: Chat, agent: AgentCardFor) -> Chat:
    """Another chat on the thread of one that has ended, with this agent at once; the caller has locked head and
    customer."""
    chat = Chat.objects.create(
        site_id=ended.site_id,
        thread_id=ended.thread_id,
        customer_id=ended.customer_id,
        topic_id=ended.topic_id,
        language=ended.language,
        state=Chat.State.ACTIVE,
        agent_id=agent[0],
        assigned_at=Now(),
    )
    chat.refresh_from_db()
    settle(chat.thread_id)
    append([event(chat.thread_id, Reopened(agent=agent[1]), Actor.agent(agent[0]))])
    _changed(chat)
    return chat


END = """
UPDATE chat_chat SET state = 'ended', ended_at = statement_timestamp(), ended_by = %s, outcome = %s
WHERE id = %s AND state <> 'ended'
"""
# Given NULL, whether there is an unclosed ticket stays as it was.
SETTLE = """
UPDATE chat_threadhead h SET ticketed = coalesce(%(ticketed)s, ticketed),
    writable = coalesce(%(ticketed)s, ticketed) OR EXISTS (
        SELECT FROM chat_chat c WHERE c.thread_id = h.thread_id AND c.state <> 'ended'
    )
WHERE thread_id = %(thread)s
"""


def end(
    chat: Chat | Ids,
    reason: EndReason,
    actor: Actor,
    outcome: Literal["", "resolved", "unresolved"] = "",
    topic: str = "",
) -> None:
    """A chat is over: its thread accepts no more messages, unless it has an unclosed ticket. `topic` (a slug) is what
    it was about after all; `topic_unknown` where the site has no such topic."""
    with connection.cursor() as cursor:
        cursor.execute(END, [reason, outcome, chat.pk])
        if not cursor.rowcount:
            raise Refusal("chat_ended")
    moved = topic != "" and _set_topic(chat, topic)
    append([event(chat.thread_id, Ended(reason=reason, outcome=outcome, topic=topic if moved else ""), actor)])
    settle(chat.thread_id)
    _rows_changed([(chat.pk, chat.thread_id, chat.site_id)])


def _set_topic(chat: Chat | Ids, slug: str) -> bool:
    """Whether the chat is about another topic than before."""
    topic = Topic.objects.filter(site=chat.site_id, slug=slug[:40]).first()
    if topic is None:
        raise Refusal("topic_unknown", {"topic": slug[:40]})
    return Chat.objects.filter(pk=chat.pk).exclude(topic=topic).update(topic=topic) > 0


def rate(chat: Chat, score: int, comment: str, tags: Iterable[str] = ()) -> None:
    """The customer's judgement of an ended chat; a second one replaces the first."""
    if chat.state != Chat.State.ENDED or not 1 <= score <= 5:
        raise Refusal("rating_invalid")
    blocks.refuse(chat.customer_id)
    comment = remark(comment)
    Chat.objects.filter(pk=chat.pk).update(rating=score, rating_comment=comment, rated_at=Now())
    append([event(chat.thread_id, Rated(score=score, comment=comment), Actor.customer(chat.customer_id))])
    _changed(chat)


def settle(thread_id: int, ticketed: bool | None = None) -> None:
    """A thread accepts a customer's messages while a chat on it is live or a ticket of it unclosed; `ticketed` says the
    latter anew. The caller has locked its head, by an append."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, {"ticketed": ticketed, "thread": thread_id})


def advance_cursors(moves: Iterable[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Move cursors of (thread_id, customer_seq, agent_seq, delivered_seq) forward, never past the head; what they are
    after that. What an agent has read is delivered.

    One statement for many threads; in order of id, as everywhere.
    """
    rows = sorted(moves)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH move AS (
                SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
                AS m(thread_id, customer_seq, agent_seq, delivered_seq)
            ), locked AS (
                SELECT c.thread_id FROM chat_cursor c JOIN move USING (thread_id)
                ORDER BY c.thread_id FOR NO KEY UPDATE OF c
            )
            UPDATE chat_cursor c
            SET customer_seq = greatest(c.customer_seq, least(m.customer_seq, h.seq)),
                agent_seq = greatest(c.agent_seq, least(m.agent_seq, h.seq)),
                delivered_seq = greatest(c.delivered_seq, least(greatest(m.agent_seq, m.delivered_seq), h.seq))
            FROM move m JOIN locked USING (thread_id) JOIN chat_threadhead h USING (thread_id)
            WHERE c.thread_id = m.thread_id
            RETURNING c.thread_id, c.customer_seq, c.agent_seq, c.delivered_seq
            """,
            [list(column) for column in zip(*rows, strict=True)],
        )
        after: list[tuple[int, int, int, int]] = cursor.fetchall()
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
        hints.add(hints.DeskChanged(site_id, tuple(chat_ids)), hints.RequestsChanged(site_id, tuple(chat_ids)))
