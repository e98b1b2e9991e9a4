"""What is known of the customers of threads beside the threads themselves? Pages and notes, one query for all who have
any: nearly no thread that is shown costs it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec
from django.db import connection

from chat.attributes import together
from chat.pages import KEPT
from desk.core.veil import veiled
from desk.person_notes import MOST
from web.protocol.agent.person import Attribute, PageOut, PersonNoteOut
from web.sockets.thread_rows import CustomerRow

READ = """
SELECT u.id,
    (SELECT json_agg(json_build_object('url', p.url, 'title', p.title, 'at', extract(epoch FROM p.at))
        ORDER BY p.id DESC)
     FROM (SELECT * FROM chat_pagevisit WHERE customer_id = u.id ORDER BY id DESC LIMIT %s) p)::text,
    (SELECT json_agg(json_build_object('id', n.id, 'text', n.text, 'at', extract(epoch FROM n.at),
        'by', coalesce(a.name, ''), 'agent', coalesce(a.public_id, ''),
        'edited_at', extract(epoch FROM n.edited_at)) ORDER BY n.id DESC)
     FROM (SELECT * FROM desk_personnote WHERE customer_id = u.id AND removed_at IS NULL ORDER BY id DESC LIMIT %s) n
     LEFT JOIN agents_agent a ON a.id = n.author_id)::text
FROM unnest(%s::bigint[]) AS u(id)
"""


class Kept(NamedTuple):
    """Both newest first."""

    pages: list[PageOut]
    notes: list[PersonNoteOut]


NOTHING = Kept([], [])


def read(customers: Iterable[CustomerRow]) -> dict[int, Kept]:
    """customer → what is kept of them; nobody of whom nothing is."""
    having = {each.id for each in customers if each.has_notes or each.pages_consent}
    if not having:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(READ, [KEPT, MOST, list(having)])
        rows = cursor.fetchall()
    return {
        pk: Kept(
            msgspec.json.decode(pages or "[]", type=list[PageOut]),
            msgspec.json.decode(notes or "[]", type=list[PersonNoteOut]),
        )
        for pk, pages, notes in rows
    }


def attributes(customer: CustomerRow) -> list[Attribute]:
    """The facts that the host tells, with those shortened that its site hides."""
    hidden = set(customer.hidden)
    return [
        Attribute(
            name=name,
            value=veiled(value) if name.casefold() in hidden else value,
            signed=signed,
            hidden=name.casefold() in hidden,
        )
        for name, value, signed in together(
            msgspec.json.decode(customer.attributes_signed), msgspec.json.decode(customer.attributes_said)
        )
    ]
