"""Are the journal's decisions those that the engine makes again? And what did it know when it made one of them?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from routing import core
from routing.journal import Entry, read
from routing.models import JournalEntry

encode, decode = msgspec.json.Encoder().encode, msgspec.json.Decoder().decode


class Difference(Exception):
    """The replay decided otherwise than the journal says; both sides as the journal writes them."""

    def __init__(self, entry: JournalEntry, recorded: list[Any], replayed: list[Any]) -> None:
        super().__init__(f"journal entry {entry.pk} of {entry.at:%Y-%m-%d %H:%M:%S} UTC")
        self.recorded, self.replayed = recorded, replayed

    def first(self) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """The first decision that differs: (recorded, replayed); None where one side has none any more."""
        longest = max(len(self.recorded), len(self.replayed))
        for place in range(longest):
            sides = [side[place] if place < len(side) else None for side in (self.recorded, self.replayed)]
            if sides[0] != sides[1]:
                return _named(sides[0]), _named(sides[1])
        return None, None


class Replay:
    """Takes the entries of one site in order and decides again. Raises `Difference` at the first that differs.

    It begins at the first start or checkpoint; a checkpoint that comes later is only passed by, so that a state that
    had gone wrong before it cannot hide behind it.
    """

    def __init__(self) -> None:
        self.engine: core.Engine | None = None
        self.decisions = 0
        self._unsettled: list[core.Decision] = []

    def take(self, row: JournalEntry) -> None:
        """One entry."""
        entry = read(row.body)
        if row.kind == "start" or (row.kind == "checkpoint" and self.engine is None):
            self._begin(entry)
            return
        if self.engine is None or row.kind == "checkpoint":
            return
        now = entry.now or 0.0
        if row.kind == "cycle":
            self.hear(entry)
            decided = self.engine.decide(now)
            replayed = decode(encode(decided))
            if replayed != entry.decisions:
                raise Difference(row, entry.decisions, replayed)
            self.decisions += len(decided)
            self._unsettled = decided
        settled, self._unsettled = self._unsettled[: entry.settled], self._unsettled[entry.settled :]
        settle(self.engine, settled, set(entry.lost), now)

    def hear(self, entry: Entry) -> None:
        """Take the inputs of a cycle in without deciding."""
        assert self.engine is not None
        for change in entry.inputs():
            self.engine.apply(change, entry.now or 0.0)

    def _begin(self, entry: Entry) -> None:
        self.engine = core.Engine(core.Policy.stored(entry.policy or {}), seed=entry.seed)
        self._unsettled = []
        self.hear(entry)


def settle(engine: core.Engine, decisions: Sequence[core.Decision], lost: set[int], now: float) -> None:
    """Tell the engine which of its decisions became true."""
    for decision in decisions:
        kind = core.BindLost if decision.request_id in lost else core.Bound
        engine.apply(kind(decision.request_id, decision.agent_id), now)


def entries(site_id: int, since: float | None = None, until: float | None = None) -> Iterator[JournalEntry]:
    """The rows of a site in order; with `since` (seconds) from the last start or checkpoint before it."""
    rows = JournalEntry.objects.filter(site=site_id).order_by("pk")
    if since is not None:
        begun = rows.filter(kind__in=("start", "checkpoint"), at__lt=_moment(since)).order_by("-pk").first()
        if begun is not None:
            rows = rows.filter(pk__gte=begun.pk)
    if until is not None:
        rows = rows.filter(at__lte=_moment(until))
    return rows.iterator(chunk_size=500)


class Explained(NamedTuple):
    """A decision of the past, and what the engine knew right before it made it."""

    decision: core.Decision
    request: core.Request
    explanation: core.Explanation
    policy: core.Policy


def explained(site_id: int, at: float, request_id: int) -> Explained | None:
    """The decision about a request in the cycle of this moment; None when the journal of that time is kept no more."""
    replay = Replay()
    for row in entries(site_id, since=at, until=at):
        entry = read(row.body)
        if row.kind == "cycle" and entry.now == at and any(one[0] == request_id for one in entry.decisions):
            if replay.engine is None:
                return None
            replay.hear(entry)
            known = replay.engine.decide_and_explain(request_id, at)
            return Explained(*known, replay.engine.policy) if known else None
        replay.take(row)
    return None


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _named(row: Any) -> dict[str, Any] | None:
    if row is None:
        return None
    decision = dict(zip(core.Decision._fields, row, strict=False))
    return decision | {"parts": dict(zip(core.ScoreParts._fields, decision["parts"], strict=False))}
