"""What does an agent's screen show beside the open thread? The desk: a snapshot, then deltas with a version.

Level-triggered: a hint says what changed on a site's desk, it is read once per process (`desk_reading`), and each
console gets the difference between what it has and what is true. Hence the law by construction: old desk + delta = new
desk. `apply` is the client's half of it, here for the tests and for other clients written in Python.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from web.protocol.agent.desk import (
    DeskAlarm,
    DeskBlock,
    DeskChat,
    DeskCover,
    DeskDelta,
    DeskGuest,
    DeskHandover,
    DeskItem,
    DeskMention,
    DeskOffer,
    DeskPassing,
    DeskReport,
)

Items = dict[str, DeskItem]


@dataclass(slots=True)
class Board:
    """A site's desk, sorted by whose screens show what: everybody's, one's own, and what only leads see besides."""

    common: Items = field(default_factory=dict)
    own: dict[str, Items] = field(default_factory=dict)  # public id of the agent → active chats, offers, mentions
    led: Items = field(default_factory=dict)

    @classmethod
    def of(cls, items: Items) -> Board:
        """Sort it, once for all consoles."""
        board = cls()
        for key, item in items.items():
            match item:
                case DeskOffer(agent=agent):
                    board.own.setdefault(agent, {})[key] = item
                case DeskChat(state="active", agent=agent):
                    board.own.setdefault(agent, {})[key] = item
                    board.led[key] = item
                case (
                    DeskMention(agent=agent)
                    | DeskHandover(agent=agent)
                    | DeskPassing(agent=agent)
                    | DeskGuest(agent=agent)
                ):
                    board.own.setdefault(agent, {})[key] = item
                case DeskAlarm() | DeskReport() | DeskBlock() | DeskCover():
                    board.led[key] = item
                case _:
                    board.common[key] = item
        return board

    def seen_by(self, agent_public_id: str, leads: bool) -> Items:
        """What one agent sees: all that waits, their own chats and offers; leads everybody's chats and alarms."""
        return self.common | self.own.get(agent_public_id, {}) | (self.led if leads else {})


def difference(old: Items, new: Items, base: int, version: int) -> DeskDelta | None:
    """What turns `old` into `new`; None when nothing does."""
    put = [item for key, item in new.items() if (known := old.get(key)) is not item and known != item]
    drop = [key for key in old if key not in new]
    return DeskDelta(base=base, version=version, put=put, drop=drop) if put or drop or base == 0 else None


def apply(items: Items, version: int, delta: DeskDelta) -> tuple[Items, int]:
    """The client's half: a snapshot replaces everything, a delta applies to its base alone."""
    if delta.base == 0:
        return {item.key: item for item in delta.put}, delta.version
    if delta.base != version:
        raise ValueError(f"a delta for version {delta.base} on a desk of version {version}")
    kept = {key: item for key, item in items.items() if key not in set(delta.drop)}
    return kept | {item.key: item for item in delta.put}, delta.version


@dataclass(slots=True)
class Followed:
    """What one console has of its desk."""

    items: Items = field(default_factory=dict)
    version: int = 0

    def advance(self, new: Items) -> DeskDelta | None:
        """The delta to send so that the console has `new`; the first is a snapshot."""
        delta = difference(self.items, new, self.version, self.version + 1)
        if delta is not None:
            self.items, self.version = new, delta.version
        return delta
