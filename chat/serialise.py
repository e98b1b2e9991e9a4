"""What does each audience see of an event? One table for customers; agents see bodies whole, but for values that are
hidden until they ask (`web.sockets.render`).

A field that is not named here does not reach a customer, and an event that is not named does not exist for them.
"""

from __future__ import annotations

from typing import Any

# Event type → fields of its body that the customer sees.
CUSTOMER_FIELDS: dict[str, tuple[str, ...]] = {
    "message": ("text", "masked"),
    "file": ("file", "name", "media", "size", "width", "height", "preview"),
    "queued": ("topic", "language", "fields"),
    "assigned": ("agent",),
    "requeued": ("reason",),
    "transferred": ("agent",),
    "ended": ("reason",),
    "reopened": ("agent",),
    "rated": ("score", "comment", "tags"),
    "escalated": ("ticket", "cause"),
    "ticket_status": ("ticket", "status"),
    "linked": ("thread", "ticket"),
    "contact": ("ticket", "confirmed"),
    "identified": ("name",),
    "warned": (),
    "blocked": ("category", "until"),
    "appealed": ("text",),
    "appeal_answered": ("lifted", "text"),
}


def customer_body(event_type: str, body: dict[str, Any]) -> dict[str, Any] | None:
    """The body for a customer, or None where the event is not for customers."""
    fields = CUSTOMER_FIELDS.get(event_type)
    if fields is None:
        return None
    return {name: body[name] for name in fields if name in body}
