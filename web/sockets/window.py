"""How much has a client been sent that it has not confirmed? Pure; the connection asks, and gives up past the bounds.

What the kernel's buffers hold looks sent: megabytes to a client that sleeps or is gone. So clients count the frames of
a connection and confirm with `got`. Bytes are known at every `MARK`th frame only, which is exact enough.
"""

from __future__ import annotations

MARK = 32  # frames between two places whose bytes and time are remembered; clients confirm as often
BYTES = 1 << 20  # unconfirmed
FRAMES = 4096  # unconfirmed
LAG = 10.0  # seconds within which a client that confirms at all confirms what it was sent


class Window:
    """One connection's."""

    __slots__ = ("_confirmed_bytes", "_marks", "bytes", "confirmed", "frames")

    def __init__(self) -> None:
        self.frames = self.bytes = 0  # sent
        self.confirmed = self._confirmed_bytes = 0
        self._marks: list[tuple[int, int, float]] = []  # frames, bytes and time at each place not yet confirmed

    def sent(self, size: int, now: float) -> bool:
        """One more frame of so many bytes; False once the client is too far behind."""
        self.frames += 1
        self.bytes += size
        if self.frames % MARK == 0:
            self._marks.append((self.frames, self.bytes, now))
            if self.late(now):
                return False
        return self.bytes - self._confirmed_bytes <= BYTES and self.frames - self.confirmed <= FRAMES

    def late(self, now: float) -> bool:
        """Whether a client that has confirmed before owes a confirmation for too long."""
        return bool(self.confirmed and self._marks and now - self._marks[0][2] > LAG)

    def confirm(self, frames: int) -> int:
        """The client has the first `frames` frames: how many of them are news. More than were sent is a lie: -1."""
        if frames > self.frames:
            return -1
        news = max(0, frames - self.confirmed)
        self.confirmed = max(self.confirmed, frames)
        passed = [mark for mark in self._marks if mark[0] <= frames]
        if passed:
            self._confirmed_bytes = passed[-1][1]
            del self._marks[: len(passed)]
        return news
