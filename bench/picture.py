"""What do the figures of delivery look like beside what was promised? `python -m bench.picture < output-of-make-bench`.

Writes docs/pictures/delivery.svg: a bar for each promise, the bound a line, all drawn to the same bound.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ops.places import ROOT

FILE = ROOT / "docs/pictures/delivery.svg"


@dataclass(frozen=True, slots=True)
class Promise:
    """A figure and its bound; `least` where more is better."""

    key: str
    words: str
    bound: float
    unit: str = ""
    least: bool = False

    def kept(self, value: float) -> bool:
        """Whether the figure is on the right side of the bound."""
        return value >= self.bound if self.least else value <= self.bound


PROMISES = [
    Promise("full_path_ratio_to_echo", "cost of a message, in bare echoes", 1.9, "×"),
    Promise("uvicorn_ratio_to_echo", "the same on uvicorn", 3.0, "×"),
    Promise("p50_ms", "median latency at 30 % load", 5.0, " ms"),
    Promise("p99_ms", "99th percentile", 30.0, " ms"),
    Promise("growth_100_to_2000", "cost at 2,000 threads, against 100", 1.3, "×"),
    Promise("two_process_ratio", "two processes, against one (at least)", 1.5, "×", least=True),
    Promise("kib_per_connection", "memory of an idle connection", 40.0, " KiB"),
    Promise("storm_resumed_s", "2,000 returns: all resumed after", 30.0, " s"),
    Promise("slow_clients_growth_mib", "50 who do not read: memory", 100.0, " MiB"),
]

WIDTH, ROW, TOP, LEFT, BOUND = 860, 34, 50, 310, 590


def svg(result: dict[str, float]) -> str:
    """The picture, for light and dark pages."""
    rows = []
    for number, promise in enumerate(PROMISES):
        value = result[promise.key]
        y = TOP + number * ROW
        length = min((BOUND - LEFT) * value / promise.bound, WIDTH - LEFT - 150)
        colour = "kept" if promise.kept(value) else "missed"
        told = f"{value:g}{promise.unit} of {promise.bound:g}{promise.unit}"
        rows.append(
            f'<text x="{LEFT - 12}" y="{y + 16}" text-anchor="end">{escape(promise.words)}</text>'
            f'<rect class="{colour}" x="{LEFT}" y="{y + 2}" width="{max(2.0, length):.0f}" height="20" rx="3"/>'
            f'<text class="value" x="{LEFT + max(2.0, length) + 8:.0f}" y="{y + 16}">{escape(told)}</text>'
        )
    height = TOP + len(PROMISES) * ROW + 16
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"
  aria-label="Delivery: what was measured beside what is promised" font-family="system-ui, sans-serif" font-size="14">
<style>
text {{ fill: #1f2933 }} .value {{ font-size: 13px }} .kept {{ fill: #2f7d5b }} .missed {{ fill: #c2552d }}
.value {{ paint-order: stroke; stroke: #fff; stroke-width: 4px }}
.bound {{ stroke: #64748b; stroke-dasharray: 4 4 }} .paper {{ fill: #fff }}
@media (prefers-color-scheme: dark) {{ text {{ fill: #e5e7eb }} .paper {{ fill: #14181d }}
.value {{ stroke: #14181d }} .kept {{ fill: #4fb389 }} }}
</style>
<rect class="paper" width="{WIDTH}" height="{height}" rx="8"/>
<text x="{BOUND}" y="30" text-anchor="middle">promised</text>
<line class="bound" x1="{BOUND}" y1="38" x2="{BOUND}" y2="{height - 12}"/>
{"".join(rows)}
</svg>
"""


def main() -> None:
    """From the RESULT line to the file."""
    line = next(line for line in sys.stdin if line.startswith("RESULT "))
    FILE.write_text(svg(json.loads(line.removeprefix("RESULT "))))
    print(f"{FILE.relative_to(ROOT)} is written")


if __name__ == "__main__":
    main()
