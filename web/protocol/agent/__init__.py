"""Which frames do the console and the server exchange? Endpoint `/ws/agent`, with the session's cookie."""

from __future__ import annotations

from typing import Literal

from web.protocol import shared
from web.protocol.agent import desk, own, person, thread, work
from web.protocol.shared import Frame, Request


class Hello(Request, frozen=True, tag="hello"):
    """First frame. `threads` maps each thread the console holds to the last `seq` it has."""

    v: int
    threads: dict[str, int] = {}


class Welcome(Frame, frozen=True, tag="welcome"):
    """The answer to `hello`. `me` is one's own id; the last four fields are one's preferences (see `prefer`). The desk
    follows in a `desk` frame, then the newest events of one's own chats."""

    v: int
    now: float
    me: str
    role: Literal["agent", "lead", "admin"]
    site: str
    name: str
    enter_sends: bool = True
    undo_seconds: int = 3
    sounds: dict[str, str] = {}
    volume: int = 70


AgentRequest = (
    Hello
    | work.Open
    | work.Close
    | shared.Send
    | work.WriteNote
    | work.Noticed
    | shared.ReadUpTo
    | work.Delivered
    | shared.IsTyping
    | own.SetStatus
    | own.Idle
    | work.Resolve
    | work.Transfer
    | work.TakeBack
    | work.Accept
    | work.Decline
    | work.Invite
    | work.Thank
    | work.Reopen
    | work.Warn
    | work.EndAbuse
    | work.Block
    | work.Decide
    | work.Escalate
    | work.EscalateApart
    | work.SetTicket
    | work.Snooze
    | shared.History
    | own.KeepDraft
    | own.ReadDrafts
    | own.SetPreferences
    | own.ReadReplies
    | own.SaveReply
    | own.DropReply
    | own.WrapUp
    | own.Review
    | own.SetWall
    | person.Reveal
    | person.SavePersonNote
    | person.DropPersonNote
    | shared.Ping
    | shared.Got
)


AgentFrame = (
    Welcome
    | desk.DeskDelta
    | thread.Thread
    | thread.Presence
    | thread.Lookers
    | own.Drafts
    | own.Replies
    | person.Revealed
    | shared.ToBoth
)
