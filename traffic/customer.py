"""What does a customer do? Comes, asks, waits, talks, loses the connection or reloads, ends, rates."""

from __future__ import annotations

import asyncio
import random
import time

from traffic.client import Client, Outbox
from traffic.identity import sign
from traffic.link import Frame, Line
from traffic.notebook import Dossier
from traffic.plan import CustomerPlan
from traffic.stage import Stage
from traffic.view import View

PATH = "/ws/customer"
CLOSING_S = 20.0  # for each request after the conversation, also once the run's time is over
IMPATIENCE_S = 3.0
RESOLVED_S = 60.0  # how long a customer who has said everything waits for the agent to end the chat
ASK_AGAIN = {
    "en": "Is anybody there?",
    "zh": "有人吗？",
    "es": "¿Hay alguien?",
    "ar": "هل من أحد؟",
    "ru": "Есть кто-нибудь?",
}


class Customer:
    """One customer, from arrival to the last look at the history."""

    def __init__(self, plan: CustomerPlan, stage: Stage) -> None:
        self.plan = plan
        self.stage = stage
        self.chance = random.Random(plan.seed)
        self.token = ""
        self.thread = ""
        self.outbox = Outbox()
        self.dossier: Dossier = stage.notebook.arrived(plan.number, plan.languages, time.monotonic())
        self.client = self._client("")
        self.observer: Client | None = None
        self.served = False
        self._read = 0

    async def play(self) -> None:
        """The whole visit."""
        notebook = self.stage.notebook
        self.stage.arrived += 1
        try:
            if not await self.client.open(self.stage.left):
                reason = self.client.link.refused or "no welcome in time"
                notebook.count("never_connected")
                notebook.notice(f"a customer could not connect: {reason}")
                return
            self._welcomed()
            if await self._start():
                self.observer = self._client("observer")
                watching = asyncio.create_task(self.observer.open(CLOSING_S))
                await self._converse()
                await self._part()
                await watching
                self.dossier.truth = await self.observer.reread(self.thread, CLOSING_S)
        finally:
            self.dossier.gone_at = time.monotonic()
            self.stage.gone += 1
            self.stage.gone_unserved += not self.served
            await self.client.close()
            if self.observer:
                await self.observer.close()

    @property
    def view(self) -> View:
        """What is on the screen."""
        return self.client.view(self.thread)

    def _client(self, viewer: str) -> Client:
        line = Line(self.stage.setup.url, PATH, self.stage.setup.widget_origin)
        outbox = Outbox() if viewer else self.outbox
        return Client(line, "customer", viewer, self._hello, self.stage.notebook, self.chance, outbox=outbox)

    def _hello(self) -> Frame:
        plan, setup = self.plan, self.stage.setup
        frame = self.stage.hello() | {
            "site": setup.site_key,
            "token": self.token,
            "language": plan.own_language,
            "region": plan.region,
            "page": {"url": "https://traffic.example/help", "title": "Help"},
        }
        if plan.signed and setup.identity:
            frame["identity"] = sign(
                setup.identity,
                setup.site_key,
                f"{self.stage.run}-{plan.number}",
                name=f"Customer {plan.number}",
                tier=plan.tier,
                region=plan.region,
                language=plan.own_language,
            )
        return frame

    def _welcomed(self) -> None:
        self.token = self.client.welcome.get("token", self.token)

    async def _start(self) -> bool:
        """Ask the first question; whether there is a thread."""
        # A retired one is there for the chats that name it.
        topics = [topic for topic in self.client.welcome["site"]["topics"] if not topic.get("retired")]
        chosen = topics[int(self.plan.topic * len(topics))]
        topic = chosen["slug"]
        asked = [field["name"] for field in chosen.get("fields", []) if field.get("required")]
        client_id = self._client_id()
        entry = self.stage.notebook.invoked(client_id, "customer", "", time.monotonic())
        entry.sent_at = time.monotonic()
        answer = await self.client.ask(
            "start",
            self.stage.left,
            client_id=client_id,
            topic=topic,
            text=self.plan.script.lines[0][1],
            language=self.plan.language,
            fields=dict.fromkeys(asked, f"tx-{client_id[:12]}"),
        )
        if answer is None or answer["t"] != "ok":
            entry.refused = str(answer["code"]) if answer else ""
            if answer:
                self.stage.notebook.notice(f"a chat could not be started: {answer['code']}: {answer['message']}")
            return False
        entry.acked_at = time.monotonic()
        entry.thread = self.thread = str(answer["thread"])
        self.stage.notebook.began(self.dossier, self.thread)
        if self.thread in self.client.views:  # what came before the answer was seen too
            self.stage.notebook.watch(self.client.views[self.thread])
        self.stage.plans[self.thread] = self.plan
        return True

    async def _converse(self) -> None:
        """Until the chat is over, or there is nothing more to say, or the time is up."""
        plan, said, waiting_since = self.plan, 1, time.monotonic()
        impatient, done_at = plan.impatient, 0.0
        while self.stage.left:
            state = self.view.standing()[0]
            if state == "ended":
                return
            if state == "active" and not self.served:
                self.served = True
                self.stage.served += 1
            await self._mark_read()
            heard = self.view.messages("agent")
            text = plan.script.due("customer", said, heard)
            if state == "waiting" and impatient and time.monotonic() - waiting_since > IMPATIENCE_S:
                impatient = False
                self._say(ASK_AGAIN.get(plan.language, ASK_AGAIN["en"]))
            elif state == "active" and text is not None and not self.client.unacknowledged(self.thread):
                await self._write(text)
                said += 1
                await self._mishap(said)
            elif text is None and heard >= plan.script.count("agent") and not self.client.unacknowledged(self.thread):
                done_at = done_at or time.monotonic()
                if plan.ends or time.monotonic() - done_at > RESOLVED_S:
                    await asyncio.sleep(self.stage.think(self.chance))
                    return
                await self._news()
            else:
                await self._news()

    async def _news(self) -> None:
        """Wait until something was heard, a second at most."""
        before = self.view.head, len(self.outbox.frames), self.client.link.live
        await self.client.until(
            lambda: (self.view.head, len(self.outbox.frames), self.client.link.live) != before,
            min(1.0, self.stage.left),
        )

    async def _write(self, text: str) -> None:
        await self.client.link.send({"t": "typing", "thread": self.thread, "on": True})
        await asyncio.sleep(min(self.stage.think(self.chance), self.stage.left))
        self._say(text)

    def _say(self, text: str) -> None:
        self.client.say(self.thread, text, self._client_id())

    def _client_id(self) -> str:
        self.outbox.made += 1
        return f"{self.stage.run}-c{self.plan.number}-{self.outbox.made}"

    async def _mark_read(self) -> None:
        head = self.view.head
        if head > self._read and await self.client.link.send({"t": "read", "thread": self.thread, "seq": head}):
            self._read = head

    async def _mishap(self, said: int) -> None:
        """Right after writing, so that an acknowledgement may be lost."""
        if said == self.plan.loses_after:
            self.stage.notebook.count("lost_connections")
            self._cut()
            self.client.link.drop(self.chance.uniform(0.3, 4.0))
        if said == self.plan.reloads_after:
            self.stage.notebook.count("reloads")
            self._cut()
            old, self.client = self.client, self._client("")
            await old.close()
            if await self.client.open(self.stage.left):
                self._welcomed()

    def _cut(self) -> None:
        for client_id in self.outbox.frames:
            self.stage.notebook.entries[client_id].cut = True

    async def _part(self) -> None:
        """End the chat if it is not over, rate it, and wait until everything written is stored."""
        await self.client.until(lambda: not self.client.unacknowledged(self.thread), CLOSING_S)
        if self.view.standing()[0] != "ended":
            await self.client.ask("end", CLOSING_S, thread=self.thread)
            await self.client.until(lambda: self.view.standing()[0] == "ended", CLOSING_S)
        if self.plan.rating and self.dossier.answered():
            await self.client.ask("rate", CLOSING_S, thread=self.thread, score=self.plan.rating)
