"""How is a reason told to a lead? Explanations and decisions in sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from routing import core

REASONS = {
    "away": gettext_lazy("away or offline"),
    "declined it": gettext_lazy("declined it"),
    "excluded": gettext_lazy("gave it away"),
    "full": gettext_lazy("full"),
    "language not spoken": gettext_lazy("do not speak the language"),
    "level too low": gettext_lazy("do not speak or know it well enough"),
    "not connected": gettext_lazy("console not connected"),
    "off duty": gettext_lazy("off duty"),
    "on hold for someone else": gettext_lazy("kept for somebody else"),
    "other region": gettext_lazy("serve other regions"),
    "other tier": gettext_lazy("serve other tiers"),
    "room reserved for higher tiers": gettext_lazy("room reserved for higher tiers"),
    "topic not handled": gettext_lazy("do not handle the topic"),
}
WIDENS = {
    "region": gettext_lazy("the region no longer counts"),
    "tier": gettext_lazy("the tier no longer counts"),
    "level": gettext_lazy("a lower level of the language will do"),
    "language": gettext_lazy("the customer's next language will do"),
}
HOLDS = {
    "account_manager": gettext_lazy("account manager"),
    "deputy": gettext_lazy("deputy"),
    "last_agent": gettext_lazy("the last agent"),
}
PARTS = {
    "hold": gettext_lazy("preferred person"),
    "language": gettext_lazy("language"),
    "region": gettext_lazy("region"),
    "tier": gettext_lazy("tier"),
    "topic": gettext_lazy("topic"),
    "load": gettext_lazy("load"),
}


def language_name(language: str) -> str:
    """A language in the reader's own words; its code where it has none."""
    try:
        reader = Locale.parse((get_language() or "en").replace("-", "_"), sep="_")
        name = reader.languages.get(language.split("-")[0])
    except (ValueError, UnknownLocaleError):
        name = None
    return str(name or language)


def joined(parts: Iterable[object]) -> str:
    """A list in a sentence."""
    return ", ".join(str(part) for part in parts)


def waiting(request: core.Request, found: core.Explanation, topic: str) -> list[str]:
    """Why a request waits: what it asks for, who was rejected by which filter, what comes next."""
    wishes = joined(
        _("%(language)s (level %(level)d)") % {"language": language_name(wish.language), "level": wish.level}
        for wish in request.languages
    )
    sentences = [
        _("Waiting for %(seconds)d s, number %(position)d in line.")
        % {"seconds": found.waited, "position": found.position},
        _("Asks for %(languages)s; topic %(topic)s, region %(region)s, tier %(tier)d.")
        % {"languages": wishes, "topic": topic, "region": request.region or _("any"), "tier": request.tier},
    ]
    if found.credit:
        sentences.append(_("Counts as having waited %(seconds)d s longer, for the tier.") % {"seconds": found.credit})
    for count in found.filters:
        for reason, people in count.rejected.items():
            sentences.append(
                _("%(rejected)d of %(reached)d: %(reason)s (%(names)s).")
                % {
                    "rejected": len(people),
                    "reached": count.reached,
                    "reason": REASONS.get(reason, reason),
                    "names": joined(person.name for person in people),
                }
            )
    if found.filters and (free := found.filters[-1].passed):
        sentences.append(
            ngettext(
                "%(count)d person can take it now; the router is about to decide.",
                "%(count)d people can take it now; the router is about to decide.",
                free,
            )
            % {"count": free}
        )
    if found.next_widening:
        sentences.append(
            _("In %(seconds)d s it asks for less: %(widening)s.")
            % {
                "seconds": max(0, found.next_widening.in_seconds),
                "widening": joined(WIDENS[each] for each in found.next_widening.widens),
            }
        )
    for hold in found.holds:
        if hold.patient:
            sentences.append(_("The customer chose to wait for %(name)s and nobody else.") % {"name": hold.name})
        elif hold.seconds_left is not None:
            sentences.append(
                _("Kept for %(name)s (%(reason)s) for %(seconds)d s more.")
                % {"name": hold.name, "reason": HOLDS.get(hold.reason, hold.reason), "seconds": hold.seconds_left}
            )
    return sentences


def assigned(name: str, waited: float, decision: Mapping[str, Any]) -> list[str]:
    """Why an agent got a request: the recorded decision."""
    parts = joined(f"{PARTS[part]} {points:+d}" for part, points in decision["parts"].items() if points)
    sentences = [
        _("%(name)s had the best score of those who could take it after %(seconds).1f s: %(score)d points (%(parts)s).")
        % {"name": name, "seconds": waited, "score": decision["score"], "parts": parts or _("nothing preferred")}
    ]
    if decision["language"]:
        sentences.append(_("They speak %(language)s.") % {"language": language_name(decision["language"])})
    if decision["ring"]:
        sentences.append(_("By then it had been widened to ring %(ring)d.") % {"ring": decision["ring"]})
    if decision["named"]:
        sentences.append(
            _("It was kept for them as %(reason)s.") % {"reason": HOLDS.get(decision["named"], decision["named"])}
        )
    return sentences


def others(found: core.Explanation, winner: int) -> list[str]:
    """Who else came into question, and what kept them from it."""
    rest = [one for one in found.best if one.agent_id != winner]
    sentences = []
    if free := [one for one in rest if not one.blocked]:
        people = joined(_("%(name)s, %(score)d points") % {"name": one.name, "score": one.score} for one in free)
        sentences.append(_("Next best: %(people)s.") % {"people": people})
    if kept := [one for one in rest if one.blocked]:
        people = joined(f"{one.name} ({REASONS.get(one.blocked, one.blocked)})" for one in kept)
        sentences.append(_("Suitable, but not free: %(people)s.") % {"people": people})
    return sentences
