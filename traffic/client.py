"""What does every client of the protocol do? Keeps what is unsent, resumes by `seq`, fetches what it missed, asks.

Customers, agents and observers are made of this. Whatever is sent or seen goes into the notebook.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from traffic.link import Frame, Line, Link
from traffic.notebook import Notebook
from traffic.view import View
from traffic.words import Side

ANSWER_S = 15.0  # for an answer, before the request is made again
FASTEST_RETRY_S = 0.3


@dataclass(slots=True)
class Outbox:
    """Messages written and not acknowledged, in their order; survives reloads of the page."""

    frames: dict[str, Frame] = field(default_factory=dict)
    made: int = 0


class Client:
    """One client and its memory. `viewer` names an agent or `observer`; `hello_frame` makes the first frame."""

    def __init__(
        self,
        line: Line,
        side: Side,
        viewer: str,
        hello: Callable[[], Frame],
        notebook: Notebook,
        chance: random.Random,
        *,
        outbox: Outbox | None = None,
    ) -> None:
        self.side: Side = side
        self.viewer = viewer
        self.notebook = notebook
        self.chance = chance
        self.outbox = outbox or Outbox()
        self.welcome: Frame = {}
        self.views: dict[str, View] = {}
        self.link = Link(line, self, chance, notebook.count)
        self.on_frame: Callable[[Frame], None] = lambda frame: None
        self.may_send: Callable[[str], bool] = lambda thread: True
        self._hello = hello
        self._asked: dict[str, asyncio.Future[Frame]] = {}
        self._filling: set[str] = set()
        self._news: set[asyncio.Event] = set()
        self._on_wire: set[str] = set()  # sent on this connection and not answered
        self._tasks: set[asyncio.Task[None]] = set()
        self._runner: asyncio.Task[None] | None = None

    # Life

    async def open(self, patience: float) -> bool:
        """Connect; whether there was a `welcome` within so many seconds."""
        self._runner = asyncio.create_task(self.link.run())
        await self.until(lambda: self.link.live or self.link.refused, patience)
        return self.link.live

    async def close(self) -> None:
        """The end of this client."""
        await self.link.close()
        for task in self._tasks:
            task.cancel()
        if self._runner:
            await asyncio.wait([self._runner], timeout=5)
            self._runner.cancel()

    async def until(self, wanted: Callable[[], object], patience: float) -> bool:
        """Wait for a condition on what was heard; whether it came about in time."""
        deadline = time.monotonic() + patience
        with self._listening() as news:
            while not wanted():
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                news.clear()
                try:
                    await asyncio.wait_for(news.wait(), min(left, 1.0))
                except TimeoutError:
                    continue
        return True

    @contextmanager
    def _listening(self) -> Iterator[asyncio.Event]:
        news = asyncio.Event()
        self._news.add(news)
        try:
            yield news
        finally:
            self._news.discard(news)

    # What the link tells

    def hello(self) -> Frame:
        """`hello` with what this client has of each thread."""
        return self._hello() | {"threads": {thread: view.head for thread, view in self.views.items() if view.head}}

    def lost(self) -> None:
        """What was asked will be asked again."""
        for future in self._asked.values():
            if not future.done():
                future.cancel()
        self._asked.clear()
        self._on_wire.clear()
        self._tell()

    def heard(self, frame: Frame) -> None:
        """Any frame of the server."""
        kind = frame.get("t")
        match kind:
            case "welcome":
                self.welcome = frame
                self.flush()
            case "events" | "page":
                self._merge(str(frame["thread"]), frame)
            case "thread" if "id" in frame and frame.get("events") is not None:
                self._merge(str(frame["id"]), frame)
            case "ack":
                self._acknowledged(frame)
            case "error" if frame.get("client_id") and not frame.get("rid"):
                self._refused(frame)
            case "startover":
                self.notebook.count("startovers")
                self.views.pop(str(frame["thread"]), None)
                self._fill(str(frame["thread"]), 0)
        if kind in ("ok", "error", "page", "thread"):
            future = self._asked.pop(str(frame.get("rid", "")), None)
            if future and not future.done():
                future.set_result(frame)
        self.on_frame(frame)
        self._tell()

    def _tell(self) -> None:
        for news in self._news:
            news.set()

    # Reading

    def view(self, thread: str) -> View:
        """This client's memory of a thread."""
        if thread not in self.views:
            self.views[thread] = self.notebook.watch(View(self.viewer, self.side, thread))
        return self.views[thread]

    def _merge(self, thread: str, frame: Frame) -> None:
        view = self.view(thread)
        view.apply(int(frame.get("after", 0)), int(frame.get("upto", 0)), frame.get("events") or [], time.monotonic())
        if view.gap is not None and thread not in self._filling:
            self._fill(thread, view.gap)

    def _fill(self, thread: str, before: int) -> None:
        self._filling.add(thread)
        self.notebook.count("gaps")
        self._later(self._fetch(thread, before))

    async def _fetch(self, thread: str, before: int) -> None:
        try:
            for _page in range(100):
                page = await self.ask("history", ANSWER_S * 2, thread=thread, before=before)
                gap = self.view(thread).gap
                if page is None or page["t"] != "page" or gap is None:
                    return
                before = gap
        finally:
            self._filling.discard(thread)

    async def reread(self, thread: str, patience: float) -> View | None:
        """The whole history of a thread once more, into a view of its own; None when it could not be had."""
        view = View(self.viewer, self.side, thread, live=False, read_at=time.monotonic())
        before = 0
        for _page in range(1000):
            page = await self.ask("history", patience, thread=thread, before=before)
            if page is None or page["t"] != "page":
                return None
            view.apply(page["after"], page["upto"], page.get("events") or [], time.monotonic())
            if not page.get("more") or view.gap is None:
                return view if view.gap is None else None
            before = page["after"] + 1
        return None

    # Writing

    def say(self, thread: str, text: str, client_id: str) -> None:
        """Write a message: kept until acknowledged, sent now and after every reconnection."""
        self.notebook.invoked(client_id, self.side, thread, time.monotonic())
        self.outbox.frames[client_id] = {"t": "send", "thread": thread, "client_id": client_id, "text": text}
        self._later(self._send(client_id))

    def unacknowledged(self, thread: str) -> bool:
        """Whether something written there is not yet stored."""
        return any(frame["thread"] == thread for frame in self.outbox.frames.values())

    def flush(self) -> None:
        """Everything that is not stored and not on this connection's wire, in its order."""
        self._later(self._flush())

    async def _flush(self) -> None:
        for client_id in list(self.outbox.frames):
            await self._send(client_id)

    async def _send(self, client_id: str) -> None:
        frame = self.outbox.frames.get(client_id)
        if frame is None or client_id in self._on_wire or not self.link.live or not self.may_send(frame["thread"]):
            return
        self._on_wire.add(client_id)
        entry = self.notebook.entries[client_id]
        if entry.sent_at is None:
            entry.sent_at = time.monotonic()
        else:
            self.notebook.count("resent")
        await self.link.send(frame)

    def _acknowledged(self, frame: Frame) -> None:
        client_id = str(frame["client_id"])
        self.outbox.frames.pop(client_id, None)
        self._on_wire.discard(client_id)
        if entry := self.notebook.entries.get(client_id):
            entry.seqs.add(int(frame["seq"]))
            entry.acked_at = entry.acked_at or time.monotonic()

    def _refused(self, frame: Frame) -> None:
        client_id, code = str(frame["client_id"]), str(frame["code"])
        self._on_wire.discard(client_id)
        if client_id not in self.outbox.frames:
            return
        if frame.get("retryable"):
            self.notebook.count(f"retried {code}")
            self._later(self._again(client_id, float((frame.get("data") or {}).get("retry_after") or FASTEST_RETRY_S)))
            return
        del self.outbox.frames[client_id]
        self.notebook.count(f"refused {code}")
        if entry := self.notebook.entries.get(client_id):
            entry.refused = code

    async def _again(self, client_id: str, seconds: float) -> None:
        await asyncio.sleep(seconds * self.chance.uniform(1.0, 1.5))
        await self._send(client_id)

    # Asking

    async def ask(self, kind: str, patience: float, **fields: object) -> Frame | None:
        """The answer to a request, made again while it is not answered; None when time is up."""
        deadline = time.monotonic() + patience
        while (left := deadline - time.monotonic()) > 0 and not self.link.refused:
            if not self.link.live:
                await self.until(lambda: self.link.live or self.link.refused, left)
                continue
            rid = f"r{self.chance.getrandbits(60):x}"
            future = self._asked[rid] = asyncio.get_running_loop().create_future()
            await self.link.send({"t": kind, "rid": rid, **fields})
            done, _pending = await asyncio.wait([future], timeout=min(left, ANSWER_S))
            self._asked.pop(rid, None)
            if not done or future.cancelled():
                continue
            answer: Frame = future.result()
            if answer["t"] != "error" or not answer.get("retryable"):
                return answer
            self.notebook.count(f"retried {answer['code']}")
            wait = float((answer.get("data") or {}).get("retry_after") or FASTEST_RETRY_S)
            await asyncio.sleep(min(wait * self.chance.uniform(1.0, 1.5), max(0.0, deadline - time.monotonic())))
        return None

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
