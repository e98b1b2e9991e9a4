"""What does an agent do? Signs in, is available, keeps the desk, and answers every chat that is given to them."""

from __future__ import annotations

import asyncio
import random

from traffic.client import Client
from traffic.link import Frame, Line
from traffic.setup import Seat
from traffic.signin import sign_in
from traffic.stage import Stage
from traffic.talk import Talk
from traffic.trouble import Trouble

PATH = "/ws/agent"
PATIENCE_S = 30.0


class Agent:
    """One agent with one console."""

    def __init__(self, seat: Seat, number: int, stage: Stage) -> None:
        self.seat = seat
        self.number = number
        self.stage = stage
        self.chance = random.Random(stage.options.seed * 1_000_003 + number)
        self.me = ""
        self.desk: dict[str, Frame] = {}
        line = Line(stage.setup.url, PATH, stage.setup.console_origin)
        self.client = Client(line, "agent", "", stage.hello, stage.notebook, self.chance)
        self.client.on_frame = self._heard
        self.client.may_send = lambda thread: thread in self._followed or not self.has(thread)
        self._version = 0
        self._status_before = ""
        self._followed: set[str] = set()  # threads that this connection has been shown
        self._talks: dict[str, asyncio.Task[None]] = {}
        self._answers: dict[str, asyncio.Task[None]] = {}
        self._made = 0

    async def sign_on(self) -> None:
        """From the password to available; `Trouble` says what failed."""
        self.client.link.line.cookie = await sign_in(self.stage.setup, self.seat)
        if not await self.client.open(PATIENCE_S) or not await self.client.until(lambda: self._version, PATIENCE_S):
            raise Trouble(f"{self.seat.email} cannot open a console: {self.client.link.refused or 'no answer'}.")
        me = self.desk.get(f"agent:{self.me}", {})
        self._status_before = str(me.get("status", ""))
        answer = await self.client.ask("status", PATIENCE_S, status="available")
        if answer is None or answer["t"] != "ok":
            raise Trouble(f"{self.seat.email} cannot become available: {answer['message'] if answer else 'no answer'}")
        self.stage.colleagues[self.me] = self.seat

    async def sign_off(self) -> None:
        """Leave the status as it was found."""
        if self.me and self._status_before not in ("", "available"):
            await self.client.ask("status", 5, status=self._status_before)
        for task in [*self._talks.values(), *self._answers.values()]:
            task.cancel()
        await self.client.close()

    async def finish(self, patience: float) -> None:
        """Wait until every talk has come to its end."""
        if talks := [talk for talk in self._talks.values() if not talk.done()]:
            await asyncio.wait(talks, timeout=patience)

    def has(self, thread: str) -> bool:
        """Whether the desk shows this as one's own live chat."""
        item = self.desk.get(f"chat:{thread}")
        return item is not None and item["state"] == "active" and item.get("agent") == self.me

    def client_id(self) -> str:
        """A new one."""
        self._made += 1
        return f"{self.stage.run}-a{self.number}-{self._made}"

    def colleagues(self, language: str) -> list[str]:
        """Others of the roster who speak the language and could take a chat now, by what the desk shows."""
        return [
            item["id"]
            for item in self.desk.values()
            if item["kind"] == "agent"
            and item["id"] != self.me
            and item["status"] == "available"
            and item["reachable"]
            and item["load"] < item["capacity"]
            and item["id"] in self.stage.colleagues
            and self.stage.colleagues[item["id"]].speaks(language)
        ]

    def _heard(self, frame: Frame) -> None:
        match frame["t"]:
            case "welcome":
                self.me = self.client.viewer = str(frame["me"])
                self._followed.clear()
                self._version = 0
            case "desk":
                self._desk(frame)
            case "thread":
                self._followed.add(str(frame["id"]))
                self.client.flush()

    def _desk(self, frame: Frame) -> None:
        if frame["base"] == 0:
            self.desk = {}
        elif frame["base"] != self._version:
            self.stage.notebook.count("desk_jumps")
            self.client.link.drop(0.1)
            return
        for key in frame.get("drop", []):
            self.desk.pop(key, None)
        self.desk |= {item["key"]: item for item in frame.get("put", [])}
        self._version = frame["version"]
        for thread in [str(item["thread"]) for item in self.desk.values() if item["kind"] in ("offer", "handover")]:
            if thread not in self._answers or self._answers[thread].done():
                self._answers[thread] = asyncio.create_task(self._accept(thread))
        for item in [item for item in self.desk.values() if item["kind"] == "chat"]:
            thread = str(item["thread"])
            if self.has(thread) and (thread not in self._talks or self._talks[thread].done()):
                self._talks[thread] = asyncio.create_task(Talk(self, thread).play())

    async def _accept(self, thread: str) -> None:
        """Take a chat that is offered, after a look at it."""
        await asyncio.sleep(self.stage.think(self.chance) / 4)
        answer = await self.client.ask("accept", 5, thread=thread)
        accepted = answer is not None and answer["t"] == "ok"
        self.stage.notebook.count("offers_accepted" if accepted else "offers_gone")
