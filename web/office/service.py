"""What do leads see of volume, waits and work? Drawings and tables of the figures that are counted ahead."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from babel import Locale
from babel.dates import format_skeleton, get_day_names
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from agents import wall
from agents.planning import zones
from chat.errors import Refusal
from reporting import figures
from reporting.core import BOUNDS, Figures, Period
from routing.sentences import length
from web.office import charts, csvs, periods
from web.office.gate import Visit, page, shown, told
from web.office.words import dimension_names, name_of, names, percent, seconds, waited

Dimension = figures.Dimension
BY = (Dimension.LANGUAGE, Dimension.REGION, Dimension.TIER, Dimension.TOPIC, Dimension.AGENT)
# Counted of chats alone: a wait is nobody's, and a ticket or a loss is no one person's either.
NOT_OF_PEOPLE = frozenset(
    name for name in Figures._fields if name.startswith(("within_", "told", "wait_", "untold", "ticketed", "abandoned"))
)
HOURLY = timedelta(days=2)  # up to so many days are shown by the hour


class Asked(NamedTuple):
    """What a report is about: `by` compares values of a dimension, `within` is the promise in seconds, `only` one value
    of `by` in the drawings (empty: all chats)."""

    period: Period
    by: str
    within: int
    only: str

    @property
    def step(self) -> Any:
        """day or hour."""
        return "hour" if self.period.last - self.period.first < HOURLY else "day"

    @property
    def drawn(self) -> tuple[str, str]:
        """Dimension and value of the drawings."""
        return (self.by, self.only) if self.only else (Dimension.ALL, "")


def asked(query: QueryDict, promise: int) -> Asked:
    """`from`, `to`, `zone`, `by`, `within` (else the site's `promise` in seconds) and `only`; else
    `settings_invalid`."""
    by, within = query.get("by") or Dimension.LANGUAGE, query.get("within") or str(promise)
    if by not in BY:
        raise periods.wrong("by", _("This can be compared: %(names)s.") % {"names": ", ".join(BY)})
    if within not in {str(bound) for bound in BOUNDS}:
        raise periods.wrong("within", _("A promise is one of these: %(seconds)s seconds.") % {"seconds": BOUNDS})
    return Asked(periods.period(query), by, int(within), query.get("only", "")[:64])


def steps(question: Asked) -> list[datetime]:
    """Every day or hour of the period up to now, local and naive, also those in which nothing was."""
    at = question.period.start.replace(tzinfo=None)
    end = min(question.period.end, datetime.now(question.period.end.tzinfo)).replace(tzinfo=None)
    each = timedelta(hours=1) if question.step == "hour" else timedelta(days=1)
    found = []
    while at < end:
        found.append(at)
        at += each
    return found


@require_GET
@page("lead")
def service(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Volume and waits over time, and the values of a dimension beside each other."""
    problems, promise = [], wall.promise(visit.agent.site_id)
    try:
        question = asked(request.GET, promise)
    except Refusal as refusal:
        question, problems = Asked(periods.usual(), Dimension.LANGUAGE, promise, ""), told(refusal)
    if request.GET.get("as") == "csv" and not problems:
        return _csv(visit.agent.site_id, question)
    site_id = visit.agent.site_id
    values = figures.by_value(site_id, question.period, question.by)
    known = names(site_id, question.by)
    most = max((each.offered for each in values.values()), default=0)
    rows = [
        {
            "value": value,
            "name": name_of(question.by, value, known),
            "figures": each,
            "bar": round(90 * each.offered / most, 1) if most else 0,
            "cells": cells(each, question),
        }
        for value, each in values.items()
    ]
    whole, drawings = _drawn(site_id, question)
    return shown(
        request,
        "office/service.html",
        visit,
        problems=problems,
        period=question.period,
        question=question,
        zones=sorted(zones()),
        dimensions=[(each, dimension_names()[each]) for each in BY],
        bounds=[(bound, length(bound)) for bound in BOUNDS],
        promise=length(question.within),
        counted_until=figures.counted_until(site_id),
        rows=rows,
        people=question.by == Dimension.AGENT,
        only=name_of(question.by, question.only, known) if question.only else "",
        whole=_tiles(whole, question),
        **drawings,
    )


def cells(each: Figures, question: Asked) -> list[str]:
    """A row of the table after its name and volume."""
    if question.by == Dimension.AGENT:
        return [
            seconds(each.handling),
            "–" if each.rating is None else f"{each.rating:.1f} ({each.rated})",
            seconds(each.working_s),
            percent(each.occupancy),
        ]
    return [
        percent(each.service_level(question.within)),
        waited(each.wait(0.5)),
        waited(each.wait(0.9)),
        percent(each.abandonment),
        str(each.ticketed),
        seconds(each.handling),
        "–" if each.rating is None else f"{each.rating:.1f} ({each.rated})",
        f"{percent(each.within_first)} / {percent(each.within_second)}",
    ]


def _tiles(whole: Figures, question: Asked) -> list[tuple[str, str, str]]:
    """(name, figure, what it is of) at the head of the page."""
    found = [(_("Chats"), f"{whole.offered:,}", _("%(count)s served") % {"count": f"{whole.served:,}"})]
    if question.drawn[0] == Dimension.AGENT:
        return [
            *found,
            (_("Time per chat"), seconds(whole.handling), ""),
            (_("Capacity in use"), percent(whole.occupancy), _("while working")),
        ]
    return [
        *found,
        (
            _("Service level"),
            percent(whole.service_level(question.within)),
            _("served within %(time)s") % {"time": length(question.within)},
        ),
        (
            _("Half waited at most"),
            waited(whole.wait(0.5)),
            _("nine of ten %(time)s") % {"time": waited(whole.wait(0.9))},
        ),
        (_("Left unserved"), percent(whole.abandonment), _("%(count)d chats") % {"count": whole.abandoned}),
        (
            _("Rating"),
            "–" if whole.rating is None else f"{whole.rating:.1f}",
            _("of %(count)d") % {"count": whole.rated},
        ),
    ]


def _drawn(site_id: int, question: Asked) -> tuple[Figures, dict[str, Any]]:
    dimension, value = question.drawn
    found = figures.series(site_id, question.period, question.step, dimension, value)
    week = figures.hours_of_week(site_id, question.period, dimension, value)
    moments = [(at, _label(at, question.step), found.get(at, Figures())) for at in steps(question)]
    volume = charts.stacked(
        [
            (
                label,
                _("%(when)s: %(offered)d chats, %(served)d served, %(tickets)d to a ticket, %(left)d left")
                % {
                    "when": label,
                    "offered": each.offered,
                    "served": each.served,
                    "tickets": each.ticketed,
                    "left": each.abandoned,
                },
                {
                    "served": each.served,
                    "ticketed": each.ticketed,
                    "abandoned": each.abandoned,
                    "waiting": max(0, each.waiting),
                },
            )
            for _at, label, each in moments
        ]
    )
    levels = charts.lined(
        [(label, {"level": _share(label, each.service_level(question.within))}) for _at, label, each in moments],
        1.0,
        "{:.0%}",
    )
    hours = [week.get((day, hour), Figures()) for day in range(7) for hour in range(24)]
    shades = charts.shades([each.offered for each in hours])
    days = get_day_names("abbreviated", locale=_reader())
    heat = [
        {
            "day": days[day],
            "hours": [
                {
                    "shade": shades[24 * day + hour],
                    "words": _("%(day)s, %(hour)d:00: %(count)d chats")
                    % {"day": days[day], "hour": hour, "count": hours[24 * day + hour].offered},
                }
                for hour in range(24)
            ],
        }
        for day in range(7)
    ]
    return figures.total(found.values()), {"volume": volume, "levels": levels, "heat": heat}


def _share(label: str, share: float | None) -> tuple[float, str] | None:
    return None if share is None else (share, f"{label}: {percent(share)}")


def _label(at: datetime, step: str) -> str:
    return at.strftime("%H:%M") if step == "hour" else format_skeleton("MMMd", at, locale=_reader())


def _reader() -> Locale:
    """Of English the one that puts the day first, as the other dates of these pages do."""
    language = get_language() or "en"
    return Locale.parse("en-GB" if language == "en" else language, sep="-")


def _csv(site_id: int, question: Asked) -> HttpResponse:
    """One row for each day or hour and value, with all figures; names as they are, times as local ISO 8601. What is
    not counted of people is empty there, not nought."""
    known = names(site_id, question.by)
    rows = figures.series_by_value(site_id, question.period, question.step, question.by)
    head = ["local_time", question.by, "name", *Figures._fields, "service_level", "wait_p50_s", "wait_p90_s"]
    return csvs.answer(
        f"switchboard-{question.by}-{question.period.first}-{question.period.last}",
        head,
        (
            [at.isoformat(timespec="minutes"), value, name_of(question.by, value, known), *_counted(each, question)]
            for (at, value), each in rows.items()
        ),
    )


def _counted(each: Figures, question: Asked) -> list[csvs.Cell]:
    """The figures of a row as its head names them."""
    if question.by == Dimension.AGENT:
        return [*(None if name in NOT_OF_PEOPLE else getattr(each, name) for name in Figures._fields), None, None, None]
    return [*each, each.service_level(question.within), each.wait(0.5), each.wait(0.9)]
