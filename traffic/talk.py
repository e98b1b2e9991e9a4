"""How does an agent hold one chat? What to say next follows from the log alone, whoever held the chat before."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from traffic.plan import CustomerPlan
from traffic.view import View

if TYPE_CHECKING:
    from traffic.agent import Agent

KNOWN_S = 10.0  # within which a chat that was assigned must be one of the run's
ENDING_S = 20.0  # how long an agent waits for a customer who meant to end the chat
SILENT_S = 60.0  # without a word of the customer, after which the chat is resolved
REQUEST_S = 20.0


class Talk:
    """One agent's time with one chat."""

    def __init__(self, agent: Agent, thread: str) -> None:
        self.agent = agent
        self.client = agent.client
        self.stage = agent.stage
        self.thread = thread
        self._said = 0
        self._read = 0

    @property
    def view(self) -> View:
        """The open thread."""
        return self.client.view(self.thread)

    async def play(self) -> None:
        """From the assignment until the chat has ended or gone to somebody else."""
        await self.client.until(lambda: self.thread in self.stage.plans, KNOWN_S)
        plan = self.stage.plans.get(self.thread)
        if plan is None:
            await self._stranger()
            return
        if await self._converse(plan):
            dossier = self.stage.notebook.dossiers[self.thread]
            dossier.agent_truth = await self.client.reread(self.thread, REQUEST_S) or dossier.agent_truth

    async def _stranger(self) -> None:
        """A chat that is not of this run: left over from one that was broken off, or a real person's."""
        self.stage.notebook.count("strangers")
        if self.stage.setup.resolve_strangers:
            await self.client.ask("resolve", REQUEST_S, thread=self.thread, outcome="resolved")
        else:
            self.stage.notebook.notice("a played agent was given a chat that is not of this run, and did not answer it")

    async def _converse(self, plan: CustomerPlan) -> bool:
        """Whether the chat ended here."""
        heard, heard_at = 0, time.monotonic()
        while self.agent.has(self.thread):
            if self.view.standing()[0] == "ended":
                return True
            await self._mark_read()
            now_heard = self.view.messages("customer")
            if now_heard > heard:
                heard, heard_at = now_heard, time.monotonic()
            said = max(self._said, self.view.messages("agent"))
            text = plan.script.due("agent", said, heard)
            spoken = text is None and said >= plan.script.count("agent") and heard >= plan.script.count("customer")
            silent = time.monotonic() - heard_at
            if self.client.unacknowledged(self.thread) or not heard:
                await self._news()
            elif text is not None:
                await self._write(text, said)
                heard_at = time.monotonic()
            elif plan.passed_on is not None and said and self.thread not in self.stage.passed_on and not spoken:
                if await self._pass_on(plan):
                    return False
            elif (spoken and (not plan.ends or silent > ENDING_S)) or silent > SILENT_S:
                await asyncio.sleep(self.stage.think(self.agent.chance))
                await self.client.ask("resolve", REQUEST_S, thread=self.thread, outcome="resolved")
                await self.client.until(lambda: not self.agent.has(self.thread), REQUEST_S)
            else:
                await self._news()
        return self.view.standing()[0] != "active" or self.view.standing()[1] == self.agent.me

    async def _news(self) -> None:
        before = self.view.head, self.client.unacknowledged(self.thread), self.agent.has(self.thread)
        await self.client.until(
            lambda: (self.view.head, self.client.unacknowledged(self.thread), self.agent.has(self.thread)) != before, 1
        )

    async def _write(self, text: str, said: int) -> None:
        await self.client.link.send({"t": "typing", "thread": self.thread, "on": True})
        await asyncio.sleep(self.stage.think(self.agent.chance))
        if self.agent.has(self.thread) and self.view.standing()[0] == "active":
            self.client.say(self.thread, text, self.agent.client_id())
            self._said = said + 1

    async def _mark_read(self) -> None:
        head = self.view.head
        if head > self._read and await self.client.link.send({"t": "read", "thread": self.thread, "seq": head}):
            self._read = head

    async def _pass_on(self, plan: CustomerPlan) -> bool:
        """To a colleague who speaks the language, or to the queue when there is one to take it from there."""
        self.stage.passed_on.add(self.thread)
        others = self.agent.colleagues(plan.language)
        if not others or plan.passed_on is None:
            return False
        to = self.agent.chance.choice(others) if plan.passed_on < 0.5 else ""
        answer = await self.client.ask(
            "transfer", 5, thread=self.thread, to=to, note="Passed on by the traffic player."
        )
        if answer is None or answer["t"] != "ok":
            return False
        self.stage.notebook.count("passed_on")
        return True
