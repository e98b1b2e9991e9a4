"""Who is the customer, where are they, and may they write?"""

from __future__ import annotations

import msgspec

from chat.events import BlockCategory
from web.protocol.shared import Frame, Request, Shape


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


class Forget(Request, frozen=True, tag="forget"):
    """Shared device: the resume token is revoked and the server closes. The history itself stays with the desk."""

    rid: str


class Appeal(Request, frozen=True, tag="appeal"):
    """The one word of a blocked customer on it, 1,000 characters at most; leads read and answer it. Refused with
    `appeal_made` when there was one, `not_blocked` when nothing is to be appealed."""

    rid: str
    text: str


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


class BlockOut(Shape, frozen=True):
    """This customer may read, and not write, until `until` (absent: for good). `appealed`: they have said their word,
    `answered`: a lead has kept the block all the same, with `answer`."""

    category: BlockCategory
    at: float
    until: float | None = None
    appealed: bool = False
    answer: str = ""
    answered: bool = False


class Blocked(Frame, frozen=True, tag="blocked"):
    """This customer was blocked, answered, or (without `blocked`) let in again: replaces what `welcome` said."""

    blocked: BlockOut | None = None
