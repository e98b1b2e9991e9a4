"""What do leads see of waiting times and of fairness?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from agents.planning import zones
from chat.errors import Refusal
from routing import reports
from routing.core.calibration import Calibration
from routing.sentences import joined, language_name
from web.office import periods
from web.office.gate import Visit, page, shown, told

# The drawing of a calibration: shares on an axis from 0 to 1.
LEFT, WIDTH, ROW, TOP = 170, 500, 34, 34


def _asked(request: HttpRequest, longest: timedelta = reports.LONGEST) -> tuple[reports.Period, list[dict[str, str]]]:
    try:
        return periods.period(request.GET, longest), []
    except Refusal as refusal:
        return periods.usual(), told(refusal)


def drawing(rows: Iterable[tuple[str, Calibration]]) -> dict[str, Any]:
    """The shares within p50 and p90 of each row, beside where they should be."""
    marks = [
        {
            "name": name,
            "y": TOP + number * ROW + ROW // 2,
            "p50": round(LEFT + WIDTH * found.within_p50, 1),
            "p90": round(LEFT + WIDTH * found.within_p90, 1),
            "low": round(LEFT + WIDTH * min(found.within_p50, found.within_p90), 1),
            "span": round(WIDTH * abs(found.within_p90 - found.within_p50), 1),
            "words": _("%(name)s: %(half)d %% within the first figure, %(most)d %% within the second")
            % {"name": name, "half": round(100 * found.within_p50), "most": round(100 * found.within_p90)},
        }
        for number, (name, found) in enumerate(rows)
    ]
    return {
        "marks": marks,
        "height": TOP + len(marks) * ROW + 8,
        "bottom": TOP + len(marks) * ROW,
        "axis": [{"x": LEFT + WIDTH * tenth // 10, "percent": tenth * 10} for tenth in (0, 5, 9, 10)],
    }


@require_GET
@page()
def waits(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Were the waits as they had been told?"""
    period, problems = _asked(request)
    found = reports.waits(visit.agent.site_id, period)
    rows = [(_("All"), found.all, found.untold)]
    rows += [
        (language_name(language), found.languages.get(language), found.untold_languages[language])
        for language in sorted(found.languages.keys() | found.untold_languages.keys())
    ]
    rows += [
        (_("Tier %(tier)d") % {"tier": tier}, found.tiers.get(tier), found.untold_tiers[tier])
        for tier in sorted(found.tiers.keys() | found.untold_tiers.keys())
    ]
    return shown(
        request,
        "office/waits.html",
        visit,
        problems=problems,
        period=period,
        zones=sorted(zones()),
        drawing=drawing((name, each) for name, each, _untold in rows if each),
        told=found.all is not None,
        waited=reports.WAITED,
        rows=[
            {
                "name": name,
                "figures": each,
                "half": round(100 * each.within_p50) if each else None,
                "most": round(100 * each.within_p90) if each else None,
                "untold": untold,
            }
            for name, each, untold in rows
            if each or untold
        ],
    )


@require_GET
@page()
def fairness(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Did equals get equal work?"""
    period, problems = _asked(request, reports.LONGEST_FAIRNESS)
    groups = []
    for group in reports.equals(visit.agent.site_id, period):
        most = max((each.per_hour for _name, each in group.people), default=0.0)
        groups.append(
            {
                "languages": joined(language_name(language) for language in group.languages),
                "evenness": None if group.evenness is None else round(100 * group.evenness),
                "people": [
                    {
                        "name": name,
                        "figures": each,
                        "hours": each.working / 3600,
                        "bar": round(120 * each.per_hour / most, 1) if most else 0,
                        "idle": round(100 * each.idle_share),
                        "idle_bar": round(1.2 * 100 * each.idle_share, 1),
                        "busy": round(100 * each.busy),
                    }
                    for name, each in group.people
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
