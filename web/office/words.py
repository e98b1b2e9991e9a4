"""How are figures said, and the values by which they are compared?"""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agents.models import Agent
from chat.models import Topic
from reporting.core import BOUNDS
from reporting.figures import Dimension
from routing.sentences import language_name, length, tier_name


def names(site_id: int, dimension: str) -> dict[str, str]:
    """value → how it is called, where it has a name of its own."""
    if dimension == Dimension.AGENT:
        return {str(pk): name for pk, name in Agent.objects.filter(site=site_id).values_list("pk", "name")}
    if dimension == Dimension.TOPIC:
        language = get_language() or "en"
        topics = Topic.objects.select_related("site").filter(site=site_id)
        return {topic.slug: topic.name_in(language, topic.site.default_language) for topic in topics}
    return {}


def name_of(dimension: str, value: str, known: dict[str, str]) -> str:
    """How a reader calls a value."""
    if dimension == Dimension.LANGUAGE:
        return language_name(value)
    if dimension == Dimension.TIER:
        return tier_name(value)
    return known.get(value) or value or _("not known")


def dimension_names() -> dict[str, str]:
    """dimension → what it is called in the choice of what to compare."""
    return {
        Dimension.LANGUAGE: _("Languages"),
        Dimension.REGION: _("Regions"),
        Dimension.TIER: _("Tiers"),
        Dimension.TOPIC: _("Topics"),
        Dimension.AGENT: _("People"),
    }


def percent(share: float | None) -> str:
    """A share as people read it."""
    return "–" if share is None else f"{100 * share:.0f} %"


def seconds(amount: float | None) -> str:
    """A time as people read it, as everywhere at the desk; more than the last bound is not known more closely."""
    if amount is None:
        return "–"
    if amount == float("inf"):
        return _("more than %(time)s") % {"time": length(BOUNDS[-1])}
    return length(amount)


def waited(amount: float | None) -> str:
    """A wait that so many did not exceed. Waits are counted between bounds; below the first no more is known."""
    if amount is not None and amount <= BOUNDS[0]:
        return _("under %(time)s") % {"time": length(BOUNDS[0])}
    return seconds(amount)
