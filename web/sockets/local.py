"""What is a thread that somebody here listens to, and what does the hub ask of a connection?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol


class Socket(Protocol):
    """What the hub asks of a connection. `actor_key` tells its own typing from others'."""

    audience: ClassVar[str]
    actor_key: str

    def push_encoded(self, text: bytes) -> None:
        """Send an encoded frame."""

    def start_over(self, thread: str) -> None:
        """The client knows more of a thread than the log has."""

    def queue_stands(self, local: Local) -> None:
        """The router has said where the chat stands."""

    def customer_thread(self, thread_id: int, view: Any) -> None:
        """A thread changed; this is how its customer sees it."""

    def agent_thread(self, thread_id: int, detail: Any) -> None:
        """A thread changed; this is how agents see it."""


Standing = tuple[int, float | None, float | None, bool, bool]  # position, p50, p90, long wait, nobody on duty


@dataclass(slots=True)
class Local:
    """A thread that somebody here listens to. `members`: socket → last `seq` handed over."""

    thread_id: int
    public_id: str
    members: dict[Socket, int] = field(default_factory=dict)
    head: int = 0
    place: Standing | None = None
    wanted: int = 0  # joins under way, so that the thread is not dropped beneath them
