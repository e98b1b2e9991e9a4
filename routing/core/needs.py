"""Does this agent meet that need? All static filters as one AND of whole numbers.

Every single thing that a request can ask for ("Arabic at level 3", "region EU") is an atom and owns a bit. A need is
the sum of its atoms' bits, an agent's `have` that of all atoms that the agent meets. The filters in `filters.py` say
what meeting means; the stateful tests hold both to the same answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from routing.core.model import Agent

Atom = tuple[str, str | int, int]


class Holder(Protocol):
    """Whoever keeps an agent's `have` up to date."""

    agent: Agent
    have: int


def meets(agent: Agent, atom: Atom) -> bool:
    """Whether the agent has what this atom asks for."""
    kind, value, level = atom
    if kind == "language":
        return agent.language_levels.get(str(value), 0) >= level
    if kind == "topic":
        return agent.topic_levels.get(str(value), 0) >= level
    if kind == "region":
        return not agent.regions or value in agent.regions
    return not agent.tiers or value in agent.tiers


class Needs:
    """The atoms known so far. A new one is rare (a region first asked for) and looks at every agent once."""

    __slots__ = ("_bits",)

    def __init__(self) -> None:
        self._bits: dict[Atom, int] = {}

    def bit(self, atom: Atom, holders: Mapping[int, Holder]) -> int:
        """The bit of this atom; `holders` are told of one that is new."""
        bit = self._bits.get(atom)
        if bit is None:
            bit = self._bits[atom] = 1 << len(self._bits)
            for holder in holders.values():
                if meets(holder.agent, atom):
                    holder.have |= bit
        return bit

    def have(self, agent: Agent) -> int:
        """The bits of all known atoms that the agent meets."""
        return sum(bit for atom, bit in self._bits.items() if meets(agent, atom))
