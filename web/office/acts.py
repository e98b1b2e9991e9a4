"""What has been changed on this desk, when and by whom?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from agents.models import AdministrativeAct
from web.office.gate import Visit, page, shown

NEWEST = 200
WORDS = {
    "deputy_set": _("Deputy set"),
    "holiday_added": _("Holiday added"),
    "holiday_removed": _("Holiday removed"),
    "hours_added": _("Office hours added"),
    "hours_removed": _("Office hours removed"),
    "manager_removed": _("Account manager removed"),
    "manager_set": _("Account manager set"),
    "person_changed": _("Person changed"),
    "person_dismissed": _("Person dismissed"),
    "person_hired": _("Person hired"),
    "policy_saved": _("Routing policy saved"),
    "shift_added": _("Shift added"),
    "shift_removed": _("Shift removed"),
    "team_removed": _("Team removed"),
    "team_saved": _("Team saved"),
}


@require_GET
@page(administrators=True)
def acts(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The newest acts first."""
    rows = AdministrativeAct.objects.select_related("by").filter(site=visit.agent.site_id).order_by("-pk")[:NEWEST]
    found = [{"row": row, "words": WORDS.get(row.act, row.act)} for row in rows]
    return shown(request, "office/acts.html", visit, acts=found)
