"""How is an agent named to customers and colleagues?"""

from __future__ import annotations

from collections.abc import Iterable

from agents.models import Agent
from chat.actions import AgentCardFor
from chat.events import AgentCard


def cards(agent_ids: Iterable[int]) -> dict[int, AgentCardFor]:
    """agent id → (id, card). The card's languages are best first."""
    agents = Agent.objects.filter(pk__in=set(agent_ids)).prefetch_related("language_skills")
    return {agent.pk: (agent.pk, card(agent)) for agent in agents}


def card(agent: Agent) -> AgentCard:
    """What a customer may know of an agent."""
    return AgentCard(
        id=agent.public_id, name=agent.name, languages=[skill.language for skill in agent.language_skills.all()]
    )
