"""What do leads see of waiting times and of fairness?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from agents.planning import zones
from chat.errors import Refusal
from reporting import figures
from reporting.core import Figures, Period
from reporting.equals import equals
from routing.sentences import joined, language_name, tier_name
from web.office import periods
from web.office.gate import Visit, page, shown, told
from web.office.words import percent, seconds

Dimension = figures.Dimension
# The drawing of a calibration: shares on an axis from 0 to 1.
LEFT, WIDTH, ROW, TOP = 170, 500, 34, 34


def _asked(request: HttpRequest) -> tuple[Period, list[dict[str, str]]]:
    try:
        return periods.period(request.GET), []
    except Refusal as refusal:
        return periods.usual(), told(refusal)


def drawing(rows: Iterable[tuple[str, Figures]]) -> dict[str, Any]:
    """The shares within p50 and p90 of each row that has any, beside where they should be."""
    marks: list[dict[str, Any]] = []
    for name, found in rows:
        half, most = found.within_first, found.within_second
        if half is None or most is None:
            continue
        marks.append(
            {
                "name": name,
                "y": TOP + len(marks) * ROW + ROW // 2,
                "p50": round(LEFT + WIDTH * half, 1),
                "p90": round(LEFT + WIDTH * most, 1),
                "low": round(LEFT + WIDTH * min(half, most), 1),
                "span": round(WIDTH * abs(most - half), 1),
                "words": _("%(name)s: %(half)d %% within the first figure, %(most)d %% within the second")
                % {"name": name, "half": round(100 * half), "most": round(100 * most)},
            }
        )
    return {
        "marks": marks,
        "height": TOP + len(marks) * ROW + 8,
        "bottom": TOP + len(marks) * ROW,
        "axis": [{"x": LEFT + WIDTH * tenth // 10, "percent": tenth * 10} for tenth in (0, 5, 9, 10)],
    }


@require_GET
@page("lead")
def waits(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Were the waits as they had been told?"""
    period, problems = _asked(request)
    site_id = visit.agent.site_id
    rows = [(_("All"), each) for each in figures.by_value(site_id, period, Dimension.ALL).values()]
    languages = figures.by_value(site_id, period, Dimension.LANGUAGE)
    rows += [(language_name(language), each) for language, each in sorted(languages.items())]
    tiers = figures.by_value(site_id, period, Dimension.TIER)
    rows += [(tier_name(tier), each) for tier, each in sorted(tiers.items())]
    waited = [(name, each) for name, each in rows if each.told or each.untold]
    return shown(
        request,
        "office/waits.html",
        visit,
        problems=problems,
        period=period,
        zones=sorted(zones()),
        drawing=drawing(waited),
        told=any(each.told for _name, each in waited),
        rows=[
            {
                "name": name,
                "figures": each,
                "half": percent(each.within_first),
                "most": percent(each.within_second),
                "mean_told": seconds(each.mean_told),
                "mean_waited": seconds(each.mean_told_wait),
            }
            for name, each in waited
        ],
    )


@require_GET
@page("lead")
def fairness(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Did equals get equal work?"""
    period, problems = _asked(request)
    groups = []
    for group in equals(visit.agent.site_id, period):
        most = max((each.load_per_hour for _agent, each in group.people), default=0.0)
        groups.append(
            {
                "languages": joined(language_name(language) for language in group.languages),
                "evenness": None if group.evenness is None else round(100 * group.evenness),
                "people": [
                    {
                        "name": agent.name,
                        "figures": each,
                        "working": seconds(each.working_s),
                        "bar": round(120 * each.load_per_hour / most, 1) if most else 0,
                        "idle": percent(each.idle_share),
                        "idle_bar": round(120 * each.idle_share, 1),
                        "busy": percent(each.occupancy),
                    }
                    for agent, each in group.people
                ],
            }
        )
    return shown(
        request,
        "office/fairness.html",
        visit,
        problems=problems,
        period=period,
        zones=sorted(zones()),
        groups=groups,
    )
