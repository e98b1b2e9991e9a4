"""How fast does each skill group move? Completion and abandonment, learned from the log of the last day."""

from __future__ import annotations

from django.db import connection

from routing.core import RatesLearned

ENOUGH = 20  # served chats of a group, below which its rates are not believed

# Completion at full load: chats handled per second of agents' time spent on them, times the agents busy with them at
# once while somebody waited. Abandonment: chats that ended unserved, per second of waiting.
SQL = """
WITH recent AS (
    SELECT c.language, c.queued_at, c.ended_at, c.ended_by,
           (SELECT min(a.accepted_at) FROM routing_assignment a WHERE a.request_id = r.id) AS served_at
    FROM chat_chat c JOIN routing_request r ON r.chat_id = c.id
    WHERE c.site_id = %s AND c.queued_at > now() - interval '1 day'
)
SELECT language,
       count(*) FILTER (WHERE served_at IS NOT NULL AND ended_at IS NOT NULL) AS handled,
       coalesce(avg(extract(epoch FROM ended_at - served_at)) FILTER (
           WHERE served_at IS NOT NULL AND ended_at IS NOT NULL), 0)::float8,
       count(*) FILTER (WHERE served_at IS NULL AND ended_at IS NOT NULL)::float8,
       coalesce(sum(extract(epoch FROM coalesce(served_at, ended_at, now()) - queued_at)), 0)::float8
FROM recent GROUP BY language ORDER BY language
"""

CAPACITY = """
SELECT s.language, sum(a.capacity)::float8 FROM agents_agent a JOIN agents_languageskill s ON s.agent_id = a.id
WHERE a.site_id = %s AND a.is_active AND a.status = 'available' GROUP BY s.language
"""


def learn(site_id: int) -> dict[str, RatesLearned]:
    """language → rates, for the groups that have been seen often enough."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, [site_id])
        groups = cursor.fetchall()
        cursor.execute(CAPACITY, [site_id])
        capacity: dict[str, float] = dict(cursor.fetchall())
    learned = {}
    for language, handled, seconds_each, left, waited in groups:
        if handled >= ENOUGH and seconds_each > 0 and language in capacity:
            # Rounded, so that noise in the last digits is no change.
            completion = float(f"{capacity[language] / seconds_each:.3g}")
            abandonment = float(f"{left / waited if waited else 0:.3g}")
            learned[language] = RatesLearned(language, completion, abandonment)
    return learned
