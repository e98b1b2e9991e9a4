"""How does a test, or a bench, get a past to report on? Chats put into the tables, as routing leaves them."""

from __future__ import annotations

from django.db import connection

# Chats of the last days, more at noon than at night, of all people and topics of the site, in five languages, four
# regions and four tiers: most served, some left, some a ticket; every third rated. What differs is drawn by hashing
# the row's number, so that two runs are alike.
FILL = """
WITH agents AS (SELECT array_agg(id ORDER BY id) AS ids FROM agents_agent WHERE site_id = %(site)s),
topics AS (SELECT array_agg(id ORDER BY id) AS ids, array_agg(slug ORDER BY id) AS slugs
           FROM chat_topic WHERE site_id = %(site)s),
hours(of_day) AS (
    SELECT ARRAY[0, 2, 5, 6, 7, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 11, 11, 12, 13, 13, 14, 14, 15, 15, 16, 17, 18, 20, 22]
),
rows AS (
    SELECT n, hashint8extended(n, 1) & 1048575 AS a, hashint8extended(n, 2) & 1048575 AS b,
           hashint8extended(n, 3) & 1048575 AS c, hashint8extended(n, 4) & 1048575 AS d
    FROM generate_series(%(first)s, %(last)s) n
),
drawn AS (
    SELECT n, a, b, c, least(
               date_trunc('day', now()) - interval '1 day' * (n %% %(days)s)
               + interval '1 hour' * of_day[1 + d %% cardinality(of_day)] + interval '1 second' * (c %% 3600),
               now() - interval '2 hours' - interval '1 second' * (c %% 3600)
           ) AS queued_at,
           (ARRAY['en', 'en', 'zh', 'zh', 'es', 'ar', 'ru'])[1 + a %% 7] AS language,
           (ARRAY['EUR', 'EUR', 'NA', 'APAC', ''])[1 + b %% 5] AS region,
           topics.ids[1 + c %% cardinality(topics.ids)] AS topic_id,
           topics.slugs[1 + c %% cardinality(topics.ids)] AS slug,
           agents.ids[1 + (a + d) %% cardinality(agents.ids)] AS agent_id,
           CASE WHEN b %% 23 = 0 THEN 'customer' WHEN b %% 29 = 0 THEN 'ticket' ELSE 'agent' END AS ended_by,
           CASE d %% 8 WHEN 0 THEN c %% 400 WHEN 1 THEN c %% 90 ELSE c %% 20 END AS wait, 60 + d %% 900 AS talk
    FROM rows CROSS JOIN hours CROSS JOIN topics CROSS JOIN agents
),
people AS (
    INSERT INTO chat_customer (site_id, public_id, name, tier, language, region, region_source, email, page_url,
                               page_title, device)
    SELECT %(site)s, 'past-' || n || '-' || %(site)s, 'Past', a %% 4, 'en', '', 'default', '', '', '', '' FROM drawn
    RETURNING id, public_id
),
threads AS (
    INSERT INTO chat_thread (site_id, customer_id, public_id, start_id)
    SELECT %(site)s, id, public_id, 'past' FROM people RETURNING id, customer_id, public_id
),
chats AS (
    INSERT INTO chat_chat (site_id, thread_id, customer_id, public_id, topic_id, language, state, agent_id, queued_at,
                           ended_at, ended_by, outcome, rating, rating_comment, rated_at)
    SELECT %(site)s, t.id, t.customer_id, t.public_id, topic_id, language, 'ended',
           CASE WHEN ended_by = 'agent' THEN agent_id END, queued_at,
           queued_at + interval '1 second' * (wait + CASE WHEN ended_by = 'agent' THEN talk ELSE 0 END), ended_by, '',
           CASE WHEN ended_by = 'agent' AND a %% 3 = 0 THEN 5 - (b %% 7) / 2 END, '',
           CASE WHEN ended_by = 'agent' AND a %% 3 = 0 THEN queued_at + interval '1 second' * (wait + talk) END
    FROM drawn JOIN threads t ON t.public_id = 'past-' || n || '-' || %(site)s RETURNING id, public_id
),
requests AS (
    INSERT INTO routing_request (site_id, channel, chat_id, state, queued_at, languages, region, tier, topic,
                                 topic_level, urgent, excluded, declined, preferred, wait_for)
    SELECT %(site)s, 'chat', id, 'done', queued_at, '[]', region, a %% 4, slug, 0, false, '{}', '{}', '[]', ''
    FROM chats JOIN drawn ON public_id = 'past-' || n || '-' || %(site)s RETURNING id, chat_id
),
drawn_requests AS (
    SELECT r.id AS request_id, drawn.* FROM requests r JOIN chats ON chats.id = r.chat_id
    JOIN drawn ON public_id = 'past-' || n || '-' || %(site)s
),
waits AS (
    INSERT INTO routing_waittold (request_id, at, p50, p90, ahead, source)
    SELECT request_id, queued_at, 30, 150, 1, 'learned' FROM drawn_requests WHERE wait > 10
)
INSERT INTO routing_assignment (request_id, agent_id, units, cost, reason, created_at, accepted_at, ended_at,
                                ended_reason, decline_reason, decline_text)
SELECT request_id, agent_id, 1, 1, 'routed', queued_at + interval '1 second' * wait,
       queued_at + interval '1 second' * wait, queued_at + interval '1 second' * (wait + talk), '', '', ''
FROM drawn_requests WHERE ended_by = 'agent'
"""

SHIFTS = """
INSERT INTO routing_workspan (agent_id, began, ended)
SELECT a.id, day + interval '8 hours', least(day + interval '17 hours', now())
FROM agents_agent a, generate_series(date_trunc('day', now()) - %(days)s * interval '1 day', now(), '1 day') day
WHERE a.site_id = %(site)s AND day + interval '8 hours' < now()
"""


AT_ONCE = 50_000  # chats in one statement


def fill(site_id: int, chats: int, days: int) -> None:
    """So many chats of so many days, and who worked from 8 to 17 h UTC. Once for a site."""
    with connection.cursor() as cursor:
        for first in range(1, chats + 1, AT_ONCE):
            last = min(chats, first + AT_ONCE - 1)
            cursor.execute(FILL, {"site": site_id, "first": first, "last": last, "days": days})
        cursor.execute(SHIFTS, {"site": site_id, "days": days})
