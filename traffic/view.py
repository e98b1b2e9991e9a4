"""What has one client seen of one thread? Merged by `seq` as docs/protocol.md says, writing down what should not be.

A view belongs to one memory of one client: a reloaded page begins another. `head` is how far it has everything that its
audience may see.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from traffic.words import Side

Event = dict[str, Any]
MOST_GAPS = 100  # frames kept while what is before them is fetched


@dataclass(frozen=True, slots=True)
class Seen:
    """One event as it was shown. `at` is the server's time, `seen_at` this client's (monotonic)."""

    seq: int
    type: str
    client_id: str
    by: str
    text: str
    agent: str  # of assigned and transferred
    agent_name: str
    reason: str
    at: float
    seen_at: float

    @property
    def content(self) -> tuple[str, str, str, str, str]:
        """What every observer must see alike."""
        return (self.type, self.client_id, self.by, self.text, self.agent)


@dataclass(slots=True)
class View:
    """One client's copy of a log. `viewer` names an agent by id, or is `observer`. Not `live`: read at the end."""

    viewer: str
    side: Side
    thread: str
    live: bool = True
    read_at: float = 0.0  # of a copy that was read at the end: when its reading began
    head: int = 0
    seen: dict[int, Seen] = field(default_factory=dict)
    wrongs: list[tuple[Literal["duplicated", "out_of_order"], str]] = field(default_factory=list)
    _later: list[tuple[int, int, list[Event]]] = field(default_factory=list)

    @property
    def gap(self) -> int | None:
        """The first `seq` that is there already beyond what is missing; ask `history` before it."""
        return min(after for after, _upto, _events in self._later) + 1 if self._later else None

    def apply(self, after: int, upto: int, events: list[Event], now: float) -> None:
        """An `events`, `page` or `thread` frame: all that this audience may see with `after < seq <= upto`."""
        self._later.append((after, upto, events))
        while fitting := [part for part in self._later if part[0] <= self.head]:
            part = min(fitting, key=lambda part: part[0])
            self._later.remove(part)
            self._take(*part, now)
        del self._later[MOST_GAPS:]

    def _take(self, after: int, upto: int, events: list[Event], now: float) -> None:
        last, had = after, self.head
        here: set[int] = set()
        for event in events:
            one = seen(event, now)
            if one.seq in here:
                self.wrongs.append(("duplicated", f"{one.seq} twice in one frame"))
            elif one.seq <= last or one.seq > upto:
                self.wrongs.append(("out_of_order", f"{one.seq} after {last} in a frame up to {upto}"))
            here.add(one.seq)
            last = max(last, one.seq)
            known = self.seen.get(one.seq)
            if known is not None:
                if known.content != one.content:
                    self.wrongs.append(("out_of_order", f"{one.seq} was {known.content}, then {one.content}"))
            else:
                if one.seq <= had:
                    self.wrongs.append(("out_of_order", f"{one.seq} came when everything up to {had} had come"))
                self.seen[one.seq] = one
        self.head = max(had, upto, last)

    def ordered(self) -> list[Seen]:
        """The log as shown."""
        return [self.seen[seq] for seq in sorted(self.seen)]

    def messages(self, by: str) -> int:
        """How many messages of one side are in it."""
        return sum(one.type == "message" and one.by == by for one in self.seen.values())

    def standing(self) -> tuple[str, str]:
        """`waiting`, `active` or `ended`, and the agent's id while active, by the newest event that says so."""
        for one in reversed(self.ordered()):
            match one.type:
                case "assigned" | "transferred":
                    return "active", one.agent
                case "queued" | "requeued":
                    return "waiting", ""
                case "ended":
                    return "ended", ""
        return "waiting", ""


def seen(event: Event, now: float) -> Seen:
    """An event of the wire. Unknown types and fields are not an error: the server may be newer."""
    body = event.get("body") or {}
    card = body.get("agent") or {}
    return Seen(
        seq=int(event["seq"]),
        type=str(event["type"]),
        client_id=str(event.get("client_id", "")),
        by=str((event.get("by") or {}).get("kind", "")),
        text=str(body.get("text", "")),
        agent=str(card.get("id", "")),
        agent_name=str(card.get("name", "")),
        reason=str(body.get("reason", "")),
        at=float(event.get("at", 0.0)),
        seen_at=now,
    )
