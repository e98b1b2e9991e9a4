"""Why can a policy not be saved? In sentences: the field by its name on the page, the reason in the reader's words."""

from __future__ import annotations

import re
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from routing.core import Policy
from routing.core.policy_json import Problem
from routing.sentences import joined
from web.office import policy_fields as fields

RING = re.compile(r"rings\[(\d+)\](?:\.(\w+))?")

COLUMNS: dict[str, str | Promise] = {
    "after": gettext_lazy("After, seconds"),
    "any_region": gettext_lazy("Any region"),
    "any_tier": gettext_lazy("Any tier"),
    "level_drop": gettext_lazy("Levels less"),
    "languages": gettext_lazy("Languages that count"),
}

SENTENCES: dict[str, str | Promise] = {
    "not_an_object": gettext_lazy("“%(label)s” is not in the form that is expected."),
    "unknown_field": gettext_lazy("“%(label)s” is no field of a policy."),
    "number": gettext_lazy("“%(label)s” must be a number from %(low)s to %(high)s."),
    "whole_number": gettext_lazy("“%(label)s” must be a whole number from %(low)s to %(high)s."),
    "flag": gettext_lazy("“%(label)s” is either on or off."),
    "choice": gettext_lazy("“%(label)s” must be one of: %(choices)s."),
    "choices": gettext_lazy("“%(label)s” must be some of: %(choices)s."),
    "keep_missing": gettext_lazy("“%(label)s” must offer to keep the place: nobody is sent away from the queue."),
    "tier_expected": gettext_lazy("“%(label)s” does not name a tier; tiers are 0 to 99."),
    "channel_expected": gettext_lazy(
        "“%(label)s” does not name what a person can be asked for: chat, callback, ticket."
    ),
    "hold_expected": gettext_lazy("“%(label)s” does not name a person for whom a chat can be kept."),
    "rings": gettext_lazy("There must be 1 to %(most)s rings."),
    "unknown_ring_field": gettext_lazy("“%(label)s” is no field of a ring."),
    "missing": gettext_lazy("“%(label)s” is missing."),
    "first_ring": gettext_lazy("“%(label)s” must be 0: the first ring holds from the start."),
    "not_later": gettext_lazy("“%(label)s” must be later than the ring before it, which begins after %(before)s s."),
    "narrower": gettext_lazy("“%(label)s” must ask for no more than the ring before it."),
    "unknown_weight": gettext_lazy("“%(label)s” is no weight."),
}


def problems(data: dict[str, Any]) -> list[dict[str, str]]:
    """Everything that keeps this from being a policy: `field` is its name in the policy, `reason` the sentence."""
    return [{"field": problem.field, "reason": sentence(problem)} for problem in Policy.validate(data)]


def sentence(problem: Problem) -> str:
    """A problem as its reader is told."""
    values = {**problem.values, "label": label(problem.field)}
    known = next((field for group in fields.GROUPS for field in group.fields if field.name == problem.field), None)
    if known is not None and known.choices:
        values["choices"] = ", ".join(str(words) for _key, words in known.choices)
    return str(SENTENCES[problem.code]) % values


def label(name: str) -> str:
    """What a field is called on the page; its own name where it is not there."""
    if found := RING.fullmatch(name):
        ring = _("Ring %(number)d") % {"number": int(found[1]) + 1}
        return joined((ring, COLUMNS.get(found[2], found[2]))) if found[2] else ring
    known = {field.name: field.label for group in fields.GROUPS for field in group.fields}
    return str(known.get(name, name))
