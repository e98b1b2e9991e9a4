"""Is the estimated wait the distribution that it claims to be?"""

from __future__ import annotations

import math
import random

import pytest

from routing.core.estimate import Rates, estimate_from, estimate_without_rates, mean_wait, wait_percentile
from routing.core.estimate import wait_probability as chance_of


@pytest.mark.parametrize("rates", [Rates(0.05, 0.002), Rates(0.01, 0.01), Rates(1.0, 0.0), Rates(0.2, 0.5)])
@pytest.mark.parametrize("ahead", [0, 1, 7, 60])
def test_percentiles_agree_with_sums_of_stages(rates: Rates, ahead: int) -> None:
    """Played out: stages of rates R + iθ, 4,000 times; three standard errors of a percentile's rank."""
    chance = random.Random(11)
    waits = sorted(
        sum(chance.expovariate(rates.completion + i * rates.abandonment) for i in range(ahead + 1)) for _ in range(4000)
    )
    for share in (0.5, 0.9):
        below = sum(wait <= wait_percentile(share, ahead, rates) for wait in waits) / len(waits)
        assert below == pytest.approx(share, abs=3 * math.sqrt(share * (1 - share) / len(waits)))
    assert sum(waits) / len(waits) == pytest.approx(mean_wait(ahead, rates), rel=0.08)


def test_one_stage_is_exponential() -> None:
    for seconds in (0.1, 1.0, 5.0):
        assert chance_of(seconds, 0, Rates(0.5, 0.3)) == pytest.approx(1 - math.exp(-0.5 * seconds), rel=1e-9)


def test_without_abandonment_it_is_erlang() -> None:
    """P(Erlang(3, 1) ≤ t) = 1 - e^-t (1 + t + t²/2)."""
    for seconds in (0.5, 2.0, 6.0):
        exact = 1 - math.exp(-seconds) * (1 + seconds + seconds**2 / 2)
        assert chance_of(seconds, 2, Rates(1.0, 0.0)) == pytest.approx(exact, rel=1e-4)


@pytest.mark.parametrize("ahead", [0, 100, 10_000])
def test_more_ahead_means_longer(ahead: int) -> None:
    rates = Rates(0.5, 0.001)
    shorter, longer = estimate_from(rates, ahead, "learned"), estimate_from(rates, ahead + 50, "learned")
    assert shorter.p50 < longer.p50
    assert shorter.p50 < shorter.p90 < longer.p90
    assert math.isfinite(longer.p90)


def test_nobody_working_is_endless() -> None:
    assert estimate_without_rates(0, 480.0, 3, 60.0).source == "nobody"
    assert estimate_without_rates(0, 480.0, 3, 60.0).p50 == math.inf


def test_the_head_of_the_line_corrects_a_hopeful_guess() -> None:
    hopeful = estimate_without_rates(10, 480.0, 0, 0.0)
    corrected = estimate_without_rates(10, 480.0, 0, 300.0)
    assert hopeful.source == "staffing"
    assert corrected.source == "head_of_line"
    assert corrected.p50 == 300.0
    assert corrected.p90 / corrected.p50 == pytest.approx(hopeful.p90 / hopeful.p50)
