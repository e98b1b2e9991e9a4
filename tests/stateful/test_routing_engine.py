"""Does the engine keep every guarantee, whatever happens in whatever order, and decide as the naive one does?

`STATEFUL_EXAMPLES=5000 pytest tests/stateful -k guarantee` walks longer; each example takes up to fifty steps.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from routing.core import Agent, AgentChanged, BindLost, Bound, Change, Engine, Policy, Request, RequestQueued

from .machine import DeskMachine

EXAMPLES = int(os.environ.get("STATEFUL_EXAMPLES", "300"))

WALKS = settings(
    max_examples=EXAMPLES,
    stateful_step_count=50,
    deadline=None,
    # Shrinking a walk takes minutes: on failure, run again with the printed blob, and shrink by hand.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
LEAST_STEPS = 10_000


def test_every_guarantee_holds_whatever_happens(record_steps: Callable[[int], None]) -> None:
    before = DeskMachine.steps
    run_state_machine_as_test(DeskMachine, settings=WALKS)
    steps = DeskMachine.steps - before
    record_steps(steps)
    assert steps >= LEAST_STEPS * min(EXAMPLES, 300) / 300


class CountsCapacityWrong(Engine):
    """Forgets the units of a decision as soon as it is bound."""

    def apply(self, change: Change, now: float) -> None:
        super().apply(change, now)
        if isinstance(change, Bound) and (seat := self.matching.seats.all.get(change.agent_id)):
            seat.set_load(seat.agent.load, seat.idle_since)
            self.matching.seat_gained(seat)


class LosesWakeUps(Engine):
    """Never asks to be woken by time."""

    def next_wake(self, now: float) -> float | None:
        return None


class LosesThePlace(Engine):
    """Puts a request that comes back behind everybody else."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.seen: dict[int, Request] = {}

    def apply(self, change: Change, now: float) -> None:
        if isinstance(change, RequestQueued):
            if change.request.id in self.seen:
                change = RequestQueued(replace(change.request, queued_at=now))
            self.seen[change.request.id] = change.request
        if isinstance(change, BindLost):
            super().apply(RequestQueued(replace(self.seen[change.request_id], queued_at=now)), now)
            return
        super().apply(change, now)


class NeverReleasesAHold(Engine):
    """Keeps a request for its account manager for ever."""

    def apply(self, change: Change, now: float) -> None:
        if isinstance(change, RequestQueued):
            request = change.request
            holds = tuple(hold._replace(seconds=1e12) for hold in request.holds)
            change = RequestQueued(replace(request, holds=holds))
        super().apply(change, now)


BEYOND = 1_000_000  # no seat has this as its own tie-break: two that are equal cannot be compared at all


class BreaksTiesByArrival(Engine):
    """Of two agents alike takes the one who happened to come first into a dictionary."""

    def apply(self, change: Change, now: float) -> None:
        super().apply(change, now)
        if isinstance(change, AgentChanged):
            agent: Agent = change.agent
            seats = self.matching.seats
            seats.refresh()
            seat = seats.all[agent.id]
            seats._leave_pools(seat)
            seat.tie = BEYOND + 100 * list(seats.all).index(agent.id) + agent.id
            seats.stale[agent.id] = seat


@pytest.mark.parametrize(
    ("broken", "compare", "said"),
    [
        (CountsCapacityWrong, False, "above capacity|may not take"),
        (LosesWakeUps, False, "woke too late"),
        (LosesThePlace, False, "lost its place|overtook"),
        (NeverReleasesAHold, False, "who may take it|overtook"),
        (BreaksTiesByArrival, True, "the naive engine"),
    ],
)
def test_a_seeded_bug_is_caught(broken: type[Engine], compare: bool, said: str) -> None:
    """The same walk, with an engine that is wrong: the guarantees themselves notice; only ties need the comparison."""

    def wrong(policy: Policy, seed: int) -> Engine:
        return broken(policy, seed)

    class Broken(DeskMachine):
        make_engine = staticmethod(wrong)

    Broken.compare = compare
    walk = settings(
        max_examples=3000,
        stateful_step_count=50,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    with pytest.raises(AssertionError, match=said):
        run_state_machine_as_test(Broken, settings=walk)
