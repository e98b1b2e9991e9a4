"""The pure routing engine: which waiting request goes to which agent, and why. Standard library only."""

from routing.core.changes import (
    AgentChanged,
    AgentGone,
    BindLost,
    Bound,
    Change,
    LoadChanged,
    PolicyChanged,
    RatesLearned,
    RequestChanged,
    RequestGone,
    RequestQueued,
    change_from_json,
)
from routing.core.decision import Decision, decision_from_dict
from routing.core.engine import Engine
from routing.core.estimate import Estimate, Rates
from routing.core.explain import Explanation
from routing.core.model import Agent, Hold, LanguageWish, Request
from routing.core.order import skill_group
from routing.core.policy import Policy, Ring, Weights
from routing.core.score import ScoreParts

__all__ = [
    "Agent",
    "AgentChanged",
    "AgentGone",
    "BindLost",
    "Bound",
    "Change",
    "Decision",
    "Engine",
    "Estimate",
    "Explanation",
    "Hold",
    "LanguageWish",
    "LoadChanged",
    "Policy",
    "PolicyChanged",
    "Rates",
    "RatesLearned",
    "Request",
    "RequestChanged",
    "RequestGone",
    "RequestQueued",
    "Ring",
    "ScoreParts",
    "Weights",
    "change_from_json",
    "decision_from_dict",
    "skill_group",
]
