"""How fast does a skill group move when everybody is busy, and how fast do people leave? Learned from waits.

Completion at full load is what a waiting customer sees: services begun per second of time in which somebody of the
group waited for a person. That counts what agents who speak several languages do for this group, and how slowly busy
agents are, without having to know either. Waits shorter than `CONTENDED` are the router's own, not a lack of people.

Abandonment is the maximum-likelihood rate of exponential patience under censoring: departures unserved, per second
waited by everybody, served or not (Mandelbaum and Zeltyn, "Service Engineering in Action: The Palm/Erlang-A Queue",
2007).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from routing.core.estimate import Rates

CONTENDED = 3.0  # seconds; the router needs less for whoever finds somebody free
ENOUGH = 20  # services begun under contention, below which a rate is not believed


class Wait(NamedTuple):
    """One customer's wait: `since` until `until` (seconds); `served` when it ended with a person."""

    since: float
    until: float
    served: bool


def learn(waits: Iterable[Wait], enough: int = ENOUGH) -> Rates | None:
    """The rates that these waits show; None while too few say anything."""
    known = sorted(waits)
    contended = [wait for wait in known if wait.until - wait.since >= CONTENDED]
    begun = sum(wait.served for wait in contended)
    if begun < enough:
        return None
    busy, reached = 0.0, float("-inf")
    for wait in contended:
        busy += max(0.0, wait.until - max(wait.since, reached))
        reached = max(reached, wait.until)
    return Rates(begun / busy, abandonment(known))


def abandonment(waits: Iterable[Wait]) -> float:
    """Departures unserved per second waited."""
    known = list(waits)
    waited = sum(wait.until - wait.since for wait in known)
    return sum(not wait.served for wait in known) / waited if waited > 0 else 0.0
