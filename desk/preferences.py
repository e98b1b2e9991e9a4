"""How does an agent like to work? The writer door of preferences."""

from __future__ import annotations

from chat.errors import Refusal
from desk.models import Preferences

UNDO_SECONDS = (0, 3, 5, 10)


def of(agent_id: int) -> Preferences:
    """An agent's preferences: the row, or the defaults."""
    return Preferences.objects.filter(pk=agent_id).first() or Preferences(agent_id=agent_id)


def save(agent_id: int, enter_sends: bool, undo_seconds: int) -> None:
    """Keep them; an undo time that is not offered is refused."""
    if undo_seconds not in UNDO_SECONDS:
        raise Refusal("bad_frame", {"reason": f"undo_seconds is one of {UNDO_SECONDS}"})
    Preferences.objects.update_or_create(
        agent_id=agent_id, defaults={"enter_sends": enter_sends, "undo_seconds": undo_seconds}
    )
