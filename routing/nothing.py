"""Why does nothing come to this person? What routing knows of them, in one or two sentences of their own language.

The person first, then the queue: whoever is away need not hear who waits. Of those who wait, each is counted at the
first thing that keeps them from this person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agents.models import Agent
from routing import core, snapshot, wrapups
from routing.core.filters import Case, alternative, rejection
from routing.core.widening import Stage, stage_of

LOOKED_AT = 200  # of those who wait, the longest: enough to say why, and bounded


def why_nothing(agent: Agent, reachable: Iterable[int]) -> dict[str, Any]:
    """`reason` (a word of the table in docs/console.md) and `sentences` for an active agent, at this moment;
    `changes_in` are the seconds after which time alone may change it, None where it will not."""
    # Whoever asks sits before a console, whether or not its lease is here yet.
    seen = snapshot.read(agent.site_id, {*reachable, agent.pk}, {})
    me = seen.agents[agent.pk]
    if me.available and me.on_duty and agent.pk in wrapups.running(agent.site_id):
        return _answer("wrap_up", [_("You finish up after a chat; the next comes when that is over.")])
    reason = _of_person(me) or ("nobody_waits" if not seen.waiting else "")
    if reason:
        return _answer(reason, [_sentence(reason, me)])
    waiting = [(request, _stage(request, seen)) for request in _longest(seen.waiting.values())]
    kept = Counter(_kept(request, stage, me, seen) for request, stage in waiting)
    if kept.pop("", 0):
        return _answer("soon", [_("Somebody is about to come to you.")])
    (first, _count), *_rest = kept.most_common(1)
    next_at = min((stage.next_at for _request, stage in waiting if stage.next_at is not None), default=None)
    return _answer(
        "full" if set(kept) == {"full"} else first.replace(" ", "_"),
        [_told(reason, count) for reason, count in kept.most_common()],
        None if next_at is None else max(1.0, next_at - seen.now),
    )


def _answer(reason: str, sentences: list[str], changes_in: float | None = None) -> dict[str, Any]:
    return {"reason": reason, "sentences": sentences, "changes_in": changes_in}


def _of_person(me: core.Agent) -> str:
    """What keeps everything from a person; empty when nothing does."""
    if not me.available:
        return "away"
    if not me.on_duty:
        return "off_duty"
    if not me.capacity:
        return "no_capacity"
    return "full" if me.load >= me.capacity else ""


def _longest(waiting: Iterable[core.Request]) -> list[core.Request]:
    return sorted(waiting, key=lambda request: (request.queued_at, request.id))[:LOOKED_AT]


def _stage(request: core.Request, seen: snapshot.Snapshot) -> Stage:
    people = seen.agents
    return stage_of(request, seen.policy, seen.now, lambda each: each in people and people[each].working)


def _kept(request: core.Request, stage: Stage, me: core.Agent, seen: snapshot.Snapshot) -> str:
    """The first reason for which somebody who waits does not come to this person; empty when they may."""
    # Looked for only where it counts: it asks everybody.
    spared = me.id in request.declined and alternative(request, seen.policy, seen.agents.values())
    case = Case(request, stage, seen.policy, spared)
    found = rejection(case, me, me.load)
    return found.reason if found else ""


def _sentence(reason: str, me: core.Agent) -> str:
    match reason:
        case "away":
            return _("Your status keeps new chats away from you.")
        case "off_duty":
            return _("You are off shift: chats come to you when your shift begins.")
        case "no_capacity":
            return _("Your capacity is 0, so no chats come to you. An administrator can change it.")
        case "full":
            return _("You are full: %(load)d of %(capacity)d units are in use.") % {
                "load": me.load,
                "capacity": me.capacity,
            }
        case _:
            return _("Nobody waits. The next chat comes to you by itself.")


def _told(reason: str, count: int) -> str:
    """How many wait for something else than this person, and for what."""
    words = {
        "language not spoken": ngettext(
            "%(count)d waits in a language that you do not speak.",
            "%(count)d wait in languages that you do not speak.",
            count,
        ),
        "level too low": ngettext(
            "%(count)d waits for somebody with a higher level of the language or topic.",
            "%(count)d wait for somebody with a higher level of the language or topic.",
            count,
        ),
        "topic not handled": ngettext(
            "%(count)d waits with a topic that you do not handle.",
            "%(count)d wait with topics that you do not handle.",
            count,
        ),
        "other region": ngettext(
            "%(count)d waits from a region that you do not serve.",
            "%(count)d wait from regions that you do not serve.",
            count,
        ),
        "other tier": ngettext(
            "%(count)d waits of a tier that you do not serve.",
            "%(count)d wait of tiers that you do not serve.",
            count,
        ),
        "on hold for someone else": ngettext(
            "%(count)d is kept for somebody else for a while.",
            "%(count)d are kept for somebody else for a while.",
            count,
        ),
        "declined it": ngettext(
            "%(count)d waits that you have declined.", "%(count)d wait that you have declined.", count
        ),
        "excluded": ngettext(
            "%(count)d waits that you have given away.", "%(count)d wait that you have given away.", count
        ),
        "full": ngettext(
            "%(count)d waits that needs more room than you have.",
            "%(count)d wait that need more room than you have.",
            count,
        ),
        "room reserved for higher tiers": ngettext(
            "%(count)d waits, but the room that you have left is kept for higher tiers.",
            "%(count)d wait, but the room that you have left is kept for higher tiers.",
            count,
        ),
    }
    return words[reason] % {"count": count}
