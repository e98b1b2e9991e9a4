"""Who was named in a note, and have they read it? The note and its mentions are one transaction.

A note that is sent once more, its acknowledgement lost, finds the mentions it made; one that was read stays read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models.functions import Now

from agents.models import Agent
from chat import hints
from chat.door import Actor, append, event
from chat.events import Note
from chat.stored import Stored
from desk.models import Mention

MOST = 20  # people named in one note
SHOWN = 50  # unread mentions of a person, the newest
TEXT = 200  # characters of the note: what can be read in a list

# Mention, whom, who, thread, when, the note's beginning, then the customer.
UNREAD = """
SELECT m.seq, a.public_id, coalesce(b.name, ''), t.public_id, extract(epoch FROM m.at)::float8,
    left(e.body ->> 'text', %s), u.name, u.tier, u.account, u.region, u.language
FROM agents_agent a CROSS JOIN LATERAL (
    SELECT * FROM desk_mention WHERE agent_id = a.id AND read_at IS NULL ORDER BY id DESC LIMIT %s
) m
LEFT JOIN agents_agent b ON b.id = m.by_id
JOIN chat_thread t ON t.id = m.thread_id JOIN chat_customer u ON u.id = t.customer_id
JOIN chat_event e ON e.thread_id = m.thread_id AND e.seq = m.seq
WHERE a.site_id = %s AND a.is_active ORDER BY m.id DESC
"""


def write(agent_id: int, thread_id: int, client_id: str, text: str, named: Sequence[str]) -> Stored:
    """A note that names colleagues of the same site (public ids; others are left out): stored, and on their desks."""
    writer = Agent.objects.get(pk=agent_id)
    wanted = [public_id[:32] for public_id in named[:MOST]]
    people = dict(
        Agent.objects.filter(site=writer.site_id, is_active=True, public_id__in=wanted)
        .exclude(pk=agent_id)
        .values_list("public_id", "pk")
    )
    [stored] = append([event(thread_id, Note(text=text, mentions=sorted(people)), Actor.agent(agent_id), client_id)])
    if (stored.actor_kind, stored.actor_id) == ("agent", agent_id):
        rows = [Mention(agent_id=pk, thread_id=thread_id, seq=stored.seq, by=writer) for pk in sorted(people.values())]
        Mention.objects.bulk_create(rows, ignore_conflicts=True)
        hints.add(hints.DeskChanged(writer.site_id))
    return stored


def noticed(agent_id: int, thread_public_id: str) -> None:
    """The agent has this thread before their eyes: what names them there is read."""
    unread = Mention.objects.filter(agent=agent_id, thread__public_id=thread_public_id[:32], read_at=None)
    if unread.update(read_at=Now()):
        hints.add(hints.DeskChanged(Agent.objects.values_list("site", flat=True).get(pk=agent_id)))


def unread(site_id: int) -> list[tuple[Any, ...]]:
    """Rows of `UNREAD`."""
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [TEXT, SHOWN, site_id])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
