"""Which pairs to look at? Only those in which something changed, in the order of places.

After a decision no waiting request has an eligible agent with room. So the next decision need only look at lines that
are new (for these all agents with room), and at agents who gained something (for these the first line that they can
take). Taking always the smallest place among them gives the same pairs as comparing everybody with everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush

from routing.core.filters import Case, suitable
from routing.core.lanes import Lane
from routing.core.lines import Line
from routing.core.needs import Needs
from routing.core.order import Place
from routing.core.policy import Policy
from routing.core.queue import Queue, Waiter
from routing.core.score import score
from routing.core.seats import ALL, ANY, Pools, Seat, Seats
from routing.core.widening import widest

MANY = 64
"""From this many changed agents on, looking at every line is cheaper than asking each agent for its first."""

TOP_LEVEL = 5

Rank = tuple[int, float, int]


class Matching:
    """The waiting and the agents, and what changed since the last decision."""

    def __init__(self, policy: Policy, seed: int) -> None:
        self.policy = policy
        self.seats = Seats(policy, Needs(), seed)
        self.queue = Queue(policy, self.seats)
        self.gained: dict[int, Seat] = {}

    def rebuild(self, policy: Policy, now: float) -> None:
        """Start over with another policy; the only thing that looks at everybody."""
        self.policy = policy
        self.seats.rebuild(policy)
        self.queue.rebuild(policy, now)

    def seat_gained(self, seat: Seat) -> None:
        """This agent may be able to take something that it could not take before."""
        self.seats.stale[seat.agent.id] = seat
        if seat.room > 0:
            self.gained[seat.agent.id] = seat

    def seat_changed(self, agent_id: int, now: float) -> None:
        """This agent began or ceased to work, or can take other requests than before."""
        self.queue.holder_changed(agent_id, now)
        for line in self.queue.watched.pop(agent_id, ()):
            line.witness = None
            self.queue.try_again(line)

    def pairs(self, now: float) -> Iterator[tuple[Waiter, Seat]]:
        """Each request that somebody can take, with the best of these, in order. The caller makes it so in between:
        `waiter` out of the queue, its units on the seat, before asking for the next."""
        queue, seats = self.queue, self.seats
        queue.advance(now)
        fresh, queue.untried = queue.untried, []
        gained, self.gained = self.gained, {}
        if len(gained) > MANY:
            fresh, gained = queue.all_lines(), {}
            for line in fresh:
                line.untried = True
        frontier: list[tuple[Place, Line]] = []
        offered: dict[Line, list[Seat]] = {}
        pushed: dict[Line, Place] = {}

        def push(line: Line) -> None:
            head = line.head
            if head is not None and pushed.get(line) is not head:
                pushed[line] = head
                heappush(frontier, (head, line))

        def point(seat: Seat) -> None:
            line = self._first_for(seat) if seat.room > 0 else None
            seat.target = line
            if line is not None:
                offered.setdefault(line, []).append(seat)
                push(line)

        # Those known beforehand are sorted once, which is cheaper than a heap of them; the heap has what comes up.
        known = sorted([(line.head, line) for line in fresh if line.head is not None], reverse=True)
        for seat in gained.values():
            point(seat)
        while known or frontier:
            if known and (not frontier or known[-1][0] <= frontier[0][0]):
                place, line = known.pop()
            else:
                place, line = heappop(frontier)
                pushed.pop(line, None)
            if line.head is not place:
                continue
            asking = [seat for seat in offered.pop(line, ()) if seat.target is line]
            if line.untried:
                if seats.stale:
                    seats.refresh()
                best = self._search(line)
            else:
                best = asking[0] if asking else None
                if len(asking) > 1:
                    best = self._best_of(line, asking)
            if best is None:
                line.untried = False
                queue.show(line)
                continue
            waiter = queue.waiters[place[1]]
            yield waiter, best
            if line.untried:
                push(line)
            if best.target is not None and best.target is not line:
                asking.append(best)
            for seat in asking:
                point(seat)
        for seat in gained.values():
            seat.target = None

    def _first_for(self, seat: Seat) -> Line | None:
        """The line whose head is first among those that this agent can take now."""
        orders, have, room = self.queue.lanes.orders, seat.have, seat.room
        reserves = bool(self.policy.reserve)
        best: Place | None = None
        found: Line | None = None
        for key in seat.lane_keys:
            for first, bucket in orders.get(key, ()):
                if best is not None and first >= best:
                    break
                need = bucket.need
                if have & need != need or bucket.cost > room:
                    continue
                if reserves and bucket.cost + seat.reserved(bucket.tier, bucket.urgent, self.policy) > room:
                    continue
                for place, lane in bucket.entries:
                    if best is not None and place >= best:
                        break
                    if lane.plain or self._admits(lane, seat):
                        best, found = place, lane.line
                        break
        return found

    def _admits(self, lane: Lane, seat: Seat) -> bool:
        """What the need's bits do not say: exclusions, declines, and whether a preferred person can talk with the
        customer."""
        line, agent_id = lane.line, seat.agent.id
        request = line.request
        if agent_id in request.excluded:
            return False
        if lane.step < 0 and request.languages:
            levels = seat.agent.language_levels
            if not any(wish.language in levels for wish in request.languages):
                return False
        return agent_id not in request.declined or not self._alternative(line)

    def _alternative(self, line: Line) -> bool:
        """As `filters.alternative`: the person found is remembered, and asked first."""
        request, seats = line.request, self.seats
        case = Case(request, widest(request, self.policy), self.policy)
        if line.witness is not None:
            known = seats.all.get(line.witness)
            if known is not None and suitable(case, known.agent):
                return True
        named = [seats.all[agent_id] for agent_id in case.stage.named if agent_id in seats.all]
        spoken = [wish.language for wish in case.stage.wishes] or [""]
        for people in (named, *map(seats.who_speak, spoken)):
            for seat in people:
                if seat.agent.id not in request.declined and suitable(case, seat.agent):
                    line.witness = seat.agent.id
                    self.queue.watched.setdefault(line.witness, set()).add(line)
                    return True
        line.witness = None
        return False

    def _best_of(self, line: Line, seats: list[Seat]) -> Seat:
        return min(seats, key=lambda seat: self._rank(line, seat))

    def _rank(self, line: Line, seat: Seat) -> Rank:
        """Smallest is best: points, then longest idle, then the seed's order of ids."""
        points = score(line.request, line.stage, seat.agent, seat.load, self.policy.weights)
        return (-points.total, seat.idle_since, seat.tie)

    def _search(self, line: Line) -> Seat | None:
        """The best of all agents with room for this line's head."""
        best: Rank | None = None
        found: Seat | None = None
        for lane in line.lanes:
            if lane.step < 0:
                seat = self.seats.all.get(line_person(lane))
                if seat is not None and self._has_room(lane, seat) and self._admits(lane, seat):
                    rank = self._rank(line, seat)
                    if best is None or rank < best:
                        best, found = rank, seat
            elif pools := self.seats.pools.get(str(lane.key)):
                best, found = self._search_lane(lane, pools, best, found)
        return found

    def _search_lane(
        self, lane: Lane, by_region: Pools, best: Rank | None, found: Seat | None
    ) -> tuple[Rank | None, Seat | None]:
        """The better of `best` and of those who speak the lane's language."""
        line, weights = lane.line, self.policy.weights
        request, stage = line.request, line.stage
        need, cost, named, wanted_tier = lane.need, lane.cost, stage.named, stage.tier
        simple = lane.plain and not self.policy.reserve and not named
        topic, per_topic_level = request.topic, weights.topic if request.topic_level > 0 else 0
        slack = per_topic_level * TOP_LEVEL if topic else 0
        correct = self.seats.correct
        for region in (request.region, ALL) if stage.region is None else (stage.region, ANY):
            by_tiers = by_region.get(region)
            if by_tiers is None:
                continue
            common = (weights.region if region == request.region and region else 0) - weights.wish * lane.step
            for tiers, pool in by_tiers.items():
                if not pool or (wanted_tier is not None and tiers and wanted_tier not in tiers):
                    continue
                offset = common + weights.tier if request.tier in tiers else common
                reach = offset + slack
                at, size = 0, len(pool)
                while at < size:
                    negative, idle_since, tie, seat, turn, _ = pool[at]
                    if best is not None and negative - reach > best[0]:
                        break
                    if seat.turn != turn:
                        correct(pool, at)
                        size = len(pool)
                        continue
                    at += 1
                    if seat.have & need != need or cost > seat.room:
                        continue
                    if not simple:
                        if not self._has_room(lane, seat) or seat.agent.id in named:
                            continue
                        if not lane.plain and not self._admits(lane, seat):
                            continue
                    if slack:
                        negative -= per_topic_level * seat.agent.topic_levels.get(topic, 0)
                    rank = (negative - offset, idle_since, tie)
                    if best is None or rank < best:
                        best, found = rank, seat
                    if not slack:
                        break
        return best, found

    def _has_room(self, lane: Lane, seat: Seat) -> bool:
        request, policy = lane.line.request, self.policy
        kept = seat.reserved(request.tier, request.urgent, policy) if policy.reserve else 0
        return lane.cost + kept <= seat.room


def line_person(lane: Lane) -> int:
    """The preferred person whose lane this is."""
    key = lane.key
    assert isinstance(key, int)
    return key
