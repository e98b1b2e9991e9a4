"""Which requests ask for exactly the same at the moment? They stand in one line, and only its head need be looked at.

What a request asks for follows from its profile (all of it except id and moment queued), from how far it has widened
and from its holds. Whoever cannot take the head of a line cannot take anybody in it, so the work of a decision depends
on how many different lines there are, never on how many wait in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import heapify, heappop, heappush

from routing.core.model import LanguageWish, Request
from routing.core.needs import Atom
from routing.core.order import Place, skill_group
from routing.core.policy import Policy

ProfileKey = tuple[object, ...]


def profile_key(request: Request) -> ProfileKey:
    """Everything by which two requests can differ in the eyes of filters, order and score, their place apart."""
    return (
        request.languages, request.region, request.tier, request.topic, request.topic_level, request.urgent,
        request.holds, request.excluded, request.declined, request.channel, request.units,
    )  # fmt: skip


class Want:
    """What a profile asks for from `after` seconds of waiting on; rings that change nothing for it make none."""

    __slots__ = ("after", "number", "region", "tier", "wishes")

    def __init__(
        self, number: int, after: float, wishes: tuple[LanguageWish, ...], region: str | None, tier: int | None
    ) -> None:
        self.number, self.after, self.wishes, self.region, self.tier = number, after, wishes, region, tier


class Profile:
    """What all requests that differ only in id and moment queued have in common, under one policy."""

    __slots__ = ("cost", "count", "credit", "group", "key", "lines", "plain", "rank", "wants")

    def __init__(self, key: ProfileKey, request: Request, policy: Policy) -> None:
        self.key = key
        self.count = 0
        self.rank = 0 if policy.exempts(request) else 1
        self.credit = policy.credit(request)
        self.cost = policy.cost(request)
        self.group = skill_group(request)
        self.plain = not request.holds
        self.wants = _timetable(request, policy)
        self.lines: dict[tuple[int, tuple[int, ...], bool], Line] = {}


def _timetable(request: Request, policy: Policy) -> tuple[Want, ...]:
    wants: list[Want] = []
    seen = None
    for ring in policy.rings:
        wishes = tuple(
            LanguageWish(wish.language, max(1, wish.level - ring.level_drop))
            for wish in request.languages[: ring.languages]
        )
        region = None if ring.any_region or not request.region else request.region
        tier = None if ring.any_tier else request.tier
        if (wishes, region, tier) != seen:
            seen = (wishes, region, tier)
            wants.append(Want(len(wants), ring.after, wishes, region, tier))
    return tuple(wants)


class Lane:
    """A line as seen by those who speak one of its languages (`key` a language), or by one preferred person (an id).

    `step` is the wish's place in the customer's list. `plain` lanes ask nothing beyond `need` and room.
    """

    __slots__ = ("cost", "key", "line", "need", "plain", "step")

    def __init__(self, line: Line, key: str | int, step: int, need: int, plain: bool) -> None:
        self.line, self.key, self.step, self.need, self.plain = line, key, step, need, plain
        self.cost = line.profile.cost

    def __lt__(self, other: Lane) -> bool:
        """Only compared when a customer names one language twice."""
        return self.step < other.step


class Line:
    """Requests that ask for the same, by place; removal from the middle is lazy.

    `named` are the preferred people whose hold has begun; while `held`, only these may take it. `untried` until a
    search has found nobody: from then on only a change of an agent can help. `witness` is the agent on whose account
    those who declined are passed over.
    """

    __slots__ = (
        "gone", "head", "held", "key", "lanes", "members", "named", "profile", "request", "untried", "want", "witness",
    )  # fmt: skip

    def __init__(self, profile: Profile, request: Request, want: Want, named: tuple[int, ...], held: bool) -> None:
        self.profile, self.request, self.want, self.named, self.held = profile, request, want, named, held
        self.key = (want.number, named, held)
        self.members: list[Place] = []
        self.gone: set[Place] | None = None
        self.head: Place | None = None
        self.lanes: tuple[Lane, ...] = ()
        self.untried = True
        self.witness: int | None = None

    def make_lanes(self, need: Callable[[list[Atom]], int]) -> None:
        """The lanes, once it is known which bits the needs have."""
        request, want = self.request, self.want
        lanes = []
        if not self.held:
            common: list[Atom] = []
            if want.region is not None:
                common.append(("region", want.region, 0))
            if want.tier is not None:
                common.append(("tier", want.tier, 0))
            if request.topic and request.topic_level > 0:
                common.append(("topic", request.topic, request.topic_level))
            plain = not request.excluded and not request.declined
            for step, (language, level) in enumerate(want.wishes):
                lanes.append(Lane(self, language, step, need([("language", language, level), *common]), plain))
            if not want.wishes:
                lanes.append(Lane(self, "", 0, need(common), plain))
        lanes += (Lane(self, agent_id, -1, 0, False) for agent_id in self.named)
        self.lanes = tuple(lanes)

    def add(self, place: Place) -> bool:
        """Put a request in; whether it became the head."""
        if self.gone and place in self.gone:
            self.gone.discard(place)
        else:
            heappush(self.members, place)
        if self.head is None or place < self.head:
            self.head = place
            return True
        return False

    def remove(self, place: Place) -> bool:
        """Take a request out; whether it was the head, and the next one now is."""
        members = self.members
        if place != self.head:
            self.gone = self.gone or set()
            self.gone.add(place)
            if len(self.gone) > 16 and 2 * len(self.gone) > len(members):
                # Customers who left keep their entry until it comes up; never more of these than of those who wait.
                self.members = [entry for entry in members if entry not in self.gone]
                heapify(self.members)
                self.gone = None
            return False
        heappop(members)
        while members and self.gone and members[0] in self.gone:
            self.gone.discard(heappop(members))
        self.head = members[0] if members else None
        return True

    def __iter__(self) -> Iterator[Place]:
        """Everybody in it, in no particular order."""
        gone = self.gone or ()
        return (place for place in self.members if place not in gone)
