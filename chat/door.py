"""How does anything get into a log? Through here alone.

One function in the database (`chat_append`, migration 0014) serves the hot path (`chat.writer`, psycopg) and Django's
transactions (`append`). Secrets are masked before anything is stored. `seq` is given under the lock of the thread's
head in the transaction of the insert, so it has no gaps; what a client sent twice is found by its `client_id` under
that lock and keeps its first `seq`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec
from django.db import connection

from chat import hints
from chat.asking import asks_for
from chat.errors import Refusal
from chat.events import (
    MESSAGE_CHARACTERS,
    REMARK_CHARACTERS,
    TYPE_OF,
    FileSent,
    Message,
    Note,
    Rated,
    Requeued,
    Transferred,
)
from chat.ids import CLIENT_ID, new_id
from chat.redaction import mask
from chat.sql import composed
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
    needs_writable = isinstance(body, Message | FileSent)
    kind = TYPE_OF[type(body)]
    if isinstance(body, Message | Note):
        body = clean(body)
        if isinstance(body, Message) and actor.kind == "agent" and (kind_asked := asks_for(body.text)):
            raise Refusal("asks_secret", {"kind": kind_asked})
    elif isinstance(body, Rated):
        body = msgspec.structs.replace(body, comment=remark(body.comment))
    elif isinstance(body, Requeued | Transferred):
        body = msgspec.structs.replace(body, note=remark(body.note))
    elif isinstance(body, FileSent):
        body = msgspec.structs.replace(body, name=remark(body.name))
        if actor.kind == "agent" and (kind_asked := asks_for(body.name)):
            raise Refusal("asks_secret", {"kind": kind_asked})
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


def _array(kind: str, elements: str = "json_array_elements_text") -> str:
    """A column of the batch, sent as one JSON array: one quick encoding, where psycopg would escape and join every
    element of a list by itself."""
    return f"ARRAY(SELECT {elements}(%s::json)::{kind})"


# The first parameter is `patient`: wait for threads that are locked elsewhere, or say so.
COLUMNS = {
    "threads": _array("bigint"),
    "client_ids": _array("text"),
    "types": _array("text"),
    "actor_kinds": _array("text"),
    "actor_ids": _array("bigint"),
    "bodies": _array("text", "json_array_elements"),
    "needs_writable": _array("boolean"),
}
APPEND = composed(
    "SELECT fate, seq, at, type, actor_kind, actor_id, body FROM chat_append(%s, {columns}) ORDER BY place",
    columns=", ".join(COLUMNS.values()),
)
LOCK = "SELECT 1 FROM chat_threadhead WHERE thread_id = ANY(%s) ORDER BY thread_id FOR NO KEY UPDATE"

Fate = Literal["stored", "known", "refused", "blocked", "locked"]
REFUSED = {"refused": "chat_ended", "blocked": "blocked"}  # the codes of the error table


def parameters(items: Sequence[Append], *, patient: bool) -> list[Any]:
    """What `APPEND` takes."""
    return [
        patient,
        column([item.thread_id for item in items]),
        column([item.client_id for item in items]),
        column([item.type for item in items]),
        column([item.actor.kind for item in items]),
        column([item.actor.id for item in items]),
        f"[{b','.join([item.body for item in items]).decode()}]",
        column([item.needs_writable for item in items]),
    ]


def column(values: list[Any]) -> str:
    """A JSON array."""
    return msgspec.json.encode(values).decode()


def outcome(item: Append, row: Sequence[Any]) -> tuple[Fate, Stored | None]:
    """What became of an append, by its row of `APPEND`; the event as it is stored, where it is."""
    fate, seq, at, kind, actor_kind, actor_id, body = row
    if fate == "stored":
        one = Stored(item.thread_id, seq, item.client_id, item.type, item.actor.kind, item.actor.id, item.body, at)
        return fate, one
    if fate == "known":
        return fate, Stored(item.thread_id, seq, item.client_id, kind, actor_kind, actor_id, body.encode(), at)
    return fate, None


def lock(thread_ids: Iterable[int]) -> None:
    """Lock the heads of these threads for the transaction under way: nothing is appended to them by others."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [sorted(thread_ids)])


def append(items: Iterable[Append]) -> list[Stored]:
    """Append inside the Django transaction that is under way; receivers hear of it after the commit.

    Raises `Refusal("chat_ended")` when a thread does not accept what needs a writable one, `blocked` when its customer
    may not write.
    """
    items = list(items)
    with connection.cursor() as cursor:
        cursor.execute(APPEND, parameters(items, patient=True))
        outcomes = [outcome(item, row) for item, row in zip(items, cursor.fetchall(), strict=True)]
    if lost := next((fate for fate, one in outcomes if one is None), None):
        raise Refusal(REFUSED[lost])
    hints.add(hints.Appended([one for fate, one in outcomes if one and fate == "stored"]))
    return [one for _fate, one in outcomes if one]
