"""How even is a distribution?"""

from __future__ import annotations

from collections.abc import Iterable


def evenness(values: Iterable[float]) -> float:
    """Jain's index of fairness: 1 when all are equal, 1/n when one has everything (Jain, Chiu and Hawe, 1984)."""
    known = list(values)
    squares = sum(value * value for value in known)
    return sum(known) ** 2 / (len(known) * squares) if squares else 1.0
