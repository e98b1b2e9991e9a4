"""What does a row of figures say? Counts and sums, which add up, and the shares, means and percentiles of them."""

from __future__ import annotations

from typing import NamedTuple

# Seconds within which a wait ended; a service level can be asked for at each of them.
BOUNDS = (5, 10, 20, 30, 60, 120, 300, 600, 1800)


class Figures(NamedTuple):
    """Of the chats that arrived (those that their agent opened again did not): `offered` all, `served` those that
    reached a person (for a person: those that reached them), `ticketed` and `abandoned` those that became a ticket or
    left before; the rest still wait. `within_N`: served within N seconds, `wait_s` all their waits. `handled` have
    ended after `handle_s` seconds with people, opened again or not. `told` were told a wait that says something, of
    which so many ended within the first and the second figure (`told_s` the sum of the first, `told_waited_s` of what
    came); `told_left` were told and left, `untold` waited without being told. Of people: `working_s` seconds on duty,
    connected and available, of them `idle_s` without any chat, `busy_s` weighed by the share of capacity in use; `load`
    is the sum of their assignments' costs over their capacity."""

    offered: int = 0
    served: int = 0
    ticketed: int = 0
    abandoned: int = 0
    wait_s: float = 0.0
    within_5: int = 0
    within_10: int = 0
    within_20: int = 0
    within_30: int = 0
    within_60: int = 0
    within_120: int = 0
    within_300: int = 0
    within_600: int = 0
    within_1800: int = 0
    handled: int = 0
    handle_s: float = 0.0
    rated: int = 0
    stars: int = 0
    told: int = 0
    told_p50: int = 0
    told_p90: int = 0
    told_s: float = 0.0
    told_waited_s: float = 0.0
    told_left: int = 0
    untold: int = 0
    working_s: float = 0.0
    busy_s: float = 0.0
    idle_s: float = 0.0
    load: float = 0.0

    def plus(self, other: Figures) -> Figures:
        """Both together."""
        return Figures._make(one + another for one, another in zip(self, other, strict=True))

    def within(self, seconds: int) -> int:
        """How many were served within one of BOUNDS."""
        count: int = getattr(self, f"within_{seconds}")
        return count

    def service_level(self, seconds: int) -> float | None:
        """The share of those who were served in time, among all who were served or gave up; a ticket made instead of a
        wait counts as neither. None where nobody was."""
        counted = self.served + self.abandoned
        return self.within(seconds) / counted if counted else None

    def wait(self, share: float) -> float | None:
        """The wait in seconds that this share of those served did not exceed, read between the bounds as a line;
        infinite beyond the last of them. None where nobody was served."""
        if not self.served:
            return None
        wanted = share * self.served
        below, low = 0, 0
        for bound in BOUNDS:
            count = self.within(bound)
            if count >= wanted and count > below:
                return low + (bound - low) * (wanted - below) / (count - below)
            below, low = count, bound
        return float("inf")

    @property
    def waiting(self) -> int:
        """How many still wait."""
        return self.offered - self.served - self.ticketed - self.abandoned

    @property
    def mean_wait(self) -> float | None:
        """Seconds, of those served."""
        return self.wait_s / self.served if self.served else None

    @property
    def abandonment(self) -> float | None:
        """The share that left unserved."""
        return self.abandoned / self.offered if self.offered else None

    @property
    def handling(self) -> float | None:
        """Seconds with people, per chat that has ended."""
        return self.handle_s / self.handled if self.handled else None

    @property
    def rating(self) -> float | None:
        """The mean of the stars, 1 to 5."""
        return self.stars / self.rated if self.rated else None

    @property
    def occupancy(self) -> float | None:
        """The share of capacity in use while working."""
        return self.busy_s / self.working_s if self.working_s else None

    @property
    def within_first(self) -> float | None:
        """The share of waits that ended within the first figure told: a half is right."""
        return self.told_p50 / self.told if self.told else None

    @property
    def within_second(self) -> float | None:
        """The share of waits that ended within the second figure told: nine tenths are right."""
        return self.told_p90 / self.told if self.told else None

    @property
    def mean_told(self) -> float | None:
        """Seconds, the first figure of those who were told."""
        return self.told_s / self.told if self.told else None

    @property
    def mean_told_wait(self) -> float | None:
        """Seconds that they waited."""
        return self.told_waited_s / self.told if self.told else None

    @property
    def load_per_hour(self) -> float:
        """Of working."""
        return self.load / self.working_s * 3600 if self.working_s else 0.0

    @property
    def idle_share(self) -> float:
        """Of working."""
        return self.idle_s / self.working_s if self.working_s else 0.0


COLUMNS = Figures._fields
