"""What did the engine decide? One request given to one agent, with the reason in numbers."""

from __future__ import annotations

from typing import Any, NamedTuple

from routing.core.score import ScoreParts


class Decision(NamedTuple):
    """A request given to an agent, until the bind makes it true or loses it.

    `ring` is how far the request had widened, `language` the one that both speak, `named` the reason of the hold that
    prefers this agent ('' when none), `units` what it takes of the agent, `policy_version` which rules decided.
    """

    request_id: int
    agent_id: int
    ring: int
    score: int
    parts: ScoreParts
    language: str
    named: str
    units: int
    policy_version: int

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, for the journal; equal decisions give equal values."""
        return {**self._asdict(), "parts": self.parts._asdict()}


def decision_from_dict(data: dict[str, Any]) -> Decision:
    """The decision of `to_dict`."""
    return Decision(**{**data, "parts": ScoreParts(**data["parts"])})
