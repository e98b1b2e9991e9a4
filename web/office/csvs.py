"""How does a table leave as CSV without harming whoever opens it?

A spreadsheet takes a cell that begins with = + - or @ for a formula; such text is led by an apostrophe (OWASP, CSV
injection).
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide forms too

Cell = str | int | float | None


def cell(value: Cell) -> str | int | float:
    """A cell that is what it looks like; numbers stay numbers of three places at most, nothing and no bound are
    empty."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA):
        return "'" + value
    return value


def answer(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A file of UTF-8 with a mark at its beginning, without which Excel would garble it."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([cell(each) for each in head])
    writer.writerows([cell(each) for each in row] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
