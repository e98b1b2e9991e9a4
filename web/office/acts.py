"""What has been changed on this desk, when and by whom?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from agents.models import AdministrativeAct, Agent
from routing.sentences import joined
from web.office import policy_problems
from web.office.gate import Visit, page, shown

NEWEST = 200
WORDS = {
    "appeal_refused": _("Appeal against a block refused"),
    "block_lifted": _("Block of a customer lifted"),
    "customer_blocked": _("Customer blocked"),
    "deputy_set": _("Deputy set"),
    "discretion_changed": _("Discretion changed"),
    "holiday_added": _("Holiday added"),
    "holiday_removed": _("Holiday removed"),
    "hours_added": _("Office hours added"),
    "hours_removed": _("Office hours removed"),
    "manager_removed": _("Account manager removed"),
    "manager_set": _("Account manager set"),
    "password_changed": _("Own password changed"),
    "password_given": _("New first password given"),
    "person_note_added": _("Note on a customer added"),
    "person_note_changed": _("Note on a customer changed"),
    "person_note_removed": _("Note on a customer removed"),
    "person_changed": _("Person changed"),
    "person_dismissed": _("Person dismissed"),
    "person_hired": _("Person hired"),
    "picture_removed": _("Picture removed"),
    "picture_set": _("Picture set"),
    "policy_saved": _("Routing policy saved"),
    "profile_changed": _("Own profile changed"),
    "reply_removed": _("Canned reply removed"),
    "reply_saved": _("Canned reply saved"),
    "safety_reviewed": _("Report of a colleague's message reviewed"),
    "secret_made": _("Secret made"),
    "secret_retired": _("Secret retired"),
    "shift_added": _("Shift added"),
    "shift_removed": _("Shift removed"),
    "site_changed": _("Site changed"),
    "status_set": _("Status set"),
    "theme_changed": _("Theme changed"),
    "wall_changed": _("Bounds of the wall changed"),
    "team_removed": _("Team removed"),
    "team_saved": _("Team saved"),
    "topic_back": _("Topic brought back"),
    "topic_changed": _("Topic changed"),
    "topic_made": _("Topic made"),
    "topic_moved": _("Topic moved"),
    "topic_retired": _("Topic retired"),
}


# What the fields of an act are called; those of a policy are called as on its page.
LABELS: dict[str, str | Promise] = {
    "answer": _("Answer to the customer"),
    "category": _("Category"),
    "duration": _("For how long"),
    "reason": _("Reason"),
    "allowed_origins": _("Origins"),
    "at_hand": _("What to have at hand"),
    "capacity": _("Capacity"),
    "default_language": _("Usual language"),
    "default_region": _("Region of those who name none"),
    "greeting": _("Greeting"),
    "color": _("Colour"),
    "day": _("Day"),
    "deputy": _("Deputy"),
    "elsewhere": _("Other ways to reach you"),
    "end": _("Until"),
    "fields": _("What it asks for"),
    "first_aid": _("First aid"),
    "idle_minutes": _("Minutes until somebody is away"),
    "languages": _("Languages"),
    "left_after_minutes": _("Minutes until a chat is closed"),
    "level": _("Level wanted"),
    "logo": _("Logo"),
    "manager": _("Account manager"),
    "members": _("Members"),
    "name": _("Name"),
    "names": _("Name"),
    "page_days": _("Days for which pages are kept"),
    "region": _("Region"),
    "regions": _("Regions"),
    "role": _("Role"),
    "rota": _("Rota"),
    "scheme": _("Light or dark"),
    "sensitive_attributes": _("Attributes shown on asking"),
    "own_profiles": _("People choose their own profile"),
    "shown_languages": _("Languages shown"),
    "side": _("Side of the page"),
    "start": _("From"),
    "status": _("Status"),
    "tiers": _("Tiers"),
    "topic": _("Topic"),
    "topics": _("Topics"),
    "urgent": _("Urgent"),
    "version": _("Version"),
    "wall_level": _("Lowest service level, in per cent"),
    "wall_queue": _("Most waiting in a language or tier"),
    "wall_wait": _("Longest wait, in seconds"),
    "weekdays": _("Weekdays"),
    "zone": _("Time zone"),
}
PEOPLE = ("manager", "deputy", "members")  # hold ids of agents
HIDDEN = ("agent", "changed", "thread")  # the subject says who; what changed is shown with before and after


@require_GET
@page("administrator")
def acts(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The newest acts first."""
    site_id = visit.agent.site_id
    names = dict(Agent.objects.filter(site=site_id).values_list("pk", "name"))
    rows = AdministrativeAct.objects.select_related("by").filter(site=site_id).order_by("-pk")[:NEWEST]
    found = [{"row": row, "words": WORDS.get(row.act, row.act), **told(row.act, row.data, names)} for row in rows]
    return shown(request, "office/acts.html", visit, acts=found)


def told(act: str, data: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    """The details of an act: `changes` with before and after, and `facts`, in the reader's words."""
    label = policy_problems.label if act == "policy_saved" else lambda name: str(LABELS.get(name, name))
    # Earlier rows have the names of the fields alone.
    triples = [each if isinstance(each, list) else [each, None, None] for each in data.get("changed", [])]
    return {
        "changes": [
            {
                "field": label(name),
                "known": (before, after) != (None, None),
                "before": words(before),
                "after": words(after),
            }
            for name, before, after in triples
        ],
        "facts": [
            {"field": str(LABELS.get(name, name)), "value": words(_named(value, names) if name in PEOPLE else value)}
            for name, value in data.items()
            if name not in HIDDEN and value not in (None, "", [])
        ],
    }


def words(value: object) -> str:
    """A stored value as people read it."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dict):
        return joined(f"{key} {level}" for key, level in sorted(value.items()))
    return joined(value) if isinstance(value, list) else str(value)


def _named(value: object, names: dict[int, str]) -> object:
    """Agents by name; one who is not there any more by id."""
    if isinstance(value, list):
        return [_named(each, names) for each in value]
    return names.get(value, f"#{value}") if isinstance(value, int) else value
