"""Who could be given what waits, by language and by tier? What a lead's wall counts, by the engine's own filters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from agents import roster
from chat.languages import base
from routing import core, snapshot
from routing.core.cover import Cover, cover
from routing.models import Request

LOOKED_AT = 200  # of those who wait, the longest: what a lead looks for, and bounded
TIERS = range(4)  # 0 regular, 1 to 3 VIP


def read(site_id: int, reachable: Iterable[int]) -> dict[str, Cover]:
    """`all`, `language:ar`, `tier:2` … → who is there and who is free: for one of those who wait there, else for a new
    chat that asks for nothing else."""
    now, policy = snapshot.clock(), snapshot.policy_of(site_id)
    people = snapshot.agents_of(site_id, reachable, roster.of(site_id), now).values()
    rows = Request.objects.filter(site=site_id, state=Request.State.WAITING).order_by("queued_at", "pk")
    lines: dict[str, list[core.Request]] = defaultdict(list)
    for row in rows[:LOOKED_AT].values_list(*snapshot.COLUMNS, named=True):
        request = snapshot.request_of(row, policy)
        lines[f"tier:{request.tier}"].append(request)
        if request.languages:
            lines[f"language:{base(request.languages[0].language)}"].append(request)
    fresh: dict[str, list[core.Request]] = {f"tier:{tier}": [core.Request(0, now, tier=tier)] for tier in TIERS}
    for tag in sorted({tag for agent in people if agent.capacity > 0 for tag, _level in agent.languages}):
        wish = core.LanguageWish(tag, policy.language_level)
        fresh.setdefault(f"language:{base(tag)}", []).append(core.Request(0, now, languages=(wish,)))
    found = {line: cover(requests, people, policy, now) for line, requests in {**fresh, **lines}.items()}
    return {"all": Cover.of_all(found.values()), **found}
