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
from chat.errors import Refusal
from chat.models import Chat
from routing import core, picture, sentences, snapshot
from routing.models import Assignment, Request
from routing.replay import explained


def why_chat(chat: Chat, reachable: Iterable[int], number: int | None = None) -> dict[str, Any]:
    """The answer for one chat: `state`, `sentences`, `shown` (the same laid out, in the reader's words), the figures
    under `waiting` or `assignment`, and all its `assignments`.

    `number` picks one of these, from 1; without it the answer is about now. `not_found` for one that there is not.
    """
    request = Request.objects.select_related("chat__topic", "chat__customer", "chat__site").get(chat=chat)
    all_of_it = list(Assignment.objects.filter(request=request).select_related("agent").order_by("pk"))
    if number is None and request.state == Request.State.WAITING:
        found = why_waiting(request, reachable)
    elif number is not None and not 1 <= number <= len(all_of_it):
        raise Refusal("not_found")
    elif not all_of_it:
        found = {"state": chat.state, "sentences": [_("This chat ended before anybody was assigned.")]}
    else:
        number = number or len(all_of_it)
        found = why_assigned(request, all_of_it[number - 1])
    return found | {"assignments": [_listed(place, one, number) for place, one in enumerate(all_of_it, start=1)]}


def _listed(place: int, assignment: Assignment, shown: int | None) -> dict[str, Any]:
    """An assignment in the list of a chat's; `at` in seconds since 1970."""
    return {
        "number": place,
        "name": assignment.agent.name,
        "at": assignment.created_at.timestamp(),
        "outcome": sentences.outcome(assignment.accepted_at is not None, assignment.ended_reason),
        "shown": place == shown,
    }


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
    if (unserved := not_in(request)) is not None:
        told.append(unserved)
        shown["facts"].append(unserved)
    if request.wait_for == Request.WaitFor.ANYONE:
        chose = _("The customer chose to take anyone rather than wait for their account manager.")
        told.append(chose)
        shown["facts"].append(chose)
    return {"state": "waiting", "sentences": told, "shown": shown, "waiting": found.to_dict()}


def returned(request: Request) -> str | None:
    """From whom a waiting request came back, and why; None for one that nobody had."""
    # Whoever is only asked to take it over does not have it.
    had = Assignment.objects.exclude(reason="transfer", accepted_at=None)
    last = had.filter(request=request).select_related("agent").order_by("-pk").first()
    words = sentences.RETURNED.get(last.ended_reason) if last is not None else None
    return str(words) % {"name": last.agent.name} if last is not None and words is not None else None


def why_assigned(request: Request, assignment: Assignment) -> dict[str, Any]:
    """Why an agent has, or had, a request: the recorded decision, and what everybody else lacked at that moment."""
    agent = assignment.agent
    if assignment.reason == "transfer" and assignment.accepted_at is None:
        told = [_("A colleague asked %(name)s to take it over.") % {"name": agent.name}]
        return {"state": request.state, "sentences": told}
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
    if (unserved := not_in(request)) is not None:
        told.append(unserved)
    offered = assignment.accepted_at is None
    if offered and assignment.ended_at is None:
        told.append(_("Offered to %(name)s, who has not answered yet.") % {"name": agent.name})
    # The journal knows no names: those of today.
    names = dict(Agent.objects.filter(site=request.site_id).values_list("pk", "name"))
    then = found.explanation.with_names(names)
    shown = picture.of(found.request, then, topic_of(request), found.policy, chosen=agent.pk)
    shown |= {"headline": sentences.given(agent.name, waited, decision["score"], offered), "facts": told[1:]}
    return {
        "state": request.state,
        "sentences": told,
        "assignment": decision,
        "shown": shown,
        "then": then.to_dict(),
    }


def not_in(request: Request) -> str | None:
    """That the customer asked for a language in which nobody here answers; None where they did not."""
    wanted = request.chat.customer.unserved_language
    if not wanted:
        return None
    return _("The customer asked for %(wanted)s, in which this site does not answer: %(language)s instead.") % {
        "wanted": sentences.language_name(wanted),
        "language": sentences.language_name(request.chat.language),
    }


def topic_of(request: Request) -> str:
    """The topic in the reader's language."""
    chat = request.chat
    return chat.topic.name_in(get_language() or "en", chat.site.default_language)
