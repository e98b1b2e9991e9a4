"""What does an agent see of an open thread, its customer and its ticket?"""

from __future__ import annotations

from chat.events import AgentCard, BlockCategory
from web.protocol.agent.person import Attribute, PageOut, PagesConsent, PersonNoteOut
from web.protocol.shared import ChatOut, ChatState, Cursors, EventOut, Frame, Shape, TicketState


class EarlierThread(Shape, frozen=True):
    """Another thread of the same customer."""

    thread: str
    topic: str
    state: ChatState
    at: float
    ticket: int | None = None
    rating: int | None = None


class BlockDetail(Shape, frozen=True):
    """The customer may not write until `until` (absent: for good). `by` is the agent's name, `reason` in their words;
    `appeal` is the customer's word on it, not answered yet."""

    id: int
    category: BlockCategory
    by: str
    at: float
    until: float | None = None
    reason: str = ""
    appeal: str = ""


class CustomerDetail(Shape, frozen=True):
    """Who the customer is, and how we know: `region_source` is identity, host, choice or default, `signed_at` when the
    host website last vouched for them. `unserved_language` is the one that they asked for, where nobody of the desk
    answers in it. `account` and `email` are shortened; ask for them with `reveal`. `device` is the app around a web
    view as the page says it, `browser` in plain words, `zone` the browser's time zone by its IANA name. `pages` are
    kept only with consent: `pages_consent` says whose."""

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
    browser: str = ""
    zone: str = ""
    unserved_language: str = ""
    created_at: float = 0
    signed_at: float | None = None
    online: bool = False
    earlier: list[EarlierThread] = []
    block: BlockDetail | None = None
    attributes: list[Attribute] = []
    pages: list[PageOut] = []
    pages_consent: PagesConsent = ""
    notes: list[PersonNoteOut] = []


class TicketDetail(Shape, frozen=True):
    """A ticket in full. `email` is shortened; `cause` says what made it."""

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


class GuestOut(Shape, frozen=True):
    """A colleague who helps here; with `writes` they may write to the customer."""

    id: str
    name: str
    writes: bool = False


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
    guests: list[GuestOut] = []


class Looker(Shape, frozen=True):
    """A colleague with a thread on the screen."""

    id: str
    name: str


class Lookers(Frame, frozen=True, tag="lookers"):
    """Who has this thread on a screen now, oneself included; leads who watch a colleague's chat are left out. Sent
    while it is on one's own screen, whenever it changes."""

    thread: str
    agents: list[Looker] = []


class Presence(Frame, frozen=True, tag="presence"):
    """The customer of a followed thread has connected, or has had no connection for some seconds: replaces `online` of
    its customer."""

    thread: str
    online: bool
