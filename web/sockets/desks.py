"""Which desks are read when, and who is shown them? What hints name is read alone; now and then all of it.

A site's desk is kept as it was last read. A hint that names chats has these read, and a busy desk costs what moves on
it rather than what lies there; everything is read at first, for whoever arrives, where a hint names nothing, and every
few seconds, which repairs what a lost hint left out. Who could take what waits is counted beside it, for leads.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterable
from typing import TYPE_CHECKING

from chat.database import in_thread
from chat.hints import DeskChanged
from web.sockets import desk, desk_cover, desk_reading

if TYPE_CHECKING:
    from web.sockets.agent import AgentConnection

log = logging.getLogger(__name__)

REPAIR = 5.0  # seconds after which all of a desk is read, whatever the hints said
PAUSE = 0.05  # seconds at most between two readings: about what a person takes for at once
LEAST_PAUSE = 0.005  # seconds; what follows closely is gathered
COUNT_PAUSE = 1.0  # seconds at least between two countings of who could take what waits: it asks for everybody
COUNT_REST = 3  # times as long as a counting took none is begun: of a large desk, too, it takes a quarter of a thread


class Desks:
    """One per web process. `consoles` are those connected here, `present` the agents who are reachable anywhere."""

    def __init__(self, consoles: set[AgentConnection], present: Callable[[], set[int]]) -> None:
        self._consoles, self._present = consoles, present
        self._changed: dict[int, set[int] | None] = {}  # site → chats; None where all is to be read
        self._wake = asyncio.Event()
        self._kept: dict[int, tuple[int, desk.Items]] = {}  # site → number of the reading that is kept, what it found
        self._whole_at: dict[int, float] = {}
        self._counting: set[int] = set()  # sites that are about to be
        self._count_turns: dict[int, asyncio.Lock] = {}
        self._count_from: dict[int, float] = {}  # when a site may be counted again
        self._readings = 0  # in the order in which they began
        self._busy_until = 0.0
        self._background: set[asyncio.Task[None]] = set()

    def changed(self, hint: DeskChanged) -> None:
        """A hint was heard."""
        known = self._changed.setdefault(hint.site_id, set())
        if known is None or not hint.chats:
            self._changed[hint.site_id] = None
        else:
            known.update(hint.chats)
        self._wake.set()

    async def run(self) -> None:
        """Once: wait for something to be read, and read it."""
        try:
            async with asyncio.timeout(REPAIR):
                await self._wake.wait()
            # At once after a quiet moment; after a reading that took long, as long again for everything else.
            await asyncio.sleep(max(0.0, self._busy_until - time.monotonic()))
        except TimeoutError:
            self._changed = {socket.site_id: None for socket in self._consoles}
        self._wake.clear()
        changed, self._changed = self._changed, {}
        begun = time.monotonic()
        for site_id, chats in changed.items():
            stale = begun - self._whole_at.get(site_id, 0.0) > REPAIR
            try:
                await self.refresh(site_id, None if stale else chats)
            except Exception:
                self._whole_at.pop(site_id, None)  # what was to be read is read with the rest
                self.changed(DeskChanged(site_id))
                raise
        ended = time.monotonic()
        self._busy_until = ended + min(PAUSE, max(LEAST_PAUSE, ended - begun))

    async def refresh(
        self, site_id: int, chats: set[int] | None = None, only: Iterable[AgentConnection] | None = None
    ) -> None:
        """Read a site's desk once, or these chats of it, and give every console its difference."""
        sockets = [socket for socket in (only or self._consoles) if socket.site_id == site_id and socket.wants_desk]
        if not sockets:
            self._kept.pop(site_id, None)  # nobody hears of it: it grows old
            return
        kept, items = await self._read(site_id, chats)
        board = desk.Board.of(items)
        for socket in sockets:
            if socket.desk_reading < kept:
                socket.desk_reading = kept
                socket.desk_is(board)
        self._recount(site_id)
        following = self._follow([socket for socket in sockets if not socket.follows_all])
        if only:
            await following
        else:
            # One console's new threads hold up neither another's nor the next reading.
            self._in_background(following)

    async def _read(self, site_id: int, chats: set[int] | None) -> tuple[int, desk.Items]:
        """The desk as it is now, and the number of the reading that it came with."""
        self._readings += 1
        number, begun = self._readings, time.monotonic()
        _number, before = self._kept.get(site_id, (0, {}))
        patch = None
        if chats is not None and before:
            patch = await in_thread(desk_reading.read_chats, site_id, chats, before)
        whole = await in_thread(desk_reading.read, site_id, self._present(), before) if patch is None else {}
        kept, known = self._kept.get(site_id, (0, {}))
        # A reading that began earlier and took longer would put back what has changed since.
        if kept < number:
            kept, known = number, desk_cover.onto(whole, known) if patch is None else patch.on(known)
            self._kept[site_id] = kept, known
            if patch is None:
                self._whole_at[site_id] = begun
        return kept, known

    def _recount(self, site_id: int) -> None:
        """Who could take what waits is counted soon, where a lead is here to see it."""
        if site_id not in self._counting and self._leads(site_id):
            self._counting.add(site_id)
            self._in_background(self._count(site_id))

    async def _count(self, site_id: int) -> None:
        """Beside the readings: a chat that comes to somebody does not wait for it. One counting of a site after the
        other, so that none which took longer puts back what a later one found."""
        async with self._count_turns.setdefault(site_id, asyncio.Lock()):
            await asyncio.sleep(max(0.0, self._count_from.get(site_id, 0.0) - time.monotonic()))
            self._counting.discard(site_id)  # what changes from now on is counted anew
            begun = time.monotonic()
            try:
                lines = await in_thread(desk_cover.read, site_id, self._present())
            except Exception as error:
                log.warning("counting who could take what waits: %s", str(error).strip().split("\n")[0])
                return  # every whole reading asks again
            finally:
                ended = time.monotonic()
                self._count_from[site_id] = ended + max(COUNT_PAUSE, COUNT_REST * (ended - begun))
            self._counted(site_id, lines)

    def _counted(self, site_id: int, lines: desk.Items) -> None:
        """The figures come onto the desk, and to its leads."""
        if site_id not in self._kept:
            return  # nobody hears of it any more
        kept, known = self._kept[site_id]
        known = desk_cover.put(known, lines)
        self._kept[site_id] = kept, known
        board = desk.Board.of(known)
        for socket in self._leads(site_id):
            if socket.desk_reading <= kept:
                socket.desk_reading = kept
                socket.desk_is(board)

    def _leads(self, site_id: int) -> list[AgentConnection]:
        return [each for each in self._consoles if each.leads and each.wants_desk and each.site_id == site_id]

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _follow(self, sockets: Iterable[AgentConnection]) -> None:
        """Consoles follow the threads that have come to them; what cannot be is tried again with the next desk."""
        for found in await asyncio.gather(*(socket.follow_mine() for socket in sockets), return_exceptions=True):
            if isinstance(found, Exception):
                log.warning("following: %s", str(found).strip().split("\n")[0])
