"""How do texts get into the index? Written behind, by the worker, so that the append door knows nothing of it.

A thread's log has no gaps and its head is locked by whoever appends, so what is visible of it up to some `seq` is all
there is. Which threads have grown is asked by time, with an overlap for commits that were slow; where that was not
looked at (the first time, or after a night without a worker), heads are compared with marks.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q

from search.core import grams
from search.models import Entry, Mark, Person, Written

OVERLAP = timedelta(seconds=30)  # a transaction that holds a thread for longer would be stuck
LONGEST = timedelta(minutes=30)  # since the last time; beyond it heads are compared
AT_ONCE = 200  # threads in a transaction

TEXTS = """
SELECT e.thread_id, e.seq, e.type, e.body::text FROM chat_event e
LEFT JOIN search_mark m ON m.thread_id = e.thread_id
WHERE e.thread_id = ANY(%s) AND e.seq > coalesce(m.upto, 0) ORDER BY e.thread_id, e.seq
"""
# A name changes by signing in, which leaves no event where no chat goes on.
IDENTIFIED = """
SELECT c.id, c.site_id, c.name FROM chat_customer c WHERE c.identified_at > %s
AND EXISTS (SELECT FROM chat_thread t JOIN search_mark m ON m.thread_id = t.id WHERE t.customer_id = c.id) ORDER BY c.id
"""


class Said(NamedTuple):
    """A text of a log, with `label` and `name` of a field. A hidden one is found by whoever knows it whole, and not
    shown."""

    seq: int
    text: str
    hidden: bool = False
    label: str = ""
    name: str = ""


def said(seq: int, kind: str, body: dict[str, Any]) -> list[Said]:
    """What can be looked for of an event."""
    if kind in ("message", "note"):
        return [Said(seq, body.get("text", ""))]
    if kind == "file":
        return [Said(seq, body.get("name", ""))]
    if kind == "queued":
        return [
            Said(seq, field["value"], field.get("sensitive", False), field["label"], field["name"])
            for field in body.get("fields", [])
        ]
    return []


def write(most: int | None = None) -> int:
    """Everything committed so far is in the index, or of `most` threads; how many had grown.

    Part by part, each in a transaction of its own under the one lock: whoever finds it taken leaves the rest to who has
    it, and two who take turns write nothing twice, since marks are read under it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp(), (SELECT until FROM search_written)")
        now, until = cursor.fetchone()
    threads = _grown(until, now, most)
    for at in range(0, len(threads), AT_ONCE):
        with transaction.atomic():
            if not _claimed():
                return at
            _write(threads[at : at + AT_ONCE])
    with transaction.atomic():
        if not _claimed():
            return len(threads)
        _write_renamed(until)
    if most is None or len(threads) < most:
        Written.objects.filter(Q(until=None) | Q(until__lt=now)).update(until=now)
    return len(threads)


def _claimed() -> bool:
    return Written.objects.select_for_update(skip_locked=True, no_key=True).first() is not None


def again() -> None:
    """Forget all of it; the next `write` makes it anew."""
    with transaction.atomic():
        Written.objects.select_for_update().first()
        for model in (Entry, Person, Mark):
            model.objects.all().delete()
        Written.objects.update(until=None)


def _grown(until: datetime | None, now: datetime, most: int | None) -> list[int]:
    """Threads with more than their marks, the oldest first: later entries are to be newer ones."""
    with connection.cursor() as cursor:
        if until is not None and now - until < LONGEST:
            cursor.execute(
                "SELECT DISTINCT e.thread_id FROM chat_event e LEFT JOIN search_mark m ON m.thread_id = e.thread_id "
                "WHERE e.at > %s AND e.seq > coalesce(m.upto, 0) ORDER BY 1 LIMIT %s",
                [until - OVERLAP, most],
            )
        else:
            cursor.execute(
                "SELECT h.thread_id FROM chat_threadhead h LEFT JOIN search_mark m ON m.thread_id = h.thread_id "
                "WHERE h.seq > coalesce(m.upto, 0) ORDER BY 1 LIMIT %s",
                [most],
            )
        return [thread for (thread,) in cursor.fetchall()]


def _write(threads: Sequence[int]) -> None:
    """What these threads have more than their marks, with the subjects of their tickets and the names of customers."""
    with connection.cursor() as cursor:
        cursor.execute(TEXTS, [list(threads)])
        fresh: dict[int, list[tuple[int, str, dict[str, Any]]]] = defaultdict(list)
        for thread, seq, kind, body in cursor.fetchall():
            fresh[thread].append((seq, kind, json.loads(body)))
        if not fresh:
            return
        cursor.execute(
            "SELECT t.id, t.site_id, c.id, c.name, (SELECT string_agg(subject, ' ') FROM tickets_ticket "
            "WHERE thread_id = t.id) FROM chat_thread t JOIN chat_customer c ON c.id = t.customer_id "
            "WHERE t.id = ANY(%s) ORDER BY t.id",
            [list(fresh)],
        )
        about = {row[0]: row[1:] for row in cursor.fetchall()}
    entries, marks, people = [], [], {}
    for thread, (site, customer, name, subjects) in about.items():
        events = fresh[thread]
        found: set[str] = set()
        for text in (*(one.text for event in events for one in said(*event)), subjects or ""):
            found |= grams.pieces(grams.fold(text))
        first, last = events[0][0], events[-1][0]
        if found:
            numbers = grams.numbers(site, found)
            entries.append(Entry(site_id=site, thread_id=thread, first=first, last=last, grams=numbers))
        marks.append(Mark(thread_id=thread, upto=last))
        people[customer] = (site, name)
    Entry.objects.bulk_create(entries)
    Mark.objects.bulk_create(marks, update_conflicts=True, unique_fields=["thread"], update_fields=["upto"])
    _write_people(people)


def _write_renamed(until: datetime | None) -> None:
    """Customers who signed in since the last time; before the first all were just written."""
    if until is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(IDENTIFIED, [until - OVERLAP])
        _write_people({customer: (site, name) for customer, site, name in cursor.fetchall()})


def _write_people(people: dict[int, tuple[int, str]]) -> None:
    """Customers as they are called now, where that is not what is known; who has no name any more is left out."""
    Person.objects.filter(customer__in=[pk for pk, (_site, name) in people.items() if not name]).delete()
    known = dict(Person.objects.filter(customer__in=people).values_list("customer", "name"))
    fresh: Iterable[Person] = [
        Person(customer_id=pk, site_id=site, name=name, grams=grams.numbers(site, grams.pieces(grams.fold(name))))
        for pk, (site, name) in sorted(people.items())
        if name and known.get(pk) != name
    ]
    Person.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["customer"], update_fields=["name", "grams"]
    )
