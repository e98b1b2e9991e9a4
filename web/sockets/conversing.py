"""Which conversations does a widget follow, and what is it told of them? All that its customer has, in every tab."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import Error as DatabaseError

from chat import log
from chat.database import in_thread
from chat.errors import CloseCode, Refusal
from chat.models import Site
from tickets.models import Ticket
from web.protocol.customer.thread import CustomerThread, Queue, ThreadStands
from web.protocol.shared import StartOver
from web.sockets import render
from web.sockets.connection import Connection
from web.sockets.local import Local
from web.sockets.process import Process

NOBODY = ["ticket"]


class Conversing(Connection):
    """The conversations of one widget. `threads` are public id → id; those `with_ticket` are written to after the chat,
    too."""

    audience: ClassVar[str] = "customer"
    site: Site
    customer_id: int
    actor_key: str

    def __init__(self, process: Process, *args: Any) -> None:
        super().__init__(*args)
        self.process = process
        self.threads: dict[str, int] = {}
        self.with_ticket: set[int] = set()

    # What the hub tells

    def start_over(self, thread: str) -> None:
        """The client knows more of a thread than the log has."""
        self.push(StartOver(thread=thread))

    def queue_stands(self, local: Local) -> None:
        """The router has said where the chat stands."""
        if local.place is None:
            return
        position, p50, p90, long_wait, nobody = local.place
        long = self.process.duty.offers(self.site.pk)
        choices = NOBODY if nobody and not long_wait else long if long_wait else []
        frame = Queue(
            thread=local.public_id, position=position, p50=p50, p90=p90, choices=choices, nobody_on_duty=nobody
        )
        self.push(frame)

    def customer_thread(self, thread_id: int, view: CustomerThread) -> None:
        """The chat or ticket of a thread changed."""
        if view.ticket:
            self.with_ticket.add(thread_id)
        self.push(ThreadStands(thread=view))

    def agent_thread(self, thread_id: int, detail: Any) -> None:
        """What agents see is not for customers."""

    # What it follows

    def _thread(self, public_id: str) -> int:
        thread_id = self.threads.get(public_id)
        if thread_id is None:
            raise Refusal("thread_unknown")
        return thread_id

    async def _join(self, threads: dict[int, CustomerThread], heads: dict[str, int], read_at: int) -> None:
        try:
            known = [(pk, view.id, heads.get(view.id, 0)) for pk, view in threads.items()]
            await self.process.hub.join(self, known, read_at)
        except DatabaseError:
            if self.greeted:  # the answer has gone out: only resuming gets the events behind it
                self.close(CloseCode.BEHIND)
            raise
        for thread_id, thread in threads.items():
            self.threads[thread.id] = thread_id
            if thread.ticket:
                self.with_ticket.add(thread_id)
            if thread.chat.state == "waiting" and (local := self.process.hub.threads.get(thread_id)):
                self.queue_stands(local)

    async def meet(self) -> None:
        """Conversations of this customer that began elsewhere: in another tab, on another device."""
        read_at = self.process.hub.changes.tick
        threads = await self.process.threads_of.ask(self.customer_id)
        new = {pk: view for pk, view in threads.items() if view.id not in self.threads}
        for view in new.values():
            self.push(ThreadStands(thread=view))
        await self._join(new, {}, read_at)

    def _leave_all(self) -> None:
        for thread_id in list(self.threads.values()):
            self.process.hub.leave(self, thread_id)

    async def _history(self, rid: str, thread: str, before: int) -> None:
        thread_id = self._thread(thread)
        events = await in_thread(log.page, thread_id, max(0, before))
        await self.process.hub.know(events)
        self.push(render.history_page(rid, thread, before, events, render.for_customer(events, self.process.hub.names)))

    def _cause(self, thread: str) -> str:
        local = self.process.hub.threads.get(self._thread(thread))
        nobody = local is not None and local.place is not None and local.place[4]
        return Ticket.Cause.NOBODY_ON_DUTY if nobody else Ticket.Cause.LONG_WAIT
