"""How is a thread's log read?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from chat.door import Actor
from chat.sql import composed
from chat.stored import Stored

PAGE = 100  # events in one answer to `history`

Place = tuple[int, int]  # a thread and the last `seq` that somebody has of it

COLUMNS = "thread_id, seq, client_id, type, actor_kind, actor_id, body::text, extract(epoch FROM at)::float8"
BEFORE = composed(
    "SELECT {columns} FROM chat_event WHERE thread_id = %s AND (%s = 0 OR seq < %s) ORDER BY seq DESC LIMIT {page}",
    columns=COLUMNS,
    page=PAGE,
)
SINCE = composed(
    """
    SELECT {columns} FROM unnest(%s::bigint[], %s::bigint[]) AS h(tid, after),
    LATERAL (SELECT * FROM chat_event e WHERE e.thread_id = h.tid AND e.seq > h.after
             ORDER BY e.seq DESC LIMIT {page}) e
    ORDER BY thread_id, seq
    """,
    columns=COLUMNS,
    page=PAGE,
)
SENT = composed(
    "SELECT {columns} FROM chat_event WHERE thread_id = %s AND client_id = %s AND actor_kind = %s AND actor_id = %s",
    columns=COLUMNS,
)


def _stored(row: tuple[Any, ...]) -> Stored:
    thread_id, seq, client_id, kind, actor_kind, actor_id, body, at = row
    return Stored(thread_id, seq, client_id, kind, actor_kind, actor_id, body.encode(), at)


def page(thread_id: int, before: int = 0) -> list[Stored]:
    """At most `PAGE` events with `seq < before` (0: the newest), oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, [thread_id, before, before])
        return [_stored(row) for row in reversed(cursor.fetchall())]


def since(heads: Mapping[int, int]) -> list[Stored]:
    """Events after the given `seq` of each thread (thread_id → seq), at most `PAGE` newest of each, oldest first."""
    if not heads:
        return []
    with connection.cursor() as cursor:
        cursor.execute(SINCE, [list(heads), list(heads.values())])
        return [_stored(row) for row in cursor.fetchall()]


def sent(thread_id: int, client_id: str, actor: Actor) -> Stored | None:
    """What this actor has stored under this `client_id` before, if anything."""
    with connection.cursor() as cursor:
        cursor.execute(SENT, [thread_id, client_id, actor.kind, actor.id])
        row = cursor.fetchone()
        return _stored(row) if row else None


def heads(thread_ids: Iterable[int]) -> dict[int, int]:
    """thread_id → the last `seq`, in one query: receivers compare it with what they have delivered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT thread_id, seq FROM chat_threadhead WHERE thread_id = ANY(%s)", [list(thread_ids)])
        return dict(cursor.fetchall())


def tails(wanted: list[Place]) -> dict[Place, tuple[list[Stored], int]]:
    """The events of threads after the `seq` given for each (all, where that is beyond the head), and their heads.

    The heads are read first, so that none is beyond what was read.
    """
    known = heads({thread for thread, _seq in wanted})
    after = {place: place[1] if place[1] <= known.get(place[0], 0) else 0 for place in wanted}
    earliest: dict[int, int] = {}
    for (thread, _seq), seq in after.items():
        earliest[thread] = min(seq, earliest.get(thread, seq))
    events: dict[int, list[Stored]] = {}
    for one in since(earliest):
        if one.seq <= known[one.thread_id]:
            events.setdefault(one.thread_id, []).append(one)
    return {
        place: ([one for one in events.get(place[0], ()) if one.seq > seq], known.get(place[0], 0))
        for place, seq in after.items()
    }
