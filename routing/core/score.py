"""Who of those who may take it should? Points by weight, in whole numbers, each part readable."""

from __future__ import annotations

from typing import NamedTuple

from routing.core.model import Agent, Request
from routing.core.policy import Weights
from routing.core.widening import Stage


class ScoreParts(NamedTuple):
    """Points of each reason; their sum decides, then longest idle, then id."""

    hold: int
    language: int
    region: int
    tier: int
    topic: int
    load: int


class Score(NamedTuple):
    """The points of an agent for a request, and the language they would speak ('' when none was asked for)."""

    total: int
    parts: ScoreParts
    language: str


def hold_points(stage: Stage, agent_id: int, weights: Weights) -> int:
    """The first preferred person gets the whole weight, the n-th an n-th."""
    named = stage.named
    return weights.hold // (1 + named.index(agent_id)) if agent_id in named else 0


def language_points(request: Request, stage: Stage, agent: Agent, weights: Weights) -> tuple[int, str]:
    """The best of the languages that both speak: proficiency, less a loss for each step down the customer's list.

    A preferred person may use any of the customer's languages at any level, as in the filter.
    """
    levels = agent.language_levels
    preferred = agent.id in stage.named
    best, spoken = 0, ""
    for step, (name, wanted) in enumerate(request.languages if preferred else stage.wishes):
        level = levels.get(name, 0)
        if level >= (1 if preferred else wanted):
            points = weights.level * level - weights.wish * step
            if not spoken or points > best:
                best, spoken = points, name
    return best, spoken


def load_points(load: int, capacity: int, weights: Weights) -> int:
    """Nothing for an idle agent, minus the weight for a full one."""
    return -(weights.load * load // capacity) if capacity else -weights.load


def topic_points(request: Request, agent: Agent, weights: Weights) -> int:
    """Proficiency in the topic, where the topic asks for skill."""
    return weights.topic * agent.topic_levels.get(request.topic, 0) if request.topic and request.topic_level > 0 else 0


def score(request: Request, stage: Stage, agent: Agent, load: int, weights: Weights) -> Score:
    """Points of `agent`, carrying `load` units, for `request` at `stage`."""
    language, spoken = language_points(request, stage, agent, weights)
    hold = hold_points(stage, agent.id, weights) if stage.named else 0
    region = weights.region if request.region and request.region in agent.regions else 0
    tier = weights.tier if request.tier in agent.tiers else 0
    topic = topic_points(request, agent, weights) if request.topic_level > 0 else 0
    loaded = load_points(load, agent.capacity, weights) if load else 0
    total = hold + language + region + tier + topic + loaded
    return Score(total, ScoreParts(hold, language, region, tier, topic, loaded), spoken)
