"""Which frames do the console and the server exchange? Endpoint `/ws/agent`, with the session's cookie."""

from __future__ import annotations

from typing import Literal

from chat.events import AgentCard
from web.protocol import shared
from web.protocol.shared import ChatOut, ChatState, Cursors, EventOut, Frame, Request, Shape, Status, TicketState


class Hello(Request, frozen=True, tag="hello"):
    """First frame. `threads` maps each thread the console holds to the last `seq` it has."""

    v: int
    threads: dict[str, int] = {}


class Open(Request, frozen=True, tag="open"):
    """Show a thread: answered by `thread` with its newest events, which then go on by themselves until `close`."""

    rid: str
    thread: str


class Close(Request, frozen=True, tag="close"):
    """This thread is not on the screen any more (events of one's own chats go on all the same)."""

    thread: str


class Send(Request, frozen=True, tag="send"):
    """A message to the customer; answered by `ack`. One that asks for a password, code, key or recovery phrase is
    refused with `asks_secret`, and leads are told."""

    thread: str
    client_id: str
    text: str


class WriteNote(Request, frozen=True, tag="note"):
    """A note that only agents see; answered by `ack`. The colleagues in `mentions` (ids) find it on their desks."""

    thread: str
    client_id: str
    text: str
    mentions: list[str] = []


class Noticed(Request, frozen=True, tag="noticed"):
    """What names oneself in this thread is before one's eyes: it leaves the desk."""

    thread: str


class ReadUpTo(Request, frozen=True, tag="read"):
    """The agent has seen everything up to `seq`."""

    thread: str
    seq: int


class IsTyping(Request, frozen=True, tag="typing"):
    """The agent is writing (`on`) or stopped. Repeat every 4 s while it lasts."""

    thread: str
    on: bool


class SetStatus(Request, frozen=True, tag="status"):
    """Choose one's own status; for leads also a colleague's (`agent`), which is recorded."""

    rid: str
    status: Status
    agent: str = ""


class Idle(Request, frozen=True, tag="idle"):
    """Nobody has touched this console for a good while, and a warning went unanswered: away, if one was available."""

    rid: str


class Resolve(Request, frozen=True, tag="resolve"):
    """End the chat with a judgement. `topic` (a slug) says what it was about where that is another one."""

    rid: str
    thread: str
    outcome: Literal["resolved", "unresolved"] = "resolved"
    topic: str = ""


class Transfer(Request, frozen=True, tag="transfer"):
    """Give the chat to the agent `to`, or back to the queue in its old place (`to` empty). `note` is for agents. A lead
    who names themself takes it over, whatever their status and load."""

    rid: str
    thread: str
    to: str = ""
    note: str = ""


class Accept(Request, frozen=True, tag="accept"):
    """Take the chat that is offered. Refused with `offer_gone` when it is over; `data.reason` is accepted (by another
    tab of yours), declined, missed, withdrawn or the reason for which it ended."""

    rid: str
    thread: str


class Decline(Request, frozen=True, tag="decline"):
    """Do not take the chat that is offered; it goes to somebody else at once. `text` is for leads."""

    rid: str
    thread: str
    reason: Literal["busy", "topic", "language", "conflict", "leaving", "other"]
    text: str = ""


class Escalate(Request, frozen=True, tag="escalate"):
    """Make a ticket of this matter and end the chat; `subject` is what the customer reads. Answered by `ok` with its
    number and link; repeating it gives the same one."""

    rid: str
    thread: str
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


class History(Request, frozen=True, tag="history"):
    """Events before `before` (0: the newest), at most 100; answered by `page`."""

    rid: str
    thread: str
    before: int = 0


class KeepDraft(Request, frozen=True, tag="draft"):
    """What this agent has begun to write in a thread; empty: it was sent, or let go. `at` is when the last key was
    pressed, by the server's clock: what was typed later, in another browser, is not overwritten."""

    thread: str
    kind: Literal["message", "note"]
    text: str
    at: float


class ReadDrafts(Request, frozen=True, tag="drafts"):
    """One's own drafts, also those that were sent meanwhile (empty); answered by `drafts`. Ask after `welcome`, and
    when the window comes to the front."""

    rid: str


class SetPreferences(Request, frozen=True, tag="prefer"):
    """How one likes to work: does Enter send, and for how many seconds (0, 3, 5 or 10) does a console keep a message
    back, so that it can be undone?"""

    rid: str
    enter_sends: bool
    undo_seconds: int


class ReadReplies(Request, frozen=True, tag="replies"):
    """The canned replies: everybody's and one's own; answered by `replies`. Ask after `welcome`, and when the version
    of the desk's `replies` item has grown."""

    rid: str


class SaveReply(Request, frozen=True, tag="savereply"):
    """Keep a canned reply of one's own: a new one, or another wording of the one with this `id` in one language.
    Refused with `settings_invalid`; `data.problems` names each field and the reason."""

    rid: str
    name: str
    language: str
    text: str
    id: str = ""
    topic: str = ""


class DropReply(Request, frozen=True, tag="dropreply"):
    """Remove a canned reply of one's own."""

    rid: str
    id: str


class Review(Request, frozen=True, tag="review"):
    """For leads: the report with this `id` has been looked into, and leaves every desk."""

    rid: str
    id: int


class Ping(Request, frozen=True, tag="ping"):
    """Every 25 s, answered by `pong`; a connection silent for 60 s is closed. Keeps the agent reachable."""


AgentRequest = (
    Hello
    | Open
    | Close
    | Send
    | WriteNote
    | Noticed
    | ReadUpTo
    | IsTyping
    | SetStatus
    | Idle
    | Resolve
    | Transfer
    | Accept
    | Decline
    | Escalate
    | SetTicket
    | Snooze
    | History
    | KeepDraft
    | ReadDrafts
    | SetPreferences
    | ReadReplies
    | SaveReply
    | DropReply
    | Review
    | Ping
    | shared.Got
)


class DeskCustomer(Shape, frozen=True):
    """A customer in a list."""

    name: str
    tier: int = 0
    verified: bool = False
    region: str = ""
    language: str = ""


class DeskChat(Shape, frozen=True, tag_field="kind", tag="chat"):
    """A live chat: one's own, or waiting, or (for leads) anyone's. `key` is `chat:` and its thread. `offered_to` is the
    agent who is being asked about a waiting one, `waits_for` the account manager for whom exactly its customer chose to
    wait."""

    key: str
    thread: str
    state: ChatState
    topic: str
    language: str
    queued_at: float
    customer: DeskCustomer
    urgent: bool = False
    agent: str = ""
    assigned_at: float | None = None
    offered_to: str = ""
    waits_for: str = ""


class DeskOffer(Shape, frozen=True, tag_field="kind", tag="offer"):
    """A waiting chat that is offered to oneself until `expires_at`; answer with `accept` or `decline`. `key` is
    `offer:` and its thread, `text` the beginning of the customer's first message."""

    key: str
    thread: str
    agent: str
    topic: str
    language: str
    queued_at: float
    offered_at: float
    expires_at: float
    customer: DeskCustomer
    urgent: bool = False
    text: str = ""


class DeskTicket(Shape, frozen=True, tag_field="kind", tag="ticket"):
    """An unclosed ticket. `key` is `ticket:` and its number; `priority` 1 is the most urgent of 4."""

    key: str
    number: int
    thread: str
    state: TicketState
    priority: int
    subject: str
    topic: str
    customer: DeskCustomer
    updated_at: float
    agent: str = ""
    snoozed_until: float | None = None


class DeskAgent(Shape, frozen=True, tag_field="kind", tag="agent"):
    """A colleague (or oneself). `key` is `agent:` and the id. `load` and `capacity` are in units. `status_reason` is
    empty where it was the person's own choice, missed_offers when they became away by letting too many offers run out,
    idle when nobody touched their console, lead when a lead set it."""

    key: str
    id: str
    name: str
    role: str
    status: Status
    reachable: bool
    load: int
    capacity: int
    languages: dict[str, int]
    status_reason: str = ""
    on_shift: bool = True


class DeskAlarm(Shape, frozen=True, tag_field="kind", tag="alarm"):
    """For leads: a rota has nobody from `start` until `until` (seconds since 1970). `key` is `alarm:` and the team."""

    key: str
    team: str
    start: float
    until: float


class DeskTopic(Shape, frozen=True, tag_field="kind", tag="topic"):
    """A topic of the site. `key` is `topic:` and its slug."""

    key: str
    slug: str
    name: str
    urgent: bool = False


class DeskReplies(Shape, frozen=True, tag_field="kind", tag="replies"):
    """Everybody's canned replies have this version. `key` is `replies:`."""

    key: str
    version: int


class DeskMention(Shape, frozen=True, tag_field="kind", tag="mention"):
    """A note names oneself and was not read yet. `key` is `mention:`, its thread, the note's `seq` and one's own id,
    with colons between; `by` is the name of who wrote it, `text` its beginning."""

    key: str
    thread: str
    agent: str
    by: str
    at: float
    text: str
    customer: DeskCustomer


class DeskReport(Shape, frozen=True, tag_field="kind", tag="report"):
    """For leads: a colleague's message asked a customer for a secret (`what`: password, code, key, phrase or card) and
    was stopped. `key` is `report:` and the id."""

    key: str
    id: int
    thread: str
    by: str
    what: str
    text: str
    at: float


DeskItem = (
    DeskChat | DeskOffer | DeskTicket | DeskAgent | DeskTopic | DeskAlarm | DeskReplies | DeskMention | DeskReport
)


class Welcome(Frame, frozen=True, tag="welcome"):
    """The answer to `hello`. `me` is one's own id; the last two fields are one's preferences. The desk follows in a
    `desk` frame, then the newest events of one's own chats."""

    v: int
    now: float
    me: str
    role: Literal["agent", "lead", "admin"]
    site: str
    name: str
    enter_sends: bool = True
    undo_seconds: int = 3


class DeskDelta(Frame, frozen=True, tag="desk"):
    """The desk. With `base` 0 it is a snapshot that replaces everything; else it applies to version `base` alone:
    items in `put` are added or replaced by their key, keys in `drop` removed. A client whose version is not `base`
    reconnects."""

    base: int
    version: int
    put: list[DeskItem] = []
    drop: list[str] = []


class EarlierThread(Shape, frozen=True):
    """Another thread of the same customer."""

    thread: str
    topic: str
    state: ChatState
    at: float
    ticket: int | None = None
    rating: int | None = None


class CustomerDetail(Shape, frozen=True):
    """Who the customer is, and how we know: `region_source` is identity, host, choice or default. `zone` is the
    browser's time zone by its IANA name."""

    id: str
    name: str
    verified: bool
    tier: int
    language: str
    region: str
    region_source: str
    account: str = ""
    email: str = ""
    email_confirmed: bool = False
    page_url: str = ""
    page_title: str = ""
    device: str = ""
    zone: str = ""
    created_at: float = 0
    online: bool = False
    earlier: list[EarlierThread] = []


class TicketDetail(Shape, frozen=True):
    """A ticket in full. `email` is whole here; `cause` says what made it."""

    number: int
    state: TicketState
    priority: int
    subject: str
    topic: str
    cause: str
    created_at: float
    updated_at: float
    agent: AgentCard | None = None
    email: str = ""
    email_confirmed: bool = False
    link: str = ""
    snoozed_until: float | None = None


class Thread(Frame, frozen=True, tag="thread"):
    """A thread as it stands now: sent after `open`, and whenever its chat, ticket or customer changes while it is
    open. `writable` says whether this agent may write to the customer here. The newest events follow in an `events`
    frame; they are in here (`events`, all with `after < seq <= upto`) only where the thread was followed already."""

    id: str
    customer: CustomerDetail
    chat: ChatOut
    read: Cursors
    writable: bool
    rid: str = ""
    ticket: TicketDetail | None = None
    after: int = 0
    upto: int = 0
    events: list[EventOut] | None = None


class Presence(Frame, frozen=True, tag="presence"):
    """The customer of a followed thread has connected, or has had no connection for some seconds: replaces `online` of
    its customer."""

    thread: str
    online: bool


class DraftOut(Shape, frozen=True):
    """What was begun in a thread, and when the last key was pressed."""

    thread: str
    kind: Literal["message", "note"]
    text: str
    at: float


class Drafts(Frame, frozen=True, tag="drafts"):
    """One's own newest drafts."""

    rid: str
    drafts: list[DraftOut]


class ReplyOut(Shape, frozen=True):
    """A canned reply. `texts` is language → text, in which `{customer}`, `{agent}`, `{ticket}`, `{topic}` and `{site}`
    are places for the sender to fill; without a `topic` it fits any."""

    id: str
    name: str
    texts: dict[str, str]
    topic: str = ""
    own: bool = False


class Replies(Frame, frozen=True, tag="replies"):
    """The canned replies, by name."""

    rid: str
    replies: list[ReplyOut]


AgentFrame = (
    Welcome
    | DeskDelta
    | Thread
    | Presence
    | Drafts
    | Replies
    | shared.Events
    | shared.Ack
    | shared.Ok
    | shared.Error
    | shared.Typing
    | shared.Read
    | shared.Page
    | shared.StartOver
    | shared.Pong
    | shared.GoAway
)
