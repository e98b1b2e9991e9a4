"""How does anything get into a log? Through here alone.

One statement pair serves the hot path (`chat.writer`, psycopg) and Django's transactions (`append`). Secrets are
masked before anything is stored. `seq` is given under the lock of the thread's head in the transaction of the insert,
so it has no gaps; what a client sent twice is found by its `client_id` under that lock and keeps its first `seq`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.db import connection

from chat import hints
from chat.errors import Refusal
from chat.events import MESSAGE_CHARACTERS, REMARK_CHARACTERS, TYPE_OF, Message, Note, Rated, Requeued, Transferred
from chat.ids import CLIENT_ID, new_id
from chat.redaction import mask
from chat.stored import Stored


@dataclass(frozen=True, slots=True)
class Actor:
    """Who causes an event; `id` is the bigint of the customer or agent, None for the system."""

    kind: str
    id: int | None = None

    @classmethod
    def system(cls) -> Actor:
        """The product itself."""
        return cls("system")

    @classmethod
    def customer(cls, customer_id: int) -> Actor:
        """A customer."""
        return cls("customer", customer_id)

    @classmethod
    def agent(cls, agent_id: int) -> Actor:
        """An agent."""
        return cls("agent", agent_id)


@dataclass(frozen=True, slots=True)
class Append:
    """One thing to be appended. `needs_writable`: refused unless the thread accepts messages now.

    Server-made events carry an id too (made here): a commit whose outcome is unknown can be repeated.
    """

    thread_id: int
    type: str
    body: bytes
    actor: Actor
    client_id: str = field(default_factory=new_id)
    needs_writable: bool = False


def event(thread_id: int, body: msgspec.Struct, actor: Actor, client_id: str | None = None) -> Append:
    """An append of a typed body; texts of people are masked and bounded here."""
    needs_writable = isinstance(body, Message)
    kind = TYPE_OF[type(body)]
    if isinstance(body, Message | Note):
        body = clean(body)
    elif isinstance(body, Rated):
        body = msgspec.structs.replace(body, comment=remark(body.comment))
    elif isinstance(body, Requeued | Transferred):
        body = msgspec.structs.replace(body, note=remark(body.note))
    return Append(thread_id, kind, msgspec.json.encode(body), actor, client_id or new_id(), needs_writable)


def remark(text: str) -> str:
    """A short text beside the conversation: bounded, storable, masked; may be empty."""
    return mask(text.replace("\x00", "").strip()[:REMARK_CHARACTERS])[0]


def clean(body: Message | Note) -> Message | Note:
    """Bounds checked, characters that PostgreSQL cannot store dropped, secrets masked."""
    text = body.text.replace("\x00", "").strip()
    if not text:
        raise Refusal("message_empty")
    if len(text) > MESSAGE_CHARACTERS:
        raise Refusal("message_too_long", {"characters": len(text), "limit": MESSAGE_CHARACTERS})
    text, masked = mask(text)
    return msgspec.structs.replace(body, text=text, masked=masked)


def check_client_id(client_id: str) -> str:
    """A client's own id in its bounds, or a refusal."""
    if not CLIENT_ID.fullmatch(client_id):
        raise Refusal("client_id_invalid")
    return client_id


# Rows come back for the heads that could be locked. FOR NO KEY UPDATE, since FOR UPDATE would block the foreign-key
# checks of inserts elsewhere.
LOCK = "SELECT thread_id FROM chat_threadhead WHERE thread_id = ANY(%s) ORDER BY thread_id FOR NO KEY UPDATE"
LOCK_FREE = LOCK + " SKIP LOCKED"

# A second statement, so that its snapshot is newer than the lock. `known` are repeats of earlier commits.
INSERT = """
WITH item AS (
    SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::bool[])
        WITH ORDINALITY AS i(thread_id, client_id, type, actor_kind, actor_id, body, needs_writable, ord)
), known AS (
    SELECT e.thread_id, e.client_id, e.seq, e.type, e.actor_kind, e.actor_id, e.body, e.at
    FROM chat_event e JOIN item USING (thread_id, client_id)
), fresh AS (
    SELECT i.*, h.seq + row_number() OVER (PARTITION BY i.thread_id ORDER BY i.ord) AS seq
    FROM item i JOIN chat_threadhead h USING (thread_id)
    WHERE (h.writable OR NOT i.needs_writable)
      AND NOT EXISTS (SELECT 1 FROM known k WHERE k.thread_id = i.thread_id AND k.client_id = i.client_id)
), inserted AS (
    INSERT INTO chat_event (thread_id, seq, client_id, type, actor_kind, actor_id, body, at)
    SELECT thread_id, seq, client_id, type, actor_kind, actor_id, body::jsonb, clock_timestamp() FROM fresh
    RETURNING thread_id, client_id, seq, type, actor_kind, actor_id, body, at
), moved AS (
    UPDATE chat_threadhead h SET seq = f.seq
    FROM (SELECT thread_id, max(seq) AS seq FROM fresh GROUP BY thread_id) f WHERE f.thread_id = h.thread_id
)
SELECT thread_id, seq, client_id, type, actor_kind, actor_id, body::text, extract(epoch FROM at)::float8, false
FROM inserted
UNION ALL
SELECT thread_id, seq, client_id, type, actor_kind, actor_id, body::text, extract(epoch FROM at)::float8, true
FROM known
ORDER BY 1, 2
"""


def parameters(items: Sequence[Append]) -> list[list[Any]]:
    """The arrays of `INSERT`."""
    return [
        [item.thread_id for item in items],
        [item.client_id for item in items],
        [item.type for item in items],
        [item.actor.kind for item in items],
        [item.actor.id for item in items],
        [item.body.decode() for item in items],
        [item.needs_writable for item in items],
    ]


def stored(row: Sequence[Any]) -> tuple[Stored, bool]:
    """A row of `INSERT` and whether it was known before."""
    thread_id, seq, client_id, kind, actor_kind, actor_id, body, at, known = row
    return Stored(thread_id, seq, client_id, kind, actor_kind, actor_id, body.encode(), at), known


def lock(thread_ids: Iterable[int]) -> None:
    """Lock the heads of these threads for the transaction under way: nothing is appended to them by others."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [sorted(thread_ids)])


def append(items: Iterable[Append]) -> list[Stored]:
    """Append inside the Django transaction that is under way; receivers hear of it after the commit.

    Raises `Refusal("chat_ended")` when a thread does not accept what needs a writable one.
    """
    items = list(items)
    lock({item.thread_id for item in items})
    with connection.cursor() as cursor:
        cursor.execute(INSERT, parameters(items))
        rows = [stored(row) for row in cursor.fetchall()]
    if len(rows) < len({(item.thread_id, item.client_id) for item in items}):
        raise Refusal("chat_ended")
    hints.add(hints.Appended([one for one, known in rows if not known]))
    return [one for one, _known in rows]
