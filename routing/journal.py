"""What is recorded so that any day can be explained and replayed? Inputs before the decisions that they led to.

One entry per cycle of the engine of a site: the moment, the changes, the decisions and the binds that were lost, in the
transaction of the bind. No personal text: ids, levels, times and policies only. An entry `start` says that an engine
began empty (a new leader, a restart); what follows rebuilds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from routing.core import BindLost, Bound, Change, Decision, Engine, Policy, change_from_json
from routing.models import JournalEntry


def started(site_id: int, epoch: int, policy: Policy, seed: int) -> None:
    """An engine begins, empty, under this policy."""
    JournalEntry.objects.create(
        site_id=site_id, epoch=epoch, kind="start", data={"policy": policy.to_dict(), "seed": seed}
    )


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
    _write(
        site_id,
        epoch,
        "cycle",
        {
            "now": now,
            "changes": [{"kind": change.kind, **change.body()} for change in changes],
            "decisions": [decision.to_dict() for decision in decisions],
            "settled": settled,
            "lost": sorted(lost),
        },
    )


def more(site_id: int, epoch: int, now: float, settled: int, lost: Iterable[int]) -> None:
    """What became of the next `settled` decisions of the last cycle."""
    _write(site_id, epoch, "more", {"now": now, "settled": settled, "lost": sorted(lost)})


def _write(site_id: int, epoch: int, kind: str, data: dict[str, Any]) -> None:
    JournalEntry.objects.create(site_id=site_id, epoch=epoch, kind=kind, data=data)


class Difference(Exception):
    """The replay decided otherwise than the journal says."""

    def __init__(self, entry_id: int, recorded: list[dict[str, Any]], replayed: list[dict[str, Any]]) -> None:
        super().__init__(f"journal entry {entry_id}")
        self.entry_id, self.recorded, self.replayed = entry_id, recorded, replayed


class Replay:
    """Takes the entries of one site in order and decides again. Raises `Difference` at the first that differs."""

    def __init__(self) -> None:
        self.engine: Engine | None = None
        self.decisions = 0
        self._unsettled: list[Decision] = []

    def take(self, entry: JournalEntry) -> None:
        """One entry."""
        data = entry.data
        if entry.kind == "start":
            self.engine = Engine(Policy.from_dict(data["policy"]), seed=data["seed"])
            self._unsettled = []
            return
        if self.engine is None:  # the entries before were past retention: wait for the next start
            return
        if entry.kind == "cycle":
            for change in data["changes"]:
                self.engine.apply(change_from_json(change), data["now"])
            decided = self.engine.decide(data["now"])
            replayed = [_plain(decision.to_dict()) for decision in decided]
            if replayed != data["decisions"]:
                raise Difference(entry.pk, data["decisions"], replayed)
            self.decisions += len(decided)
            self._unsettled = decided
        settled, self._unsettled = self._unsettled[: data["settled"]], self._unsettled[data["settled"] :]
        settle(self.engine, settled, set(data["lost"]), data["now"])


def settle(engine: Engine, decisions: Sequence[Decision], lost: set[int], now: float) -> None:
    """Tell the engine which of its decisions became true."""
    for decision in decisions:
        kind = BindLost if decision.request_id in lost else Bound
        engine.apply(kind(decision.request_id, decision.agent_id), now)


def _plain(value: Any) -> Any:
    """As JSON gives it back: tuples are lists."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
