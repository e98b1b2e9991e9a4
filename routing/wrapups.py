"""How long does an agent finish up after a chat? For the policy's seconds, or their team's, the router gives nothing.

A wrap-up begins in the transaction that ends a chat which an agent had, and ends by itself, early by the agent's hand,
or once as much later. While it lasts the person counts as full to the router (`routing.snapshot`, `routing.bind`); what
they have besides goes on. Reports count it as handling: the units of the chat stay in use that long.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from agents.models import Agent
from chat import hints
from chat.errors import Refusal
from routing.models import WrapUp

# Of a chat that is about to end: the longest of its agent's teams, else what the newest policy says. Part of the
# statement that ends its assignment (`routing.actions`), since every chat ends.
BEGIN = """
INSERT INTO routing_wrapup (agent_id, chat_id, units, began, until, extended)
SELECT c.agent_id, c.id, coalesce((
        SELECT a.cost FROM routing_assignment a JOIN routing_request r ON r.id = a.request_id
        WHERE r.chat_id = c.id AND a.agent_id = c.agent_id ORDER BY a.id DESC LIMIT 1), 1),
    clock_timestamp(), clock_timestamp() + make_interval(secs => s.seconds), false
FROM chat_chat c CROSS JOIN LATERAL (SELECT coalesce(
    (SELECT max(t.wrap_up) FROM agents_team t JOIN agents_team_members m ON m.team_id = t.id
     WHERE m.agent_id = c.agent_id)::float8,
    (SELECT (data ->> 'wrap_up')::float8 FROM routing_policyversion WHERE site_id = c.site_id
     ORDER BY version DESC LIMIT 1), 0) AS seconds) s
WHERE c.id = %(chat)s AND c.state = 'active' AND c.agent_id IS NOT NULL AND s.seconds > 0
"""

# The one that ends last of each person of a site.
OPEN = """
SELECT w.agent_id, extract(epoch FROM max(w.until))::float8, bool_or(w.extended)
FROM routing_wrapup w JOIN agents_agent a ON a.id = w.agent_id
WHERE a.site_id = %s AND w.ended_at IS NULL AND w.until > clock_timestamp() GROUP BY w.agent_id
"""


class Standing(NamedTuple):
    """Until when (seconds since 1970) somebody wraps up, and whether they have extended it."""

    until: float
    extended: bool


def change(agent_id: int, do: Literal["finish", "extend"]) -> None:
    """The agent is done, or needs as long again, once; `not_found` when no wrap-up runs or it was extended already."""
    agent = Agent.objects.select_for_update(no_key=True).get(pk=agent_id)
    running = WrapUp.objects.filter(agent=agent_id, ended_at=None, until__gt=Now())
    if do == "finish":
        changed = running.update(ended_at=Now())
    else:
        newest = running.filter(extended=False).order_by("-until").first()
        changed = 0
        if newest is not None and not running.filter(extended=True).exists():
            changed = running.filter(pk=newest.pk).update(until=F("until") + (F("until") - F("began")), extended=True)
    if not changed:
        raise Refusal("not_found")
    hints.add(hints.DeskChanged(agent.site_id), hints.RequestsChanged(agent.site_id, agents=(agent_id,)))


def running(site_id: int) -> dict[int, Standing]:
    """agent → their wrap-up, of those who have one now."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN, [site_id])
        return {agent: Standing(until, extended) for agent, until, extended in cursor.fetchall()}
