"""What does a customer learn of the site: what it can be asked about, and whether somebody is there?"""

from __future__ import annotations

from typing import Literal

from web.protocol.shared import Frame, Shape


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


class Wait(Shape, frozen=True):
    """Within how many seconds half and nine of ten are answered, whole minutes upwards; zeros while somebody has
    room."""

    p50: int
    p90: int


class Desk(Shape, frozen=True):
    """Is somebody on duty for this customer's language now? `languages` are those in which anybody is. `opens_at`:
    when somebody will be, by the hours and shifts that are planned (seconds since 1970; absent: nothing is planned).
    `wait` is what somebody waits who begins now in this language; absent while it is not known."""

    on_duty: bool
    languages: list[str] = []
    opens_at: float | None = None
    wait: Wait | None = None


class Duty(Frame, frozen=True, tag="duty"):
    """Somebody came on duty, or the last one left: replaces the `desk` of `welcome`."""

    desk: Desk
