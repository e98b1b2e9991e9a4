"""Why was this chat given to that agent, and why does that one wait? Answers in sentences, with the figures behind.

For a waiting chat an engine is built from what is true now. For an assigned one the journal says what was decided, and
replaying it up to that decision gives the same explanation as somebody would have had who asked at that moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agents.models import Agent
from chat.models import Chat
from routing import core, journal, picture, sentences, snapshot
from routing.models import Assignment, JournalEntry, Request

AROUND = timedelta(seconds=30)  # bind and journal share a transaction; its statements are not this far apart
REPLAYED = 5_000  # journal entries read to explain the past; beyond that the recorded decision must do


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
    entry = recorded(request, assignment)
    if entry is None:
        told = [_("Assigned to %(name)s; the journal of that time is no longer kept.") % {"name": agent.name}]
        return {"state": request.state, "sentences": told}
    decision = next(
        each
        for each in entry.data["decisions"]
        if each["request_id"] == request.pk and each["agent_id"] == assignment.agent_id
    )
    waited = (assignment.created_at - request.queued_at).total_seconds()
    told = sentences.assigned(agent.name, waited, decision)
    if request.wait_for == Request.WaitFor.MANAGER:
        told.append(_("The customer had chosen to wait for exactly this person."))
    answer: dict[str, Any] = {"state": request.state, "sentences": told, "assignment": decision}
    then = explained_then(entry, request.pk)
    if then is not None:
        asked, found, policy = then
        answer["shown"] = picture.of(asked, found, topic_of(request), policy, chosen=agent.pk)
        headline = sentences.given(agent.name, waited, decision["score"])
        answer["shown"] |= {"headline": headline, "facts": told[1:]}
        answer["then"] = found.to_dict()
    return answer


def topic_of(request: Request) -> str:
    """The topic in the reader's language."""
    return request.chat.topic.name_in(get_language() or "en")


def explained_then(entry: JournalEntry, request_id: int) -> tuple[core.Request, core.Explanation, core.Policy] | None:
    """The explanation at the moment of an entry's decisions; None where too much would have to be replayed."""
    before = JournalEntry.objects.filter(site=entry.site_id, pk__lt=entry.pk)
    start = before.filter(kind="start").order_by("-pk").first()
    if start is None or before.filter(pk__gte=start.pk)[: REPLAYED + 1].count() > REPLAYED:
        return None
    replay = journal.Replay()
    try:
        for each in before.filter(pk__gte=start.pk).order_by("pk").iterator(chunk_size=500):
            replay.take(each)
        engine = replay.engine
        assert engine is not None  # the first entry taken was a start
        for change in entry.data["changes"]:
            engine.apply(core.change_from_json(change), entry.data["now"])
        found = engine.explain(request_id, entry.data["now"])
        asked = engine.matching.queue.waiters[request_id].request
    except (journal.Difference, KeyError, ValueError):
        return None
    names = dict(Agent.objects.filter(site=entry.site_id).values_list("pk", "name"))
    # The journal knows no names: those of today.
    return asked, found.with_names(names), engine.policy


def recorded(request: Request, assignment: Assignment) -> JournalEntry | None:
    """The journal's entry with the decision that led to this assignment."""
    entries = JournalEntry.objects.filter(
        site=request.site_id,
        epoch=assignment.epoch or 0,
        at__range=(assignment.created_at - AROUND, assignment.created_at + AROUND),
        kind="cycle",
        data__decisions__contains=[{"request_id": request.pk, "agent_id": assignment.agent_id}],
    ).order_by("-pk")
    return entries.first()
