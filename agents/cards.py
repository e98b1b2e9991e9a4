"""How is an agent named to customers and colleagues?"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from agents.models import Agent
from chat.actions import AgentCardFor
from chat.events import AgentCard

CARDS = """
SELECT a.id, a.public_id, a.name, array(
    SELECT language FROM agents_languageskill
    WHERE agent_id = a.id AND (a.shown_languages = '{}' OR language = ANY(a.shown_languages))
    ORDER BY level DESC, language)
FROM agents_agent a WHERE a.id = ANY(%s)
"""


def cards(agent_ids: Iterable[int]) -> dict[int, AgentCardFor]:
    """agent id → (id, card). The card's languages are best first."""
    with connection.cursor() as cursor:
        cursor.execute(CARDS, [list(set(agent_ids))])
        return {pk: (pk, AgentCard(public_id, name, languages)) for pk, public_id, name, languages in cursor.fetchall()}


def card(agent: Agent) -> AgentCard:
    """What a customer may know of an agent."""
    return AgentCard(
        id=agent.public_id,
        name=agent.name,
        languages=[
            skill.language
            for skill in agent.language_skills.all()
            if not agent.shown_languages or skill.language in agent.shown_languages
        ],
    )
