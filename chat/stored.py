"""What is an event once it lies in the log?"""

from __future__ import annotations

import msgspec


class Stored(msgspec.Struct, frozen=True, array_like=True):
    """An event as it lies in the log. `at` is in seconds since 1970; `body` is JSON."""

    thread_id: int
    seq: int
    client_id: str
    type: str
    actor_kind: str
    actor_id: int | None
    body: bytes
    at: float
