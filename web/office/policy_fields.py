"""Which fields does the policy's form have, and what does each mean in plain words?"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.functional import Promise, keep_lazy_text
from django.utils.translation import gettext_lazy as _

from routing.core import Policy, Ring
from routing.sentences import tier_name

TIERS = ("0", "1", "2", "3")
SPARE_RINGS = 2  # empty rows below the known rings; a row without seconds is no ring

Text = str | Promise


class Field(NamedTuple):
    """`kind`: number, flag, choice or choices. `name` is its path in the policy (`weights.load`)."""

    name: str
    label: Text
    help: Text
    unit: Text = ""
    kind: str = "number"
    choices: tuple[tuple[str, Text], ...] = ()
    optional: bool = False


class Group(NamedTuple):
    """Fields that belong together."""

    title: Text
    help: Text
    fields: tuple[Field, ...]


@keep_lazy_text
def of_tier(words: Text, tier: str) -> str:
    """A label with a tier's name in it: put together when it is read, in the reader's language."""
    return str(words) % {"tier": tier_name(tier)}


SECONDS = _("s")
POINTS = _("points")
UNITS = _("units")
LEVEL = _("level")

# Tables whose keys are open: tiers and channels.
TABLES: dict[str, Text] = {"tier_credits": SECONDS, "reserve": UNITS, "unit_costs": UNITS}

GROUPS: tuple[Group, ...] = (
    Group(
        _("Who goes first"),
        _(
            "Everybody is served in the order of waiting. Credits count as seconds waited beforehand; they are "
            "bounded, hence so is overtaking."
        ),
        (
            *(
                Field(
                    f"tier_credits.{tier}",
                    of_tier(_("Credit of %(tier)s"), tier),
                    _("Counts as having waited so much longer. Empty: none."),
                    SECONDS,
                    optional=True,
                )
                for tier in TIERS
            ),
            Field(
                "urgent_exempt",
                _("Urgent topics before everybody"),
                _("Stolen accounts do not wait behind anybody, outside the bound below."),
                kind="flag",
            ),
            Field(
                "urgent_credit",
                _("Credit of urgent topics"),
                _("Counts only where urgent topics do not go before everybody."),
                SECONDS,
            ),
        ),
    ),
    Group(
        _("What is asked for"),
        _("The level wanted of the agent, 1 to 5. Rings ask for less after a while; topics have levels of their own."),
        (
            Field("language_level", _("Language of the chat"), _("3: holds a conversation."), LEVEL),
            Field("second_language_level", _("Customer's other language"), _("2: makes oneself understood."), LEVEL),
        ),
    ),
    Group(
        _("Kept for somebody"),
        _("For how long a chat waits for a preferred person who is working but busy. Nobody is awaited who is away."),
        (
            Field("holds.account_manager", _("Account manager"), _("Zero: not awaited."), SECONDS, optional=True),
            Field("holds.deputy", _("Deputy"), _("After the account manager."), SECONDS, optional=True),
            Field(
                "holds.last_agent", _("Last agent"), _("Who ended the customer's last chat."), SECONDS, optional=True
            ),
        ),
    ),
    Group(
        _("Who is best"),
        _("Among those who may take a chat the most points win; among equals whoever has been idle longest."),
        (
            Field("weights.hold", _("Preferred person"), _("For the first; the second gets half."), POINTS),
            Field("weights.level", _("Language"), _("For each level of the language."), POINTS),
            Field("weights.wish", _("Second language"), _("Lost for each step down the customer's list."), POINTS),
            Field("weights.region", _("Region"), _("Serves this very region."), POINTS),
            Field("weights.tier", _("Tier"), _("Serves this very tier."), POINTS),
            Field("weights.topic", _("Topic"), _("For each level in the topic."), POINTS),
            Field("weights.load", _("Load"), _("Lost by somebody who is full; half of it by a half-full one."), POINTS),
        ),
    ),
    Group(
        _("Room"),
        _("What an agent takes at once, in units; and what is kept free for higher tiers."),
        (
            Field("unit_costs.chat", _("A chat costs"), _("Of an agent's capacity."), UNITS, optional=True),
            Field("unit_costs.callback", _("A callback costs"), _("Of an agent's capacity."), UNITS, optional=True),
            Field("unit_costs.ticket", _("A ticket costs"), _("Of an agent's capacity."), UNITS, optional=True),
            *(
                Field(
                    f"reserve.{tier}",
                    of_tier(_("Kept free for %(tier)s and above"), tier),
                    _("Of every agent; never more than half of their capacity. Empty: nothing."),
                    UNITS,
                    optional=True,
                )
                for tier in TIERS[1:]
            ),
            Field("urgent_uses_reserve", _("Urgent topics may use it"), _("Also of lower tiers."), kind="flag"),
            Field("quiet_after", _("A chat is quiet after"), _("Without a word of the customer."), SECONDS),
            Field("quiet_remainder", _("A quiet chat keeps"), _("So that nobody is flooded when it wakes."), UNITS),
        ),
    ),
    Group(
        _("Offer or assignment"),
        _("A chat is given to the best person, or offered first."),
        (
            Field(
                "offer_mode",
                _("How"),
                _("Direct is faster; an offer may be declined."),
                kind="choice",
                choices=(("direct", _("Assign at once")), ("offer", _("Offer first"))),
            ),
            Field("offer_timeout", _("An offer lasts"), _("Then it goes to the next."), SECONDS),
            Field(
                "transfer_timeout",
                _("A chat passed on is considered"),
                _("Then it stays with whoever passes it on."),
                SECONDS,
            ),
            Field("wrap_up", _("Wrap-up after a chat"), _("Nothing new comes meanwhile. Zero: none."), SECONDS),
            Field("misses_until_away", _("Missed offers until away"), _("In a row."), ""),
            Field("vanish_grace", _("Grace"), _("For a console that is gone; then its chats return."), SECONDS),
        ),
    ),
    Group(
        _("A long wait"),
        _("What a customer is offered when it takes long, and what is assumed before anything was measured."),
        (
            Field("longest_wait", _("Long is"), _("Then the customer chooses; asked again after as long."), SECONDS),
            Field(
                "longest_wait_offers",
                _("The choice"),
                _("Keeping the place is always among it."),
                kind="choices",
                choices=(("keep", _("Keep my place")), ("ticket", _("Ticket"))),
            ),
            Field("assumed_handling", _("A chat takes"), _("Believed until enough chats were measured."), SECONDS),
        ),
    ),
)


def groups_for(data: dict[str, Any]) -> list[Group]:
    """The groups, with a field for every tier and channel that this policy names beyond those that everybody has: what
    came by the API must not be lost by the form."""
    found = []
    for group in GROUPS:
        known = {field.name for field in group.fields}
        extra = [
            Field(f"{outer}.{key}", f"{outer}.{key}", "", unit, optional=True)
            for outer, unit in TABLES.items()
            if any(name.startswith(f"{outer}.") for name in known)
            for key in data.get(outer, {})
            if f"{outer}.{key}" not in known
        ]
        found.append(group._replace(fields=(*group.fields, *extra)))
    return found


def value_of(data: dict[str, Any], name: str) -> Any:
    """The value under a path; None where there is none."""
    found: Any = data
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return int(found) if isinstance(found, float) and found.is_integer() else found


def number(text: str) -> Any:
    """A number from a form, whole where it is; the text itself where it is none, for the validation to name."""
    text = text.strip().replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        return text
    return int(value) if math.isfinite(value) and value.is_integer() else value


def read(form: QueryDict) -> dict[str, Any]:
    """The policy that a form describes, not yet validated."""
    data: dict[str, Any] = {"tier_credits": {}, "reserve": {}, "holds": {}, "weights": {}, "unit_costs": {}}
    for group in GROUPS:
        for field in group.fields:
            given: Any
            if field.kind == "flag":
                given = field.name in form
            elif field.kind == "choices":
                given = form.getlist(field.name)
            elif field.kind == "choice":
                given = form.get(field.name, "")
            else:
                text = form.get(field.name, "")
                if field.optional and not text.strip():
                    continue
                given = number(text)
            outer, _dot, inner = field.name.partition(".")
            if inner:
                data[outer][inner] = given
            else:
                data[outer] = given
    named = {field.name for group in GROUPS for field in group.fields}
    for name in form:
        outer, _dot, inner = name.partition(".")
        if outer in TABLES and inner and name not in named and form.get(name, "").strip():
            data[outer][inner] = number(form.get(name, ""))
    data["rings"] = [
        {
            "after": number(form.get(f"rings.{place}.after", "")),
            "any_region": f"rings.{place}.any_region" in form,
            "any_tier": f"rings.{place}.any_tier" in form,
            "level_drop": number(form.get(f"rings.{place}.level_drop", "0")),
            "languages": number(form.get(f"rings.{place}.languages", "1")),
        }
        for place in range(20)
        if form.get(f"rings.{place}.after", "").strip()
    ]
    return data


def ring_rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The rings as rows of the form, with some empty ones."""
    rings: list[dict[str, Any]] = [dict(ring) for ring in data.get("rings", [])]
    return rings + [{"after": "", "level_drop": 0, "languages": 1}] * min(SPARE_RINGS, 20 - len(rings))


def widens(ring: Ring, before: Ring | None) -> list[Text]:
    """What a ring asks less than the one before it."""
    if before is None:
        return [_("as asked for")]
    found: list[Text] = []
    if ring.any_region and not before.any_region:
        found.append(_("any region"))
    if ring.any_tier and not before.any_tier:
        found.append(_("any tier"))
    if ring.level_drop > before.level_drop:
        found.append(_("level −%(drop)d") % {"drop": ring.level_drop})
    if ring.languages > before.languages:
        found.append(_("%(count)d languages") % {"count": ring.languages})
    return found or [_("nothing new")]


def timeline(policy: Policy) -> dict[str, Any]:
    """The rings as a drawing: width 720, one segment each; seconds are spread so that short ones can be read."""
    rings = policy.rings
    width = 720 / len(rings)
    marks = [
        {
            "x": round(place * width, 1),
            "middle": round((place + 0.5) * width, 1),
            "after": f"{ring.after:g}",
            "words": widens(ring, rings[place - 1] if place else None),
            "number": place,
            "opacity": round(0.16 + 0.5 * place / max(1, len(rings) - 1), 2) if len(rings) > 1 else 0.16,
        }
        for place, ring in enumerate(rings)
    ]
    return {"marks": marks, "width": round(width - 4, 1)}
