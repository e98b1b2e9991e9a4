"""Are the rates learned from waits those of the desk, and are calibration and fairness counted right?"""

from __future__ import annotations

import heapq
import random

import pytest

from routing.core.calibration import Told, by, calibrate
from routing.core.estimate import wait_percentile
from routing.core.fairness import Work, evenness, fairness
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
    told = []
    for place, wait in enumerate(tomorrow):
        if wait.until - wait.since < 3:
            continue
        ahead = sum(other.until > wait.since for other in tomorrow[max(0, place - 200) : place])
        p50, p90 = wait_percentile(0.5, ahead, rates), wait_percentile(0.9, ahead, rates)
        told.append(Told("en", 0, p50, p90, wait.until - wait.since, wait.served))
    found = calibrate(told)
    assert found is not None
    assert 0.40 < found.within_p50 < 0.66
    assert 0.84 < found.within_p90 < 0.97


def test_calibration_counts_only_what_says_something() -> None:
    told = [
        Told("en", 0, 60, 120, 30, True),
        Told("en", 0, 60, 120, 100, True),
        Told("en", 1, 60, 120, 500, True),
        Told("es", 0, 60, 120, 500, False),  # left after longer than p90: not within
        Told("es", 0, 60, 120, 10, False),  # left at once: might have been served in time
        Told("es", 0, 60, 120, None, False),  # still waits
    ]
    found = calibrate(told)
    assert found is not None
    assert (found.waits, found.within_p50, found.within_p90, found.left) == (4, 0.25, 0.5, 2)
    assert found.median_waited == 300
    languages = by(told, lambda one: one.language)
    assert list(languages) == ["en", "es"]
    assert languages["es"].within_p90 == 0
    assert calibrate([]) is None


def test_fairness_weighs_by_load_and_counts_idle_time_while_working() -> None:
    working = [(0.0, 3600.0), (7200.0, 10_800.0)]
    work = [Work(0, 1800, 1), Work(900, 2700, 1), Work(5000, 6000, 1), Work(7200, 9000, 2)]
    found = fairness(1, 4, working, work)
    assert (found.working, found.assignments, found.load) == (7200, 3, 1.0)
    assert found.per_hour == 0.5
    assert found.idle == 7200 - 2700 - 1800
    assert found.busy == pytest.approx((1800 + 1800 + 2 * 1800) / (4 * 7200))
    nobody = fairness(2, 0, [], [])
    assert (nobody.per_hour, nobody.idle_share, nobody.busy) == (0, 0, 0)


def test_evenness_is_one_among_equals() -> None:
    assert evenness([2, 2, 2]) == 1
    assert evenness([6, 0, 0]) == pytest.approx(1 / 3)
    assert evenness([]) == 1
