"""Who may connect as an agent, and where may an agent write to the customer?"""

from __future__ import annotations

from typing import Any

from web.protocol.agent.thread import Thread


def may_write(detail: Thread, agent: str, leads: bool) -> bool:
    """Into one's own live chat, as a lead into any; on a ticket everybody of the desk."""
    if not detail.writable:
        return False
    if detail.chat.state == "ended":
        return detail.ticket is not None
    if any(guest.id == agent and guest.writes for guest in detail.guests):
        return True
    return leads or (detail.chat.agent is not None and detail.chat.agent.id == agent)


def signed_in(scope: dict[str, Any]) -> bool:
    """Whether the session behind a handshake is an enabled agent's."""
    user = scope.get("user")
    return bool(user and user.is_authenticated and user.is_active)
