"""How many stand before this one? A sorted collection that counts in well under the time of a scan."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator

from routing.core.order import Place

BLOCK = 512
"""Keys per block before it is split: adding moves at most this many pointers, counting adds up n/512 lengths."""


class SortedKeys:
    """Distinct places in order, in blocks, so that neither adding nor removing moves them all.

    Changes are noted and carried out when somebody asks: most customers come and go between two questions, and then
    cost nothing here. So that the notes do not outgrow the keys, they are carried out when there are as many.
    """

    __slots__ = ("_added", "_blocks", "_lasts", "_removed", "_settled")

    def __init__(self) -> None:
        self._blocks: list[list[Place]] = []
        self._lasts: list[Place] = []
        self._settled = 0
        self._added: set[Place] = set()
        self._removed: set[Place] = set()

    def __len__(self) -> int:
        return self._settled + len(self._added) - len(self._removed)

    @property
    def empty(self) -> bool:
        """Whether there is no key at all; cheaper than counting them."""
        return not self._added and self._settled == len(self._removed)

    def __iter__(self) -> Iterator[Place]:
        self._settle()
        for block in self._blocks:
            yield from block

    def add(self, key: Place) -> None:
        """Put a key in; it must not be there yet."""
        if key in self._removed:
            self._removed.remove(key)
            return
        self._added.add(key)
        if len(self._added) > BLOCK + self._settled:
            self._settle()

    def remove(self, key: Place) -> None:
        """Take a key out; it must be there."""
        if key in self._added:
            self._added.remove(key)
            return
        self._removed.add(key)
        if len(self._removed) > BLOCK + self._settled // 2:
            self._settle()

    def before(self, key: Place) -> int:
        """How many keys are smaller."""
        self._settle()
        at = bisect_left(self._lasts, key)
        if at == len(self._lasts):
            return self._settled
        return sum(map(len, self._blocks[:at])) + bisect_left(self._blocks[at], key)

    def first(self) -> Place:
        """The smallest key. IndexError when empty."""
        self._settle()
        return self._blocks[0][0]

    def _settle(self) -> None:
        added, removed = self._added, self._removed
        if not added and not removed:
            return
        if 8 * (len(added) + len(removed)) > self._settled:
            kept = [key for block in self._blocks for key in block if key not in removed]
            kept += added
            kept.sort()
            self._blocks = [kept[start : start + BLOCK] for start in range(0, len(kept), BLOCK)]
            self._lasts = [block[-1] for block in self._blocks]
            self._settled = len(kept)
        else:
            for key in removed:
                self._take_out(key)
            for key in added:
                self._put_in(key)
        added.clear()
        removed.clear()

    def _put_in(self, key: Place) -> None:
        self._settled += 1
        lasts = self._lasts
        if not lasts:
            self._blocks.append([key])
            lasts.append(key)
            return
        at = min(bisect_left(lasts, key), len(lasts) - 1)
        block = self._blocks[at]
        insort(block, key)
        lasts[at] = block[-1]
        if len(block) > 2 * BLOCK:
            self._blocks.insert(at + 1, block[BLOCK:])
            del block[BLOCK:]
            lasts.insert(at, block[-1])

    def _take_out(self, key: Place) -> None:
        at = bisect_left(self._lasts, key)
        block = self._blocks[at]
        del block[bisect_left(block, key)]
        self._settled -= 1
        if block:
            self._lasts[at] = block[-1]
        else:
            del self._blocks[at]
            del self._lasts[at]
