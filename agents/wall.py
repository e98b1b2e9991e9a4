"""What are leads of a site told of? Three bounds, the same for all of them."""

from __future__ import annotations

from agents import audit
from chat import hints
from chat.errors import Refusal
from chat.models import Site

# Seconds for which figures are counted (`reporting.core.BOUNDS`): a service level can be asked for at each of them.
WAITS = (5, 10, 20, 30, 60, 120, 300, 600, 1800)
MOST_QUEUE = 1_000


def promise(site_id: int) -> int:
    """The wait in seconds within which a chat counts as served in time: on the wall and in the reports alike."""
    return Site.objects.values_list("wall_wait", flat=True).get(pk=site_id)


def set_bounds(by_id: int, wait: int, queue: int, level: int) -> None:
    """A wait in seconds, a number of waiting in one language or tier, a service level in per cent; by a lead."""
    by = audit.lead(by_id)
    if wait not in WAITS or not 0 <= queue <= MOST_QUEUE or not 0 <= level <= 100:
        raise Refusal("bad_frame", {"reason": f"wait is one of {WAITS}, queue 0 to {MOST_QUEUE}, level 0 to 100"})
    site = Site.objects.select_for_update(no_key=True).get(pk=by.site_id)
    fields = {"wall_wait": wait, "wall_queue": queue, "wall_level": level}
    changed = [[name, getattr(site, name), value] for name, value in fields.items() if getattr(site, name) != value]
    if not changed:
        return
    Site.objects.filter(pk=site.pk).update(**fields)
    audit.record(by, "wall_changed", site.name, changed=changed)
    hints.add(hints.DeskChanged(site.pk))
