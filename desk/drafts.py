"""What has an agent begun to write, in which thread? Kept so that it goes on in another browser.

The newest typing wins, by the clock of the server that each console follows: whatever arrives late or twice changes
nothing. A draft that was sent stays as an empty one, until nobody can hold an older one any more.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models.functions import Now

from chat.errors import Refusal
from chat.events import MESSAGE_CHARACTERS
from chat.redaction import mask
from desk.models import Draft

SHOWN = 200  # an agent's newest
KEPT = timedelta(days=30)
MOST_CHARACTERS = 2 * MESSAGE_CHARACTERS  # what is too long to be sent may still be shortened

# A clock that runs ahead must not win for ever: nothing was typed later than now.
KEEP = """
INSERT INTO desk_draft (agent_id, thread_id, kind, text, typed_at)
SELECT g.id, t.id, %(kind)s, %(text)s, least(to_timestamp(%(at)s), clock_timestamp())
FROM agents_agent g JOIN chat_thread t ON t.site_id = g.site_id WHERE g.id = %(agent)s AND t.public_id = %(thread)s
ON CONFLICT (agent_id, thread_id) DO UPDATE SET kind = excluded.kind, text = excluded.text, typed_at = excluded.typed_at
WHERE desk_draft.typed_at < excluded.typed_at
"""
KNOWN = "SELECT 1 FROM chat_thread t JOIN agents_agent g ON g.site_id = t.site_id WHERE g.id = %s AND t.public_id = %s"


class Kept(NamedTuple):
    """A draft; `at` in seconds since 1970."""

    thread: str
    kind: str
    text: str
    at: float


def keep(agent_id: int, thread: str, kind: str, text: str, at: float) -> None:
    """What was typed until `at` (seconds since 1970), unless something newer is known; empty: sent, or let go."""
    if not 0 < at < 1e11:
        raise Refusal("bad_frame", {"reason": "at is not a time"})
    text, _kinds = mask(text.replace("\x00", "")[:MOST_CHARACTERS])
    values: dict[str, int | str | float] = {"agent": agent_id, "thread": thread[:32], "at": at}
    values |= {"kind": kind, "text": text}
    with connection.cursor() as cursor:
        cursor.execute(KEEP, values)
        if not cursor.rowcount:
            cursor.execute(KNOWN, [agent_id, thread[:32]])
            if cursor.fetchone() is None:
                raise Refusal("thread_unknown")


def of(agent_id: int) -> list[Kept]:
    """An agent's newest drafts, those that were sent included."""
    rows = Draft.objects.filter(agent=agent_id).order_by("-typed_at")[:SHOWN]
    found = rows.values_list("thread__public_id", "kind", "text", "typed_at")
    return [Kept(thread, kind, text, at.timestamp()) for thread, kind, text, at in found]


def forget_old() -> int:
    """Drafts that nobody has touched for a month are gone; how many."""
    return Draft.objects.filter(typed_at__lt=Now() - KEPT).delete()[0]
