"""How does an administrator read and change the routing policy?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chat.errors import Refusal
from routing import core, policies
from routing.models import PolicyVersion
from web.office import policy_fields as fields
from web.office import policy_problems
from web.office.acts import words
from web.office.gate import Visit, page, shown, told

VERSIONS = 30  # shown of the history


@require_http_methods(["GET", "HEAD", "POST"])
@page("administrator")
def policy(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form; `do` says what to do with it: look what follows, save, or restore an older version."""
    last = policies.newest(visit.agent.site_id)
    known = last.version if last else 0
    data = policies.rules(policies.policy_at(visit.agent.site_id, known))
    base, problems, note = known, [], ""
    if request.method == "POST":
        do = request.POST.get("do", "")
        base, note = _whole(request.POST.get("base", "")), request.POST.get("note", "")
        try:
            if do.startswith("restore:"):
                saved = visit.act(policies.restore, visit.agent.pk, base, _whole(do.partition(":")[2]))
            else:
                data = fields.read(request.POST)
                if do != "save":
                    problems = policy_problems.problems(data)
                    return _form(request, visit, data, base, problems, note, looked=True)
                saved = visit.act(policies.save, visit.agent.pk, base, data, note)
            messages.success(request, _("Saved as version %(version)d.") % {"version": saved.version})
            return redirect("office-policy")
        except Refusal as refusal:
            invalid = refusal.code == "settings_invalid"
            problems = policy_problems.problems(data) if invalid else told(refusal)
            if refusal.code == "policy_changed":
                base = int(refusal.data["version"])
    return _form(request, visit, data, base, problems, note)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _form(
    request: HttpRequest,
    visit: Visit,
    data: dict[str, Any],
    base: int,
    problems: list[dict[str, str]],
    note: str,
    looked: bool = False,
) -> HttpResponse:
    by_field: dict[str, list[str]] = {}
    for problem in problems:
        by_field.setdefault(problem["field"], []).append(problem["reason"])
    groups = [
        {
            "title": group.title,
            "help": group.help,
            "fields": [
                {"about": field, "value": fields.value_of(data, field.name), "problems": by_field.pop(field.name, [])}
                for field in group.fields
            ],
        }
        for group in fields.groups_for(data)
    ]
    rings = [{"row": row, "problems": _of_ring(by_field, place)} for place, row in enumerate(fields.ring_rows(data))]
    following = core.Policy.from_dict(data) if not core.Policy.validate(data) else None
    return shown(
        request,
        "office/policy.html",
        visit,
        groups=groups,
        rings=rings,
        base=base,
        note=note,
        looked=looked,
        problems=problems,
        rest=[{"field": field, "reasons": reasons} for field, reasons in by_field.items()],
        bound=following.overtaking_bound if following else None,
        timeline=fields.timeline(following) if following else None,
        versions=_versions(visit.agent.site_id),
        current=base,
    )


def _of_ring(by_field: dict[str, list[str]], place: int) -> list[str]:
    found = [name for name in by_field if name.startswith(f"rings[{place}]")]
    return [reason for name in found for reason in by_field.pop(name)]


def _versions(site_id: int) -> list[dict[str, Any]]:
    """Newest first, each with what it changed."""
    rows = list(
        PolicyVersion.objects.select_related("saved_by").filter(site=site_id).order_by("-version")[: VERSIONS + 1]
    )
    defaults = policies.rules(core.Policy.default())
    found = []
    for place, row in enumerate(rows[:VERSIONS]):
        before = defaults if place + 1 == len(rows) else {**defaults, **rows[place + 1].data}
        found.append(
            {
                "row": row,
                "changes": [
                    {
                        "field": policy_problems.label(change.field),
                        "before": words(change.before),
                        "after": words(change.after),
                    }
                    for change in policies.differences(before, {**defaults, **row.data})
                ],
                "newest": place == 0,
            }
        )
    return found
