"""How long will this customer wait, honestly with a range?

With Q ahead, a full-load completion rate R and an abandonment rate θ per waiting customer, the queue before the
customer dies out like a pure death process: the wait is a sum of independent exponential stages of rates R + iθ,
i = 0..Q, with mean Σ 1/(R + iθ) (Whitt, "Predicting Queueing Delays", Management Science 45(6), 1999; the QLm predictor
of Ibrahim and Whitt, "Real-Time Delay Estimation in Overloaded Multiserver Queues with Abandonments", Management
Science 55(10), 2009).

Its distribution has a closed form: exp(-θ·E/(R + iθ)), with E a unit exponential, is Beta(R/θ + i, 1), and the product
of Beta(a, 1), Beta(a + 1, 1), … Beta(a + Q, 1) is Beta(a, Q + 1). Hence P(wait ≤ t) = I_x(Q + 1, R/θ) with
x = 1 - exp(-θt), where I is the regularised incomplete beta function.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

PATIENT = 1e-6
"""θ as a share of R at least: R/θ = 10^6 is the limit θ → 0 to six digits, and keeps one formula for both."""

_TINY = 1e-300
_CLOSE = 1e-12


class Rates(NamedTuple):
    """How fast a skill group moves, per second: `completion` of the whole group under full load, `abandonment` each."""

    completion: float
    abandonment: float


class Estimate(NamedTuple):
    """A wait from now in seconds, with its range.

    `source`: 'learned' (rates from the log), 'staffing' (who works now and the policy's assumed handling time),
    'head_of_line' (as that, scaled to what the first in line has already waited), 'free' (somebody has room) or
    'nobody' (infinite: nobody works).
    """

    p50: float
    p90: float
    mean: float
    ahead: int
    source: str


NOBODY = math.inf
FREE = Estimate(0.0, 0.0, 0.0, 0, "free")


def mean_wait(ahead: int, rates: Rates) -> float:
    """Mean seconds until a customer with `ahead` others before them is served: Σ 1/(R + iθ), i = 0..ahead."""
    if rates.completion <= 0:
        return math.inf
    return math.fsum(1.0 / (rates.completion + i * rates.abandonment) for i in range(ahead + 1))


def wait_probability(seconds: float, ahead: int, rates: Rates) -> float:
    """P(wait ≤ seconds) of that sum of stages."""
    if seconds <= 0 or rates.completion <= 0:
        return 0.0
    theta = max(rates.abandonment, rates.completion * PATIENT)
    return _incomplete_beta(-math.expm1(-theta * seconds), ahead + 1.0, rates.completion / theta)


@lru_cache(maxsize=65_536)
def wait_percentile(share: float, ahead: int, rates: Rates) -> float:
    """The seconds within which that share (0 to 1) of such waits ends, to a thousandth of itself."""
    if rates.completion <= 0:
        return math.inf
    low, high = 0.0, (ahead + 1.0) / rates.completion
    while wait_probability(high, ahead, rates) < share:
        low, high = high, high * 2
    while high - low > 1e-3 * high:
        middle = (low + high) / 2
        if wait_probability(middle, ahead, rates) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def nobody(ahead: int) -> Estimate:
    """Nobody works for this group: no wait can be told."""
    return Estimate(NOBODY, NOBODY, NOBODY, ahead, "nobody")


def estimate_from(rates: Rates, ahead: int, source: str) -> Estimate:
    """The wait with `ahead` others first."""
    if rates.completion <= 0:
        return nobody(ahead)
    return Estimate(
        wait_percentile(0.5, ahead, rates),
        wait_percentile(0.9, ahead, rates),
        mean_wait(ahead, rates),
        ahead,
        source,
    )


def estimate_without_rates(units: int, handling: float, ahead: int, head_waited: float) -> Estimate:
    """Nothing learned yet: `units` requests can be handled at once, for `handling` seconds each.

    If the first in line has waited longer than that says (`head_waited` seconds), the model is too hopeful here: it is
    scaled to what was seen (the head-of-line predictor of the same authors).
    """
    guess = estimate_from(Rates(units / handling, 0.0), ahead, "staffing")
    if guess.source == "nobody" or head_waited <= guess.p50:
        return guess
    stretch = head_waited / guess.p50
    return Estimate(head_waited, guess.p90 * stretch, guess.mean * stretch, ahead, "head_of_line")


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """I_x(a, b) by its continued fraction (DLMF 8.17.22) from whichever side converges fast."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1.0) / (a + b + 2.0):
        return min(1.0, front * _continued(x, a, b) / a)
    return max(0.0, 1.0 - front * _continued(1.0 - x, b, a) / b)


def _continued(x: float, a: float, b: float) -> float:
    """The fraction itself, by Lentz's method; some √max(a, b) steps are enough."""
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > _TINY else _TINY)
    fraction = d
    for m in range(1, 20 + 10 * math.isqrt(int(max(a, b)) + 1)):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1.0 + even * d
        c = 1.0 + even / c
        d = 1.0 / (d if abs(d) > _TINY else _TINY)
        c = c if abs(c) > _TINY else _TINY
        fraction *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1.0 + odd * d
        c = 1.0 + odd / c
        d = 1.0 / (d if abs(d) > _TINY else _TINY)
        c = c if abs(c) > _TINY else _TINY
        step = d * c
        fraction *= step
        if abs(step - 1.0) < _CLOSE:
            break
    return fraction
