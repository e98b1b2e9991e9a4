"""Which shapes do both faces of the protocol share? Times are seconds since 1970 in UTC, by the database's clock."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from chat.events import AgentCard

VERSION = 1
# The longest message (5,000 characters) fits even when every character is escaped as a surrogate pair, 12 bytes.
FRAME_BYTES = 60 * 1024

ChatState = Literal["waiting", "active", "ended"]
TicketState = Literal["open", "pending", "solved", "closed"]
Status = Literal["available", "away", "offline"]


class Shape(msgspec.Struct, frozen=True, omit_defaults=True):
    """Base of everything the server sends: fields at their default are left out, unknown ones are ignored."""


class Frame(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="t", tag=str.lower):
    """Base of every frame from the server; the field `t` names its type."""


class Request(msgspec.Struct, frozen=True, tag_field="t", tag=str.lower, forbid_unknown_fields=True):
    """Base of every frame from a client; an unknown field is an error, so that a slip of the pen is noticed."""


class Send(Request, frozen=True, tag="send"):
    """A message; answered by `ack`. A customer's works while waiting, in a chat, and on a thread with an open ticket.
    An agent's that asks for a password, code, key or recovery phrase is refused with `asks_secret`, and leads are
    told."""

    thread: str
    client_id: str
    text: str


class ReadUpTo(Request, frozen=True, tag="read"):
    """Whoever sends it has seen everything up to `seq`."""

    thread: str
    seq: int


class IsTyping(Request, frozen=True, tag="typing"):
    """Whoever sends it is writing (`on`) or stopped. Repeat every 4 s while it lasts."""

    thread: str
    on: bool


class History(Request, frozen=True, tag="history"):
    """Events before `before` (0: the newest), at most 100; answered by `page`."""

    rid: str
    thread: str
    before: int = 0


class Ping(Request, frozen=True, tag="ping"):
    """Every 25 s, answered by `pong`; a connection silent for 60 s is closed. An agent's keeps them reachable."""


class Got(Request, frozen=True, tag="got"):
    """The client has the first `frames` frames of this connection (`welcome` is the first). Sent after every
    32nd frame and 64 KiB, and within 5 s of a frame not yet confirmed. Who owes too much is closed with 4001."""

    frames: int


class By(Shape, frozen=True):
    """Who caused an event. `id` and `name` are there for agents, and for the customer in an agent's view."""

    kind: Literal["customer", "agent", "system"]
    id: str = ""
    name: str = ""


class EventOut(Shape, frozen=True):
    """One event of a log as this audience may see it. `body` has the fields of the event type (see Events)."""

    seq: int
    type: str
    at: float
    by: By
    body: dict[str, Any]
    client_id: str = ""


class Cursors(Shape, frozen=True):
    """How far each side has read: the highest `seq` seen by the customer, and by any agent. `delivered`: the highest
    that has come to the console of the chat's agent, at least what was read."""

    customer: int = 0
    agent: int = 0
    delivered: int = 0


class ChatOut(Shape, frozen=True):
    """A live episode on a thread. `code`, while an agent has it: whoever types it on the page `/verify` learns that
    this agent is genuine."""

    id: str
    state: ChatState
    topic: str
    language: str
    queued_at: float
    assigned_at: float | None = None
    ended_at: float | None = None
    ended_by: str = ""
    rating: int | None = None
    agent: AgentCard | None = None
    code: str = ""


class Events(Frame, frozen=True, tag="events"):
    """All events of a thread with `after < seq <= upto` that this audience may see. A receiver whose own head is
    below `after` has missed something and asks with `history`; one whose head is at or above `upto` ignores it.
    Numbers between may be missing: they are not for this audience."""

    thread: str
    after: int
    upto: int
    events: list[EventOut]


class Ack(Frame, frozen=True, tag="ack"):
    """What was sent with this `client_id` is stored, durably, under `seq`. A repeated send gets the same `seq`."""

    thread: str
    client_id: str
    seq: int
    at: float


class Ok(Frame, frozen=True, tag="ok"):
    """The request `rid` was carried out; what it made is in the fields."""

    rid: str
    thread: str = ""
    ticket: int | None = None
    link: str = ""


class Error(Frame, frozen=True, tag="error"):
    """A frame was refused: a row of the error table. `rid` or `client_id` say which frame, where it had one."""

    code: str
    message: str
    retryable: bool
    data: dict[str, Any] = {}
    rid: str = ""
    client_id: str = ""
    thread: str = ""


class Typing(Frame, frozen=True, tag="typing"):
    """Somebody on the other side is writing; it lapses after 6 s unless it is repeated."""

    thread: str
    by: By
    on: bool


class Read(Frame, frozen=True, tag="read"):
    """How far each side has read by now."""

    thread: str
    read: Cursors


class Page(Frame, frozen=True, tag="page"):
    """Older events, the answer to `history`: all with `after < seq <= upto`; `more` says whether older ones exist."""

    rid: str
    thread: str
    after: int
    upto: int
    events: list[EventOut]
    more: bool = False


class StartOver(Frame, frozen=True, tag="startover"):
    """What the client knows of this thread is not in the log (a restored backup, or older than retention):
    forget it, ask for `history` again. Unsent messages stay and are sent anew."""

    thread: str


class Pong(Frame, frozen=True, tag="pong"):
    """The answer to `ping`. `now` is the server's clock: countdowns use the difference to the local one."""

    now: float


class GoAway(Frame, frozen=True, tag="goaway"):
    """This server is about to restart: reconnect after a random part of `within_ms`."""

    within_ms: int


ToBoth = Events | Ack | Ok | Error | Typing | Read | Page | StartOver | Pong | GoAway
