"""Why does this request wait, and who would take it? An answer in values, from which sentences are made elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from routing.core.estimate import Estimate
from routing.core.filters import FILTERS, Case, rejection
from routing.core.model import Agent
from routing.core.score import ScoreParts, score
from routing.core.widening import Stage

BEST = 5


class Candidate(NamedTuple):
    """A person whom a filter rejected, or one of the best."""

    agent_id: int
    name: str


class FilterCount(NamedTuple):
    """How one filter thinned the candidates: `reached` it, `passed` it, and who was rejected for which reason."""

    filter: str
    reached: int
    passed: int
    rejected: dict[str, tuple[Candidate, ...]]


class Contender(NamedTuple):
    """Somebody suitable, with score parts; `blocked` is the reason why not now ('' when they would get it)."""

    agent_id: int
    name: str
    score: int
    parts: ScoreParts
    language: str
    load: int
    capacity: int
    blocked: str


class HoldNow(NamedTuple):
    """A preferred person: `begun` when their hold has begun, `seconds_left` of the hold in force, else None; `patient`
    when the customer chose to wait for exactly this person."""

    agent_id: int
    name: str
    reason: str
    begun: bool
    working: bool
    seconds_left: float | None
    patient: bool


class Widening(NamedTuple):
    """The next ring that will ask for less: in how many seconds, and what it widens."""

    ring: int
    in_seconds: float
    widens: tuple[str, ...]


class Ahead(NamedTuple):
    """Who stands before: `by_arrival` came earlier, `by_credit` overtook within the bound, `by_urgency` is exempt."""

    total: int
    by_arrival: int
    by_credit: int
    by_urgency: int
    first_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known about one request's waiting, at one moment. Seconds throughout."""

    request_id: int
    at: float
    waited: float
    credit: float
    position: int
    ahead: Ahead
    overtaking_bound: float
    policy_version: int
    ring: int
    stage: Stage
    next_widening: Widening | None
    holds: tuple[HoldNow, ...]
    filters: tuple[FilterCount, ...]
    best: tuple[Contender, ...]
    estimate: Estimate

    def with_names(self, names: Mapping[int, str]) -> Explanation:
        """The same, with people called by these names."""

        def known(agent_id: int, name: str) -> str:
            return names.get(agent_id, name)

        return replace(
            self,
            holds=tuple(hold._replace(name=known(hold.agent_id, hold.name)) for hold in self.holds),
            best=tuple(each._replace(name=known(each.agent_id, each.name)) for each in self.best),
            filters=tuple(
                count._replace(
                    rejected={
                        reason: tuple(each._replace(name=known(each.agent_id, each.name)) for each in people)
                        for reason, people in count.rejected.items()
                    }
                )
                for count in self.filters
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; an endless estimate becomes null."""
        data = _plain(asdict(self))
        assert isinstance(data, dict)
        return data


def _plain(value: object) -> object:
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _plain(value._asdict())
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return None if isinstance(value, float) and value in (float("inf"), float("-inf")) else value


def funnel(case: Case, agents: Iterable[tuple[Agent, int]]) -> tuple[FilterCount, ...]:
    """Every agent (with load in units) counted at the first filter that rejects, with name and reason."""
    rejected: dict[str, dict[str, list[Candidate]]] = {f.name: {} for f in FILTERS}
    remaining = 0
    for agent, load in agents:
        remaining += 1
        if found := rejection(case, agent, load):
            rejected[found.filter].setdefault(found.reason, []).append(Candidate(agent.id, agent.name))
    counts = []
    for f in FILTERS:
        reasons = {reason: tuple(people) for reason, people in sorted(rejected[f.name].items())}
        passed = remaining - sum(map(len, reasons.values()))
        counts.append(FilterCount(f.name, remaining, passed, reasons))
        remaining = passed
    return tuple(counts)


def contenders(case: Case, agents: Iterable[tuple[Agent, int, float, int]], most: int = BEST) -> tuple[Contender, ...]:
    """The best by score among those whom at most load, presence or a hold keeps away; those free to take it first.

    Each of `agents` comes with load, idle since and tie-break.
    """
    passing = ("on_duty", "reachable", "available", "hold", "declined", "capacity")
    found = []
    for agent, load, idle_since, tie in agents:
        block = rejection(case, agent, load)
        if block and block.filter not in passing:
            continue
        points = score(case.request, case.stage, agent, load, case.policy.weights)
        contender = Contender(
            agent.id, agent.name, points.total, points.parts, points.language, load, agent.capacity,
            block.reason if block else "",
        )  # fmt: skip
        found.append((block is not None, -points.total, idle_since, tie, contender))
    return tuple(entry[-1] for entry in sorted(found, key=lambda entry: entry[:4])[:most])


def next_widening(case: Case, now: float) -> Widening | None:
    """The next ring that changes anything for this request; rings that ask nothing less of it are passed over."""
    request, stage, rings = case.request, case.stage, case.policy.rings
    ring = rings[stage.ring]
    for number in range(stage.ring + 1, len(rings)):
        wider = rings[number]
        widens = []
        if wider.any_region and not ring.any_region and request.region:
            widens.append("region")
        if wider.any_tier and not ring.any_tier:
            widens.append("tier")
        counted = request.languages[: ring.languages]
        if any(max(1, w.level - wider.level_drop) < max(1, w.level - ring.level_drop) for w in counted):
            widens.append("level")
        if len(request.languages[: wider.languages]) > len(counted):
            widens.append("language")
        if widens:
            return Widening(number, request.queued_at + wider.after - now, tuple(widens))
    return None
