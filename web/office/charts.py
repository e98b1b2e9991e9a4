"""Where do the marks of a drawing lie? Numbers for the templates, which draw without a script; the words for those who
do not see them come along, and the table beside says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 860.0, 200.0  # of the plane between the axes
LEFT, TOP = 44.0, 14.0
LABELS = 12  # at most so many along the bottom, so that they stay apart


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar."""

    kind: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """All that stands on one place of the bottom line."""

    x: float
    width: float
    middle: float
    label: str  # empty where there is no room for one
    words: str
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across, and what it stands for."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Plane:
    """A drawing with bars or lines."""

    bars: list[Bar]
    lines: dict[str, list[str]]  # kind → the pieces of its line, as SVG points; it is broken where nothing was
    dots: list[tuple[str, float, float, str]]  # kind, x, y, words
    ticks: list[Tick]

    width = LEFT + WIDTH + 8
    height = TOP + HEIGHT + 28
    left = LEFT
    right = LEFT + WIDTH
    bottom = TOP + HEIGHT
    label_y = TOP + HEIGHT + 18


def stacked(rows: Sequence[tuple[str, str, dict[str, float]]]) -> Plane:
    """Bars of (label, words, kind → amount), one upon the other from the bottom."""
    top = nice(max((sum(parts.values()) for _label, _words, parts in rows), default=0))
    step, width = _places(len(rows))
    bars = []
    for number, (label, words, parts) in enumerate(rows):
        y, pieces = TOP + HEIGHT, []
        for kind, amount in parts.items():
            height = HEIGHT * amount / top
            y -= height
            if amount:
                pieces.append(Part(kind, round(y, 1), round(height, 1)))
        x = LEFT + number * step + (step - width) / 2
        bars.append(_bar(number, len(rows), x, width, label, words, pieces))
    return Plane(bars, {}, [], _ticks(top, "{:,.0f}"))


def lined(rows: Sequence[tuple[str, dict[str, tuple[float, str] | None]]], top: float, form: str) -> Plane:
    """Lines of (label, kind → (value, words)); None where there is nothing to say. `form` writes what the axis says."""
    step, width = _places(len(rows))
    bars, dots = [], []
    lines: dict[str, list[str]] = {}
    runs: dict[str, list[str]] = {}
    for number, (label, values) in enumerate(rows):
        x = LEFT + (number + 0.5) * step
        bars.append(_bar(number, len(rows), x - width / 2, width, label, "", []))
        for kind, value in values.items():
            if value is None:
                lines.setdefault(kind, []).append(" ".join(runs.pop(kind, [])))
                continue
            y = TOP + HEIGHT * (1 - min(1.0, value[0] / top))
            runs.setdefault(kind, []).append(f"{x:.1f},{y:.1f}")
            dots.append((kind, round(x, 1), round(y, 1), value[1]))
    for kind, run in runs.items():
        lines.setdefault(kind, []).append(" ".join(run))
    return Plane(bars, lines, dots, _ticks(top, form))


def nice(value: float) -> float:
    """The next number that makes a good end of an axis: 1, 2, 4, 5, 8 or 10 times a power of ten; at least 4."""
    if value <= 4:
        return 4
    power = 10.0 ** (len(str(int(value))) - 1)
    return next(factor * power for factor in (1, 2, 4, 5, 8, 10) if factor * power >= value)


def shades(values: Sequence[float], steps: int = 5) -> list[int]:
    """Each value's shade, 0 for nothing and `steps` for the most."""
    most = max(values, default=0)
    return [0 if not value else max(1, round(steps * value / most)) for value in values]


def _places(count: int) -> tuple[float, float]:
    step = WIDTH / max(1, count)
    return step, min(44.0, step * 0.72)


def _bar(number: int, of: int, x: float, width: float, label: str, words: str, parts: list[Part]) -> Bar:
    every = -(-of // LABELS)
    return Bar(
        round(x, 1), round(width, 1), round(x + width / 2, 1), label if number % every == 0 else "", words, parts
    )


def _ticks(top: float, form: str) -> list[Tick]:
    return [Tick(round(TOP + HEIGHT * (1 - share), 1), form.format(top * share)) for share in (0, 0.25, 0.5, 0.75, 1)]
