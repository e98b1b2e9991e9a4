"""Who has which thread on the screen right now? Two colleagues who are about to answer the same customer are told.

As with visitors, every process says over the bus who looks at what and who does no more, and now and then all of it, so
that a lost hint is repaired and a killed process forgotten. A lead who watches a colleague's live chat is not told of:
watching is silent.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from itertools import chain
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
        self._shown: dict[Following, dict[int, Looking]] = {}
        self._here: Counter[Looking] = Counter()  # consoles: somebody may show a thread in two
        self._there: dict[str, set[Looking]] = {}
        self._whole: set[str] = set()  # processes that have said all that they show
        self._heard_at: dict[str, float] = {}

    def looks(self, socket: Following, thread_id: int) -> None:
        """A console shows a thread."""
        shown = self._shown.setdefault(socket, {})
        if thread_id not in shown:
            shown[thread_id] = looking = thread_id, socket.public_id, socket.name
            self._here[looking] += 1
            if self._here[looking] == 1:
                self._bus.publish([LookAt(self._own, (looking,), (), False)])
        self._tell(thread_id)

    def looks_away(self, socket: Following, thread_id: int | None = None) -> None:
        """A console shows it no more, or nothing at all."""
        shown = self._shown.get(socket, {})
        left = [thread_id] if thread_id is not None else list(shown)
        closed = [shown.pop(thread) for thread in left if thread in shown]
        if not shown:
            self._shown.pop(socket, None)
        self._here.subtract(closed)
        gone = [looking for looking in closed if not self._here[looking]]
        for looking in gone:
            del self._here[looking]
        if gone:
            self._bus.publish([LookAt(self._own, (), tuple(gone), False)])
        for thread, _agent, _name in closed:
            self._tell(thread)

    def at(self, thread_id: int) -> dict[str, str]:
        """Public id → name of whoever has this thread on a screen, here or elsewhere."""
        everybody = chain(self._here, *self._there.values())
        return {agent: name for thread, agent, name in everybody if thread == thread_id}

    def hear(self, hint: LookAt) -> None:
        """What another process says."""
        if hint.process == self._own:
            return
        before = self._there.get(hint.process, set())
        now = set(hint.came) if hint.whole else before.difference(hint.went).union(hint.came)
        self._there[hint.process] = now
        self._heard_at[hint.process] = asyncio.get_running_loop().time()
        if hint.whole:
            self._whole.add(hint.process)
        for thread in {thread for thread, _agent, _name in before ^ now}:
            self._tell(thread)
        if hint.asks:
            self._say_all(asks=False)  # it has just begun, and knows nobody yet

    async def beat(self) -> None:
        """Once a beat."""
        self._say_all(asks=not self._whole)
        await asyncio.sleep(BEAT)
        now = asyncio.get_running_loop().time()
        if not self._bus.connected:
            self._heard_at = dict.fromkeys(self._heard_at, now)
        for process in [process for process, at in self._heard_at.items() if now - at > FORGOTTEN]:
            del self._heard_at[process]
            self._whole.discard(process)
            for thread, _agent, _name in self._there.pop(process, set()):
                self._tell(thread)

    def _say_all(self, asks: bool) -> None:
        self._bus.publish([LookAt(self._own, tuple(self._here), (), True, asks)])
