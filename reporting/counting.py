"""How are the figures counted? From chats, assignments and times of work, whole quarters of an hour at a time.

A quarter is counted again whenever something of it has changed: a chat of yesterday that ends today belongs to
yesterday. Counting replaces rows, so that doing it twice, or dying in the middle, does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Min

from chat.models import Chat
from reporting.models import Counted, Quarter
from routing import workspans
from routing.models import WorkSpan

MARGIN = timedelta(minutes=5)  # longer than a transaction may take: what had begun and was not yet visible
QUARTER = timedelta(minutes=15)
AT_ONCE = timedelta(days=1)  # counted in one transaction

# The marks of what has changed since a moment: the quarters of its chats and of its assignments, and those in which
# people went on working.
CHANGED = """
WITH served AS (
    SELECT a.accepted_at, r.chat_id FROM agents_agent g
    JOIN routing_assignment a ON a.agent_id = g.id JOIN routing_request r ON r.id = a.request_id
    WHERE g.site_id = %(site)s AND a.accepted_at IS NOT NULL
      AND (a.ended_at >= %(since)s OR a.created_at >= %(since)s::timestamptz - interval '1 hour')
), chats AS (
    SELECT id, queued_at, rated_at FROM chat_chat WHERE site_id = %(site)s
      AND (queued_at >= %(since)s OR ended_at >= %(since)s OR rated_at >= %(since)s)
)
SELECT DISTINCT date_bin('15 minutes', at, '2000-01-01+00') FROM (
    SELECT queued_at FROM chats
    UNION ALL SELECT c.queued_at FROM served s JOIN chat_chat c ON c.id = s.chat_id
    UNION ALL SELECT accepted_at FROM served
    UNION ALL
    SELECT a.accepted_at FROM chats c JOIN routing_request r ON r.chat_id = c.id
    JOIN routing_assignment a ON a.request_id = r.id WHERE c.rated_at >= %(since)s AND a.accepted_at IS NOT NULL
    UNION ALL SELECT generate_series(%(since)s::timestamptz, now(), '15 minutes') UNION ALL SELECT now()
) marks(at) ORDER BY 1
"""

# A chat that its agent opened again was neither offered to anybody nor waited for: only that it was handled, and its
# stars, count.
CHATS = """
WITH chats AS (
    SELECT date_bin('15 minutes', c.queued_at, '2000-01-01+00') AS at, c.language, r.region, r.tier, r.topic,
           c.ended_at, c.ended_by, c.rating, a.handle_s, NOT a.reopened AS came,
           a.served_at IS NOT NULL AND c.ended_at IS NOT NULL AS handled,
           a.served_at IS NOT NULL AND NOT a.reopened AS served,
           CASE WHEN NOT a.reopened THEN extract(epoch FROM a.served_at - c.queued_at) END AS waited, w.p50, w.p90,
           extract(epoch FROM coalesce(a.served_at, c.ended_at) - w.at) AS waited_on,
           -- Who left before the second figure says nothing about it.
           coalesce(a.served_at, c.ended_at - interval '1 second' * w.p90) > w.at AS says,
           w.request_id IS NULL
               AND coalesce(a.served_at, c.ended_at, now()) >= c.queued_at + interval '5 seconds' AS waited_untold
    FROM chat_chat c JOIN routing_request r ON r.chat_id = c.id
    LEFT JOIN LATERAL (
        SELECT min(accepted_at) AS served_at, sum(extract(epoch FROM ended_at - accepted_at)) AS handle_s,
               coalesce(bool_or(reason = 'followup'), false) AS reopened
        FROM routing_assignment WHERE request_id = r.id AND accepted_at IS NOT NULL
    ) a ON true
    LEFT JOIN routing_waittold w ON w.request_id = r.id AND NOT a.reopened
    WHERE c.site_id = %(site)s AND c.queued_at >= %(start)s AND c.queued_at < %(end)s
)
INSERT INTO reporting_quarter (site_id, at, dimension, value, offered, served, ticketed, abandoned, wait_s,
    within_5, within_10, within_20, within_30, within_60, within_120, within_300, within_600, within_1800,
    handled, handle_s, rated, stars, told, told_p50, told_p90, told_s, told_waited_s, told_left, untold)
SELECT %(site)s, at, dimension, value, count(*) FILTER (WHERE came), count(*) FILTER (WHERE served),
       count(*) FILTER (WHERE came AND NOT served AND ended_by = 'ticket'),
       count(*) FILTER (WHERE came AND NOT served AND ended_at IS NOT NULL AND ended_by <> 'ticket'),
       coalesce(sum(waited), 0),
       count(*) FILTER (WHERE waited <= 5), count(*) FILTER (WHERE waited <= 10), count(*) FILTER (WHERE waited <= 20),
       count(*) FILTER (WHERE waited <= 30), count(*) FILTER (WHERE waited <= 60),
       count(*) FILTER (WHERE waited <= 120), count(*) FILTER (WHERE waited <= 300),
       count(*) FILTER (WHERE waited <= 600), count(*) FILTER (WHERE waited <= 1800),
       count(*) FILTER (WHERE handled), coalesce(sum(handle_s) FILTER (WHERE handled), 0),
       count(rating), coalesce(sum(rating), 0),
       count(*) FILTER (WHERE says), count(*) FILTER (WHERE served AND waited_on <= p50),
       count(*) FILTER (WHERE served AND waited_on <= p90), coalesce(sum(p50) FILTER (WHERE says), 0),
       coalesce(sum(waited_on) FILTER (WHERE says), 0), count(*) FILTER (WHERE NOT served AND waited_on IS NOT NULL),
       count(*) FILTER (WHERE waited_untold)
FROM chats CROSS JOIN LATERAL (
    VALUES ('all', ''), ('language', language), ('region', region), ('tier', tier::text), ('topic', topic)
) AS d(dimension, value)
GROUP BY at, dimension, value
"""

# Of people: an assignment counts where it was accepted, work where it was done. One older than a day is not work any
# more. A chat's stars belong to the person it ended with.
PEOPLE = """
WITH people AS (SELECT id, greatest(capacity, 1) AS capacity FROM agents_agent WHERE site_id = %(site)s),
taken AS (
    SELECT date_bin('15 minutes', a.accepted_at, '2000-01-01+00') AS at, a.agent_id,
           count(*) AS served, count(a.ended_at) AS handled,
           coalesce(sum(extract(epoch FROM a.ended_at - a.accepted_at)), 0) AS handle_s,
           count(c.rating) AS rated, coalesce(sum(c.rating), 0) AS stars, sum(a.cost / p.capacity::float8) AS load
    FROM people p JOIN routing_assignment a ON a.agent_id = p.id AND a.accepted_at >= %(start)s
        AND a.accepted_at < %(end)s
        AND a.created_at >= %(start)s::timestamptz - interval '1 hour' AND a.created_at < %(end)s
    JOIN routing_request r ON r.id = a.request_id
    LEFT JOIN chat_chat c ON c.id = r.chat_id AND c.agent_id = a.agent_id AND NOT EXISTS (
        SELECT FROM routing_assignment later
        WHERE later.request_id = r.id AND later.agent_id = a.agent_id AND later.accepted_at > a.accepted_at
    )
    GROUP BY 1, 2
),
present AS (
    SELECT q.at, s.agent_id, p.capacity, greatest(s.began, q.at) AS since,
           least(coalesce(s.ended, now()), q.at + interval '15 minutes') AS until
    FROM people p
    JOIN routing_workspan s ON s.agent_id = p.id AND s.began < %(end)s AND coalesce(s.ended, now()) > %(start)s
    JOIN generate_series(%(start)s::timestamptz, %(end)s::timestamptz - interval '15 minutes', '15 minutes') q(at)
        ON s.began < q.at + interval '15 minutes' AND coalesce(s.ended, now()) > q.at
),
worked AS (
    SELECT at, agent_id, sum(extract(epoch FROM until - since)) AS working_s, sum(used / capacity) AS busy_s,
           sum(extract(epoch FROM until - since)) - sum((
               SELECT coalesce(sum(extract(epoch FROM upper(span) - lower(span))), 0) FROM unnest(taken_up) span
           )) AS idle_s
    FROM present CROSS JOIN LATERAL (
        SELECT coalesce(sum(units * extract(epoch FROM upper(span) - lower(span))), 0) AS used,
               range_agg(span) AS taken_up
        FROM (
            SELECT a.units, tstzrange(since, until) * tstzrange(a.accepted_at, coalesce(a.ended_at, now())) AS span
            FROM routing_assignment a
            WHERE a.agent_id = present.agent_id AND a.created_at >= since - interval '1 day' AND a.created_at < until
              AND a.accepted_at < until AND coalesce(a.ended_at, now()) > since
            UNION ALL
            -- Finishing up after a chat is handling it.
            SELECT w.units, tstzrange(since, present.until)
                * tstzrange(w.began, least(coalesce(w.ended_at, w.until), now()))
            FROM routing_wrapup w
            WHERE w.agent_id = present.agent_id AND w.began >= since - interval '1 day' AND w.began < present.until
              AND least(coalesce(w.ended_at, w.until), now()) > greatest(since, w.began)
        ) chats
    ) work WHERE until > since GROUP BY 1, 2
)
INSERT INTO reporting_quarter (site_id, at, dimension, value, offered, served, handled, handle_s, rated, stars,
    load, working_s, busy_s, idle_s)
SELECT %(site)s, at, 'agent', agent_id::text, coalesce(served, 0), coalesce(served, 0), coalesce(handled, 0),
       coalesce(handle_s, 0), coalesce(rated, 0), coalesce(stars, 0), coalesce(load, 0),
       coalesce(working_s, 0), coalesce(busy_s, 0), coalesce(idle_s, 0)
FROM taken FULL JOIN worked USING (at, agent_id)
"""


def count(site_id: int, *, again: bool = False, progress: Callable[[int, int], None] | None = None) -> int:
    """Bring a site's figures up to now; `again` counts everything anew. Returns how many quarters were counted.

    `progress` hears (done, of all)."""
    workspans.follow(site_id)
    mark, _created = Counted.objects.get_or_create(site_id=site_id)
    since = None if again or mark.until is None else mark.until - MARGIN
    if since is None:
        chats = Chat.objects.filter(site=site_id).aggregate(first=Min("queued_at"))["first"]
        spans = WorkSpan.objects.filter(agent__site=site_id).aggregate(first=Min("began"))["first"]
        since = min(filter(None, (chats, spans)), default=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (now,) = cursor.fetchone()
        cursor.execute(CHANGED, {"site": site_id, "since": since or now})
        quarters = [row[0] for row in cursor.fetchall()]
    done = 0
    for start, end in runs(quarters):
        _replace(site_id, start, end)
        done += (end - start) // QUARTER
        if progress:
            progress(done, len(quarters))
    Counted.objects.filter(site=site_id).update(until=now)
    return len(quarters)


def runs(quarters: Sequence[datetime]) -> Iterator[tuple[datetime, datetime]]:
    """Quarters in order as (start, end) of those that follow each other, a day at most."""
    start = end = None
    for at in quarters:
        if start is None or at != end or at - start >= AT_ONCE:
            if start and end:
                yield start, end
            start = at
        end = at + QUARTER
    if start and end:
        yield start, end


def _replace(site_id: int, start: datetime, end: datetime) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        Counted.objects.select_for_update(no_key=True).get(site=site_id)
        Quarter.objects.filter(site=site_id, dimension__in=Quarter.Dimension.values, at__gte=start, at__lt=end).delete()
        values: dict[str, Any] = {"site": site_id, "start": start, "end": end}
        cursor.execute(CHATS, values)
        cursor.execute(PEOPLE, values)
