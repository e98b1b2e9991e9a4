"""Which requests ask for exactly the same at the moment? They stand in one line, and only its head need be looked at.

What a request asks for follows from its profile (all of it except id and moment queued), from how far it has widened
and from its holds. Whoever cannot take the head of a line cannot take anybody in it, so the work of a decision depends
on how many different lines there are, never on how many wait in them.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import NamedTuple

from routing.core.lanes import Lane
from routing.core.model import Request
from routing.core.order import Place, head_start, skill_group
from routing.core.policy import Policy, Ring
from routing.core.widening import Stage, widened

ProfileKey = tuple[object, ...]


class Step(NamedTuple):
    """From `after` seconds of waiting on, ring `ring` makes a difference."""

    after: float
    ring: int


Shape = tuple[bool, tuple[int, ...]]


class Timetable:
    """Which rings make a difference, for each shape of request (has it a region, which levels does it wish)."""

    __slots__ = ("_rings", "_steps")

    def __init__(self, rings: tuple[Ring, ...]) -> None:
        self._rings = rings
        self._steps: dict[Shape, tuple[Step, ...]] = {}

    def steps(self, request: Request) -> tuple[Step, ...]:
        """The rings at which this request asks for less than before; the first always counts."""
        shape = (request.region != "", tuple([wish.level for wish in request.languages]))
        found = self._steps.get(shape)
        if found is None:
            found = self._steps[shape] = self._make(*shape)
        return found

    def _make(self, has_region: bool, levels: tuple[int, ...]) -> tuple[Step, ...]:
        steps: list[Step] = []
        seen = None
        for number, ring in enumerate(self._rings):
            lowered = tuple(max(1, level - ring.level_drop) for level in levels[: ring.languages])
            asked = (has_region and not ring.any_region, not ring.any_tier, lowered)
            if asked != seen:
                seen = asked
                steps.append(Step(ring.after, number))
        return tuple(steps)


def profile_key(request: Request) -> ProfileKey:
    """Everything by which two requests can differ in the eyes of filters, order and score, their place apart."""
    return (
        request.languages, request.region, request.tier, request.topic, request.topic_level, request.urgent,
        request.holds, request.excluded, request.declined, request.channel, request.units,
    )  # fmt: skip


class Profile:
    """What all requests that differ only in id and moment queued have in common, under one policy."""

    __slots__ = ("cost", "count", "group", "head_start", "key", "lines", "steps")

    def __init__(self, key: ProfileKey, request: Request, policy: Policy, timetable: Timetable) -> None:
        self.key = key
        self.count = 0
        self.head_start = head_start(request, policy)
        self.cost = policy.cost(request)
        self.group = skill_group(request)
        self.steps = timetable.steps(request)
        self.lines: list[Line] = []

    def line(self, step: Step, named: tuple[int, ...], held: bool) -> Line | None:
        """The line of those at this step and stage of their holds, if anybody stands there; these are few."""
        for line in self.lines:
            if line.step is step and line.held == held and line.stage.named == named:
                return line
        return None


class Line:
    """Requests that ask for the same, by place; removal from the middle is lazy.

    `stage` is what they ask for (its times left out). `untried` until a search has found nobody: from then on only a
    change of an agent can help, and it is `shown` to agents in its lanes. `witness` is the agent on whose account those
    who declined are passed over.
    """

    __slots__ = (
        "gone", "head", "held", "lanes", "profile", "request", "rest", "shown", "stage", "step", "untried", "witness",
    )  # fmt: skip

    def __init__(
        self, profile: Profile, request: Request, step: Step, ring: Ring, named: tuple[int, ...], held: bool
    ) -> None:
        self.profile, self.request, self.step, self.held = profile, request, step, held
        self.stage = Stage(step.ring, *widened(request, ring), named, held, None, None)
        self.head: Place | None = None
        self.rest: list[Place] | None = None
        self.gone: set[Place] | None = None
        self.lanes: tuple[Lane, ...] = ()
        self.untried = True
        self.shown = False
        self.witness: int | None = None

    def add(self, place: Place) -> bool:
        """Put a request in; whether it became the head."""
        if self.gone and place in self.gone:
            self.gone.discard(place)
            return False
        head = self.head
        if head is None:
            self.head = place
            return True
        if self.rest is None:
            self.rest = []
        if place < head:
            heappush(self.rest, head)
            self.head = place
            return True
        heappush(self.rest, place)
        return False

    def remove(self, place: Place) -> bool:
        """Take a request out; whether it was the head, and the next one now is."""
        rest, gone = self.rest, self.gone
        if place != self.head:
            assert rest is not None
            if gone is None:
                gone = self.gone = set()
            gone.add(place)
            if len(gone) > 16 and 2 * len(gone) > len(rest):
                # Customers who left keep their entry until it comes up; never more of these than of those who wait.
                self.rest = [entry for entry in rest if entry not in gone]
                heapify(self.rest)
                self.gone = None
            return False
        while rest and gone and rest[0] in gone:
            gone.discard(heappop(rest))
        self.head = heappop(rest) if rest else None
        return True
