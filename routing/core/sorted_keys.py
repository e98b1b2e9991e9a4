"""How many stand before this one? A sorted collection that counts in well under the time of a scan."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator

from routing.core.order import Place

BLOCK = 512
"""Keys per block before it is split: adding moves at most this many pointers, counting adds up n/512 lengths."""


class SortedKeys:
    """Distinct places in order, in blocks, so that neither adding nor removing moves them all."""

    __slots__ = ("_blocks", "_lasts", "_size")

    def __init__(self) -> None:
        self._blocks: list[list[Place]] = []
        self._lasts: list[Place] = []
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Place]:
        for block in self._blocks:
            yield from block

    def add(self, key: Place) -> None:
        """Put a key in; it must not be there yet."""
        self._size += 1
        lasts = self._lasts
        if not lasts:
            self._blocks.append([key])
            lasts.append(key)
            return
        at = bisect_left(lasts, key)
        if at == len(lasts):
            at -= 1
            block = self._blocks[at]
            block.append(key)
            lasts[at] = key
        else:
            block = self._blocks[at]
            insort(block, key)
        if len(block) > 2 * BLOCK:
            self._blocks.insert(at + 1, block[BLOCK:])
            del block[BLOCK:]
            lasts.insert(at, block[-1])

    def remove(self, key: Place) -> None:
        """Take a key out; it must be there."""
        at = bisect_left(self._lasts, key)
        block = self._blocks[at]
        place = bisect_left(block, key)
        if block[place] != key:
            raise KeyError(key)
        del block[place]
        self._size -= 1
        if not block:
            del self._blocks[at]
            del self._lasts[at]
        elif place == len(block):
            self._lasts[at] = block[-1]

    def before(self, key: Place) -> int:
        """How many keys are smaller."""
        at = bisect_left(self._lasts, key)
        if at == len(self._lasts):
            return self._size
        return sum(map(len, self._blocks[:at])) + bisect_left(self._blocks[at], key)

    def first(self) -> Place:
        """The smallest key. IndexError when empty."""
        return self._blocks[0][0]
