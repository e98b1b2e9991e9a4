"""What does an agent learn and note of the person behind a thread?"""

from __future__ import annotations

from typing import Literal

from web.protocol.shared import Frame, Request, Shape


class Attribute(Shape, frozen=True):
    """A fact that the host website tells of its customer. `signed`: within the identity; otherwise the page's script
    said it, which anybody can change in their browser. A `hidden` one has a shortened value until it is asked for with
    `reveal` (`attribute:` and the name)."""

    name: str
    value: str
    signed: bool = False
    hidden: bool = False


class PageOut(Shape, frozen=True):
    """A page of the host website, without query and fragment, and since when the customer was there."""

    url: str
    title: str
    at: float


class PersonNoteOut(Shape, frozen=True):
    """A note on the person. `by` is the name of who wrote it, `agent` their id."""

    id: int
    text: str
    at: float
    by: str = ""
    agent: str = ""
    edited_at: float | None = None


class Reveal(Request, frozen=True, tag="reveal"):
    """Ask for a hidden value: answered by `revealed`, and recorded. `field` is email, account, `attribute:` and a name,
    or `field:`, the `seq` of a `queued` event, `:` and the name of one of its fields. `reveals_used_up` after so many
    in an hour."""

    rid: str
    thread: str
    field: str


class Revealed(Frame, frozen=True, tag="revealed"):
    """The whole value. It is for this screen alone: keep it no longer than it is looked at."""

    rid: str
    thread: str
    field: str
    value: str


class SavePersonNote(Request, frozen=True, tag="personnote"):
    """Note something on the customer of this thread, for everybody of the desk; with `id` another wording of a note of
    one's own. `client_id` makes a repeated one harmless."""

    rid: str
    thread: str
    client_id: str
    text: str
    id: int = 0


class DropPersonNote(Request, frozen=True, tag="droppersonnote"):
    """Take away a note of one's own, or as a lead anybody's."""

    rid: str
    thread: str
    id: int


PagesConsent = Literal["", "host", "customer", "refused"]
