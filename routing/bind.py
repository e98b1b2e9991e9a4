"""How does a decision become true? One transaction for a batch of them, one statement for each kind of thing in it.

The epoch is fenced, agents and requests are locked in order, capacity is recounted under the lock, the assignments (or
offers) are inserted, the events are appended, the journal is written. A decision that no longer fits is lost: that is
normal, a value, and the request keeps its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import connection

from chat import actions as chats
from chat import hints
from chat.events import AgentCard
from routing import lease
from routing.core import Decision, Policy

# With what their cards say (`agents.cards`), which saves a statement of its own.
LOCK_AGENTS = """
SELECT a.id, a.capacity, a.is_active AND a.status = 'available' AND NOT EXISTS (
        SELECT FROM routing_wrapup WHERE agent_id = a.id AND ended_at IS NULL AND until > clock_timestamp()),
    a.public_id, a.name, array(
    SELECT language FROM agents_languageskill
    WHERE agent_id = a.id AND (a.shown_languages = '{}' OR language = ANY(a.shown_languages))
    ORDER BY level DESC, language)
FROM agents_agent a WHERE a.id = ANY(%s) ORDER BY a.id FOR NO KEY UPDATE OF a
"""

LOCK_REQUESTS = "SELECT id, chat_id, state FROM routing_request WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"

# In a statement of its own: its snapshot is newer than the locks.
LOADS = """
SELECT agent_id, sum(units)::int FROM routing_assignment WHERE agent_id = ANY(%s) AND ended_at IS NULL GROUP BY agent_id
"""

# Created at the moment of the decision, so that the engine's idle time is the stored one.
INSERT = """
WITH decided AS (
    SELECT * FROM unnest(%(requests)s::bigint[], %(agents)s::bigint[], %(units)s::int[], %(versions)s::int[])
        AS d(request_id, agent_id, units, policy_version)
), moved AS (
    UPDATE routing_request r SET state = %(state)s FROM decided d WHERE r.id = d.request_id
)
INSERT INTO routing_assignment (request_id, agent_id, units, cost, reason, epoch, policy_version, created_at,
    accepted_at, offer_expires_at, ended_reason, decline_reason, decline_text)
SELECT request_id, agent_id, units, units, 'routed', %(epoch)s, policy_version, to_timestamp(%(now)s),
    CASE WHEN NOT %(offer)s THEN to_timestamp(%(now)s) END,
    CASE WHEN %(offer)s THEN clock_timestamp() + make_interval(secs => %(timeout)s) END, '', '', ''
FROM decided
"""


def bind(
    site_id: int,
    epoch: int,
    now: float,
    policy: Policy,
    decisions: Sequence[Decision],
    record: Callable[[set[int]], None],
) -> set[int]:
    """Make decisions true: the ids of the requests that were lost, which `record` has written into the journal.

    `now` is the moment of the decisions (seconds, the database's clock), `policy` the one by which they were made: it
    says whether they are assignments or offers. Raises `lease.Fenced` when another router has taken over.
    """
    if not lease.fence(epoch):
        raise lease.Fenced
    bound, chat_of, cards = _fitting(decisions) if decisions else ([], {}, {})
    if bound:
        offer = policy.offer_mode == "offer"
        with connection.cursor() as cursor:
            cursor.execute(
                INSERT,
                {
                    "requests": [decision.request_id for decision in bound],
                    "agents": [decision.agent_id for decision in bound],
                    "units": [decision.units for decision in bound],
                    "versions": [decision.policy_version for decision in bound],
                    "state": "offered" if offer else "assigned",
                    "epoch": epoch,
                    "now": now,
                    "offer": offer,
                    "timeout": policy.offer_timeout,
                },
            )
        if offer:
            hints.add(hints.DeskChanged(site_id))
        else:
            chats.assign({chat_of[decision.request_id]: cards[decision.agent_id] for decision in bound})
    true = {decision.request_id for decision in bound}
    lost = {decision.request_id for decision in decisions} - true
    record(lost)
    return lost


def _fitting(
    decisions: Sequence[Decision],
) -> tuple[list[Decision], dict[int, int], dict[int, chats.AgentCardFor]]:
    """The decisions that can become true now, their agents and requests locked; request → chat; agent → card."""
    agent_ids = sorted({decision.agent_id for decision in decisions})
    with connection.cursor() as cursor:
        cursor.execute(LOCK_AGENTS, [agent_ids])
        rooms: dict[int, int] = {}
        cards: dict[int, chats.AgentCardFor] = {}
        for agent_id, capacity, working, public_id, name, languages in cursor.fetchall():
            rooms[agent_id] = capacity if working else 0
            cards[agent_id] = agent_id, AgentCard(public_id, name, languages)
        cursor.execute(LOCK_REQUESTS, [sorted(decision.request_id for decision in decisions)])
        waiting = {pk: chat_id for pk, chat_id, state in cursor.fetchall() if state == "waiting"}
        cursor.execute(LOADS, [agent_ids])
        for agent_id, units in cursor.fetchall():
            rooms[agent_id] -= units
    fitting = []
    for decision in decisions:
        if decision.request_id in waiting and rooms.get(decision.agent_id, 0) >= decision.units:
            rooms[decision.agent_id] -= decision.units
            fitting.append(decision)
    return fitting, waiting, cards
