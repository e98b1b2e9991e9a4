"""Where does each customer stand in the queue, and what is news of it? Positions with their waits."""

from __future__ import annotations

import asyncio
import math
from bisect import bisect_left
from dataclasses import dataclass, field

from routing import core
from routing.core.order import place_of
from routing.cycle import Desk

REPEAT = 10.0  # seconds after which unchanged positions are published again, for processes that lost them
BREATH = 200  # requests between two chances for everything else to go on

Place = tuple[int, int, float | None, float | None, bool, bool]


@dataclass(slots=True)
class Positions:
    """What was last published of a site's queue."""

    published: dict[int, Place] = field(default_factory=dict)
    published_at: float = -math.inf

    async def news(self, desk: Desk, now: float) -> list[Place]:
        """The places (of threads) that changed; now and then all. `now` is the database's clock."""
        places = await _places(desk, now)
        moment = asyncio.get_running_loop().time()
        repeat = moment - self.published_at > REPEAT
        new = [place for place in places if repeat or self.published.get(place[0]) != place]
        self.published = {place[0]: place for place in places}
        if repeat:
            self.published_at = moment
        return new


async def _places(desk: Desk, now: float) -> list[Place]:
    """Everybody who waits. Somebody is being asked about those on offer: they keep their place before the others."""
    engine, told = desk.engine, desk.told
    on_offer: dict[str, list[tuple[float, int]]] = {}
    for request in told.offered.values():
        on_offer.setdefault(core.skill_group(request), []).append(place_of(request, told.policy))
    for ahead in on_offer.values():
        ahead.sort()
    places: list[Place] = []
    for number, request_id in enumerate(list(engine.waiting)):
        if number % BREATH == BREATH - 1:
            await asyncio.sleep(0)
        standing, waiting = told.standings.get(request_id), told.waiting.get(request_id)
        if standing is None or waiting is None or request_id not in engine.waiting:
            continue
        p50, p90 = engine.estimate(request_id, now)
        asked = bisect_left(on_offer.get(core.skill_group(waiting), []), place_of(waiting, told.policy))
        long = now - standing.patient_since > told.policy.longest_wait
        places.append(
            (
                standing.thread_id,
                engine.position(request_id) + asked,
                _rounded(p50),
                _rounded(p90),
                long,
                math.isinf(p50),
            )
        )
    return places


def _rounded(seconds: float) -> float | None:
    """To 5 s: nobody is told more than is known, and unchanged values are not published again."""
    return None if math.isinf(seconds) else float(max(5, 5 * round(seconds / 5)))
