"""Where did somebody say this? Search over what was written, customers and ticket numbers, for one site's desk.

Bounded three ways: texts and names are looked for in the newest chats alone, no more is returned than a person reads,
and the database gives up after a stated time. A ticket's number and an account are found however old they are. What is
typed is compared as it stands: no pattern, no query language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction

from chat.errors import Refusal

NEWEST = 2_000  # chats whose texts are read: days of a busy site, in a fraction of a second
MOST = 50  # results
PATIENCE_MS = 2_000
CHARACTERS = 100
AROUND = 60  # characters of a text shown before and after what was found

NUMBER = re.compile(r"#?([0-9]{1,9})", re.ASCII)

# `%(text)s` is lower case already. A thread with several chats counts once, by its newest.
FIND = """
WITH newest AS (
    SELECT DISTINCT ON (thread_id) thread_id, customer_id, state, topic_id, language, queued_at
    FROM (SELECT * FROM chat_chat WHERE site_id = %(site)s ORDER BY queued_at DESC LIMIT %(newest)s) n
    ORDER BY thread_id, queued_at DESC
), exact AS (
    SELECT DISTINCT ON (thread_id) thread_id, customer_id, state, topic_id, language, queued_at
    FROM chat_chat WHERE site_id = %(site)s AND (
        thread_id IN (SELECT thread_id FROM tickets_ticket WHERE site_id = %(site)s AND number = %(number)s)
        OR customer_id IN (SELECT id FROM chat_customer WHERE site_id = %(site)s AND account = %(account)s))
    ORDER BY thread_id, queued_at DESC
), both_ AS (
    SELECT *, true AS exact FROM exact
    UNION ALL SELECT *, false FROM newest WHERE thread_id NOT IN (SELECT thread_id FROM exact)
)
SELECT t.public_id, c.name, c.tier, o.slug, b.language, b.state, extract(epoch FROM b.queued_at)::float8,
    k.number, coalesce(k.subject, ''), coalesce(found.text, '')
FROM both_ b
JOIN chat_thread t ON t.id = b.thread_id
JOIN chat_customer c ON c.id = b.customer_id
JOIN chat_topic o ON o.id = b.topic_id
LEFT JOIN LATERAL (
    SELECT number, subject FROM tickets_ticket WHERE thread_id = b.thread_id ORDER BY number DESC LIMIT 1
) k ON true
LEFT JOIN LATERAL (
    SELECT e.body->>'text' AS text FROM chat_event e
    WHERE e.thread_id = b.thread_id AND e.type IN ('message', 'note')
        AND position(%(text)s IN lower(e.body->>'text')) > 0
    ORDER BY e.seq DESC LIMIT 1
) found ON true
WHERE b.exact OR found.text IS NOT NULL OR position(%(text)s IN lower(c.name)) > 0
    OR position(%(text)s IN lower(coalesce(k.subject, ''))) > 0
ORDER BY b.exact DESC, b.queued_at DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A thread. `at` (seconds) is when its newest chat began, `text` what stands around the words in its newest message
    or note that has them."""

    thread: str
    name: str
    tier: int
    topic: str
    language: str
    state: str
    at: float
    ticket: int | None
    subject: str
    text: str


def search(site_id: int, typed: str) -> list[Found]:
    """The threads of a site that `typed` is found in: those of exactly this number or account first, then the newest.

    Nothing for what says too little: fewer than two letters, unless one is a whole word as in Chinese. `unavailable`
    when the database is too busy to answer in time.
    """
    # PostgreSQL has no text with a zero character, so nothing that is stored contains one.
    text = typed.replace("\0", "").strip()[:CHARACTERS]
    if not text or (len(text) < 2 and text.isascii() and not text.isdigit()):
        return []
    number = NUMBER.fullmatch(text)
    values: dict[str, str | int] = {
        "site": site_id,
        "newest": NEWEST,
        "most": MOST,
        "text": text.lower(),
        "number": int(number[1]) if number else -1,
        "account": text,
    }
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {PATIENCE_MS}")
            cursor.execute(FIND, values)
            rows = cursor.fetchall()
    except OperationalError:
        raise Refusal("unavailable") from None
    return [Found(*(*row[:9], around(row[9], text))) for row in rows]


def around(text: str, wanted: str) -> str:
    """The part of a text that shows what was wanted, with … where something was left out; all on one line."""
    line = " ".join(text.split())
    at = max(0, line.lower().find(" ".join(wanted.lower().split())))
    start, end = max(0, at - AROUND), at + len(wanted) + AROUND
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")
