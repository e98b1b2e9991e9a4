"""What is an agent's own: status, drafts, preferences, canned replies; and what a lead sees to?"""

from __future__ import annotations

from typing import Literal

from web.protocol.shared import Frame, Request, Shape, Status


class SetStatus(Request, frozen=True, tag="status"):
    """Choose one's own status; for leads also a colleague's (`agent`), which is recorded."""

    rid: str
    status: Status
    agent: str = ""


class Idle(Request, frozen=True, tag="idle"):
    """Nobody has touched this console for a good while, and a warning went unanswered: away, if one was available."""

    rid: str


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


class SetPreferences(Request, frozen=True, tag="prefer"):
    """How one likes to work: does Enter send, and for how many seconds (0, 3, 5 or 10) does a console keep a message
    back, so that it can be undone? `sounds` says which one (none, chime, bell, drop, marimba, pulse) a kind of event
    (chat, offer, message, note, alarm) has, where it is not the console's usual one; `volume` is 0 to 100. What is null
    stays as it was."""

    rid: str
    enter_sends: bool
    undo_seconds: int
    sounds: dict[str, str] | None = None
    volume: int | None = None


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


class ReplyOut(Shape, frozen=True):
    """A canned reply. `texts` is language → text, the site's usual language first; `{customer}`, `{agent}`, `{ticket}`,
    `{topic}` and `{site}` are places in it for the sender to fill. Without a `topic` it fits any."""

    id: str
    name: str
    texts: dict[str, str]
    topic: str = ""
    own: bool = False


class Replies(Frame, frozen=True, tag="replies"):
    """The canned replies, by name."""

    rid: str
    replies: list[ReplyOut]


class SetWall(Request, frozen=True, tag="wall"):
    """For leads: other bounds of the wall, for all leads of the site; recorded. `wait` is one of 5, 10, 20, 30, 60,
    120, 300, 600 and 1800 seconds, for which figures are counted."""

    rid: str
    wait: int
    queue: int
    level: int


class WrapUp(Request, frozen=True, tag="wrapup"):
    """One's wrap-up after a chat: done already, or as long again (once)."""

    rid: str
    do: Literal["finish", "extend"]


class Review(Request, frozen=True, tag="review"):
    """For leads: the report with this `id` has been looked into, and leaves every desk."""

    rid: str
    id: int
