"""How does an agent like to work? The writer door of preferences."""

from __future__ import annotations

from collections.abc import Mapping

from chat.errors import Refusal
from desk.models import Preferences

UNDO_SECONDS = (0, 3, 5, 10)
# What the console makes a sound for, and which there are; `console/sounds.ts` has the same names.
EVENTS = ("chat", "offer", "message", "note", "alarm")
SOUNDS = ("none", "chime", "bell", "drop", "marimba", "pulse")


def of(agent_id: int) -> Preferences:
    """An agent's preferences: the row, or the defaults."""
    return Preferences.objects.filter(pk=agent_id).first() or Preferences(agent_id=agent_id)


def save(
    agent_id: int,
    enter_sends: bool,
    undo_seconds: int,
    sounds: Mapping[str, str] | None = None,
    volume: int | None = None,
) -> None:
    """Keep them; what is None stays as it was, and what is not offered is refused."""
    if undo_seconds not in UNDO_SECONDS:
        raise Refusal("bad_frame", {"reason": f"undo_seconds is one of {UNDO_SECONDS}"})
    if volume is not None and not 0 <= volume <= 100:
        raise Refusal("bad_frame", {"reason": "volume is 0 to 100"})
    if sounds is not None and not (set(sounds) <= set(EVENTS) and set(sounds.values()) <= set(SOUNDS)):
        raise Refusal("bad_frame", {"reason": f"sounds are one of {SOUNDS} for each of {EVENTS}"})
    wanted: dict[str, object] = {"enter_sends": enter_sends, "undo_seconds": undo_seconds}
    if sounds is not None:
        wanted["sounds"] = dict(sounds)
    if volume is not None:
        wanted["volume"] = volume
    Preferences.objects.update_or_create(agent_id=agent_id, defaults=wanted)
