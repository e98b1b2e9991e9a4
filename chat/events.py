"""Which events can a log hold, and what does each say?

The envelope (`seq`, `type`, `at`, `by`) is permanent; the body may be erased. Bodies are stored as JSON under the
names given here. What each audience sees of a body is decided in `chat.serialise`, never here.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from chat.topics import Filled

ActorKind = Literal["customer", "agent", "system"]


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that a customer or an agent wrote. `masked` names the kinds of secrets hidden before storing."""

    text: str
    masked: list[str] = []


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """An internal remark among agents; no customer ever sees that it exists. `mentions` are the ids of colleagues whom
    it names."""

    text: str
    masked: list[str] = []
    mentions: list[str] = []


class FileSent(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file that a customer or an agent sent. `file` is its id, for which links are asked over HTTP; `media` is what
    it was found to be; `size` in bytes; `width` and `height` in pixels where it is a picture."""

    file: str
    name: str
    media: str
    size: int
    width: int = 0
    height: int = 0
    preview: bool = False


class Queued(msgspec.Struct, frozen=True, omit_defaults=True):
    """A chat began to wait for an agent. `fields` are what its topic asked for."""

    topic: str
    language: str
    fields: list[Filled] = []


class AgentCard(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a customer may know of an agent. `picture` is the name behind `/p/`, of a chat as it stands; empty: none."""

    id: str
    name: str
    languages: list[str] = []
    picture: str = ""


class Assigned(msgspec.Struct, frozen=True, omit_defaults=True):
    """An agent has taken the chat."""

    agent: AgentCard


class Requeued(msgspec.Struct, frozen=True, omit_defaults=True):
    """The chat waits again, in its old place. `note` is for agents only."""

    reason: Literal["agent_lost", "transfer", "declined"]
    note: str = ""


class Transferred(msgspec.Struct, frozen=True, omit_defaults=True):
    """The chat went from one agent to another. `note` is for agents only."""

    agent: AgentCard
    note: str = ""


class Handing(msgspec.Struct, frozen=True, omit_defaults=True):
    """The chat's agent asks somebody (a colleague, a team, or `language level`) to take it over; it stays theirs
    meanwhile. For agents only."""

    to: str
    note: str = ""


class Returned(msgspec.Struct, frozen=True, omit_defaults=True):
    """Nobody took it over: `by` declined it with a word, let the time run out, or is not there any more; withdrawn
    without `by` is the sender's own. For agents only."""

    reason: Literal["declined", "missed", "withdrawn"]
    by: str = ""
    text: str = ""


class Invited(msgspec.Struct, frozen=True, omit_defaults=True):
    """A colleague was asked into the conversation, to read and note, or to write (`writes`) to the customer too. For
    agents only."""

    agent: AgentCard
    writes: bool = False


class GuestLeft(msgspec.Struct, frozen=True, omit_defaults=True):
    """A colleague who helped has left, or was thanked. For agents only."""

    agent: AgentCard


class Ended(msgspec.Struct, frozen=True, omit_defaults=True):
    """The chat is over. `outcome` is the agent's judgement, `topic` (where it was another one at first) what it was
    about after all; both are for agents only."""

    reason: Literal["customer", "agent", "left", "ticket", "abuse"]
    outcome: Literal["", "resolved", "unresolved"] = ""
    topic: str = ""


class Reopened(msgspec.Struct, frozen=True, omit_defaults=True):
    """The agent came back to an ended chat: it goes on with them."""

    agent: AgentCard


class Rated(msgspec.Struct, frozen=True, omit_defaults=True):
    """How content the customer was: `score` 1 (bad) to 5 (very good); `tags` are of `RATING_TAGS`."""

    score: int
    comment: str = ""
    tags: list[str] = []


class Escalated(msgspec.Struct, frozen=True, omit_defaults=True):
    """The matter became a ticket on this same thread."""

    ticket: int
    cause: Literal["agent", "customer", "long_wait", "nobody_on_duty", "left_unresolved"]


class Linked(msgspec.Struct, frozen=True, omit_defaults=True):
    """Another matter of the same customer goes on in another thread, as `ticket`; without one: this thread came from
    there."""

    thread: str
    ticket: int = 0


class TicketStatus(msgspec.Struct, frozen=True, omit_defaults=True):
    """A ticket's status changed: open (ours to do), pending (the customer's), solved, closed."""

    ticket: int
    status: Literal["open", "pending", "solved", "closed"]


class ContactGiven(msgspec.Struct, frozen=True, omit_defaults=True):
    """The customer named an e-mail address for a ticket, or confirmed it."""

    ticket: int
    confirmed: bool


class Warned(msgspec.Struct, frozen=True, omit_defaults=True):
    """An agent asked the customer to stay civil; the widget says it in the customer's language."""


BlockCategory = Literal["insults", "threats", "spam", "fraud", "other"]


class Blocked(msgspec.Struct, frozen=True, omit_defaults=True):
    """An agent blocked the customer until `until` (seconds since 1970; absent: for good), for a reason in words."""

    category: BlockCategory
    until: float | None = None
    reason: str = ""


class Appealed(msgspec.Struct, frozen=True, omit_defaults=True):
    """The blocked customer asked to be let in again."""

    text: str


class AppealAnswered(msgspec.Struct, frozen=True, omit_defaults=True):
    """A lead lifted a block, or kept it after an appeal; `text` is for the customer."""

    lifted: bool
    text: str = ""


class Identified(msgspec.Struct, frozen=True, omit_defaults=True):
    """The customer signed in on the host website in the middle of the conversation."""

    name: str
    tier: int


BODIES: dict[str, type[msgspec.Struct]] = {
    "message": Message,
    "note": Note,
    "file": FileSent,
    "queued": Queued,
    "assigned": Assigned,
    "requeued": Requeued,
    "transferred": Transferred,
    "handing": Handing,
    "returned": Returned,
    "invited": Invited,
    "guest_left": GuestLeft,
    "ended": Ended,
    "reopened": Reopened,
    "rated": Rated,
    "escalated": Escalated,
    "ticket_status": TicketStatus,
    "linked": Linked,
    "contact": ContactGiven,
    "identified": Identified,
    "warned": Warned,
    "blocked": Blocked,
    "appealed": Appealed,
    "appeal_answered": AppealAnswered,
}

TYPE_OF: dict[type[msgspec.Struct], str] = {body: name for name, body in BODIES.items()}

# Bounds of what a person writes. A message may have 5,000 characters (DESIGN); a name or note is shorter.
MESSAGE_CHARACTERS = 5_000
NAME_CHARACTERS = 80
REMARK_CHARACTERS = 1_000

# What was good or bad, for those who would rather press than write.
RATING_TAGS = ("friendly", "quick", "solved", "slow", "unclear", "unsolved")
