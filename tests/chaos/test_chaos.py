"""Does the product keep its promises while its parts die, and would the checks notice if it did not?

Real processes, real faults, each test on a product of its own; `make chaos` goes on for as long as you like.
"""

from collections.abc import Iterator

import pytest

from tests.chaos import faults
from tests.chaos.round import Plan, play
from tests.support.databases import Databases


@pytest.fixture(scope="module")
def own_databases() -> Iterator[Databases]:
    """Servers that only these tests use, since they are killed here."""
    found = Databases()
    yield found
    found.stop()


async def test_what_was_acknowledged_outlives_the_death_of_every_part(own_databases: Databases) -> None:
    plan = Plan(
        seed=11,
        faults=(
            faults.killed_before_acknowledging,
            faults.redis_killed,
            faults.leader_killed,
            faults.connections_cut,
            faults.killed_before_publishing,
            faults.postgres_killed,
        ),
        customers=30,
        rate=1.2,
        pause=4.0,
        twice=True,
    )
    outcome = await play(plan, own_databases)
    assert not outcome.verdict.findings, "\n".join(outcome.story())
    assert len(outcome.faults) == len(plan.faults)
    assert outcome.figures["served"] > plan.customers * 0.9
    assert outcome.verdict.acknowledged > 100


@pytest.mark.parametrize(
    ("bug", "torment", "noticed"),
    [
        # Each fault kills, or cuts, just where the bug shows, and is repeated until it has been noticed.
        pytest.param("hasty", faults.killed_before_acknowledging, "lost", id="acknowledges before the commit"),
        pytest.param("deaf", faults.redis_away, "unseen", id="publishes without reconciling"),
        pytest.param(
            "forgetful", faults.killed_before_acknowledging, "duplicated", id="retries without the client_id check"
        ),
    ],
)
async def test_a_seeded_bug_is_noticed(own_databases: Databases, bug: str, torment: faults.Fault, noticed: str) -> None:
    plan = Plan(7, (torment,), customers=240, rate=1.0, pause=3.0, bug=bug, sight=10.0, until=noticed, limit=300)
    outcome = await play(plan, own_databases)
    assert outcome.verdict.counts[noticed], outcome.figures
    assert outcome.story()
