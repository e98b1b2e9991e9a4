"""How often do the rules of secrets take a harmless text for something else, and what do they cost a message?

`python -m bench.words FILE`: a file with one text in each line, or a CSV with a column `text`, such as the training
questions of BANKING77. Customers wrote those, so whatever is masked or taken for a request is a mistake.
"""

from __future__ import annotations

import csv
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from chat.asking import asks_for
from chat.redaction import mask

ROUNDS = 5


def texts(path: Path) -> list[str]:
    """What is in the file."""
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            return [row["text"] for row in csv.DictReader(file)]
        return file.read().splitlines()


def microseconds(one: Callable[[str], object], of: list[str]) -> float:
    """A text's time, the median of several rounds."""
    spent = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for text in of:
            one(text)
        spent.append((time.perf_counter() - start) / len(of) * 1e6)
    return statistics.median(spent)


def main() -> int:
    """Both kinds of rules, over all texts."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        print("python -m bench.words FILE", file=sys.stderr)
        return 2
    found = texts(Path(sys.argv[1]))
    print(f"{len(found)} texts")
    for what, one in (("masked", lambda text: mask(text)[1]), ("taken for a request", asks_for)):
        print(f"{what:20} {sum(bool(one(text)) for text in found):6} {microseconds(one, found):8.1f} µs each")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
