"""What is stored of threads that somebody looks at? Everything but their tickets, in one statement.

Threads are shown whenever a chat begins, is taken or ends: as rows rather than models, since that was half of what a
busy web process did.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec
from django.db import connection

from agents import genuine
from chat.events import AgentCard
from routing.holds import manager_in
from web.protocol.agent.thread import BlockDetail, GuestOut
from web.protocol.shared import ChatOut, Cursors

READ = """
SELECT t.id, t.public_id, h.seq, h.writable, u.customer_seq, u.agent_seq, u.delivered_seq,
    c.public_id, c.state, o.slug, c.language, extract(epoch FROM c.queued_at)::float8,
    extract(epoch FROM c.assigned_at)::float8, extract(epoch FROM c.ended_at)::float8, c.ended_by, c.rating,
    g.public_id, g.name,
    CASE WHEN g.id IS NOT NULL THEN
        array(SELECT language FROM agents_languageskill
              WHERE agent_id = g.id AND (g.shown_languages = '{}' OR language = ANY(g.shown_languages))
              ORDER BY level DESC, language) END,
    g.picture,
    r.preferred::text, r.wait_for, EXISTS (SELECT FROM tickets_ticket WHERE thread_id = t.id),
    (SELECT json_agg(json_build_object('id', a.public_id, 'name', a.name, 'writes', g.writes) ORDER BY g.id)::text
     FROM desk_guest g JOIN agents_agent a ON a.id = g.agent_id
     WHERE g.thread_id = t.id AND g.left_at IS NULL AND a.is_active),
    k.id, k.public_id, k.name, k.account, k.tier, k.language, k.unserved_language, k.region, k.region_source,
    k.email, k.email_confirmed_at IS NOT NULL, k.page_url, k.page_title, k.device, k.browser, k.zone,
    extract(epoch FROM k.created_at)::float8, extract(epoch FROM k.identified_at)::float8,
    k.attributes_signed::text, k.attributes_said::text, k.pages_consent, s.sensitive_attributes,
    EXISTS (SELECT FROM desk_personnote WHERE customer_id = k.id AND removed_at IS NULL),
    b.id, b.category, coalesce(w.name, ''), extract(epoch FROM b.at)::float8, extract(epoch FROM b.until)::float8,
    b.reason, CASE WHEN b.answered_at IS NULL THEN b.appeal ELSE '' END
FROM chat_thread t
JOIN chat_threadhead h ON h.thread_id = t.id
JOIN chat_cursor u ON u.thread_id = t.id
JOIN chat_customer k ON k.id = t.customer_id
JOIN chat_site s ON s.id = t.site_id
JOIN LATERAL (
    SELECT id, public_id, state, topic_id, language, queued_at, assigned_at, ended_at, ended_by, rating, agent_id
    FROM chat_chat WHERE thread_id = t.id
    UNION ALL
    -- The thread of a ticket that was made apart is shown by the chat in which its matter came up, long ended there.
    SELECT 0, c.public_id, 'ended', p.topic_id, c.language, p.created_at, NULL, p.created_at, 'ticket', NULL, c.agent_id
    FROM tickets_ticket p JOIN chat_chat c ON c.id = p.chat_id WHERE p.thread_id = t.id AND p.apart
    ORDER BY 1 DESC LIMIT 1
) c ON true
JOIN chat_topic o ON o.id = c.topic_id
LEFT JOIN agents_agent g ON g.id = c.agent_id
LEFT JOIN routing_request r ON r.chat_id = c.id
LEFT JOIN chat_block b ON b.customer_id = k.id AND b.lifted_at IS NULL AND (b.until IS NULL OR b.until > now())
LEFT JOIN agents_agent w ON w.id = b.by_id
WHERE t.id = ANY(%s) ORDER BY t.id DESC
"""


class CustomerRow(NamedTuple):
    """The customer of a thread, and why they may not write now. Times in seconds since 1970; attributes as JSON,
    `hidden` are names of them."""

    id: int
    public_id: str
    name: str
    account: str | None
    tier: int
    language: str
    unserved_language: str
    region: str
    region_source: str
    email: str
    email_confirmed: bool
    page_url: str
    page_title: str
    device: str
    browser: str
    zone: str
    created_at: float
    identified_at: float | None
    attributes_signed: str
    attributes_said: str
    pages_consent: str
    hidden: list[str]
    has_notes: bool
    block: BlockDetail | None


class ThreadRow(NamedTuple):
    """A thread with its newest chat. `manager`: the account manager for whom it is kept while it waits, and what the
    customer chose of that."""

    id: int
    public_id: str
    head: int
    writable: bool
    read: Cursors
    chat: ChatOut
    manager: tuple[int, str] | None
    has_ticket: bool
    customer: CustomerRow
    guests: list[GuestOut]


def read(thread_ids: Iterable[int]) -> list[ThreadRow]:
    """These threads, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [list(thread_ids)])
        return [_row(*row) for row in cursor.fetchall()]


def _row(
    pk: int, public_id: str, head: int, writable: bool, customer: int, agent: int, delivered: int, *rest: Any
) -> ThreadRow:
    """`rest`: nine columns of the chat, four of its agent, four of what else there is, twenty-three of
    the customer, seven of their block."""
    *chat, holder, name, spoken, picture = rest[:13]
    (preferred, wait_for, has_ticket, guests), person, block = rest[13:17], rest[17:40], rest[40:]
    chat.append(AgentCard(holder, name, spoken, picture) if holder else None)
    chat.append(genuine.code(chat[0], holder) if holder and chat[1] == "active" else "")
    shown = ChatOut(*chat)
    manager = manager_in(msgspec.json.decode(preferred)) if preferred and shown.state == "waiting" else None
    return ThreadRow(
        pk, public_id, head, writable, Cursors(customer, agent, delivered), shown,
        None if manager is None else (manager, wait_for), has_ticket,
        CustomerRow._make((*person, BlockDetail(*block) if block[0] else None)),
        msgspec.json.decode(guests, type=list[GuestOut]) if guests else [],
    )  # fmt: skip
