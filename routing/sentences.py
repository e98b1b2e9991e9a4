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
    "not connected": gettext_lazy("not connected"),
    "off duty": gettext_lazy("off duty"),
    "on hold for someone else": gettext_lazy("kept for somebody else"),
    "other region": gettext_lazy("serve other regions"),
    "other tier": gettext_lazy("serve other tiers"),
    "room reserved for higher tiers": gettext_lazy("room reserved for higher tiers"),
    "topic not handled": gettext_lazy("do not handle the topic"),
}
RETURNED = {
    "agent_lost": gettext_lazy("It was with %(name)s, whose connection was lost; it is back in its old place."),
    "transfer": gettext_lazy("%(name)s gave it back to the queue; it has its old place."),
    "declined": gettext_lazy("%(name)s declined it; it has its old place."),
    "missed": gettext_lazy("%(name)s was asked and did not answer; it has its old place."),
    "withdrawn": gettext_lazy("%(name)s was asked and went away; it has its old place."),
}
OUTCOMES = {
    "customer": gettext_lazy("ended by the customer"),
    "agent": gettext_lazy("ended by the agent"),
    "left": gettext_lazy("ended when the customer had left"),
    "ticket": gettext_lazy("became a ticket"),
    "transfer": gettext_lazy("passed on"),
    "agent_lost": gettext_lazy("connection lost"),
    "declined": gettext_lazy("declined"),
    "missed": gettext_lazy("not answered"),
    "withdrawn": gettext_lazy("went away"),
}
EXACT_UP_TO = 600  # seconds; nobody asks by the second how much longer than that it was
# The filters about what people do at the moment, rather than about who they are.
DOING = ("on_duty", "reachable", "available", "hold", "declined", "capacity")
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


def tier_name(tier: int | str) -> str:
    """A tier as everybody of the desk calls it, wherever it is named."""
    return _("Regular") if str(tier) == "0" else _("VIP %(tier)s") % {"tier": tier}


def joined(parts: Iterable[object]) -> str:
    """A list in a sentence."""
    return _(", ").join(str(part) for part in parts)


def waits(found: core.Explanation) -> str:
    """Since when it waits, where it stands, and how much longer it may take."""
    said = _("Waiting for %(time)s, number %(position)d in line.") % {
        "time": length(found.waited),
        "position": found.position,
    }
    if found.estimate.source == "nobody":
        return said
    ends = _("Half of such waits end within %(half)s more, nine of ten within %(most)s.") % {
        "half": length(found.estimate.p50),
        "most": length(found.estimate.p90),
    }
    return _("%(before)s %(next)s") % {"before": said, "next": ends}  # not every language has a space there


def length(seconds: float) -> str:
    """Seconds as people say them: 45 s, 3 min 20 s, 12 min, 1 h 5 min; what no longer matters is left out."""
    whole = max(0, round(seconds) if seconds < EXACT_UP_TO else 60 * round(seconds / 60))
    parts = [
        (whole // 3600, _("%(count)d h")),
        (whole // 60 % 60, _("%(count)d min")),
        (whole % 60, _("%(count)d s")),
    ]
    return " ".join(words % {"count": count} for count, words in parts if count) or _("%(count)d s") % {"count": 0}


def gist(found: core.Explanation) -> str:
    """The one sentence: how many could take it in principle, and what each of them lacks now."""
    doing = [count for count in found.filters if count.filter in DOING]
    suitable = doing[0].reached if doing else 0
    if not suitable:
        return _("Nobody of the desk fits what is asked for now.")
    lacking = joined(
        _("%(count)d %(reason)s") % {"count": len(people), "reason": REASONS.get(reason, reason)}
        for count in doing
        for reason, people in count.rejected.items()
    )
    fit = ngettext("%(count)d person fits", "%(count)d people fit", suitable) % {"count": suitable}
    return _("%(fit)s: %(lacking)s.") % {"fit": fit, "lacking": lacking} if lacking else _("%(fit)s.") % {"fit": fit}


def ahead(found: core.Explanation) -> list[str]:
    """Who stands before it, and why."""
    before = found.ahead
    if not before.total:
        return []
    parts = [
        (before.by_arrival, ngettext("%(count)d came earlier", "%(count)d came earlier", before.by_arrival)),
        (before.by_credit, ngettext("%(count)d has a higher tier", "%(count)d have a higher tier", before.by_credit)),
        (before.by_urgency, ngettext("%(count)d is urgent", "%(count)d are urgent", before.by_urgency)),
    ]
    said = joined(words % {"count": count} for count, words in parts if count)
    return [
        ngettext("%(count)d is ahead: %(parts)s.", "%(count)d are ahead: %(parts)s.", before.total)
        % {"count": before.total, "parts": said}
    ]


def waiting(request: core.Request, found: core.Explanation, topic: str) -> list[str]:
    """Why a request waits: what it asks for, who could take it, what comes next, who was rejected by which filter."""
    wishes = joined(
        _("%(language)s (level %(level)d)") % {"language": language_name(wish.language), "level": wish.level}
        for wish in request.languages
    )
    asks = _("Asks for %(languages)s; topic %(topic)s, region %(region)s, tier: %(tier)s.") % {
        "languages": wishes,
        "topic": topic,
        "region": request.region or _("any"),
        "tier": tier_name(request.tier),
    }
    return [waits(found), asks, *facts(found), *rejected(found)]


def facts(found: core.Explanation) -> list[str]:
    """What a lead wants to know first: who fits and what they lack, who is ahead, what comes next."""
    said = [gist(found), *ahead(found)]
    if found.credit:
        said.append(_("Counts as having waited %(time)s longer, for the tier.") % {"time": length(found.credit)})
    if found.filters and (free := found.filters[-1].passed):
        said.append(
            ngettext(
                "%(count)d person can take it now; the router is about to decide.",
                "%(count)d people can take it now; the router is about to decide.",
                free,
            )
            % {"count": free}
        )
    said += holds(found)
    if found.next_widening:
        said.append(
            _("In %(time)s it asks for less: %(widening)s.")
            % {
                "time": length(found.next_widening.in_seconds),
                "widening": joined(WIDENS[each] for each in found.next_widening.widens),
            }
        )
    else:
        said.append(_("It asks for no less from now on, however long it waits."))
    return said


def rejected(found: core.Explanation) -> list[str]:
    """Who was sifted out where."""
    return [
        _("%(rejected)d of %(reached)d: %(reason)s (%(names)s).")
        % {
            "rejected": len(people),
            "reached": count.reached,
            "reason": REASONS.get(reason, reason),
            "names": joined(person.name for person in people),
        }
        for count in found.filters
        for reason, people in count.rejected.items()
    ]


def holds(found: core.Explanation) -> list[str]:
    """For whom it is kept."""
    said = []
    for hold in found.holds:
        figures = {"name": hold.name, "reason": HOLDS.get(hold.reason, hold.reason)}
        if hold.patient:
            said.append(_("The customer chose to wait for %(name)s and nobody else.") % figures)
        elif hold.seconds_left is not None:
            kept = _("Kept for %(name)s (%(reason)s) for %(time)s more.")
            said.append(kept % {**figures, "time": length(hold.seconds_left)})
        elif not hold.working:
            said.append(_("%(name)s (%(reason)s) is not working now and is not waited for.") % figures)
    return said


def given(name: str, waited: float, score: int, offered: bool = False) -> str:
    """Who got it (or was asked), when and why, in one sentence."""
    figures = {"name": name, "time": length(waited), "score": score}
    if offered and waited < 1:
        return _("Offered to %(name)s at once, with the most points of those who could take it: %(score)d.") % figures
    if offered:
        said = _("Offered to %(name)s after %(time)s, with the most points of those who could take it: %(score)d.")
        return said % figures
    if waited < 1:
        return _("Given to %(name)s at once, with the most points of those who could take it: %(score)d.") % figures
    return _("Given to %(name)s after %(time)s, with the most points of those who could take it: %(score)d.") % figures


def outcome(accepted: bool, ended: str) -> str:
    """What became of an assignment, or of an offer that nobody accepted; `ended` as stored, "" while it goes on."""
    if not ended:
        return _("has it now") if accepted else _("is being asked")
    return str(OUTCOMES.get(ended, ended))


def assigned(name: str, waited: float, decision: Mapping[str, Any]) -> list[str]:
    """Why an agent got a request: the recorded decision."""
    parts = joined(f"{PARTS[part]} {points:+d}" for part, points in decision["parts"].items() if points)
    sentences = [
        _("%(name)s had the best score of those who could take it after %(time)s: %(score)d points (%(parts)s).")
        % {"name": name, "time": length(waited), "score": decision["score"], "parts": parts or _("nothing preferred")}
    ]
    if decision["language"]:
        sentences.append(_("They speak %(language)s.") % {"language": language_name(decision["language"])})
    if decision["ring"]:
        # Counted from 1, as on the policy's page.
        sentences.append(_("By then it had been widened to ring %(ring)d.") % {"ring": decision["ring"] + 1})
    if decision["named"]:
        sentences.append(
            _("It was kept for them as %(reason)s.") % {"reason": HOLDS.get(decision["named"], decision["named"])}
        )
    return sentences
