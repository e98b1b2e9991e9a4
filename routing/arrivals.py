"""How does a chat become a request that waits? In few statements: it happens for every chat, and its customer waits."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import msgspec
from django.db import connection

from chat import actions as chats
from chat.languages import best
from chat.sql import composed
from chat.topics import Given
from routing import core, holds

KNOWN = composed(
    """
SELECT u.site_id, u.account, u.language, u.region, u.tier, s.languages, s.default_language,
    (SELECT data::text FROM routing_policyversion WHERE site_id = u.site_id ORDER BY version DESC LIMIT 1),
    ({last_agent})
FROM chat_customer u JOIN chat_site s ON s.id = u.site_id WHERE u.id = %(customer)s
""",
    last_agent=holds.LAST_AGENT,
)

QUEUE = """
INSERT INTO routing_request (site_id, channel, chat_id, state, queued_at, languages, region, tier, topic, topic_level,
    urgent, excluded, declined, preferred, wait_for)
VALUES (%(site)s, 'chat', %(chat)s, 'waiting', %(queued_at)s, %(languages)s::jsonb, %(region)s, %(tier)s, %(topic)s,
    %(level)s, %(urgent)s, '{}', '{}', %(preferred)s::jsonb, '')
"""


class Known(NamedTuple):
    """A customer, their site, the policy in force there (JSON; None: the default), and who talked to them last."""

    site_id: int
    account: str | None
    language: str
    region: str
    tier: int
    languages: list[str]
    default_language: str
    policy: str | None
    last_agent: int | None


def queue_chat(
    customer_id: int, topic: str, language: str, text: str, client_id: str, fields: Given | None = None
) -> chats.Opened:
    """A customer starts a chat: it exists and waits. The same `client_id` again gives the same chat.

    `language` is the one wanted for this chat; empty means the customer's own.
    """
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, {"customer": customer_id})
        customer = Known(*cursor.fetchone())
    language = best(language or customer.language, customer.languages, customer.default_language)
    preferred = holds.preferred(customer.site_id, customer.account, customer.last_agent)
    # What goes before is not counted as waiting: that begins here.
    chat = chats.open_chat(customer_id, topic, language, text, client_id, fields)
    if chat.fate == "opened":
        with connection.cursor() as cursor:
            cursor.execute(
                QUEUE,
                {
                    "site": chat.site_id,
                    "chat": chat.pk,
                    "queued_at": chat.queued_at,
                    "languages": json(wishes(language, customer.language, policy_from(customer.policy))),
                    "region": customer.region,
                    "tier": customer.tier,
                    "topic": topic,
                    "level": chat.level,
                    "urgent": chat.urgent,
                    "preferred": json(preferred),
                },
            )
    return chat


def wishes(language: str, own: str, policy: core.Policy) -> list[list[object]]:
    """Languages in order of preference with the level wanted: the chat's, then the customer's own."""
    wanted: list[list[object]] = [[language, policy.language_level]]
    if own and own != language:
        wanted.append([own, policy.second_language_level])
    return wanted


@lru_cache(maxsize=64)
def policy_from(data: str | None) -> core.Policy:
    """A policy from its stored JSON."""
    return core.Policy.stored(msgspec.json.decode(data)) if data else core.Policy.default()


def json(value: object) -> str:
    """As PostgreSQL takes it."""
    return msgspec.json.encode(value).decode()
