"""Was every promise kept? The log as it lies in PostgreSQL against what every client wrote down.

The checker of the traffic player judges what observers saw over the protocol; here a final reader reads the tables.
Both give findings by kind; `minimal` tells the shortest history that shows one.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg

from traffic import checker
from traffic.notebook import Entry
from traffic.stage import Stage

KINDS = (
    "lost",
    "duplicated",
    "reordered",
    "double_assigned",
    "over_capacity",
    "tickets_not_once",
    "desk_differs",
    "unseen",
)
SIDES = ("customer", "agent")
FROM_CHECKER = {"out_of_order": "reordered"}

Found = Iterator[tuple[str, str, str]]  # kind, thread, words


@dataclass(slots=True)
class Verdict:
    """Findings of a run, and the figures beside them."""

    findings: list[tuple[str, str, str]] = field(default_factory=list)
    acknowledged: int = 0
    stored: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How often each promise was broken."""
        return {kind: sum(found == kind for found, _thread, _words in self.findings) for kind in KINDS}


def judge(
    stage: Stage,
    database_url: str,
    escalated: dict[str, set[int]],
    watched: list[tuple[str, str, str]],
    patience: float,
) -> Verdict:
    """Everything. `escalated`: thread → ticket numbers that its customer was told; `watched`: what was found while the
    run went on; `patience`: seconds within which what was stored must be seen."""
    now = time.monotonic()
    verdict = Verdict(acknowledged=sum(entry.acked_at is not None for entry in stage.notebook.entries.values()))
    seen = checker.check(stage.notebook, {seat.email: seat for seat in stage.setup.agents} | stage.colleagues)
    for example in seen.examples:
        parts = re.fullmatch(r"(\w+): thread (\S*): (.*)", example, re.DOTALL)
        assert parts, example  # the checker's own form
        kind, thread, words = parts.groups()
        if (kind := FROM_CHECKER.get(kind, kind)) in KINDS:
            verdict.findings.append((kind, thread, words))
    with psycopg.connect(database_url) as connection:
        rows = _rows(connection, list(stage.notebook.dossiers))
        verdict.stored = sum(map(len, rows.values()))
        verdict.findings += [
            *stored(stage, rows),
            *numbered(rows, connection),
            *assigned_once(rows),
            *ticketed_once(connection, escalated),
            *unseen(stage, rows, now, patience),
        ]
    verdict.findings += watched
    return verdict


Rows = dict[str, list[tuple[int, str, str]]]  # thread → (seq, client_id, type), as they lie in the log


def _rows(connection: psycopg.Connection, threads: list[str]) -> Rows:
    rows: Rows = {thread: [] for thread in threads}
    for thread, *one in connection.execute(
        "SELECT t.public_id, e.seq, e.client_id, e.type FROM chat_event e JOIN chat_thread t ON t.id = e.thread_id "
        "WHERE t.public_id = ANY(%s) ORDER BY e.thread_id, e.seq",
        [threads],
    ):
        rows[thread].append(tuple(one))
    return rows


def stored(stage: Stage, rows: Rows) -> Found:
    """Acknowledged is stored, under the number that was acknowledged; whatever was sent is stored at most once."""
    at: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for thread, log in rows.items():
        for seq, client_id, _kind in log:
            at[thread][client_id].append(seq)
    for entry in stage.notebook.entries.values():
        seqs = at[entry.thread][entry.client_id]
        if len(seqs) > 1:
            yield "duplicated", entry.thread, f"{entry.client_id} is stored as {seqs}"
        if entry.acked_at is not None and not (entry.seqs <= set(seqs) and seqs):
            yield "lost", entry.thread, f"{entry.client_id} acknowledged as {sorted(entry.seqs)}, stored as {seqs}"


def numbered(rows: Rows, connection: psycopg.Connection) -> Found:
    """`seq` counts from 1 without gaps, up to the head."""
    for thread, log in rows.items():
        seqs = [seq for seq, _client_id, _kind in log]
        if seqs != list(range(1, len(seqs) + 1)):
            yield "reordered", thread, f"numbers {seqs}"
    for thread, head, count in connection.execute(
        "SELECT t.public_id, h.seq, count(e.seq) FROM chat_threadhead h JOIN chat_thread t ON t.id = h.thread_id "
        "LEFT JOIN chat_event e ON e.thread_id = h.thread_id GROUP BY 1, 2 HAVING h.seq <> count(e.seq)"
    ):
        yield "reordered", thread, f"the head says {head}, there are {count} events"


def assigned_once(rows: Rows) -> Found:
    """Nobody is given a chat that another one has, as the log tells it: its order is the order of the commits."""
    for thread, log in rows.items():
        taken = False
        for seq, _client_id, kind in log:
            if kind == "assigned" and taken:
                yield "double_assigned", thread, f"assigned again as {seq}"
            taken = {"assigned": True, "queued": False, "requeued": False, "ended": False}.get(kind, taken)


def unseen(stage: Stage, rows: Rows, now: float, patience: float) -> Found:
    """What was acknowledged more than `patience` seconds before its customer left (or before `now`, monotonic), and
    never came before the eyes of the other side while it happened."""
    for dossier in stage.notebook.dossiers.values():
        live = [view for view in dossier.views if view.live and view.viewer != "observer"]
        seen: dict[str, set[str]] = {side: set() for side in SIDES}
        for view in live:
            seen[view.side] |= {one.client_id for one in view.seen.values()}
        assigned = any(kind == "assigned" for _seq, _client_id, kind in rows.get(dossier.thread, []))
        until = now if dossier.gone_at is None else dossier.gone_at
        for entry in stage.notebook.entries.values():
            if entry.thread != dossier.thread or entry.acked_at is None or until - entry.acked_at < patience:
                continue
            other = "agent" if entry.side == "customer" else "customer"
            if assigned and entry.client_id not in seen[other]:
                yield "unseen", dossier.thread, f"{entry.client_id} was never shown to the {other}"


def ticketed_once(connection: psycopg.Connection, escalated: dict[str, set[int]]) -> Found:
    """One escalation is one ticket, and the one that the customer was told."""
    found: dict[str, list[int]] = defaultdict(list)
    for thread, number in connection.execute(
        "SELECT t.public_id, k.number FROM tickets_ticket k JOIN chat_thread t ON t.id = k.thread_id"
    ):
        found[thread].append(number)
    for thread, told in escalated.items():
        if len(told) != 1 or found[thread] != list(told):
            yield "tickets_not_once", thread, f"told {sorted(told)}, there are {found[thread]}"
    for thread, numbers in found.items():
        if len(numbers) > 1 and thread not in escalated:
            yield "tickets_not_once", thread, f"there are {numbers}"


def minimal(stage: Stage, thread: str, words: str, faults: list[tuple[float, float, str]]) -> list[str]:
    """The shortest history of one finding: the messages that it names, who saw them, and what went wrong meanwhile."""
    entries = [entry for entry in stage.notebook.entries.values() if entry.thread == thread]
    named = [entry for entry in entries if entry.client_id in words] or entries
    begun = min((entry.invoked_at for entry in named), default=0.0)
    lines = [line for entry in named for line in _moments(entry)]
    for view in stage.notebook.dossiers[thread].views if thread in stage.notebook.dossiers else []:
        for seq, one in view.seen.items():
            if any(one.client_id == entry.client_id for entry in named):
                lines.append((one.seen_at, f"{checker.name(view)} sees {one.client_id} as {seq}"))
    last = max((at for at, _text in lines), default=begun)
    for since, until, name in faults:
        if until >= begun - 5 and since <= last:
            lines += [(since, f"*** {name} begins"), (until, f"*** {name} is over")]
    return [f"{at - begun:+9.3f} s  {text}" for at, text in sorted(lines)]


def _moments(entry: Entry) -> Iterator[tuple[float, str]]:
    yield entry.invoked_at, f"{entry.side} writes {entry.client_id}"
    if entry.sent_at is not None:
        yield entry.sent_at, f"{entry.client_id} goes onto the wire"
    if entry.acked_at is not None:
        yield entry.acked_at, f"{entry.client_id} is acknowledged as {sorted(entry.seqs)}"
