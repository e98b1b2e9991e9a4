"""Why was this chat given to that agent, and why does that one wait? Answers in sentences, with the figures behind.

For a waiting chat an engine is built from what is true now; for an assigned one the journal is played again up to the
moment of the decision, so that those who did not get it are told too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agents.models import Agent
from chat.models import Chat
from routing import core, sentences, snapshot
from routing.core.explain import Candidate, Contender, HoldNow
from routing.models import Assignment, Request
from routing.replay import explained

Named = TypeVar("Named", Candidate, Contender, HoldNow)


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
    found = explained(request.site_id, assignment.created_at.timestamp(), request.pk)
    if found is None:
        told = [_("Assigned to %(name)s; the journal of that time is no longer kept.") % {"name": agent.name}]
        return {"state": request.state, "sentences": told}
    decision, known = found[0], with_names(found[1])
    waited = (assignment.created_at - request.queued_at).total_seconds()
    told = []
    if assignment.accepted_at is None and assignment.ended_at is None:
        told.append(_("Offered to %(name)s, who has not answered yet.") % {"name": agent.name})
    told += sentences.assigned(agent.name, waited, decision.to_dict())
    told += sentences.others(known, agent.pk)
    return {
        "state": request.state,
        "sentences": told,
        "assignment": decision.to_dict(),
        "explanation": known.to_dict(),
    }


def with_names(found: core.Explanation) -> core.Explanation:
    """The journal knows no names: those of today, for the people of then."""
    ids = {person.agent_id for person in found.best} | {hold.agent_id for hold in found.holds}
    ids |= {one.agent_id for count in found.filters for people in count.rejected.values() for one in people}
    names: dict[int, str] = dict(Agent.objects.filter(pk__in=ids).values_list("pk", "name"))

    def called(person: Named) -> Named:
        return person._replace(name=names.get(person.agent_id, "")) if not person.name else person

    filters = [
        count._replace(
            rejected={reason: tuple(called(one) for one in people) for reason, people in count.rejected.items()}
        )
        for count in found.filters
    ]
    return replace(
        found,
        best=tuple(called(one) for one in found.best),
        holds=tuple(called(one) for one in found.holds),
        filters=tuple(filters),
    )
