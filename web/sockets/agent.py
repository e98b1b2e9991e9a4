"""What do an agent's frames do? The console's side of the protocol."""

from __future__ import annotations

import asyncio
import time
from typing import Any, ClassVar

import msgspec

from agents.models import Agent
from chat import hints, log
from chat.database import in_thread
from chat.door import Actor, check_client_id, event
from chat.errors import Refusal
from chat.events import Message, Note
from chat.literals import literal
from chat.stored import Stored
from desk import drafts, mentions, preferences, safety
from routing import handovers
from tickets import actions as tickets
from web.protocol.agent import AgentRequest, Hello, Welcome, own, work
from web.protocol.agent.desk import DeskChat
from web.protocol.shared import VERSION, Ack, History, IsTyping, Ping, Pong, ReadUpTo, Send
from web.sockets import acting, desk, render, views
from web.sockets.following import Following
from web.sockets.process import Process

# After these the agent may not write any more.
LAST_WORDS = (work.Resolve, work.Transfer, work.Escalate, work.EndAbuse, work.Block)


class AgentConnection(Following):
    """One console."""

    requests: ClassVar[Any] = msgspec.json.Decoder(AgentRequest)
    hello: ClassVar[type[Any]] = Hello
    audience: ClassVar[str] = "agent"

    def __init__(self, process: Process, *args: Any) -> None:
        super().__init__(process, *args)
        agent: Agent = self.scope["user"]
        self.agent_id = agent.pk
        self.public_id = agent.public_id
        self.site_id = agent.site_id
        self.name = agent.name
        self.password, self.role = agent.password, agent.role
        self.session_key: str = self.scope["session"].session_key or ""
        self.actor_key = f"agent:{agent.pk}"
        self.wants_desk = False
        self.desk_reading = 0  # the process's number of the reading that was sent last
        self.leads = agent.leads
        self._desk = desk.Followed()
        self._desk_lock = asyncio.Lock()
        self._wanted: set[str] = set()
        self._left = False

    # Beginning and end

    async def greet(self, frame: Hello) -> None:
        """`hello`: the desk, then one's own chats."""
        self.admit(self.process, self.actor_key)
        agent = await in_thread(Agent.objects.select_related("site").get, pk=self.agent_id)
        liked = await in_thread(preferences.of, self.agent_id)
        self._known_heads = frame.threads
        self.push(
            Welcome(
                v=min(frame.v, VERSION),
                now=time.time(),
                me=agent.public_id,
                role=literal(agent.role),
                site=agent.site.name,
                name=agent.name,
                enter_sends=liked.enter_sends,
                undo_seconds=liked.undo_seconds,
                sounds=liked.sounds,
                volume=liked.volume,
            )
        )
        self.wants_desk = True
        await self.process.consoles.arrived(self)
        await self.process.desks.refresh(self.site_id, only=[self])

    async def leave(self) -> None:
        """The console is gone; presence lapses by itself unless another tab renews it."""
        self.dismiss(self.process)
        self.process.lookers.looks_away(self)
        async with self._desk_lock:  # a thread that is being followed just now is left like the others
            self._left = True
        for thread_id in {*self.mine.values(), *self.opened.values()}:
            self.process.hub.leave(self, thread_id)
        await self.process.consoles.departed(self)

    # What process and hub tell

    def desk_is(self, board: desk.Board) -> None:
        """The site's desk was read: the difference is sent at once; one's own new threads follow in `follow_mine`."""
        if self._left:
            return
        seen = board.seen_by(self.public_id, self.leads)
        delta = self._desk.advance(seen)
        if delta is not None:
            self.push(delta)
        items = board.own.get(self.public_id, {}).values()
        self._wanted = {item.thread for item in items if isinstance(item, DeskChat)}

    @property
    def follows_all(self) -> bool:
        """Whether exactly the threads of one's own chats are followed."""
        return self._wanted == self.mine.keys()

    async def follow_mine(self) -> None:
        """Follow the threads of one's own chats, as the desk that was sent last has them."""
        async with self._desk_lock:
            if self._left:
                return
            mine = self._wanted
            await self._follow(mine - self.mine.keys())
            # Theirs no more from here on: what is written now is an answer on a ticket, or refused.
            gone = {thread: self.mine.pop(thread) for thread in self.mine.keys() - mine}
            try:
                if gone:
                    # The desk may know that a chat has ended before the hint that carries its last events is here.
                    await self.process.hub.catch_up(gone.values())
            finally:
                for thread, thread_id in gone.items():
                    if thread not in self.opened:
                        self.process.hub.leave(self, thread_id)

    # Frames

    def at_once(self, frame: Any) -> bool:
        """The frames that come often, about one's own chats."""
        match frame:
            case Send(thread=thread, text=text) if thread in self.mine:
                try:
                    self._append(self.mine[thread], frame, Message(text=text))
                except Refusal as refusal:
                    if refusal.code == "asks_secret":
                        return False  # leads are told of it, which takes longer
                    raise
            case work.WriteNote(thread=thread, text=text, mentions=[]) if thread in self.mine:
                self._append(self.mine[thread], frame, Note(text=text))
            case ReadUpTo(thread=thread, seq=seq) if thread in self.mine:
                self.process.marks.read_up_to(self.mine[thread], agent=max(0, seq))
            case work.Delivered(threads=threads):
                # A chat that has gone meanwhile is somebody else's to confirm.
                for thread, seq in threads.items():
                    if thread in self.mine:
                        self.process.marks.read_up_to(self.mine[thread], delivered=max(0, seq))
            case IsTyping(thread=thread, on=on):
                hint = hints.IsTyping(self._thread(thread), "agent", self.actor_key, self.name, on)
                self.process.bus.publish([hint])
            case Ping():
                self.push(Pong(now=time.time()))
            case _:
                return False
        return True

    async def handle(self, frame: Any) -> None:
        """The others."""
        if isinstance(frame, LAST_WORDS):
            await self._settled()  # what was written before is said before the chat goes
        match frame:
            case work.WriteNote(thread=thread, text=text, client_id=client_id, mentions=[_, *_] as named):
                await self._settled()  # in the order written
                args = (await self._readable(thread), check_client_id(client_id), text, named)
                one = await self.process.act(mentions.write, self.agent_id, *args)
                self.push(Ack(thread=thread, client_id=client_id, seq=one.seq, at=one.at))
            case work.Noticed(thread=thread):
                await self.process.act(mentions.noticed, self.agent_id, thread)
                await self.process.act(handovers.noticed, self.agent_id, thread)
            case Send(thread=thread, text=text, client_id=client_id):
                try:
                    await self._write(frame, Message(text=text))
                except Refusal as refusal:
                    if refusal.code == "asks_secret":
                        stopped = (await self._readable(thread), check_client_id(client_id), refusal.data["kind"], text)
                        await self.process.act(safety.report, self.agent_id, *stopped)
                    raise
            case work.WriteNote(text=text):
                await self._write(frame, Note(text=text))
            case ReadUpTo(thread=thread, seq=seq):
                # Leads and colleagues who look do not count as having read for the customer.
                if await self._answers(thread):
                    self.process.marks.read_up_to(self._thread(thread), agent=max(0, seq))
            case work.Open(rid=rid, thread=thread):
                async with self._desk_lock:  # or a desk read meanwhile could follow the same thread twice
                    await self._open(rid, thread)
            case work.Close(thread=thread):
                thread_id = self.opened.pop(thread, None)
                if thread_id is not None:
                    self.process.lookers.looks_away(self, thread_id)
                if thread_id is not None and thread not in self.mine:
                    self.process.hub.leave(self, thread_id)
            case History(rid=rid, thread=thread, before=before):
                thread_id = await self._readable(thread)
                events = await in_thread(log.page, thread_id, max(0, before))
                await self.process.hub.know(events)
                out = render.for_agent(events, self.process.hub.names)
                self.push(render.history_page(rid, thread, before, events, out))
            case own.KeepDraft(thread=thread, kind=kind, text=text, at=at):
                await self.process.act(drafts.keep, self.agent_id, thread, kind, text, at)
            case _:
                self.push(await acting.answer(self.process, self.agent_id, self.public_id, frame))

    def _append(
        self, thread_id: int, frame: Send | work.WriteNote, body: Message | Note, on_ticket: bool = False
    ) -> None:
        client_id = check_client_id(frame.client_id)

        def stored(one: Stored) -> None:
            self.push(Ack(thread=frame.thread, client_id=client_id, seq=one.seq, at=one.at))
            if on_ticket:
                self.process.soon(tickets.answered, thread_id)

        item = event(thread_id, body, Actor.agent(self.agent_id), client_id)
        self.submit(self.process.writer, item, frame, stored)

    async def _write(self, frame: Send | work.WriteNote, body: Message | Note) -> None:
        """Into a thread that is not among one's own chats; after a reconnect what was unsent may come before it is
        followed again."""
        thread_id = await self._readable(frame.thread)
        if isinstance(body, Note) or frame.thread in self.mine:
            self._append(thread_id, frame, body)
            return
        client_id = check_client_id(frame.client_id)
        details = await in_thread(views.agent_threads, [thread_id], set())
        if not self._may_write(details[thread_id]):
            # Its acknowledgement may have been lost before the chat was taken away: what is stored is stored.
            if (one := await in_thread(log.sent, thread_id, client_id, Actor.agent(self.agent_id))) is None:
                raise Refusal("chat_not_yours")
            self.push(Ack(thread=frame.thread, client_id=client_id, seq=one.seq, at=one.at))
            return
        self._append(thread_id, frame, body, on_ticket=details[thread_id].ticket is not None)

    async def _answers(self, thread: str) -> bool:
        """Whether it is this agent's to read for the desk: their live chat, also before it is followed, or a ticket."""
        [detail] = (await in_thread(views.agent_threads, [self._thread(thread)], set())).values()
        if detail.chat.state == "ended":
            return detail.ticket is not None
        return detail.chat.agent is not None and detail.chat.agent.id == self.public_id
