"""How fast does each skill group move? Completion at full load and abandonment, learned from the log.

First from what waiting customers of the last hours saw (`core.learning`), which knows who is there today. Where too few
had to wait: from how long a chat of the group takes, and the share of today's capacity that the group gets.
"""

from __future__ import annotations

from collections import defaultdict

from django.db import connection

from agents import roster
from agents.models import Agent
from routing.core import RatesLearned
from routing.core.estimate import Rates
from routing.core.learning import ENOUGH, Wait, abandonment
from routing.core.learning import learn as learn_from

# Seconds that are looked back, the first that says enough: people come and go, and the night says little about noon.
RECENT = (3_600.0, 3 * 3_600.0)
DAY = "1 day"
NEWEST = 20_000  # waits of a site that are looked at

# Whose chat its agent opened again waited for nobody.
WAITS = """
SELECT c.language, extract(epoch FROM r.queued_at)::float8,
       extract(epoch FROM coalesce(a.served_at, c.ended_at, now()))::float8, a.served_at IS NOT NULL,
       extract(epoch FROM now() - r.queued_at)::float8
FROM routing_request r JOIN chat_chat c ON c.id = r.chat_id
LEFT JOIN LATERAL (
    SELECT min(accepted_at) AS served_at, bool_or(reason = 'followup') AS reopened
    FROM routing_assignment WHERE request_id = r.id
) a ON true
WHERE a.reopened IS NOT TRUE
  AND r.site_id = %s AND r.queued_at > now() - %s::interval AND (a.served_at IS NOT NULL OR c.ended_at IS NOT NULL)
ORDER BY r.id DESC LIMIT %s
"""

# Seconds that a chat of a group keeps an agent, and how many of an agent's chats were of which group.
HANDLED = """
SELECT a.agent_id, c.language, count(*), sum(extract(epoch FROM a.ended_at - a.accepted_at))::float8
FROM routing_assignment a JOIN routing_request r ON r.id = a.request_id JOIN chat_chat c ON c.id = r.chat_id
WHERE r.site_id = %s AND a.created_at > now() - %s::interval AND a.ended_at IS NOT NULL
  AND a.accepted_at IS NOT NULL
GROUP BY a.agent_id, c.language
"""


def learn(site_id: int) -> dict[str, RatesLearned]:
    """language → rates, for the groups that have been seen often enough."""
    recent: dict[float, dict[str, list[Wait]]] = {seconds: defaultdict(list) for seconds in RECENT}
    day: dict[str, list[Wait]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(WAITS, [site_id, DAY, NEWEST])
        for language, since, until, served, age in cursor.fetchall():
            wait = Wait(since, max(since, until), served)
            day[language].append(wait)
            for seconds in RECENT:
                if age < seconds:
                    recent[seconds][language].append(wait)
        cursor.execute(HANDLED, [site_id, DAY])
        handled = cursor.fetchall()
    shared = _shared(site_id, handled)
    learned = {}
    for language in sorted(day):
        seen = (learn_from(recent[seconds][language]) for seconds in RECENT)
        found = next((rates for rates in seen if rates is not None), shared.get(language))
        if found is not None and found.completion > 0:
            theta = found.abandonment or abandonment(day[language])
            # Rounded, so that noise in the last digits is no change.
            learned[language] = RatesLearned(language, float(f"{found.completion:.3g}"), float(f"{theta:.3g}"))
    return learned


def _shared(site_id: int, handled: list[tuple[int, str, int, float]]) -> dict[str, Rates]:
    """From handling times: each agent's capacity is shared among the groups as their chats of the day were."""
    chats: dict[int, int] = defaultdict(int)
    for agent_id, _language, count, _seconds in handled:
        chats[agent_id] += count
    capacity = _capacity_now(site_id)
    units: dict[str, float] = defaultdict(float)
    counts: dict[str, int] = defaultdict(int)
    spent: dict[str, float] = defaultdict(float)
    for agent_id, language, count, seconds in handled:
        counts[language] += count
        spent[language] += seconds
        units[language] += capacity.get(agent_id, 0) * count / chats[agent_id]
    return {
        language: Rates(units[language] * counts[language] / spent[language], 0.0)
        for language in counts
        if counts[language] >= ENOUGH and spent[language] > 0
    }


def _capacity_now(site_id: int) -> dict[int, int]:
    """agent → units, of those who are available and on shift."""
    plan = roster.of(site_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        now = float(cursor.fetchone()[0])
    rows = Agent.objects.filter(site=site_id, is_active=True, status=Agent.Status.AVAILABLE)
    return {pk: units for pk, units in rows.values_list("pk", "capacity") if plan.duty(pk, now).on}
