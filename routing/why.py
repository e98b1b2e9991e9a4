"""Why was this chat given to that agent, and why does that one wait? Answers in sentences, with the figures behind.

For a waiting chat an engine is built from what is true now; for an assigned one the journal says what was decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chat.models import Chat
from routing import core, snapshot
from routing.models import Assignment, JournalEntry, Request


def why_chat(chat: Chat, reachable: Iterable[int]) -> dict[str, Any]:
    """The answer for one chat: `state`, `sentences`, and the figures under `waiting` or `assignment`."""
    request = Request.objects.get(chat=chat)
    if request.state == Request.State.WAITING:
        return why_waiting(request, reachable)
    assignment = Assignment.objects.filter(request=request).select_related("agent").order_by("-pk").first()
    if assignment is None:
        return {"state": chat.state, "sentences": ["This chat ended before anybody was assigned."]}
    return why_assigned(request, assignment)


def why_waiting(request: Request, reachable: Iterable[int]) -> dict[str, Any]:
    """Why a request waits, at this moment."""
    seen = snapshot.read(request.site_id, reachable, {})
    engine = core.Engine(seen.policy)
    for change in snapshot.Told(seen.policy).changes(seen):
        engine.apply(change, seen.now)
    if request.pk not in seen.waiting:
        return {"state": request.state, "sentences": ["It has just been assigned. Look again."]}
    found = engine.explain(request.pk, seen.now)
    wanted = ", ".join(f"{wish.language} (level {wish.level})" for wish in seen.waiting[request.pk].languages)
    sentences = [
        f"Waiting for {found.waited:.0f} s at position {found.position}; wants {wanted}, "
        f"region {request.region or 'any'}, tier {request.tier}, topic {request.topic}."
    ]
    if found.credit:
        sentences.append(f"Counts as having waited {found.credit:.0f} s longer, for its tier.")
    for count in found.filters:
        for reason, people in count.rejected.items():
            names = ", ".join(person.name for person in people)
            sentences.append(f"{len(people)} of {count.reached}: {reason} ({names}).")
    if found.filters and found.filters[-1].passed:
        sentences.append(f"{found.filters[-1].passed} could take it now; the router is about to decide.")
    if found.next_widening:
        widens = " and ".join(found.next_widening.widens)
        sentences.append(f"In {max(0, found.next_widening.in_seconds):.0f} s it asks for less: {widens}.")
    sentences += [
        f"Kept for {hold.name} ({hold.reason.replace('_', ' ')}) for {hold.seconds_left:.0f} s more."
        for hold in found.holds
        if hold.seconds_left is not None
    ]
    return {"state": "waiting", "sentences": sentences, "waiting": found.to_dict()}


def why_assigned(request: Request, assignment: Assignment) -> dict[str, Any]:
    """Why an agent has, or had, a request: the recorded decision."""
    agent = assignment.agent
    if assignment.reason == "transfer":
        return {"state": request.state, "sentences": [f"A colleague transferred it to {agent.name}."]}
    decision = recorded(request, assignment)
    if decision is None:
        return {
            "state": request.state,
            "sentences": [f"Assigned to {agent.name}; the journal of that time is past retention."],
        }
    waited = (assignment.created_at - request.queued_at).total_seconds()
    parts = ", ".join(f"{name} {value:+d}" for name, value in decision["parts"].items() if value)
    sentences = [
        f"{agent.name} had the best score of those who could take it after {waited:.1f} s: "
        f"{decision['score']} points ({parts or 'no preferences applied'}).",
        f"They speak {decision['language']}." if decision["language"] else "No language was asked for.",
    ]
    if decision["ring"]:
        sentences.append(f"It had been widened to ring {decision['ring']} by then.")
    if decision["named"]:
        sentences.append(f"It was kept for them as {decision['named'].replace('_', ' ')}.")
    return {"state": request.state, "sentences": sentences, "assignment": decision}


def recorded(request: Request, assignment: Assignment) -> dict[str, Any] | None:
    """The decision in the journal that led to this assignment."""
    entries = JournalEntry.objects.filter(
        site=request.site_id,
        epoch=assignment.epoch or 0,
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
