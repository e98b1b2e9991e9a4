"""When is somebody on shift, and when does that change? Weekly patterns in local time, turned into moments.

Moments are seconds since 1970. A local time that a change of the clock skips is taken as the moment of the jump; of one
that comes twice the first counts as a beginning and the second as an end, so that cover has no hole. Whoever plans is
told of such days beforehand (`clock_changes`); here they are never an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = 86_400.0
HORIZON_DAYS = 15  # how far ahead a change is looked for; later ones are found when that has passed

Span = tuple[float, float]  # from, until


class Shift(NamedTuple):
    """On these weekdays (0 is Monday) from `start` to `end`, local times of an IANA zone.

    An `end` at or before `start` is on the following day; the same time means the whole day round. `first` and `last`
    bound the days on which it begins; it does not begin on `holidays`.
    """

    zone: str
    weekdays: frozenset[int]
    start: time
    end: time
    first: date | None = None
    last: date | None = None
    holidays: frozenset[date] = frozenset()

    def begins_on(self, day: date) -> bool:
        """Whether it begins on this local day."""
        return (
            day.weekday() in self.weekdays
            and (self.first is None or day >= self.first)
            and (self.last is None or day <= self.last)
            and day not in self.holidays
        )

    def end_day(self, day: date) -> date:
        """The local day on which the shift that begins on `day` ends."""
        return day + timedelta(days=1) if self.end <= self.start else day


class Duty(NamedTuple):
    """Whether on shift, and the moment at which to look again (None: never changes)."""

    on: bool
    until: float | None


class ClockChange(NamedTuple):
    """A boundary of a shift that falls into a change of the clock. `what` is start or end, `how` skipped or repeated;
    `instead` is the local time at which the clock goes on."""

    day: date
    what: str
    how: str
    clock: time
    instead: time


@lru_cache(maxsize=65_536)
def moment(day: date, clock: time, zone: str, later: bool = False) -> float:
    """The moment of a local time; the jump for a skipped one, the first (or `later` one) of a repeated one."""
    place = ZoneInfo(zone)
    first, second = (datetime.combine(day, clock, place).replace(fold=fold).timestamp() for fold in (0, 1))
    if first > second:  # skipped: the two readings lie on either side of the jump
        return _jump(second, first, place)
    return second if later else first


def _jump(low: float, high: float, place: ZoneInfo) -> float:
    """The whole second at which the offset changes between two moments."""
    before = _offset(low, place)
    below, above = int(low), int(high)
    while above - below > 1:
        middle = (below + above) // 2
        if _offset(middle, place) == before:
            below = middle
        else:
            above = middle
    return float(above)


def _offset(at: float, place: ZoneInfo) -> timedelta | None:
    return datetime.fromtimestamp(at, place).utcoffset()


def spans(shifts: Iterable[Shift], start: float, until: float) -> list[Span]:
    """When at least one of these is on between two moments, in order, touching ones joined."""
    found = sorted(
        (max(begin, start), min(end, until))
        for shift in shifts
        for begin, end in _occurrences(shift, start, until)
        if begin < until and end > start
    )
    joined: list[Span] = []
    for begin, end in found:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined


def _occurrences(shift: Shift, start: float, until: float) -> Iterator[Span]:
    # A day more on both sides: local days and UTC differ, and a shift may have begun the day before.
    day = datetime.fromtimestamp(start, UTC).date() - timedelta(days=2)
    last = datetime.fromtimestamp(until, UTC).date() + timedelta(days=1)
    while day <= last:
        if shift.begins_on(day):
            begin = moment(day, shift.start, shift.zone)
            end = moment(shift.end_day(day), shift.end, shift.zone, later=True)
            if end > begin:
                yield begin, end
        day += timedelta(days=1)


def duty(shifts: Iterable[Shift], at: float) -> Duty:
    """Whether somebody with these shifts is on at a moment, and until when that holds. Without shifts always on."""
    known = tuple(shifts)
    if not known:
        return Duty(True, None)
    horizon = at + HORIZON_DAYS * DAY
    for begin, end in spans(known, at - DAY, horizon):
        if end <= at:
            continue
        return Duty(True, end) if begin <= at else Duty(False, begin)
    return Duty(False, horizon)


def next_on(shifts: Iterable[Shift], at: float, days: int = HORIZON_DAYS) -> float | None:
    """The first moment from `at` on at which somebody is on; None when nobody is within so many days."""
    for begin, _end in spans(shifts, at, at + days * DAY):
        return begin
    return None


def gaps(covered: Iterable[Span], start: float, until: float) -> list[Span]:
    """What of a stretch of time is not covered."""
    found: list[Span] = []
    at = start
    for begin, end in covered:
        if begin > at:
            found.append((at, min(begin, until)))
        at = max(at, end)
        if at >= until:
            break
    if at < until:
        found.append((at, until))
    return found


def clock_changes(shift: Shift, today: date, days: int = 731) -> list[ClockChange]:
    """The days from today on, on which a boundary of this shift is skipped or comes twice."""
    found: list[ClockChange] = []
    place = ZoneInfo(shift.zone)
    for number in range(days):
        day = today + timedelta(days=number)
        if not shift.begins_on(day):
            continue
        for what, on, clock in (("start", day, shift.start), ("end", shift.end_day(day), shift.end)):
            local = datetime.combine(on, clock, place)
            first, second = (local.replace(fold=fold) for fold in (0, 1))
            if first.utcoffset() == second.utcoffset():
                continue
            skipped = first.timestamp() > second.timestamp()
            at = moment(on, clock, shift.zone)
            instead = datetime.fromtimestamp(at, place).time() if skipped else clock
            found.append(ClockChange(on, what, "skipped" if skipped else "repeated", clock, instead))
    return found
