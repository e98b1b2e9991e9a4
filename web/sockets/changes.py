"""Which threads have changed lately? So that what was read before somebody listened is not shown for good.

A thread is read first and followed afterwards; what changes between is told to nobody yet. Whoever notes the tick
before reading asks with it afterwards.
"""

from __future__ import annotations

KEPT = 1_000  # threads of each of two generations; the older is forgotten at once


class Changes:
    """Thread → the tick of its last change, for those that changed lately."""

    def __init__(self) -> None:
        self.tick = 0
        self._lately: dict[int, int] = {}
        self._before: dict[int, int] = {}
        self._forgotten = 0  # up to this tick nothing is known any more

    def note(self, thread_id: int) -> None:
        """It changed just now."""
        self.tick += 1
        if len(self._lately) >= KEPT:
            self._forgotten = max(self._before.values(), default=self._forgotten)
            self._before, self._lately = self._lately, {}
        self._lately[thread_id] = self.tick

    def since(self, thread_id: int, tick: int) -> bool:
        """Whether it may have changed after this tick."""
        last = self._lately.get(thread_id) or self._before.get(thread_id, 0)
        return last > tick or self._forgotten > tick
