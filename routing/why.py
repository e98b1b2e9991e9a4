"""Why was this chat given to that agent, and why does that one wait? Answers in sentences, with the figures behind.

For a waiting chat an engine is built from what is true now; for an assigned one the journal is played again up to the
moment of the decision, so that those who did not get it are told too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agents.models import Agent
from chat.models import Chat
from routing import core, picture, sentences, snapshot
from routing.models import Assignment, Request
from routing.replay import explained


def why_chat(chat: Chat, reachable: Iterable[int]) -> dict[str, Any]:
    """The answer for one chat: `state`, `sentences`, `shown` (the same laid out, in the reader's words), and the
    figures under `waiting` or `assignment`."""
    request = Request.objects.get(chat=chat)
    if request.state == Request.State.WAITING:
        return why_waiting(request, reachable)
    assignment = Assignment.objects.filter(request=request).select_related("agent").order_by("-pk").first()
    if assignment is None:
        return {"state": chat.state, "sentences": [_("This chat ended before anybody was assigned.")]}
    found = why_assigned(request, assignment)
    if request.state == Request.State.OFFERED:
        asked = _("It is being offered to %(name)s now.") % {"name": assignment.agent.name}
        found["sentences"].insert(0, asked)
    return found


def why_waiting(request: Request, reachable: Iterable[int]) -> dict[str, Any]:
    """Why a request waits, at this moment."""
    seen = snapshot.read(request.site_id, reachable, {})
    engine = core.Engine(seen.policy)
    for change in snapshot.Told(seen.policy).changes(seen):
        engine.apply(change, seen.now)
    if request.pk not in seen.waiting:
        return {"state": request.state, "sentences": [_("It has just been assigned. Look again.")]}
    found = engine.explain(request.pk, seen.now)
    asked = seen.waiting[request.pk]
    told = sentences.waiting(asked, found, topic_of(request))
    shown = picture.of(asked, found, topic_of(request), seen.policy)
    if (back := returned(request)) is not None:
        told.insert(1, back)
        shown["facts"].insert(0, back)
    if request.wait_for == Request.WaitFor.ANYONE:
        chose = _("The customer chose to take anyone rather than wait for their account manager.")
        told.append(chose)
        shown["facts"].append(chose)
    return {"state": "waiting", "sentences": told, "shown": shown, "waiting": found.to_dict()}


def returned(request: Request) -> str | None:
    """From whom a waiting request came back, and why; None for one that nobody had."""
    last = Assignment.objects.filter(request=request).select_related("agent").order_by("-pk").first()
    words = sentences.RETURNED.get(last.ended_reason) if last is not None else None
    return str(words) % {"name": last.agent.name} if last is not None and words is not None else None


def why_assigned(request: Request, assignment: Assignment) -> dict[str, Any]:
    """Why an agent has, or had, a request: the recorded decision, and what everybody else lacked at that moment."""
    agent = assignment.agent
    if assignment.reason == "transfer":
        told = [_("A colleague transferred it to %(name)s.") % {"name": agent.name}]
        return {"state": request.state, "sentences": told}
    found = explained(request.site_id, assignment.created_at.timestamp(), request.pk)
    if found is None:
        told = [_("Assigned to %(name)s; the journal of that time is no longer kept.") % {"name": agent.name}]
        return {"state": request.state, "sentences": told}
    decision = found.decision.to_dict()
    waited = (assignment.created_at - request.queued_at).total_seconds()
    told = sentences.assigned(agent.name, waited, decision)
    if request.wait_for == Request.WaitFor.MANAGER:
        told.append(_("The customer had chosen to wait for exactly this person."))
    if assignment.accepted_at is None and assignment.ended_at is None:
        told.append(_("Offered to %(name)s, who has not answered yet.") % {"name": agent.name})
    # The journal knows no names: those of today.
    names = dict(Agent.objects.filter(site=request.site_id).values_list("pk", "name"))
    then = found.explanation.with_names(names)
    shown = picture.of(found.request, then, topic_of(request), found.policy, chosen=agent.pk)
    shown |= {"headline": sentences.given(agent.name, waited, decision["score"]), "facts": told[1:]}
    return {
        "state": request.state,
        "sentences": told,
        "assignment": decision,
        "shown": shown,
        "then": then.to_dict(),
    }


def topic_of(request: Request) -> str:
    """The topic in the reader's language."""
    return request.chat.topic.name_in(get_language() or "en")
