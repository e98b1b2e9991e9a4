"""Who in this process listens to which thread, and have they got everything?

The hub hears the bus and hands each committed event to the local sockets of its thread, encoded once per audience. It
knows for each socket and thread the last `seq` handed over, so a jump is noticed; what is missing is read from the log.
Every few seconds the heads of all live threads are compared with PostgreSQL in one query, so that even a lost last hint
is repaired.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db import Error as DatabaseError

from chat import hints, log
from chat.bus import THREADS, Bus
from chat.database import in_thread
from chat.hints import Hint
from chat.stored import Stored
from web.protocol.shared import By, Cursors, Read, Typing
from web.sockets import render
from web.sockets.changes import Changes
from web.sockets.connection import encode
from web.sockets.local import Local, Socket
from web.sockets.names import NameBook
from web.sockets.together import Together

logger = logging.getLogger(__name__)

RECONCILE = 3.0  # seconds between comparing heads; bounds how late a message can be whose hint was lost

Kind = TypeVar("Kind", bound=Hint)


class Hub:
    """One per process."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        self.threads: dict[int, Local] = {}
        self.changes = Changes()
        self._book = NameBook()
        self._behind: set[int] = set()
        self._wake = asyncio.Event()
        self._unnamed: list[list[Stored]] = []  # what waits for the names of its agents, in order
        self._logs = Together(log.tails)
        self._naming: asyncio.Task[None] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self.on_thread_changed: list[Callable[[int], None]] = []
        self._listeners: dict[type[Hint], list[Callable[[Any], None]]] = {}

    def tell(self, kind: type[Kind], listener: Callable[[Kind], None]) -> None:
        """Hand every hint of this kind to `listener` from now on."""
        self._listeners.setdefault(kind, []).append(listener)

    async def start(self) -> None:
        """Begin hearing."""
        await self.bus.start(self._hear)
        await self.bus.subscribe(THREADS)
        await self.bus.subscribe("sessions")
        self._tasks.append(asyncio.create_task(self._reconcile(), name="hub-reconcile"))

    async def stop(self) -> None:
        """End hearing."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.bus.stop()

    # Joining and leaving

    async def join(self, socket: Socket, threads: Iterable[tuple[int, str, int]], read_at: int | None = None) -> None:
        """From now on the socket gets the events of these threads (id, public id, the last `seq` it has); what exists
        already is sent first. One reading for all of them. `read_at`: the tick of `changes` before it was read how
        they stand; those that have changed since are looked at again."""
        joining: dict[int, tuple[Local, int]] = {}
        for thread_id, public_id, seq in threads:
            local = self._local(thread_id, public_id)
            if socket not in local.members:
                local.wanted += 1  # keeps it while the log is read, and lets its head be noted meanwhile
                joining[thread_id] = (local, seq)
        try:
            answers = await asyncio.gather(
                *(self._logs.ask((thread, seq)) for thread, (_local, seq) in joining.items())
            )
            await self.know(one for part, _head in answers for one in part)
        except BaseException:
            for local, _seq in joining.values():
                local.wanted -= 1
                self._let_go(local)
            raise
        for (thread_id, (local, held)), (part, head) in zip(joining.items(), answers, strict=True):
            local.wanted -= 1
            if held > head:
                socket.start_over(local.public_id)
            if part:
                self._send(local, [socket], max(held if held <= head else 0, part[0].seq - 1), part)
            local.members[socket] = head
            if local.head > head:
                self._look(thread_id)
            local.head = max(local.head, head)
            if read_at is not None and self.changes.since(thread_id, read_at):
                self._changed(thread_id)

    def leave(self, socket: Socket, thread_id: int) -> None:
        """The socket gets no more of this thread."""
        local = self.threads.get(thread_id)
        if local is not None and local.members.pop(socket, None) is not None:
            self._let_go(local)

    def _local(self, thread_id: int, public_id: str) -> Local:
        local = self.threads.get(thread_id)
        if local is None:
            local = self.threads[thread_id] = Local(thread_id, public_id)
        return local

    def _let_go(self, local: Local) -> None:
        """A thread that nobody here listens to any more is forgotten."""
        if not local.members and not local.wanted and self.threads.get(local.thread_id) is local:
            del self.threads[local.thread_id]

    # Hearing

    def _changed(self, thread_id: int) -> None:
        if thread_id in self.threads:
            for react in self.on_thread_changed:
                react(thread_id)

    def _hear(self, items: list[Hint]) -> None:
        for item in items:
            match item:
                case hints.Appended(events=events):
                    self._appended(events)
                case hints.ThreadChanged(thread_id=thread_id):
                    self.changes.note(thread_id)
                    self._changed(thread_id)
                case hints.IsTyping():
                    self._typing(item)
                case hints.ReadUpTo(thread_id, customer, agent, delivered):
                    if local := self.threads.get(thread_id):
                        text = encode(Read(thread=local.public_id, read=Cursors(customer, agent, delivered)))
                        for socket in local.members:
                            socket.push_encoded(text)
                case hints.QueueStands(places=places):
                    for thread_id, position, p50, p90, long_wait, nobody in places:
                        if local := self.threads.get(thread_id):
                            local.place = (position, p50, p90, long_wait, nobody)
                            for socket in list(local.members):
                                socket.queue_stands(local)
                case _:
                    for listener in self._listeners.get(type(item), ()):
                        listener(item)

    def _appended(self, events: list[Stored]) -> None:
        here = [one for one in events if one.thread_id in self.threads]
        if not here:
            return
        if self._unnamed or not self._book.has(here):
            self._unnamed.append(here)
            if len(self._unnamed) == 1:
                self._naming = asyncio.create_task(self._name())
        else:
            self._hand_out(here)

    async def _name(self) -> None:
        """Hand out in order what waits for names. Where they cannot be read, reconciling brings the events."""
        while self._unnamed:
            try:
                await self.know(self._unnamed[0])
                self._hand_out(self._unnamed[0])
            except DatabaseError as error:
                logger.warning("names: %s", str(error).strip().split("\n")[0])
            except Exception:
                # Were this task to end with something left, nobody would ever begin it again.
                logger.exception("names could not be read")
            finally:
                del self._unnamed[0]

    def _hand_out(self, events: list[Stored]) -> None:
        by_thread: dict[int, list[Stored]] = {}
        for one in events:
            by_thread.setdefault(one.thread_id, []).append(one)
        for thread_id, part in by_thread.items():
            self._deliver(thread_id, part)

    def _deliver(self, thread_id: int, events: list[Stored]) -> None:
        """Hand a run of events to those who stand right before it; the others are caught up from the log."""
        local = self.threads.get(thread_id)
        if local is None:
            return
        last = events[-1].seq
        local.head = max(local.head, last)
        ready: dict[int, list[Socket]] = {}
        for socket, head in local.members.items():
            if head >= last:
                continue
            if head < events[0].seq - 1 or events[-1].seq - events[0].seq != len(events) - 1:
                self._look(thread_id)
                continue
            ready.setdefault(head, []).append(socket)
        for head, sockets in ready.items():
            self._send(local, sockets, head, [one for one in events if one.seq > head])
            for socket in sockets:
                local.members[socket] = last

    def _send(self, local: Local, sockets: Iterable[Socket], after: int, events: list[Stored]) -> None:
        """One encoding per audience, however many receive it."""
        texts: dict[str, bytes] = {}
        for socket in sockets:
            if socket.audience not in texts:
                make = render.for_customer if socket.audience == "customer" else render.for_agent
                frame = render.events_frame(local.public_id, after, events, make(events, self.names))
                texts[socket.audience] = encode(frame)
            socket.push_encoded(texts[socket.audience])

    def _typing(self, item: hints.IsTyping) -> None:
        local = self.threads.get(item.thread_id)
        if local is None:
            return
        by = By(kind="agent", name=item.name) if item.side == "agent" else By(kind="customer")
        text = encode(Typing(thread=local.public_id, by=by, on=item.on))
        for socket in local.members:
            if socket.actor_key != item.actor:
                socket.push_encoded(text)

    @property
    def names(self) -> render.Names:
        """The names of agents that are known."""
        return self._book.known

    async def know(self, events: Iterable[Stored]) -> None:
        """Have the names of the agents who act in these events."""
        await self._book.learn(events)

    # Repair

    def _look(self, thread_id: int) -> None:
        self._behind.add(thread_id)
        self._wake.set()

    async def _reconcile(self) -> None:
        while True:
            try:
                async with asyncio.timeout(RECONCILE):
                    await self._wake.wait()
            except TimeoutError:
                self._behind |= self.threads.keys()
            self._wake.clear()
            threads, self._behind = self._behind, set()
            try:
                await self.catch_up(threads)
            except DatabaseError as error:
                logger.warning("reconciling: %s", str(error).strip().split("\n")[0])
                self._behind |= threads
                await asyncio.sleep(0.5)

    async def catch_up(self, threads: Iterable[int]) -> None:
        """Hand over what the log has beyond what was handed over, to everybody who listens to these threads here."""
        known = {thread: local for thread in threads if (local := self.threads.get(thread)) and local.members}
        if not known:
            return
        heads = await in_thread(log.heads, known)
        late = {
            thread: min(known[thread].members.values(), default=head)
            for thread, head in heads.items()
            if known[thread].members and min(known[thread].members.values()) < head
        }
        if not late:
            return
        events = await in_thread(log.since, late)
        await self.know(events)
        by_thread: dict[int, list[Stored]] = {}
        for one in events:
            by_thread.setdefault(one.thread_id, []).append(one)
        for thread, part in by_thread.items():
            local = known[thread]
            for socket, head in list(local.members.items()):
                fresh = [one for one in part if one.seq > head]
                if fresh:
                    self._send(local, [socket], max(head, fresh[0].seq - 1), fresh)
                    local.members[socket] = fresh[-1].seq
            local.head = max(local.head, part[-1].seq)
            # The hint that the chat or ticket changed went the way of the one that carried these events.
            self._changed(thread)
