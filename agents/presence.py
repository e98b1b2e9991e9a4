"""Whose console is connected now? Leases in Redis, kept by the processes that hold the sockets.

A lease is a key per agent that expires by itself; several tabs and processes renew the same one, so they count once.
Redis is a hint: an empty, restarted or silent Redis must make nobody vanish. Hence `Absences`, which counts an agent's
absence only over time in which Redis was seen to be healthy and to remember.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from redis.asyncio import Redis

LEASE = 12.0  # seconds; renewed every RENEW, so two renewals may fail
RENEW = 4.0
PREFIX = "switchboard:presence:"
WITNESS = PREFIX + "witness"  # set by whoever counts absences; gone means that Redis forgot everything


async def renew(redis: Redis, agent_ids: Iterable[int]) -> None:
    """Extend the leases of the agents connected to this process: one round trip."""
    pipe = redis.pipeline(transaction=False)
    for agent_id in agent_ids:
        pipe.set(f"{PREFIX}{agent_id}", 1, px=int(LEASE * 1000))
    await pipe.execute()


async def release(redis: Redis, agent_id: int) -> None:
    """The last tab on this process closed; a tab held by another process renews within RENEW seconds."""
    await redis.delete(f"{PREFIX}{agent_id}")


async def present(redis: Redis, agent_ids: Iterable[int]) -> set[int]:
    """Who has a lease."""
    ids = list(agent_ids)
    values = await redis.mget([f"{PREFIX}{agent_id}" for agent_id in ids]) if ids else []
    return {agent_id for agent_id, value in zip(ids, values, strict=True) if value is not None}


async def witnessed(redis: Redis, agent_ids: Iterable[int]) -> tuple[set[int], bool]:
    """Who has a lease, and whether Redis still remembers what it knew at the last reading.

    For the leading router alone: a second reader would set the witness again before the first has missed it.
    """
    ids = list(agent_ids)
    values = await redis.mget([WITNESS, *(f"{PREFIX}{agent_id}" for agent_id in ids)])
    remembers = values[0] is not None
    if not remembers:
        await redis.set(WITNESS, 1)
    return {agent_id for agent_id, value in zip(ids, values[1:], strict=True) if value is not None}, remembers


@dataclass(slots=True)
class Absences:
    """Turns readings into two answers: who is reachable, and who has been gone for longer than the grace.

    Pure: `now` is a monotonic clock in seconds. After Redis was silent or forgot, everybody known keeps the state they
    had, and a missing lease counts again once it was seen since then, or once every lease must have been renewed.
    """

    reachable: set[int] = field(default_factory=set)
    _gone_since: dict[int, float] = field(default_factory=dict)
    _seen: set[int] = field(default_factory=set)
    _trusted_from: float | None = None
    _read_at: float = 0.0

    def silent(self) -> None:
        """Redis did not answer: nothing is known, nobody's absence grows."""
        self._trusted_from = None
        self._distrust()

    def _distrust(self) -> None:
        self._gone_since.clear()
        self._seen.clear()

    def read(self, watched: Iterable[int], present: set[int], remembers: bool, now: float) -> None:
        """One answer of `witnessed`."""
        if not remembers or self._trusted_from is None or now - self._read_at > LEASE:
            # Who holds a lease here is here; who does not may not have renewed yet.
            self._trusted_from = now + LEASE
            self._distrust()
        self._read_at = now
        self._seen |= present
        self.reachable |= present
        for agent_id in watched:
            if agent_id in present:
                self._gone_since.pop(agent_id, None)
            elif agent_id in self._seen or now >= self._trusted_from:
                self.reachable.discard(agent_id)
                self._gone_since.setdefault(agent_id, now)

    def gone_for(self, agent_id: int, now: float) -> float:
        """Seconds of absence that count, 0 for the present."""
        since = self._gone_since.get(agent_id)
        return 0.0 if since is None else now - since
