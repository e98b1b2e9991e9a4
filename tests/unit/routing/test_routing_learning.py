"""Are the rates learned from waits those of the desk, and do they predict the next day?"""

from __future__ import annotations

import heapq
import random

import pytest

from routing.core.estimate import wait_percentile
from routing.core.learning import Wait, abandonment, learn


def desk(seed: int, arrivals: float, servers: int, handling: float, patience: float, customers: int) -> list[Wait]:
    """A first-come desk with exponential times (M/M/c+M), customer by customer; rates per second, times in seconds."""
    chance = random.Random(seed)
    free = [0.0] * servers
    heapq.heapify(free)
    now, waits = 0.0, []
    for _ in range(customers):
        now += chance.expovariate(arrivals)
        gives_up = now + chance.expovariate(1 / patience)
        begins = max(now, free[0])
        if begins > gives_up:
            waits.append(Wait(now, gives_up, False))
            continue
        heapq.heapreplace(free, begins + chance.expovariate(1 / handling))
        waits.append(Wait(now, begins, True))
    return waits


@pytest.mark.parametrize("seed", range(3))
def test_the_rates_of_a_busy_desk_are_found_again(seed: int) -> None:
    waits = desk(seed, arrivals=0.12, servers=30, handling=300, patience=240, customers=8_000)
    found = learn(waits)
    assert found is not None
    assert found.completion == pytest.approx(30 / 300, rel=0.12)
    assert found.abandonment == pytest.approx(1 / 240, rel=0.12)


def test_a_quiet_desk_says_nothing_about_full_load() -> None:
    assert learn(desk(1, arrivals=0.01, servers=30, handling=300, patience=240, customers=2_000)) is None


def test_short_waits_do_not_make_a_desk_look_fast() -> None:
    waits = [Wait(at, at + 0.2, True) for at in range(0, 100_000, 10)]
    slow = [Wait(200_000 + 100 * n, 200_000 + 100 * n + 100, True) for n in range(40)]
    found = learn(waits + slow)
    assert found is not None
    assert found.completion == pytest.approx(0.01)


def test_overlapping_waits_are_one_busy_time() -> None:
    found = learn([Wait(0, 100, True), Wait(50, 200, True)], enough=2)
    assert found is not None
    assert found.completion == pytest.approx(2 / 200)
    assert abandonment([Wait(0, 50, False), Wait(0, 150, True)]) == pytest.approx(1 / 200)


def test_what_was_learned_predicts_the_next_day() -> None:
    """Estimates from one day's rates, held against another day's waits: near a half within p50, nine tenths in p90."""
    rates = learn(desk(7, arrivals=0.12, servers=30, handling=300, patience=240, customers=8_000))
    assert rates is not None
    tomorrow = desk(8, arrivals=0.12, servers=30, handling=300, patience=240, customers=8_000)
    first, second, said = 0, 0, 0
    for place, wait in enumerate(tomorrow):
        waited = wait.until - wait.since
        if waited < 3:
            continue
        ahead = sum(other.until > wait.since for other in tomorrow[max(0, place - 200) : place])
        p50, p90 = wait_percentile(0.5, ahead, rates), wait_percentile(0.9, ahead, rates)
        if wait.served or waited > p90:  # who left before might have been served in time
            said += 1
            first += wait.served and waited <= p50
            second += wait.served and waited <= p90
    assert 0.40 < first / said < 0.66
    assert 0.84 < second / said < 0.97
