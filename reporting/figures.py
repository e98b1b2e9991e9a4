"""What do leads ask of the figures? Totals, rows by value of a dimension, and a series in local time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from django.db import connection

from chat.sql import composed
from reporting.core import Figures, Period
from reporting.models import Counted, Quarter

Dimension = Quarter.Dimension
SUMS = ", ".join(
    f"sum({column})::{'float8' if isinstance(nothing, float) else 'bigint'}"
    for column, nothing in Figures._field_defaults.items()
)
CHOSEN = """FROM reporting_quarter
WHERE site_id = %(site)s AND dimension = %(dimension)s AND at >= %(start)s AND at < %(end)s"""
LOCAL = "at AT TIME ZONE %(zone)s"


def _query(statement: str) -> str:
    return composed(statement, sums=SUMS, chosen=CHOSEN, local=LOCAL)


BY_VALUE = _query("SELECT value, {sums} {chosen} GROUP BY value")
SERIES = _query("""
SELECT date_trunc(%(step)s, {local}), {sums} {chosen} AND value = %(value)s GROUP BY 1 ORDER BY 1
""")
SERIES_BY_VALUE = _query("""
SELECT date_trunc(%(step)s, {local}), value, {sums} {chosen} GROUP BY 1, 2 ORDER BY 1, 2
""")
HOURS_OF_WEEK = _query("""
SELECT extract(isodow FROM {local})::int - 1, extract(hour FROM {local})::int, {sums}
{chosen} AND value = %(value)s GROUP BY 1, 2
""")


def by_value(site_id: int, period: Period, dimension: str) -> dict[str, Figures]:
    """value → figures of the whole period, those with most chats first."""
    rows = _ask(BY_VALUE, site_id, period, dimension)
    found = {str(row[0]): Figures(*row[1:]) for row in rows}
    return dict(sorted(found.items(), key=lambda item: (-item[1].offered, item[0])))


def series(
    site_id: int, period: Period, step: Literal["day", "hour"], dimension: str = Dimension.ALL, value: str = ""
) -> dict[datetime, Figures]:
    """beginning of each day or hour in the period's zone (naive local time) → figures; what was silent is left out."""
    rows = _ask(SERIES, site_id, period, dimension, step=step, value=value)
    return {row[0]: Figures(*row[1:]) for row in rows}


def series_by_value(
    site_id: int, period: Period, step: Literal["day", "hour"], dimension: str
) -> dict[tuple[datetime, str], Figures]:
    """(beginning of each day or hour, value) → figures, in order; what was silent is left out."""
    rows = _ask(SERIES_BY_VALUE, site_id, period, dimension, step=step)
    return {(row[0], str(row[1])): Figures(*row[2:]) for row in rows}


def hours_of_week(
    site_id: int, period: Period, dimension: str = Dimension.ALL, value: str = ""
) -> dict[tuple[int, int], Figures]:
    """(weekday 0 to 6 from Monday, hour) in the period's zone → figures of all such hours."""
    rows = _ask(HOURS_OF_WEEK, site_id, period, dimension, value=value)
    return {(row[0], row[1]): Figures(*row[2:]) for row in rows}


def total(rows: Iterable[Figures]) -> Figures:
    """All of them together."""
    found = Figures()
    for row in rows:
        found = found.plus(row)
    return found


def counted_until(site_id: int) -> datetime | None:
    """Up to when everything is in the figures; None where nothing has been counted."""
    return Counted.objects.filter(site=site_id).values_list("until", flat=True).first()


def _ask(query: str, site_id: int, period: Period, dimension: str, **more: Any) -> list[tuple[Any, ...]]:
    values: dict[str, Any] = {
        "site": site_id,
        "dimension": dimension,
        "start": period.start,
        "end": period.end,
        "zone": period.zone,
    }
    with connection.cursor() as cursor:
        cursor.execute(query, values | more)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
