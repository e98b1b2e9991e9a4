"""Where does each customer stand in the queue, what would a newcomer wait, and what is news of it?"""

from __future__ import annotations

import asyncio
import math
from bisect import bisect_left
from dataclasses import dataclass, field

from chat import hints
from chat.database import in_thread
from routing import core
from routing import told as waits_told
from routing.core.order import place_of
from routing.cycle import Desk

REPEAT = 10.0  # seconds after which unchanged positions are published again, for processes that lost them
BREATH = 200  # requests between two chances for everything else to go on

Place = tuple[int, int, float | None, float | None, bool, bool]


@dataclass(slots=True)
class Positions:
    """What was last published of a site's queue."""

    published: dict[int, Place] = field(default_factory=dict)
    newcomers: dict[str, tuple[int, int]] = field(default_factory=dict)
    published_at: float = -math.inf
    told: set[int] = field(default_factory=set)  # requests whose first estimate is kept

    async def news(self, desk: Desk, now: float) -> list[hints.Hint]:
        """The places (of threads) that changed, and what newcomers would wait where that has; now and then all. `now`
        is the database's clock."""
        places, first = await _places(desk, now, self.told)
        self.told = (self.told | first.keys()) & desk.engine.waiting
        if first:
            await in_thread(waits_told.note, list(first.items()))
        moment = asyncio.get_running_loop().time()
        repeat = moment - self.published_at > REPEAT
        new = [place for place in places if repeat or self.published.get(place[0]) != place]
        self.published = {place[0]: place for place in places}
        found: list[hints.Hint] = [hints.QueueStands(new)] if new else []
        newcomers = _newcomers(desk, now)
        if repeat or newcomers != self.newcomers:
            found.append(hints.NewcomersWait(desk.site_id, newcomers))
        self.newcomers = newcomers
        if repeat:
            self.published_at = moment
        return found


def _newcomers(desk: Desk, now: float) -> dict[str, tuple[int, int]]:
    """In whole minutes, upwards: more is not known of somebody who has not said yet what it is about."""
    told = {each: (found.p50, found.p90) for each, found in desk.engine.newcomers(now).items()}
    return {
        each: (60 * math.ceil(p50 / 60), 60 * math.ceil(p90 / 60))
        for each, (p50, p90) in told.items()
        if math.isfinite(p90)
    }


async def _places(desk: Desk, now: float, said: set[int]) -> tuple[list[Place], dict[int, core.Estimate]]:
    """Everybody who waits, and the estimates of those to whom none was `said`. Somebody is being asked about those on
    offer: they keep their place before the others."""
    engine, known = desk.engine, desk.told
    first: dict[int, core.Estimate] = {}
    on_offer: dict[str, list[tuple[float, int]]] = {}
    for request in known.offered.values():
        on_offer.setdefault(core.skill_group(request), []).append(place_of(request, known.policy))
    for ahead in on_offer.values():
        ahead.sort()
    places: list[Place] = []
    for number, request_id in enumerate(list(engine.waiting)):
        if number % BREATH == BREATH - 1:
            await asyncio.sleep(0)
        standing, waiting = known.standings.get(request_id), known.waiting.get(request_id)
        if standing is None or waiting is None or request_id not in engine.waiting:
            continue
        estimate = engine.estimate_of(request_id, now)
        p50, p90 = estimate.p50, estimate.p90
        # For exactly one person nothing is known of when that one is free, and nothing is said.
        patient = any(hold.patient for hold in waiting.holds)
        if request_id not in said and math.isfinite(p90) and not patient:
            first[request_id] = estimate
        asked = bisect_left(on_offer.get(core.skill_group(waiting), []), place_of(waiting, known.policy))
        long = now - standing.patient_since > known.policy.longest_wait
        places.append(
            (
                standing.thread_id,
                engine.position(request_id) + asked,
                None if patient else _rounded(p50),
                None if patient else _rounded(p90),
                long,
                math.isinf(p50),
            )
        )
    return places, first


def _rounded(seconds: float) -> float | None:
    """To 5 s: nobody is told more than is known, and unchanged values are not published again."""
    return None if math.isinf(seconds) else float(max(5, 5 * round(seconds / 5)))
