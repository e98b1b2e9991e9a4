"""Who waits, in which line, and when does time alone change that? The engine's view of its requests."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

from routing.core.lanes import Lane, Lanes
from routing.core.lines import Line, Profile, ProfileKey, Timetable, profile_key
from routing.core.model import Request
from routing.core.order import Place
from routing.core.policy import Policy
from routing.core.seats import Seats
from routing.core.sorted_keys import SortedKeys
from routing.core.widening import stage_of


class Waiter:
    """A waiting request, where it stands, and the moment at which it will have to move by time alone."""

    __slots__ = ("line", "place", "request", "wake_at")

    def __init__(self, request: Request, line: Line, place: Place) -> None:
        self.request, self.line, self.place = request, line, place
        self.wake_at: float | None = None


class Queue:
    """All waiting requests."""

    def __init__(self, policy: Policy, seats: Seats) -> None:
        self.seats = seats
        self._reset(policy)

    def _reset(self, policy: Policy) -> None:
        """Nobody waits, by this policy."""
        self.policy = policy
        self.waiters: dict[int, Waiter] = {}
        self.profiles: dict[ProfileKey, Profile] = {}
        self.timetable = Timetable(policy.rings)
        self.lanes = Lanes(bool(policy.reserve))
        self.untried: list[Line] = []
        self.groups: dict[str, SortedKeys] = {}
        self.holders: dict[int, set[int]] = {}
        self.watched: dict[int, set[Line]] = {}
        self._timers: list[tuple[float, int]] = []

    def add(self, request: Request, now: float) -> None:
        """Put a request into its place; one that waits already is replaced."""
        if request.id in self.waiters:
            self.discard(request.id)
        key = profile_key(request)
        profile = self.profiles.get(key)
        if profile is None:
            profile = self.profiles[key] = Profile(key, request, self.policy, self.timetable)
        profile.count += 1
        place = (request.queued_at - profile.head_start, request.id)
        line, wake_at = self._line_of(profile, request, now)
        waiter = self.waiters[request.id] = Waiter(request, line, place)
        self._enter(waiter, line)
        self._wake(waiter, wake_at)
        group = self.groups.get(profile.group)
        if group is None:
            group = self.groups[profile.group] = SortedKeys()
        group.add(place)
        for hold in request.holds:
            self.holders.setdefault(hold.agent_id, set()).add(request.id)

    def discard(self, request_id: int) -> Request | None:
        """Take a request out, if it waits."""
        waiter = self.waiters.pop(request_id, None)
        if waiter is None:
            return None
        request, profile = waiter.request, waiter.line.profile
        self._leave(waiter)
        profile.count -= 1
        if not profile.count:
            del self.profiles[profile.key]
        group = self.groups[profile.group]
        group.remove(waiter.place)
        if group.empty:
            del self.groups[profile.group]
        for hold in request.holds:
            held = self.holders.get(hold.agent_id)
            if held is not None:
                held.discard(request_id)
                if not held:
                    del self.holders[hold.agent_id]
        if len(self._timers) > 64 + 4 * len(self.waiters):
            self._timers = [(at, key) for at, key in self._timers if self._live(at, key)]
            heapify(self._timers)
        return request

    def advance(self, now: float) -> None:
        """Move everybody whose ring was reached or whose hold is over."""
        timers = self._timers
        while timers and timers[0][0] <= now:
            at, request_id = heappop(timers)
            if self._live(at, request_id):
                self._restage(self.waiters[request_id], now)

    def next_wake(self) -> float | None:
        """The earliest moment at which somebody has to move."""
        timers = self._timers
        while timers and not self._live(*timers[0]):
            heappop(timers)
        return timers[0][0] if timers else None

    def holder_changed(self, agent_id: int, now: float) -> None:
        """This person began or ceased to work: holds for them count or do not."""
        for request_id in sorted(self.holders.get(agent_id, ())):
            self._restage(self.waiters[request_id], now)

    def try_again(self, line: Line) -> None:
        """Look for somebody for this line at the next decision, though nothing about the line changed."""
        if not line.untried and line.head is not None:
            line.untried = True
            self.untried.append(line)

    def show(self, line: Line) -> None:
        """Nobody can take this line now: let agents who gain something see it."""
        if not line.shown and line.head is not None:
            line.shown = True
            for lane in line.lanes:
                self.lanes.show(lane, line.head)

    def all_lines(self) -> list[Line]:
        """Every line in which somebody waits."""
        return [line for profile in self.profiles.values() for line in profile.lines]

    def rebuild(self, policy: Policy, now: float) -> None:
        """Start over with another policy."""
        requests = [waiter.request for waiter in self.waiters.values()]
        self._reset(policy)
        for request in requests:
            self.add(request, now)

    def _line_of(self, profile: Profile, request: Request, now: float) -> tuple[Line, float | None]:
        """Where the request stands at `now`, and when time alone will move it."""
        queued_at, steps = request.queued_at, profile.steps
        step, wake_at = steps[0], None
        for number in range(1, len(steps)):
            later = steps[number]
            moment = queued_at + later.after
            if moment > now:
                wake_at = moment
                break
            step = later
        named: tuple[int, ...] = ()
        held = False
        if request.holds:
            stage = stage_of(request, self.policy, now, self.seats.works)
            named, held = stage.named, stage.held
            if stage.held_until is not None and (wake_at is None or stage.held_until < wake_at):
                wake_at = stage.held_until
        line = profile.line(step, named, held)
        if line is None:
            line = Line(profile, request, step, self.policy.rings[step.ring], named, held)
            line.lanes = self._lanes_of(line)
            profile.lines.append(line)
            self.untried.append(line)
        return line, wake_at

    def _lanes_of(self, line: Line) -> tuple[Lane, ...]:
        """A lane for each language that counts, and one for each preferred person whose hold has begun."""
        request, stage = line.request, line.stage
        lanes = [Lane(line, agent_id, -1, 0, False) for agent_id in stage.named]
        if not line.held:
            needs, holders = self.seats.needs, self.seats.all
            common = 0
            if stage.region is not None:
                common = needs.bit(("region", stage.region, 0), holders)
            if stage.tier is not None:
                common |= needs.bit(("tier", stage.tier, 0), holders)
            if request.topic and request.topic_level > 0:
                common |= needs.bit(("topic", request.topic, request.topic_level), holders)
            plain = not request.excluded and not request.declined
            for step, (language, level) in enumerate(stage.wishes):
                need = common | needs.bit(("language", language, level), holders)
                lanes.append(Lane(line, language, step, need, plain))
            if not stage.wishes:
                self.seats.pool_everybody()
                lanes.append(Lane(line, "", 0, common, plain))
        return tuple(lanes)

    def _restage(self, waiter: Waiter, now: float) -> None:
        line, wake_at = self._line_of(waiter.line.profile, waiter.request, now)
        if line is not waiter.line:
            self._leave(waiter)
            waiter.line = line
            self._enter(waiter, line)
        self._wake(waiter, wake_at)

    def _wake(self, waiter: Waiter, at: float | None) -> None:
        if at is not None and at != waiter.wake_at:
            heappush(self._timers, (at, waiter.request.id))
        waiter.wake_at = at

    def _live(self, at: float, request_id: int) -> bool:
        waiter = self.waiters.get(request_id)
        return waiter is not None and waiter.wake_at == at

    def _enter(self, waiter: Waiter, line: Line) -> None:
        before = line.head
        if line.add(waiter.place) and line.shown:
            self._move(line, before)

    def _leave(self, waiter: Waiter) -> None:
        line, before = waiter.line, waiter.line.head
        if line.remove(waiter.place):
            if line.shown:
                self._move(line, before)
            if line.head is None:
                line.profile.lines.remove(line)
                if line.witness is not None and line.witness in self.watched:
                    self.watched[line.witness].discard(line)

    def _move(self, line: Line, before: Place | None) -> None:
        for lane in line.lanes:
            assert lane.bucket is not None
            self.lanes.move(lane, lane.bucket, before, line.head)
