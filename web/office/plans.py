"""How does an administrator see and change teams, shifts, holidays and office hours?"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from agents import planning, roster
from agents.models import Agent, Holiday, OfficeHours, Shift, Team, WeeklyHours
from chat.errors import Refusal
from web.office.gate import Visit, page, shown, told

DAYS = [
    gettext_lazy("Mon"),
    gettext_lazy("Tue"),
    gettext_lazy("Wed"),
    gettext_lazy("Thu"),
    gettext_lazy("Fri"),
    gettext_lazy("Sat"),
    gettext_lazy("Sun"),
]
EVERY_DAY = list(range(7))


def pattern(request: HttpRequest) -> planning.Pattern:
    """The weekly pattern of a form."""
    days = [int(day) for day in request.POST.getlist("weekdays") if day.isascii() and day.isdigit() and len(day) == 1]
    form = request.POST
    return planning.Pattern(
        form.get("zone", "").strip(), days, form.get("start", ""), form.get("end", ""), "bridges" in form
    )


def weekly(row: WeeklyHours) -> str:
    """A weekly pattern in short."""
    days = _("every day") if row.weekdays == EVERY_DAY else ", ".join(str(DAYS[day]) for day in row.weekdays)
    start, end = row.start.strftime("%H:%M"), row.end.strftime("%H:%M")
    hours = _("the whole day") if start == end else f"{start}–{end}"
    return f"{days} · {hours} · {row.zone}"


@require_http_methods(["GET", "HEAD", "POST"])
@page("administrator")
def plans(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All that is planned, and a form for more of each."""
    problems: list[dict[str, str]] = []
    do = request.POST.get("do", "")
    if request.method == "POST":
        try:
            _do(request, visit, do)
            messages.success(request, _("Saved."))
            return redirect("office-plans")
        except Refusal as refusal:
            problems = told(refusal)
    site = visit.agent.site_id
    agents = list(Agent.objects.filter(site=site, is_active=True).order_by("name"))
    teams = list(Team.objects.filter(site=site).prefetch_related("members"))
    now = time.time()
    plan = roster.of(site)
    wanted = _id(request.GET.get("team", "") or do.partition(":")[2] if do.startswith("team") or not do else "")
    editing = next((team for team in teams if team.pk == wanted), None)
    typed = bool(problems) and do.startswith("team")
    members = [agent.public_id for agent in editing.members.all()] if editing else []
    return shown(
        request,
        "office/plans.html",
        visit,
        problems=problems,
        failed=do.partition(":")[0] if problems else "",
        form=request.POST,
        chosen_days=request.POST.getlist("weekdays") or [str(day) for day in range(5)],
        chosen_members=request.POST.getlist("members") if typed else members,
        team_id=editing.pk if editing else "",
        team_name=request.POST.get("name", "") if typed else editing.name if editing else "",
        team_rota="rota" in request.POST if typed else editing.rota if editing else False,
        team_wrap_up=request.POST.get("wrap_up", "") if typed else _shown(editing),
        days=list(enumerate(DAYS)),
        zones=sorted(planning.zones()),
        agents=agents,
        teams=[{"row": team, "members": ", ".join(agent.name for agent in team.members.all())} for team in teams],
        shifts=[
            {"row": row, "owner": row.agent or row.team, "words": weekly(row)}
            for row in Shift.objects.select_related("agent", "team").filter(site=site).order_by("team", "agent", "pk")
        ],
        on_now=[agent.name for agent in agents if agent.pk in plan.shifts and plan.duty(agent.pk, now).on],
        uncovered=plan.uncovered(now)[:5],
        holidays=Holiday.objects.filter(site=site),
        hours=[{"row": row, "words": weekly(row)} for row in OfficeHours.objects.filter(site=site).order_by("pk")],
    )


def _shown(team: Team | None) -> str:
    """The seconds of a team's own wrap-up; empty where it has the policy's."""
    return "" if team is None or team.wrap_up is None else str(team.wrap_up)


def _do(request: HttpRequest, visit: Visit, do: str) -> None:
    form, by = request.POST, visit.agent.pk
    kind, _colon, key = do.partition(":")
    actions: dict[str, Callable[[], Any]] = {
        "team": lambda: visit.act(
            planning.save_team,
            by,
            _id(key) or None,
            form.get("name", ""),
            "rota" in form,
            form.getlist("members"),
            form.get("wrap_up", ""),
        ),
        "shift": lambda: visit.act(
            planning.add_shift,
            by,
            form.get("owner", ""),
            pattern(request),
            form.get("region", ""),
            form.get("first", ""),
            form.get("last", ""),
        ),
        "holiday": lambda: visit.act(
            planning.add_holiday, by, form.get("day", ""), form.get("region", ""), form.get("name", "")
        ),
        "hours": lambda: visit.act(
            planning.add_hours, by, form.get("language", ""), form.get("region", ""), pattern(request)
        ),
        "remove": lambda: visit.act(planning.remove, by, key.partition("-")[0], _id(key.partition("-")[2])),
    }
    if kind not in actions:
        raise Refusal("not_found")
    actions[kind]()


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
