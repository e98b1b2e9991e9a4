"""What does a customer do in a conversation, with its chat and its ticket, and how does it stand?"""

from __future__ import annotations

from typing import Literal

from web.protocol.shared import ChatOut, Cursors, Frame, Request, Shape, TicketState


class Start(Request, frozen=True, tag="start"):
    """Begin a chat with its first message, and what its topic asks for: by the field's name, `null` where the customer
    says that they do not have it. Repeating it with the same `client_id` gives the same thread."""

    rid: str
    client_id: str
    topic: str
    text: str
    language: str = ""
    fields: dict[str, str | None] = {}


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
