"""What does a chat cost that has gone quiet? Only the policy's remainder, until somebody writes again.

A chat that wakes up takes back what there is room for; the rest as soon as there is, before anything new is given to
its agent. So a load never grows above the capacity, and nobody is flooded by ten chats that wake up at once.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from chat import hints
from routing.core import Policy

# Live chats that would cost less when quiet: what each takes, and for how long nothing was written or happened there.
LOOK = """
SELECT a.id, a.agent_id, a.units, a.cost, extract(epoch FROM clock_timestamp() - e.at)::float8
FROM routing_assignment a JOIN agents_agent g ON g.id = a.agent_id
JOIN routing_request r ON r.id = a.request_id JOIN chat_chat c ON c.id = r.chat_id
JOIN chat_threadhead h ON h.thread_id = c.thread_id
JOIN chat_event e ON e.thread_id = h.thread_id AND e.seq = h.seq
WHERE g.site_id = %s AND a.ended_at IS NULL AND a.accepted_at IS NOT NULL AND a.cost > %s
ORDER BY a.id
"""

LOCK = "SELECT id, capacity FROM agents_agent WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"

LIVE = (
    "SELECT id, agent_id, units, cost FROM routing_assignment WHERE agent_id = ANY(%s) AND ended_at IS NULL ORDER BY id"
)

UPDATE = """
UPDATE routing_assignment a SET units = m.units FROM unnest(%s::bigint[], %s::int[]) AS m(id, units)
WHERE a.id = m.id AND a.ended_at IS NULL
"""


def matters(policy: Policy) -> bool:
    """Whether a quiet chat costs less than one that goes on, by this policy."""
    return any(units > policy.quiet_remainder for _channel, units in policy.unit_costs)


def look(site_id: int, policy: Policy) -> tuple[dict[int, bool], set[int], float | None]:
    """Which assignments (id → quiet) do not take what they should, of which agents, and in how many seconds the next
    one goes quiet."""
    wrong: dict[int, bool] = {}
    people: set[int] = set()
    next_in: float | None = None
    with connection.cursor() as cursor:
        cursor.execute(LOOK, [site_id, policy.quiet_remainder])
        rows: list[tuple[int, int, int, int, float]] = cursor.fetchall()
    for assignment_id, agent_id, units, cost, silent in rows:
        quiet = silent >= policy.quiet_after
        if units != (policy.quiet_remainder if quiet else cost):
            wrong[assignment_id] = quiet
            people.add(agent_id)
        if not quiet:
            left = policy.quiet_after - silent
            next_in = left if next_in is None else min(next_in, left)
    return wrong, people, next_in


def settle(site_id: int, policy: Policy, wrong: dict[int, bool], people: Iterable[int]) -> int:
    """Let these assignments take what they should, as far as there is room. How many changed."""
    agents = sorted(people)
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [agents])
        room = dict(cursor.fetchall())
        cursor.execute(LIVE, [agents])
        live = cursor.fetchall()
    for _id, agent_id, units, _cost in live:
        room[agent_id] -= units
    changed: dict[int, int] = {}
    # What becomes free first, then what takes it.
    for quiet in (True, False):
        for assignment_id, agent_id, units, cost in live:
            if wrong.get(assignment_id) is quiet:
                wanted = min(policy.quiet_remainder, cost) if quiet else min(cost, units + max(0, room[agent_id]))
                room[agent_id] -= wanted - units
                if wanted != units:
                    changed[assignment_id] = wanted
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(UPDATE, [list(changed), list(changed.values())])
        hints.add(hints.DeskChanged(site_id), hints.RequestsChanged(site_id, agents=tuple(agents)))
    return len(changed)
