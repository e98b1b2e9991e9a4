"""How many frames may a socket send? So many a second in the long run, some at once, and not on and on beyond."""

from __future__ import annotations

from django.conf import settings

FLOOD = 200  # frames refused for their number, before the allowance was full again: then no more are answered


class Allowance:
    """What one connection may still send. `flooded`: it went on and on beyond that."""

    __slots__ = ("_burst", "_left", "_rate", "_refused")

    def __init__(self) -> None:
        self._rate = settings.FRAMES_PER_SECOND
        self._burst = self._left = settings.FRAME_BURST
        self._refused = 0

    def earn(self, seconds: float) -> None:
        """So long nothing came."""
        self._left += seconds * self._rate
        if self._left >= self._burst:
            self._left, self._refused = self._burst, 0

    def spend(self) -> bool:
        """A frame came; False where it is one too many."""
        if self._left >= 1:
            self._left -= 1
            return True
        self._refused += 1
        return False

    @property
    def flooded(self) -> bool:
        """Whether so many were refused that the connection is to be closed."""
        return self._refused >= FLOOD
