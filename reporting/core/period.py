"""Which days does a report look at?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Period:
    """From the beginning of a day to the end of another, in somebody's time zone."""

    first: date
    last: date
    zone: str

    @property
    def start(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.first, time(), ZoneInfo(self.zone))

    @property
    def end(self) -> datetime:
        """The moment at which it is over."""
        return datetime.combine(self.last + timedelta(days=1), time(), ZoneInfo(self.zone))
