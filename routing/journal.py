"""What is recorded so that any day can be explained and replayed? Inputs before the decisions that they led to.

| kind | is |
|---|---|
| start | an engine began empty (a new leader, a restart), under this policy; what follows rebuilds it |
| cycle | the moment, what the engine took in, what it decided, and what became of the first of these decisions |
| more | what became of the next of them, bound in a later transaction |
| checkpoint | all that the engine had been told; a replay may begin here as well as at a start |

A cycle is written in the transaction of its first bind. No personal text: ids, levels, times and policies only. A body
is compressed JSON with values by position, so that the journal costs little beside the bind (`make bench`).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.db import connection

from routing.core import Change, Decision, Policy
from routing.journal_format import pack, unpack

INSERT = """
INSERT INTO routing_journalentry (site_id, epoch, kind, at, people, body)
VALUES (%s, %s, %s, coalesce(to_timestamp(%s), clock_timestamp()), %s, %s)
"""

PEOPLE = frozenset({"agent_changed", "agent_gone"})

encode = msgspec.json.Encoder().encode


class Entry(msgspec.Struct, frozen=True):
    """The body of a row. `now` in seconds (the engine's clock); `settled` counts decisions, `lost` names requests."""

    now: float | None = None
    policy: dict[str, Any] | None = None
    seed: int = 0
    changes: list[list[Any]] = []
    decisions: list[Any] = []
    settled: int = 0
    lost: list[int] = []

    def inputs(self) -> list[Change]:
        """The changes, read back."""
        return [unpack(change) for change in self.changes]


def read(body: bytes | memoryview) -> Entry:
    """A row's body."""
    return msgspec.json.decode(zlib.decompress(body), type=Entry)


def written(entry: Entry) -> bytes:
    """The body of a row; `read` gives an equal entry."""
    return zlib.compress(encode(entry), 1)


def started(site_id: int, epoch: int, policy: Policy, seed: int) -> None:
    """An engine begins, empty, under this policy."""
    _write(site_id, epoch, "start", Entry(policy=policy.to_dict(), seed=seed))


def checkpoint(site_id: int, epoch: int, now: float, policy: Policy, seed: int, changes: Sequence[Change]) -> None:
    """An empty engine that hears these changes is the one that goes on from here: nothing of it waits for a bind."""
    entry = Entry(now=now, policy=policy.to_dict(), seed=seed, changes=[pack(change) for change in changes])
    _write(site_id, epoch, "checkpoint", entry)


def cycle(
    site_id: int,
    epoch: int,
    now: float,
    changes: Sequence[Change],
    decisions: Sequence[Decision],
    settled: int,
    lost: Iterable[int],
) -> None:
    """The engine took in these changes and decided at this moment (seconds, the engine's clock).

    In the transaction that binds the first `settled` of the decisions; `lost` are the requests of those of them that
    could not become true. What becomes of the others is told by `more`.
    """
    packed = [pack(change) for change in changes]
    entry = Entry(now=now, changes=packed, decisions=list(decisions), settled=settled, lost=sorted(lost))
    _write(site_id, epoch, "cycle", entry)


def more(site_id: int, epoch: int, now: float, settled: int, lost: Iterable[int]) -> None:
    """What became of the next `settled` decisions of the last cycle."""
    _write(site_id, epoch, "more", Entry(now=now, settled=settled, lost=sorted(lost)))


def _write(site_id: int, epoch: int, kind: str, entry: Entry) -> None:
    # A start means that everybody is told anew; a checkpoint is no news.
    people = kind == "start" or (kind == "cycle" and not PEOPLE.isdisjoint(change[0] for change in entry.changes))
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [site_id, epoch, kind, entry.now, people, written(entry)])
