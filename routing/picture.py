"""How is an explanation laid out for a reader? What is asked, who was sifted out where, the best five, the rings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from routing import core
from routing.core.widening import widened
from routing.sentences import HOLDS, PARTS, REASONS, facts, language_name, tier_name, waits

FILTERS = {
    "excluded": gettext_lazy("Not ruled out"),
    "language": gettext_lazy("Language"),
    "topic": gettext_lazy("Topic"),
    "region": gettext_lazy("Region"),
    "tier": gettext_lazy("Tier"),
    "on_duty": gettext_lazy("On shift"),
    "reachable": gettext_lazy("Console connected"),
    "available": gettext_lazy("Available"),
    "hold": gettext_lazy("Not kept for others"),
    "declined": gettext_lazy("Has not declined"),
    "capacity": gettext_lazy("Has room"),
}


def of(
    asked: core.Request, found: core.Explanation, topic: str, policy: core.Policy, chosen: int | None = None
) -> dict[str, Any]:
    """The parts of the picture, in the reader's words; `chosen` is the agent who got it."""
    everybody = found.filters[0].reached if found.filters else 0
    return {
        "headline": waits(found),
        "asks": asks(asked, topic),
        "facts": facts(found),
        "everybody": everybody,
        "filters": [
            {
                "name": str(FILTERS.get(count.filter, count.filter)),
                "passed": count.passed,
                "rejected": [
                    {"reason": str(REASONS.get(reason, reason)), "names": [person.name for person in people]}
                    for reason, people in count.rejected.items()
                ],
            }
            for count in found.filters
            # What stopped nobody and nobody reached says nothing.
            if count.rejected
        ],
        "left": found.filters[-1].passed if found.filters else 0,
        "best": [
            {
                "name": each.name,
                "score": each.score,
                "parts": [
                    {"name": str(PARTS[part]), "points": points}
                    for part, points in each.parts._asdict().items()
                    if points
                ],
                "language": language_name(each.language) if each.language else "",
                "load": each.load,
                "capacity": each.capacity,
                "blocked": str(REASONS.get(each.blocked, each.blocked)),
                "chosen": each.agent_id == chosen,
            }
            for each in found.best
        ],
        "rings": rings(asked, found, policy),
        "holds": [
            {
                "name": hold.name,
                "reason": str(HOLDS.get(hold.reason, hold.reason)),
                "working": hold.working,
                "begun": hold.begun,
                "seconds_left": None if hold.seconds_left is None or hold.patient else round(hold.seconds_left),
                "patient": hold.patient,
            }
            for hold in found.holds
        ],
    }


def asks(asked: core.Request, topic: str) -> list[str]:
    """What the customer asks for, one thing each."""
    found = [
        _("%(language)s, level %(level)d") % {"language": language_name(wish.language), "level": wish.level}
        for wish in asked.languages
    ]
    found.append(topic)
    if asked.region:
        found.append(_("Region %(region)s") % {"region": asked.region})
    found.append(tier_name(asked.tier))
    if asked.urgent:
        found.append(_("Urgent"))
    return found


def rings(asked: core.Request, found: core.Explanation, policy: core.Policy) -> list[dict[str, Any]]:
    """The rings that ask less of this very request, with the seconds at which they begin and whether that has come."""
    shown: list[dict[str, Any]] = []
    before: object = None
    for ring in policy.rings:
        wishes, region, tier = widened(asked, ring)
        if (wishes, region, tier) == before:
            continue
        before = (wishes, region, tier)
        words = [
            _("%(language)s from level %(level)d")
            % {"language": language_name(wish.language), "level": max(1, wish.level)}
            for wish in wishes
        ]
        words.append(_("region %(region)s") % {"region": region} if region else _("any region"))
        words.append(tier_name(tier) if tier is not None else _("any tier"))
        shown.append({"after": ring.after, "words": words, "reached": found.waited >= ring.after})
    return shown
