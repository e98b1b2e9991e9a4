"""Which threads does a console follow? Those of one's own live chats always, and what is on the screen besides."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec

from agents.models import Agent
from chat import log
from chat.database import in_thread
from chat.errors import Refusal
from web.protocol.agent.thread import Presence, Thread
from web.protocol.shared import StartOver
from web.sockets import render, views
from web.sockets.connection import Connection
from web.sockets.local import Local
from web.sockets.process import Process
from web.sockets.rights import may_write

OPENED = 50  # threads of others that one console may follow at once


class Following(Connection):
    """The threads of one console. `mine` are those of one's own live chats, `opened` those on the screen besides; both
    public id → id."""

    audience: ClassVar[str] = "agent"
    agent_id: int
    actor_key: str
    public_id: str
    name: str
    leads: bool

    def __init__(self, process: Process, *args: Any) -> None:
        super().__init__(*args)
        self.process = process
        self._known_heads: dict[str, int] = {}
        self.mine: dict[str, int] = {}
        self.opened: dict[str, int] = {}

    # What process and hub tell

    def start_over(self, thread: str) -> None:
        """The client knows more of a thread than the log has."""
        self.push(StartOver(thread=thread))

    def queue_stands(self, local: Local) -> None:
        """The queue is on the desk already."""

    def customer_thread(self, thread_id: int, view: Any) -> None:
        """What the customer sees is not for consoles."""

    def agent_thread(self, thread_id: int, detail: Thread) -> None:
        """A thread that is followed here changed."""
        self.push(self._frame(detail, ""))

    # What it follows

    def _frame(self, detail: Thread, rid: str) -> Thread:
        return msgspec.structs.replace(detail, rid=rid, writable=self._may_write(detail))

    def _may_write(self, detail: Thread) -> bool:
        return may_write(detail, self.public_id, self.leads)

    def _thread(self, public_id: str) -> int:
        """A thread that is followed here."""
        thread_id = self.mine.get(public_id) or self.opened.get(public_id)
        if thread_id is None:
            raise Refusal("thread_unknown")
        return thread_id

    async def _readable(self, public_id: str) -> int:
        agent = await in_thread(Agent.objects.get, pk=self.agent_id)
        return (await in_thread(views.may_read, agent, public_id)).pk

    async def _follow(self, public_ids: set[str]) -> None:
        """Send one's own new threads with what is known of them, and follow them: one reading for all."""
        if not public_ids:
            return
        read_at = self.process.hub.changes.tick
        ids, details = await in_thread(views.agent_threads_of, public_ids, self.process.visitors)
        for public_id, thread_id in ids.items():
            if public_id not in self.opened:
                self.push(self._frame(details[thread_id], ""))
        known = [(pk, public_id, self._known_heads.pop(public_id, 0)) for public_id, pk in ids.items()]
        await self.process.hub.join(self, known, read_at)
        self._who_moved(details)
        self.mine |= ids  # only now: what could not be joined is followed again with the next desk

    async def _open(self, rid: str, public_id: str) -> None:
        """Send a thread with what is known of it, and follow it."""
        if len(self.opened) > OPENED:
            raise Refusal("rate_limited", {"retry_after": 1, "reason": "too many open threads"})
        thread_id = await self._readable(public_id)
        read_at = self.process.hub.changes.tick
        details = await in_thread(views.agent_threads, [thread_id], self.process.visitors)
        detail = self._frame(details[thread_id], rid)
        # A lead who watches a colleague's chat does so silently.
        watches = self.leads and detail.chat.state == "active" and not may_write(detail, self.public_id, False)
        if public_id in self.mine or public_id in self.opened:
            self.opened[public_id] = thread_id
            events = await in_thread(log.page, thread_id, 0)
            await self.process.hub.know(events)
            self.push(
                msgspec.structs.replace(
                    detail,
                    events=render.for_agent(events, self.process.hub.names),
                    after=events[0].seq - 1 if events else 0,
                    upto=events[-1].seq if events else 0,
                )
            )
            self._looks(thread_id, watches)
            return
        self.push(detail)
        await self.process.hub.join(self, [(thread_id, public_id, self._known_heads.pop(public_id, 0))], read_at)
        self._who_moved(details)
        self.opened[public_id] = thread_id
        self._looks(thread_id, watches)

    def _looks(self, thread_id: int, watches: bool) -> None:
        if watches:
            self.process.tell_lookers(thread_id)
        else:
            self.process.lookers.looks(self, thread_id)

    def _who_moved(self, details: dict[int, Thread]) -> None:
        """Customers who came or went while the thread was read, and was not yet followed."""
        for thread_id, detail in details.items():
            now = self.process.visitors.news_of(thread_id)
            if now is not None and now != detail.customer.online:
                self.push(Presence(thread=detail.id, online=now))
