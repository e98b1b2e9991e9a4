"""What was a customer told first about the wait? Kept once for each, so that it can be held against what came."""

from __future__ import annotations

from collections.abc import Iterable

from routing.core import Estimate
from routing.models import Request, WaitTold


def note(told: Iterable[tuple[int, Estimate]]) -> None:
    """Keep what is said to these requests now, unless something was said before."""
    known = dict(told)
    # Those that ended meanwhile may be deleted: a row for them would break the key.
    there = Request.objects.filter(pk__in=known).values_list("pk", flat=True)
    WaitTold.objects.bulk_create(
        [
            WaitTold(
                request_id=pk,
                p50=known[pk].p50,
                p90=known[pk].p90,
                ahead=known[pk].ahead,
                source=known[pk].source,
            )
            for pk in there
        ],
        ignore_conflicts=True,
    )
