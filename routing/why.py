"""Why was this chat given to that agent, and why does that one wait? Answers in sentences, with the figures behind.

For a waiting chat an engine is built from what is true now; for an assigned one the journal says what was decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chat.models import Chat
from routing import core, sentences, snapshot
from routing.models import Assignment, JournalEntry, Request

AROUND = timedelta(seconds=30)  # bind and journal share a transaction; its statements are not this far apart


def why_chat(chat: Chat, reachable: Iterable[int]) -> dict[str, Any]:
    """The answer for one chat: `state`, `sentences`, and the figures under `waiting` or `assignment`."""
    request = Request.objects.get(chat=chat)
    if request.state == Request.State.WAITING:
        return why_waiting(request, reachable)
    assignment = Assignment.objects.filter(request=request).select_related("agent").order_by("-pk").first()
    if assignment is None:
        return {"state": chat.state, "sentences": [_("This chat ended before anybody was assigned.")]}
    return why_assigned(request, assignment)


def why_waiting(request: Request, reachable: Iterable[int]) -> dict[str, Any]:
    """Why a request waits, at this moment."""
    seen = snapshot.read(request.site_id, reachable, {})
    engine = core.Engine(seen.policy)
    for change in snapshot.Told(seen.policy).changes(seen):
        engine.apply(change, seen.now)
    if request.pk not in seen.waiting:
        return {"state": request.state, "sentences": [_("It has just been assigned. Look again.")]}
    found = engine.explain(request.pk, seen.now)
    told = sentences.waiting(seen.waiting[request.pk], found, request.chat.topic.name_in(get_language() or "en"))
    if request.wait_for == Request.WaitFor.ANYONE:
        told.append(_("The customer chose to take anyone rather than wait for their account manager."))
    return {"state": "waiting", "sentences": told, "waiting": found.to_dict()}


def why_assigned(request: Request, assignment: Assignment) -> dict[str, Any]:
    """Why an agent has, or had, a request: the recorded decision."""
    agent = assignment.agent
    if assignment.reason == "transfer":
        told = [_("A colleague transferred it to %(name)s.") % {"name": agent.name}]
        return {"state": request.state, "sentences": told}
    decision = recorded(request, assignment)
    if decision is None:
        told = [_("Assigned to %(name)s; the journal of that time is no longer kept.") % {"name": agent.name}]
        return {"state": request.state, "sentences": told}
    waited = (assignment.created_at - request.queued_at).total_seconds()
    told = sentences.assigned(agent.name, waited, decision)
    return {"state": request.state, "sentences": told, "assignment": decision}


def recorded(request: Request, assignment: Assignment) -> dict[str, Any] | None:
    """The decision in the journal that led to this assignment."""
    entries = JournalEntry.objects.filter(
        site=request.site_id,
        epoch=assignment.epoch or 0,
        at__range=(assignment.created_at - AROUND, assignment.created_at + AROUND),
        kind="cycle",
        data__decisions__contains=[{"request_id": request.pk, "agent_id": assignment.agent_id}],
    ).order_by("-pk")
    entry = entries.first()
    if entry is None:
        return None
    found: dict[str, Any] = next(
        decision
        for decision in entry.data["decisions"]
        if decision["request_id"] == request.pk and decision["agent_id"] == assignment.agent_id
    )
    return found
