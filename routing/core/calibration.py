"""Were the waits as they had been told? Predictions held against what happened, in shares."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Told(NamedTuple):
    """A wait as it was told (`p50` and `p90` seconds from then) and what came: `waited` seconds until served, or until
    the customer left (`served` false). `waited` None: still waiting."""

    language: str
    tier: int
    p50: float
    p90: float
    waited: float | None
    served: bool


class Calibration(NamedTuple):
    """Of `waits` that say something, the shares that ended within p50 (0.5 is right) and p90 (0.9 is right), and
    the medians in seconds. `left`: how many went unserved; those who left before p90 say nothing about it."""

    waits: int
    within_p50: float
    within_p90: float
    median_told: float
    median_waited: float
    left: int


def calibrate(told: Iterable[Told]) -> Calibration | None:
    """None where nothing can be said yet."""
    known = [one for one in told if one.waited is not None]
    # Who left after longer than p90 was not within it; who left earlier might have been served in time.
    saying = [one for one in known if one.waited is not None and (one.served or one.waited > one.p90)]
    if not saying:
        return None
    lasted = [one.waited for one in saying if one.waited is not None]
    return Calibration(
        waits=len(saying),
        within_p50=sum(one.served and one.waited is not None and one.waited <= one.p50 for one in saying) / len(saying),
        within_p90=sum(one.served and one.waited is not None and one.waited <= one.p90 for one in saying) / len(saying),
        median_told=_median([one.p50 for one in saying]),
        median_waited=_median(lasted),
        left=sum(not one.served for one in known),
    )


def by(told: Iterable[Told], key: Callable[[Told], Key]) -> dict[Key, Calibration]:
    """One calibration for each value of a key, in order; those that say nothing are left out."""
    groups: dict[Key, list[Told]] = {}
    for one in told:
        groups.setdefault(key(one), []).append(one)
    found = {value: calibrate(group) for value, group in groups.items()}
    return {value: result for value, result in sorted(found.items(), key=lambda item: str(item[0])) if result}


def _median(values: list[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
