"""Where did somebody say this? Search over everything that was written on one site, its customers and its numbers.

The index gives candidates, the newest first; what is shown was looked at again as it stands now. What is newer than the
index is read directly. What is typed is compared as it stands: no pattern, no query language.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import OperationalError, connection, transaction
from django.utils.timezone import now

from agents.models import Agent
from chat.errors import Refusal
from desk import sensitive
from desk.core.veil import LEAST, veiled
from search.core import grams
from search.indexing import OVERLAP, said
from search.models import Written

MOST = 50  # results
CHARACTERS = 100
AROUND = 60  # characters of a text shown before and after what was found
PATIENCE_MS = 2_000
LOOKING_S = 1.0  # after which what has been found so far is the answer
PARTS = (100, 400, 1_600)  # entries looked at together; the last goes on
NEWEST = 20_000  # events not in the index yet that are read at most
PEOPLE = 200
FIRST = timedelta(days=1)

NUMBER = re.compile(r"#?([0-9]{1,9})", re.ASCII)

EXACT = """
SELECT thread_id, '' FROM tickets_ticket WHERE site_id = %(site)s AND number = %(number)s
UNION SELECT t.id, CASE WHEN c.account = %(hidden)s THEN 'account' ELSE 'email' END FROM chat_customer c, LATERAL (
    SELECT id FROM chat_thread WHERE customer_id = c.id ORDER BY id DESC LIMIT %(most)s) t
WHERE c.site_id = %(site)s AND (c.account = %(hidden)s OR (c.email <> '' AND lower(c.email) = lower(%(hidden)s)))
"""
NAMED = """
SELECT c.id, c.name FROM search_person p JOIN chat_customer c ON c.id = p.customer_id
WHERE p.grams @> %s::int[] AND p.site_id = %s
ORDER BY p.customer_id DESC LIMIT %s
"""
THREADS_OF = """
SELECT t.id FROM unnest(%s::bigint[]) AS c(id), LATERAL (
    SELECT id FROM chat_thread WHERE customer_id = c.id ORDER BY id DESC LIMIT 5) t
ORDER BY t.id DESC LIMIT %s
"""
CANDIDATES = """
SELECT id, thread_id, first, last FROM search_entry WHERE grams @> %s::int[] AND site_id = %s AND id < %s
ORDER BY id DESC LIMIT %s
"""
TEXTS = """
SELECT e.thread_id, e.seq, e.type, e.body::text
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS w(thread, first, last)
JOIN chat_event e ON e.thread_id = w.thread AND e.seq BETWEEN w.first AND w.last
WHERE e.type IN ('message', 'note', 'file', 'queued') ORDER BY e.thread_id DESC, e.seq DESC
"""
NEW = """
SELECT e.thread_id, e.seq, e.type, e.body::text FROM chat_event e JOIN chat_thread t ON t.id = e.thread_id
WHERE e.at > %s AND t.site_id = %s AND e.type IN ('message', 'note', 'file', 'queued') ORDER BY e.at DESC LIMIT %s
"""
NEW_PEOPLE = """
SELECT t.id, c.name || ' ' || coalesce((SELECT string_agg(subject, ' ') FROM tickets_ticket WHERE thread_id = t.id), '')
FROM (SELECT DISTINCT thread_id AS id FROM chat_event WHERE at > %s) e
JOIN chat_thread t ON t.id = e.id JOIN chat_customer c ON c.id = t.customer_id
WHERE t.site_id = %s ORDER BY t.id DESC LIMIT %s
"""
SUBJECTS = "SELECT thread_id, string_agg(subject, ' ') FROM tickets_ticket WHERE thread_id = ANY(%s) GROUP BY 1"
SHOWN = """
SELECT t.id, t.customer_id, t.public_id, c.name, c.tier, o.slug, n.language, n.state,
    extract(epoch FROM n.queued_at)::float8, k.number, coalesce(k.subject, '')
FROM chat_thread t JOIN chat_customer c ON c.id = t.customer_id
JOIN LATERAL (
    SELECT id, topic_id, language, state, queued_at FROM chat_chat WHERE thread_id = t.id
    UNION ALL
    -- The thread of a ticket that was made apart has no chat of its own; the one it came up in is long ended there.
    SELECT 0, p.topic_id, h.language, 'ended', p.created_at
    FROM tickets_ticket p JOIN chat_chat h ON h.id = p.chat_id WHERE p.thread_id = t.id AND p.apart
    ORDER BY 1 DESC LIMIT 1
) n ON true
JOIN chat_topic o ON o.id = n.topic_id
LEFT JOIN LATERAL (SELECT number, subject FROM tickets_ticket WHERE thread_id = t.id ORDER BY number DESC LIMIT 1) k
    ON true
WHERE t.id = ANY(%s) AND t.site_id = %s ORDER BY n.queued_at DESC
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A thread. `at` (seconds) is when its newest chat began, or its ticket where that was made apart; `text` what
    stands around the words in its newest text that has them."""

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


@dataclass(slots=True)
class Places:
    """Where the words are, as thread → what to show of it: `open` to all, or `hidden`, with which field."""

    open: dict[int, str] = field(default_factory=dict)
    hidden: dict[int, tuple[str, str]] = field(default_factory=dict)


def search(agent: Agent, typed: str) -> list[Found]:
    """The threads of the agent's site that `typed` is found in: those of exactly this number or hidden value first,
    then the newest. All words of it are in one text, or in the customer's name.

    What only a hidden value tells is noted (`desk.sensitive.matched`). Nothing for what says too little: fewer than two
    letters, unless one is a whole word as in Chinese. `unavailable` when the database is too busy to answer in time.
    """
    # PostgreSQL has no text with a zero character, so nothing that is stored contains one.
    text = typed.replace("\0", "").strip()[:CHARACTERS]
    words, pieces = grams.wanted(grams.fold(text))
    number = NUMBER.fullmatch(text)
    if not text or (not pieces and number is None):
        return []
    site = agent.site_id
    exact = {
        "site": site,
        "number": int(number[1]) if number else -1,
        "hidden": text if len(text) >= LEAST else None,
        "most": MOST,
    }
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {PATIENCE_MS}")
            places = _texts(site, words, grams.numbers(site, pieces)) if pieces else Places()
            cursor.execute(EXACT, exact)
            numbered = set()
            for thread, hidden in cursor.fetchall():
                if hidden:
                    places.hidden[thread] = hidden, ""
                else:
                    numbered.add(thread)
            return _shown(agent, numbered, places)
    except OperationalError:
        raise Refusal("unavailable") from None


def _texts(site_id: int, words: list[str], numbers: list[int]) -> Places:
    """More than enough threads, the newest first."""
    places = Places()
    found = places.open
    until = time.monotonic() + LOOKING_S
    # Before the index was written for the first time, the last day's is all there is.
    written = Written.objects.values_list("until", flat=True).first() or now() - FIRST
    with connection.cursor() as cursor:
        cursor.execute(NEW, [written - OVERLAP, site_id, NEWEST])
        _look(words, cursor.fetchall(), places)
        cursor.execute(NEW_PEOPLE, [written - OVERLAP, site_id, NEWEST])
        for thread, text in cursor.fetchall():
            if grams.fits(words, grams.fold(text)):
                found.setdefault(thread, "")
        cursor.execute(NAMED, [numbers, site_id, PEOPLE])
        named = [pk for pk, name in cursor.fetchall() if grams.fits(words, grams.fold(name))]
        cursor.execute(THREADS_OF, [named, MOST])
        for (thread,) in cursor.fetchall():
            found.setdefault(thread, "")
        for rows in _candidates(site_id, numbers):
            cursor.execute(TEXTS, [[row[at] for row in rows] for at in (1, 2, 3)])
            _look(words, cursor.fetchall(), places)
            cursor.execute(SUBJECTS, [[row[1] for row in rows]])
            for thread, subject in cursor.fetchall():
                if grams.fits(words, grams.fold(subject)):
                    found.setdefault(thread, "")
            if len(found) + len(places.hidden) >= 2 * MOST or time.monotonic() > until:
                break
    return places


def _candidates(site_id: int, numbers: list[int]) -> Iterator[list[tuple[int, int, int, int]]]:
    """Entries that have these pieces, newest first, in growing parts."""
    before = 1 << 62
    part = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(CANDIDATES, [numbers, site_id, before, PARTS[part]])
            rows = cursor.fetchall()
        if rows:
            yield rows
        if len(rows) < PARTS[part]:
            return
        before = rows[-1][0]
        part = min(part + 1, len(PARTS) - 1)


def _look(words: list[str], rows: Iterable[tuple[int, int, str, str]], places: Places) -> None:
    """Which of these events have all the words? Of each thread the first that is looked at.

    A hidden value is found whole, and only where it is too long to be guessed.
    """
    wanted = " ".join(words)
    for thread, seq, kind, body in rows:
        if places.open.get(thread):
            continue
        for one in said(seq, kind, json.loads(body)):
            folded = grams.fold(one.text)
            if not one.hidden:
                if grams.fits(words, folded):
                    places.open[thread] = f"{one.label}: {one.text}" if one.label else around(one.text, words)
            elif folded == wanted and len(folded) >= LEAST:
                hidden = f"{sensitive.FIELD}{seq}:{one.name}", f"{one.label}: {veiled(one.text)}"
                places.hidden.setdefault(thread, hidden)


def _shown(agent: Agent, numbered: set[int], places: Places) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(SHOWN, [[*numbered, *places.open, *places.hidden], agent.site_id])
        rows = cursor.fetchall()
    told = numbered | places.open.keys()
    alone = [
        sensitive.Match(thread, customer, places.hidden[thread][0])
        for thread, customer, *_rest in rows
        if thread not in told
    ][:MOST]
    noted = {match.thread for match in sensitive.matched(agent.pk, alone)} if alone else set()
    rows = [row for row in rows if row[0] in told or row[0] in noted]
    rows.sort(key=lambda row: row[0] not in numbered and row[0] not in noted)  # stable: the newest first in both
    texts = {thread: places.hidden[thread][1] for thread in noted} | places.open
    return [Found(*(*row[2:11], texts.get(row[0], ""))) for row in rows[:MOST]]


def around(text: str, words: list[str]) -> str:
    """The part of a text that shows the first of the words, with … where something was left out; all on one line."""
    line = " ".join(text.split())
    at, length = place(line, words[0] if words else "")
    start, end = max(0, at - AROUND), at + length + AROUND
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


def place(line: str, word: str) -> tuple[int, int]:
    """Where a folded word stands in a line that is not folded, and how long it is there."""
    folded, origin = "", []
    for at, character in enumerate(line):
        part = grams.fold(character) if character != " " else " "
        folded += part
        origin += [at] * len(part)
    at = folded.find(word)
    if at < 0 or not word:
        return 0, 0
    return origin[at], origin[at + len(word) - 1] - origin[at] + 1
