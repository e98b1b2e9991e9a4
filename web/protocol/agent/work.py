"""What does an agent do in a thread, with its chat and with its ticket?"""

from __future__ import annotations

from typing import Literal

from chat.events import BlockCategory
from web.protocol.shared import Request


class Open(Request, frozen=True, tag="open"):
    """Show a thread: answered by `thread` with its newest events, which then go on by themselves until `close`."""

    rid: str
    thread: str


class Close(Request, frozen=True, tag="close"):
    """This thread is not on the screen any more (events of one's own chats go on all the same)."""

    thread: str


class WriteNote(Request, frozen=True, tag="note"):
    """A note that only agents see; answered by `ack`. The colleagues in `mentions` (ids) find it on their desks."""

    thread: str
    client_id: str
    text: str
    mentions: list[str] = []


class Noticed(Request, frozen=True, tag="noticed"):
    """What names oneself in this thread, or came back to oneself, is before one's eyes: it leaves the desk."""

    thread: str


class Delivered(Request, frozen=True, tag="delivered"):
    """What has come to this console of one's own chats and is not being read: thread → highest `seq`. Gathered for a
    second, so that many chats cost one frame; for a chat that is being read `read` says it all."""

    threads: dict[str, int]


class Resolve(Request, frozen=True, tag="resolve"):
    """End the chat with a judgement. `topic` (a slug) says what it was about where that is another one."""

    rid: str
    thread: str
    outcome: Literal["resolved", "unresolved"] = "resolved"
    topic: str = ""


class Transfer(Request, frozen=True, tag="transfer"):
    """Ask the agent `to`, somebody of the `team`, or whoever speaks `language` at `level` to take the chat over; it
    stays yours until one accepts. Without any of these it goes back to the queue in its old place. `note` is for
    agents. A lead who names themself takes it over, whatever their status and load."""

    rid: str
    thread: str
    to: str = ""
    note: str = ""
    team: int = 0
    language: str = ""
    level: int = 1


class TakeBack(Request, frozen=True, tag="takeback"):
    """Ask nobody any more to take the chat over."""

    rid: str
    thread: str


class Accept(Request, frozen=True, tag="accept"):
    """Take the chat that is offered. Refused with `offer_gone` when it is over; `data.reason` is accepted (by another
    tab of yours), declined, missed, withdrawn or the reason for which it ended."""

    rid: str
    thread: str


class Decline(Request, frozen=True, tag="decline"):
    """Do not take the chat that is offered; it goes to somebody else at once. `text` is for leads; where a colleague
    passes it on, for them."""

    rid: str
    thread: str
    reason: Literal["busy", "topic", "language", "conflict", "leaving", "other"]
    text: str = ""


class Invite(Request, frozen=True, tag="invite"):
    """Ask a colleague into one's own live chat (for leads: any): to read and note, or with `writes` to write to the
    customer too. Asked again, `writes` changes."""

    rid: str
    thread: str
    agent: str
    writes: bool = False


class Thank(Request, frozen=True, tag="thank"):
    """A guest leaves (`agent` empty: oneself)."""

    rid: str
    thread: str
    agent: str = ""


class Reopen(Request, frozen=True, tag="reopen"):
    """Go on with an ended chat, while its customer is there and has no other: a new chat on the same thread, one's own
    at once. Refused with `customer_gone` when they are not: then a ticket reaches them."""

    rid: str
    thread: str


class Warn(Request, frozen=True, tag="warn"):
    """Ask the customer to stay civil: they read it in their language. The thread's log keeps it."""

    rid: str
    thread: str


class EndAbuse(Request, frozen=True, tag="endabuse"):
    """End the chat because of abuse. The customer may come back."""

    rid: str
    thread: str


class Block(Request, frozen=True, tag="block"):
    """End what is live of this customer, and take nothing from them for an hour, a day, 7 days, 30 days, or (leads
    only) for good. `category` is what they read; `reason` stays at the desk."""

    rid: str
    thread: str
    category: BlockCategory
    duration: Literal["hour", "day", "week", "month", "forever"]
    reason: str = ""


class Decide(Request, frozen=True, tag="decide"):
    """For leads: lift the block with this `id`, or keep it (`lift` false) as the answer to its appeal. The customer
    reads `text`. Refused with `not_blocked`, or `no_appeal` when none waits for an answer."""

    rid: str
    id: int
    lift: bool
    text: str = ""


class Escalate(Request, frozen=True, tag="escalate"):
    """Make a ticket of this matter and end the chat; `subject` is what the customer reads. Answered by `ok` with its
    number and link; repeating it gives the same one."""

    rid: str
    thread: str
    subject: str = ""
    note: str = ""


class EscalateApart(Request, frozen=True, tag="apart"):
    """Make a ticket of another matter that came up in this chat, which goes on as it is: on a thread of its own, about
    `topic` (a slug). Answered by `ok`; the same `client_id` gives the same one."""

    rid: str
    thread: str
    client_id: str
    topic: str
    subject: str = ""
    note: str = ""


class SetTicket(Request, frozen=True, tag="ticket"):
    """Change a ticket: its status, or take it (`take`)."""

    rid: str
    number: int
    status: Literal["", "open", "pending", "solved", "closed"] = ""
    take: bool = False


class Snooze(Request, frozen=True, tag="snooze"):
    """Put a ticket to sleep until a moment (seconds since 1970, 90 days ahead at most), or wake it (0). It wakes by
    itself then, and when its customer writes."""

    rid: str
    number: int
    until: float
