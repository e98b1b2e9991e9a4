"""Which line comes first for those who speak this language? Heads of lines, by language and need, in order.

A lane is a line as seen from one of its languages, or from one preferred person. Lanes with the same need share a
bucket, so that whoever looks for the first that they can take passes over needs, not over lines.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from routing.core.order import Place

if TYPE_CHECKING:
    from routing.core.lines import Line

LaneKey = str | int
BucketKey = tuple[LaneKey, int, int, int, bool]


class Bucket:
    """Lanes with one language (or person), one need and one cost, by the places of their lines' heads.

    `tier` and `urgent` differ between buckets only where a reserve asks for them.
    """

    __slots__ = ("cost", "entries", "key", "need", "tier", "urgent")

    def __init__(self, key: BucketKey) -> None:
        self.key, self.need, self.cost, self.tier, self.urgent = key
        self.entries: list[tuple[Place, Lane]] = []

    def __lt__(self, other: Bucket) -> bool:
        """Only compared when a customer names one language twice."""
        return self.need < other.need


class Lane:
    """`key` is a language, or the id of a preferred person; `need` the bits asked for beyond that, by `cost` units.

    `step` is the wish's place in the customer's list, -1 for a person. `plain` lanes ask nothing else.
    """

    __slots__ = ("bucket", "cost", "key", "line", "need", "plain", "step")

    def __init__(self, line: Line, key: LaneKey, step: int, need: int, plain: bool) -> None:
        self.line, self.key, self.step, self.need, self.plain = line, key, step, need, plain
        self.cost = line.profile.cost
        self.bucket: Bucket | None = None

    def __lt__(self, other: Lane) -> bool:
        """Only compared when a customer names one language twice."""
        return self.step < other.step


class Lanes:
    """All buckets in which somebody waits. `orders` has them by language or person, by the place of the first."""

    __slots__ = ("_buckets", "_reserves", "orders")

    def __init__(self, reserves: bool) -> None:
        self._reserves = reserves
        self.orders: dict[LaneKey, list[tuple[Place, Bucket]]] = {}
        self._buckets: dict[BucketKey, Bucket] = {}

    def show(self, lane: Lane, place: Place) -> None:
        """A line whose head is at `place` wants somebody."""
        request = lane.line.request
        tier, urgent = (request.tier, request.urgent) if self._reserves else (0, False)
        key = (lane.key, lane.need, lane.cost, tier, urgent)
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = Bucket(key)
        lane.bucket = bucket
        self.move(lane, bucket, None, place)

    def move(self, lane: Lane, bucket: Bucket, before: Place | None, after: Place | None) -> None:
        """The head of the lane's line was at `before` and is now at `after`; None when there was or is none."""
        entries = bucket.entries
        old = entries[0][0] if entries else None
        if before is not None:
            at = bisect_left(entries, (before,))
            while entries[at][1] is not lane:
                at += 1
            del entries[at]
        if after is not None:
            insort(entries, (after, lane))
        new = entries[0][0] if entries else None
        if new is not old:
            self._reorder(bucket, old, new)

    def _reorder(self, bucket: Bucket, old: Place | None, new: Place | None) -> None:
        order = self.orders.get(bucket.key)
        if order is None:
            order = self.orders[bucket.key] = []
        if old is not None:
            at = bisect_left(order, (old,))
            while order[at][1] is not bucket:
                at += 1
            del order[at]
        if new is not None:
            insort(order, (new, bucket))
            return
        key = (bucket.key, bucket.need, bucket.cost, bucket.tier, bucket.urgent)
        if self._buckets.get(key) is bucket:
            del self._buckets[key]
        if not order:
            del self.orders[bucket.key]
