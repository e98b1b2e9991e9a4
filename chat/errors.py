"""What can be refused, in which words, and may it be tried again? The one table for HTTP and sockets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """One row: `status` is the HTTP status, `retryable` says that the same call may succeed later unchanged."""

    status: int
    retryable: bool
    message: str


ERRORS: dict[str, ErrorKind] = {
    # The frame itself
    "bad_frame": ErrorKind(400, False, "This is not valid JSON, or a field has the wrong type."),
    "unknown_frame": ErrorKind(400, False, "There is no frame of this type."),
    "frame_too_large": ErrorKind(413, False, "A frame may have 60 KiB at most."),
    "hello_first": ErrorKind(400, False, "The first frame must be hello, and it is sent once."),
    "unsupported_version": ErrorKind(400, False, "This protocol version is not spoken here."),
    "rate_limited": ErrorKind(429, True, "Too much in a short time. Wait the seconds given in data.retry_after."),
    "too_many_connections": ErrorKind(429, False, "There are too many connections of this customer or agent already."),
    "unavailable": ErrorKind(503, True, "The service is busy or restarting. Try again in a moment."),
    "internal": ErrorKind(500, True, "Something went wrong on our side. It has been recorded."),
    # Who and where
    "unknown_site": ErrorKind(404, False, "There is no site with this key."),
    "origin_refused": ErrorKind(403, False, "This website is not on the site's list of allowed origins."),
    "identity_expired": ErrorKind(401, False, "The signed identity has expired. Ask the host website for a new one."),
    "identity_invalid": ErrorKind(401, False, "The signed identity was refused; data.reason names the claim."),
    "session_invalid": ErrorKind(401, False, "Sign in again."),
    "not_allowed": ErrorKind(403, False, "Your role does not allow this."),
    "not_found": ErrorKind(404, False, "There is nothing at this address."),
    # Threads and chats
    "thread_unknown": ErrorKind(404, False, "There is no such conversation for you."),
    "message_empty": ErrorKind(400, False, "A message needs at least one visible character."),
    "asks_secret": ErrorKind(
        422,
        False,
        "This asks the customer for a secret; data.kind is password, code, key, phrase or card. It was not sent, and "
        "the leads know.",
    ),
    "message_too_long": ErrorKind(400, False, "A message may have 5,000 characters at most."),
    "client_id_invalid": ErrorKind(400, False, "client_id must have 1 to 64 letters, digits, '-' or '_'."),
    "chat_ended": ErrorKind(409, False, "This chat has ended."),
    "chat_open": ErrorKind(409, False, "There is an open chat already; data.thread names it."),
    "chat_not_yours": ErrorKind(409, False, "This chat is no longer assigned to you."),
    "chat_changed": ErrorKind(409, True, "The chat has just changed. Look again, then repeat what you wanted."),
    "language_unknown": ErrorKind(400, False, "The site does not answer in this language; data.languages has those."),
    "topic_unknown": ErrorKind(400, False, "This site has no such topic."),
    "field_missing": ErrorKind(400, False, "This topic needs the field that data.field names."),
    "field_invalid": ErrorKind(400, False, "The field that data.field names does not look right."),
    "agent_unknown": ErrorKind(404, False, "There is no such agent."),
    "agent_unavailable": ErrorKind(409, True, "This agent cannot take the chat now."),
    "offer_gone": ErrorKind(409, False, "This offer is over; data.reason says how it ended."),
    "account_invalid": ErrorKind(
        400, False, "An account is the host website's own id of a customer, 1 to 200 characters."
    ),
    "deputies_cycle": ErrorKind(400, False, "Deputies come back to the same person; data.people names the chain."),
    "no_manager": ErrorKind(409, False, "Nobody in particular looks after this customer, or the chat waits no more."),
    "settings_invalid": ErrorKind(400, False, "This cannot be saved; data.problems names each field and the reason."),
    "policy_changed": ErrorKind(
        409, False, "Somebody saved a newer version meanwhile: data.version, by data.by. Look at it, then save again."
    ),
    "status_unknown": ErrorKind(400, False, "A status is available, away or offline."),
    "too_many_guests": ErrorKind(409, False, "More colleagues than data.most cannot be in one conversation."),
    "customer_gone": ErrorKind(409, False, "The customer is not connected: a ticket reaches them, a chat does not."),
    "blocked": ErrorKind(403, False, "This customer may not write for a while: welcome.blocked says why and how long."),
    "not_blocked": ErrorKind(409, False, "This customer is not blocked, or not any more."),
    "appeal_made": ErrorKind(409, False, "This block has been appealed already; the answer comes here."),
    "no_appeal": ErrorKind(409, False, "No appeal waits for an answer: somebody has answered it, or none was made."),
    "rating_invalid": ErrorKind(400, False, "A rating is a score from 1 to 5, for a chat that has ended."),
    # Customers
    "reveals_used_up": ErrorKind(
        429,
        False,
        "You have asked for as many hidden values as one person may in an hour (data.limit). There is one more in "
        "data.retry_after seconds.",
    ),
    "notes_full": ErrorKind(409, False, "There are data.most notes on this person already. Remove one first."),
    # Files
    "file_unknown": ErrorKind(404, False, "There is no such file for you."),
    "file_empty": ErrorKind(400, False, "This file is empty."),
    "file_too_large": ErrorKind(413, False, "A file may have 100 MB at most; data.limit says it in bytes."),
    "file_type_refused": ErrorKind(
        415, False, "Files of this kind are not taken: pictures, recordings, PDF, office documents and plain text are."
    ),
    "file_type_lies": ErrorKind(415, False, "This file is something else than its name says."),
    "file_damaged": ErrorKind(422, False, "This picture cannot be read: it is damaged or cut off."),
    "picture_too_large": ErrorKind(422, False, "This picture has more pixels than data.limit."),
    "file_offset": ErrorKind(409, False, "The next part begins at data.offset."),
    "file_part_invalid": ErrorKind(
        400, False, "A part has data.least to data.most bytes, and the last one just what is left."
    ),
    "file_busy": ErrorKind(409, True, "This file is being checked already. Ask again in a moment."),
    # Tickets
    "ticket_unknown": ErrorKind(404, False, "There is no such ticket for you."),
    "snooze_invalid": ErrorKind(400, False, "A ticket sleeps until a moment to come, 90 days ahead at most."),
    "ticket_closed": ErrorKind(409, False, "This ticket is closed."),
    "email_invalid": ErrorKind(400, False, "This is not an e-mail address."),
    "link_invalid": ErrorKind(404, False, "This link is not valid any more."),
}


@dataclass
class Refusal(Exception):
    """A request that was understood and refused; `code` is a key of `ERRORS`."""

    code: str
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> ErrorKind:
        """The row of the table."""
        return ERRORS[self.code]

    def as_dict(self) -> dict[str, Any]:
        """`{code, message, retryable, data}`, the shape that every error has on every transport."""
        kind = self.kind
        return {"code": self.code, "message": kind.message, "retryable": kind.retryable, "data": self.data}

    def __str__(self) -> str:
        return f"{self.code}: {self.kind.message} {self.data or ''}".rstrip()


class CloseCode:
    """Why a socket was closed. 4000 to 4499 mean reconnect, 4500 to 4999 mean stop."""

    GOING_AWAY = 4000  # the server restarts; reconnect with jitter
    SLOW = 4001  # the client does not read fast enough; reconnect and resume
    SILENT = 4002  # no frame for 60 s; reconnect and resume
    BEHIND = 4003  # the server lost its place in the fan-out; reconnect and resume
    SIGNED_OUT = 4501  # the session has ended
    ORIGIN_REFUSED = 4502
    UNKNOWN_SITE = 4503
    UNSUPPORTED_VERSION = 4504
    BAD_FRAMES = 4505  # too many malformed frames in a row
    HELLO_EXPECTED = 4506
    FLOOD = 4507  # frames without end, although they were refused as too many
    TOO_MANY = 4508  # more connections of one customer or agent than anybody needs
