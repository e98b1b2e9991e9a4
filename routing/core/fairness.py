"""Do equals get equal work? Assignments by load, and idle time, for each person while they were working."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

Span = tuple[float, float]
HOUR = 3600.0


class Work(NamedTuple):
    """An assignment: `start` until `end` (seconds), and the units that it took."""

    start: float
    end: float
    units: int


class Fairness(NamedTuple):
    """One person in a period. Seconds `working` (on duty, connected, available) and `idle` (of these, without any
    work); `load` is the sum of units over capacity of the assignments begun, `per_hour` that per hour of working;
    `busy` the share of capacity in use while working."""

    agent_id: int
    working: float
    assignments: int
    load: float
    per_hour: float
    idle: float
    busy: float

    @property
    def idle_share(self) -> float:
        """Of the working time."""
        return self.idle / self.working if self.working else 0.0


def fairness(agent_id: int, capacity: int, working: Sequence[Span], work: Iterable[Work]) -> Fairness:
    """What somebody with this capacity did during these spans (in order, apart)."""
    known = list(work)
    begun = [one for one in known if any(start <= one.start < end for start, end in working)]
    seconds = sum(end - start for start, end in working)
    units = max(1, capacity)
    load = sum(one.units for one in begun) / units
    covered = _overlap(_union((one.start, one.end) for one in known), working)
    used = sum(one.units * _overlap([(one.start, one.end)], working) for one in known)
    return Fairness(
        agent_id=agent_id,
        working=seconds,
        assignments=len(begun),
        load=load,
        per_hour=load / seconds * HOUR if seconds else 0.0,
        idle=seconds - covered,
        busy=used / (units * seconds) if seconds else 0.0,
    )


def evenness(values: Iterable[float]) -> float:
    """Jain's index of fairness: 1 when all are equal, 1/n when one has everything (Jain, Chiu and Hawe, 1984)."""
    known = list(values)
    squares = sum(value * value for value in known)
    return sum(known) ** 2 / (len(known) * squares) if squares else 1.0


def _union(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _overlap(these: Sequence[Span], those: Sequence[Span]) -> float:
    return sum(max(0.0, min(end, until) - max(start, begin)) for start, end in these for begin, until in those)
