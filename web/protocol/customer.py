"""Which frames do the widget and the server exchange? Endpoint `/ws/customer`."""

from __future__ import annotations

from typing import Literal

import msgspec

from chat.events import BlockCategory
from web.protocol import shared
from web.protocol.shared import ChatOut, Cursors, Frame, Request, Shape, TicketState


class PageSeen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The host page on which the customer is."""

    url: str = ""
    title: str = ""
    referrer: str = ""


class Device(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The app around a web view, as the embed told it."""

    app: str = ""
    version: str = ""
    model: str = ""


class Hello(Request, frozen=True, tag="hello"):
    """First frame. `token` resumes an anonymous or known customer; `identity` is the host website's JWT;
    `threads` maps each thread the client holds to the last `seq` it has, from where the server goes on. `zone` is the
    browser's time zone by its IANA name, so that an agent sees what time it is for the customer. `attributes` are what
    the page's script tells of the customer: the first 20, names of 40 characters, values of 200. `pages` says whether
    the customer agreed, on the host website, that the pages they visit are kept; without it nobody has said so."""

    v: int
    site: str
    token: str = ""
    identity: str = ""
    language: str = ""
    region: str = ""
    page: PageSeen | None = None
    device: Device | None = None
    threads: dict[str, int] = {}
    zone: str = ""
    attributes: dict[str, str] = {}
    pages: bool | None = None


class Identify(Request, frozen=True, tag="identify"):
    """The customer signed in on the host website (or the identity was renewed); the conversation is kept."""

    rid: str
    identity: str


class PageChange(Request, frozen=True, tag="page"):
    """The customer moved to another page of the host website."""

    page: PageSeen


class About(Request, frozen=True, tag="about"):
    """The page's script tells other attributes than in `hello`, all of them, or what the customer agreed to there."""

    attributes: dict[str, str] = {}
    pages: bool | None = None


class KeepPages(Request, frozen=True, tag="keeppages"):
    """The customer's own word on whether the pages they visit are kept for the desk; "no" forgets those that were."""

    rid: str
    on: bool


class Start(Request, frozen=True, tag="start"):
    """Begin a chat with its first message, and what its topic asks for: by the field's name, `null` where the customer
    says that they do not have it. Repeating it with the same `client_id` gives the same thread."""

    rid: str
    client_id: str
    topic: str
    text: str
    language: str = ""
    fields: dict[str, str | None] = {}


class Send(Request, frozen=True, tag="send"):
    """A message; answered by `ack`. Works while waiting, in a chat, and on a thread with an open ticket."""

    thread: str
    client_id: str
    text: str


class ReadUpTo(Request, frozen=True, tag="read"):
    """The customer has seen everything up to `seq`."""

    thread: str
    seq: int


class IsTyping(Request, frozen=True, tag="typing"):
    """The customer is writing (`on`) or stopped. Repeat every 4 s while it lasts."""

    thread: str
    on: bool


class End(Request, frozen=True, tag="end"):
    """End the chat."""

    rid: str
    thread: str


class Rate(Request, frozen=True, tag="rate"):
    """Rate the ended chat: `score` 1 to 5; `tags` of friendly, quick, solved, slow, unclear, unsolved."""

    rid: str
    thread: str
    score: int
    comment: str = ""
    tags: list[str] = []


class Choose(Request, frozen=True, tag="choose"):
    """The answer to `choices` of a `queue` frame: keep the place, or make it a ticket and leave the queue."""

    rid: str
    thread: str
    choice: Literal["keep", "ticket"]
    email: str = ""


class WaitFor(Request, frozen=True, tag="wait_for"):
    """A waiting customer who has an account manager (`manager` of the thread) waits for exactly that person, or takes
    anyone; may be changed as long as the chat waits."""

    rid: str
    thread: str
    whom: Literal["manager", "anyone"]


class Speak(Request, frozen=True, tag="speak"):
    """A waiting customer goes on in another of the site's languages, at the same place; what they asked for before
    remains as a wish."""

    rid: str
    thread: str
    language: str


class Escalate(Request, frozen=True, tag="escalate"):
    """Make a ticket of this matter. Answered by `ok` with its number and link; repeating it gives the same one."""

    rid: str
    thread: str
    email: str = ""


class Contact(Request, frozen=True, tag="contact"):
    """Give the e-mail address for the ticket of this thread. A confirmation is sent there; nothing else before."""

    rid: str
    thread: str
    email: str


class Appeal(Request, frozen=True, tag="appeal"):
    """The one word of a blocked customer on it, 1,000 characters at most; leads read and answer it. Refused with
    `appeal_made` when there was one, `not_blocked` when nothing is to be appealed."""

    rid: str
    text: str


class History(Request, frozen=True, tag="history"):
    """Events before `before` (0: the newest), at most 100; answered by `page`."""

    rid: str
    thread: str
    before: int = 0


class Forget(Request, frozen=True, tag="forget"):
    """Shared device: the resume token is revoked and the server closes. The history itself stays with the desk."""

    rid: str


class Ping(Request, frozen=True, tag="ping"):
    """Every 25 s, answered by `pong`; a connection silent for 60 s is closed."""


CustomerRequest = (
    Hello
    | Identify
    | PageChange
    | About
    | KeepPages
    | Start
    | Send
    | ReadUpTo
    | IsTyping
    | End
    | Rate
    | Choose
    | WaitFor
    | Speak
    | Escalate
    | Contact
    | Appeal
    | History
    | Forget
    | Ping
    | shared.Got
)


class FieldOut(Shape, frozen=True):
    """Something that a topic asks for. A transaction is one word of letters, digits, `:`, `_` and `-`, and is not
    masked."""

    name: str
    label: str
    kind: Literal["transaction", "text"] = "text"
    required: bool = False


class TopicOut(Shape, frozen=True):
    """A topic to choose from, named in the customer's language. `at_hand`: what to have ready; `first_aid`: what to do
    meanwhile, a step a line. A `retired` one is there for the names of earlier chats, not to be chosen."""

    slug: str
    name: str
    urgent: bool = False
    fields: list[FieldOut] = []
    at_hand: str = ""
    first_aid: str = ""
    retired: bool = False


class SiteOut(Shape, frozen=True):
    """What the widget needs to know of the site. `languages` are those that the desk answers in."""

    name: str
    languages: list[str]
    topics: list[TopicOut]
    greeting: str = ""


class CustomerOut(Shape, frozen=True):
    """Whom the server takes this customer for. `language` is the one in which they are answered, `unserved_language`
    the one that they asked for, where nobody of the desk answers in it. `keeps_pages`: the pages they visit are kept
    for the desk."""

    id: str
    name: str = ""
    verified: bool = False
    tier: int = 0
    language: str = "en"
    unserved_language: str = ""
    keeps_pages: bool = False


class TicketOut(Shape, frozen=True):
    """A ticket as its customer sees it. `email` is shortened (`l…@example.com`); `link` opens it anywhere."""

    number: int
    state: TicketState
    link: str
    email: str = ""
    confirmed: bool = False


class ManagerOut(Shape, frozen=True):
    """The account manager of a waiting customer, and whom they chose to wait for ('' while they have not)."""

    name: str
    wait_for: Literal["", "manager", "anyone"] = ""


class CustomerThread(Shape, frozen=True):
    """A thread as it stands: its newest chat and ticket, and how far each side has read. `writable`:
    a message sent now is accepted. `manager` is there while the chat waits and somebody looks after this customer."""

    id: str
    head: int
    chat: ChatOut
    read: Cursors
    writable: bool
    ticket: TicketOut | None = None
    manager: ManagerOut | None = None


class Desk(Shape, frozen=True):
    """Is somebody on duty for this customer's language now? `languages` are those in which anybody is. `opens_at`:
    when somebody will be, by the hours and shifts that are planned (seconds since 1970; absent: nothing is planned)."""

    on_duty: bool
    languages: list[str] = []
    opens_at: float | None = None


class BlockOut(Shape, frozen=True):
    """This customer may read, and not write, until `until` (absent: for good). `appealed`: they have said their word,
    `answered`: a lead has kept the block all the same, with `answer`."""

    category: BlockCategory
    at: float
    until: float | None = None
    appealed: bool = False
    answer: str = ""
    answered: bool = False


class Welcome(Frame, frozen=True, tag="welcome"):
    """The answer to `hello`. `token` is to be kept and sent next time. `threads` are newest first; the events that
    the client does not have follow in `events` frames."""

    v: int
    now: float
    token: str
    customer: CustomerOut
    site: SiteOut
    desk: Desk
    threads: list[CustomerThread] = []
    blocked: BlockOut | None = None


class Blocked(Frame, frozen=True, tag="blocked"):
    """This customer was blocked, answered, or (without `blocked`) let in again: replaces what `welcome` said."""

    blocked: BlockOut | None = None


class Duty(Frame, frozen=True, tag="duty"):
    """Somebody came on duty, or the last one left: replaces the `desk` of `welcome`."""

    desk: Desk


class ThreadStands(Frame, frozen=True, tag="thread"):
    """A thread as it stands now: replaces what the client knew of its chat and ticket."""

    thread: CustomerThread


class Queue(Frame, frozen=True, tag="queue"):
    """Where the waiting chat stands: `position` 1 is next. The wait from now is likely between `p50` and `p90`
    seconds (absent: not known). `choices` is filled once the wait is longer than the policy allows, or when nobody
    is on duty. At most one every 2 s."""

    thread: str
    position: int
    p50: float | None = None
    p90: float | None = None
    choices: list[str] = []
    nobody_on_duty: bool = False


CustomerFrame = (
    Welcome
    | Duty
    | Blocked
    | ThreadStands
    | Queue
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
