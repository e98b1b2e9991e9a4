"""Who has which thread on the screen right now? Two colleagues who are about to answer the same customer are told.

As with visitors, every process says over the bus who looks at what, at once and now and then anew, so that a lost hint
is repaired and a killed process forgotten. A lead who watches a colleague's live chat is not told of: watching is
silent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from chat.bus import Bus
from chat.hints import LookAt
from chat.ids import new_id

if TYPE_CHECKING:
    from web.sockets.following import Following

BEAT = 15.0  # seconds between saying who looks here
FORGOTTEN = 50.0  # seconds without a word, after which a process is taken for dead

Looking = tuple[int, str, str]  # thread, public id and name of an agent
Tell = Callable[[int], None]


class Lookers:
    """One per process."""

    def __init__(self, bus: Bus, tell: Tell) -> None:
        self._bus, self._tell = bus, tell
        self._own = new_id()
        self._here: dict[Following, dict[int, bool]] = {}
        self._there: dict[str, set[Looking]] = {}
        self._heard_at: dict[str, float] = {}

    def looks(self, socket: Following, thread_id: int) -> None:
        """A console shows a thread."""
        self._here.setdefault(socket, {})[thread_id] = True
        self._say()
        self._tell(thread_id)

    def looks_away(self, socket: Following, thread_id: int | None = None) -> None:
        """A console shows it no more, or nothing at all."""
        shown = self._here.get(socket, {})
        left = [thread_id] if thread_id is not None else list(shown)
        gone = [thread for thread in left if shown.pop(thread, False)]
        if not shown:
            self._here.pop(socket, None)
        if gone:
            self._say()
        for thread in gone:
            self._tell(thread)

    def at(self, thread_id: int) -> dict[str, str]:
        """Public id → name of whoever has this thread on a screen, here or elsewhere."""
        return {agent: name for thread, agent, name in self._all() if thread == thread_id}

    def hear(self, hint: LookAt) -> None:
        """What another process says."""
        if hint.process == self._own:
            return
        before, now = self._there.get(hint.process, set()), set(hint.looking)
        self._there[hint.process] = now
        self._heard_at[hint.process] = asyncio.get_running_loop().time()
        for thread in {thread for thread, _agent, _name in before ^ now}:
            self._tell(thread)
        if not before and hint.asks:
            self._say(asks=False)  # it has just begun, and knows nobody yet

    async def beat(self) -> None:
        """Once a beat."""
        self._say(asks=not self._heard_at)
        await asyncio.sleep(BEAT)
        now = asyncio.get_running_loop().time()
        if not self._bus.connected:
            self._heard_at = dict.fromkeys(self._heard_at, now)
        for process in [process for process, at in self._heard_at.items() if now - at > FORGOTTEN]:
            del self._heard_at[process]
            for thread, _agent, _name in self._there.pop(process, set()):
                self._tell(thread)

    def _own_looking(self) -> Iterator[Looking]:
        for socket, threads in self._here.items():
            for thread in threads:
                yield thread, socket.public_id, socket.name

    def _all(self) -> Iterator[Looking]:
        yield from self._own_looking()
        for looking in self._there.values():
            yield from looking

    def _say(self, asks: bool = False) -> None:
        self._bus.publish([LookAt(self._own, tuple(self._own_looking()), asks)])
