"""Do loads stay within capacity, and is nobody lost or given away twice, with several routers and clicks at once?

Real PostgreSQL, real transactions: two routers that lose the lease to each other again and again, and many hands that
start, accept, decline, transfer, resolve and end chats, go away and come back. One statement after the other looks for
an agent above capacity. The journal of all that must replay.
"""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from agents import actions as people
from agents.models import Agent, LanguageSkill
from chat import hints
from chat.database import in_thread
from chat.errors import Refusal
from chat.models import Chat, Customer, Site
from routing import actions, handovers, lease, offers, transfers
from routing.arrivals import queue_chat
from routing.cycle import Desk, Presence
from routing.models import Assignment, JournalEntry, PolicyVersion, Request
from routing.replay import Replay
from tests.support.threads import make_site

HANDS, CLICKS, LEADERS = 5, 100, 4  # hands go on until so many routers have led in turn

ABOVE = """
SELECT g.name, g.capacity, sum(a.units) FROM routing_assignment a JOIN agents_agent g ON g.id = a.agent_id
WHERE g.site_id = %s AND a.ended_at IS NULL GROUP BY g.id HAVING sum(a.units) > g.capacity
"""


class Floor:
    """A site at work, and what went wrong there."""

    def __init__(self, mode: str) -> None:
        self.site: Site = make_site()
        policy = {
            "offer_mode": mode, "offer_timeout": 3, "misses_until_away": 99, "unit_costs": {"chat": 2},
            "quiet_remainder": 1, "quiet_after": 0.3, "wrap_up": 0.1,
        }  # fmt: skip
        PolicyVersion.objects.create(site=self.site, version=2, data=policy)
        self.agents = [self.hire(name, capacity) for name, capacity in (("Ada", 2), ("Bob", 3), ("Eve", 5))]
        self.stop = threading.Event()
        self.wrong: list[str] = []
        self.started: list[int] = []
        self.led: list[int] = []

    def hire(self, name: str, capacity: int) -> Agent:
        """Somebody who speaks English."""
        fields = {"site": self.site, "name": name, "status": Agent.Status.AVAILABLE, "capacity": capacity}
        agent = Agent.objects.create_user(f"{uuid4().hex}@test.example", "a long password", **fields)
        LanguageSkill.objects.create(agent=agent, language="en", level=5)
        return agent

    def run(self, work: Callable[[], None]) -> threading.Thread:
        """Somebody's work, on a connection of their own; whatever it raises is wrong."""

        def body() -> None:
            try:
                work()
            except Exception as error:
                self.wrong.append(repr(error))
            finally:
                connection.close()

        thread = threading.Thread(target=body)
        thread.start()
        return thread

    # Routers

    def route(self) -> None:
        """One router process: leads when it can, until it is told that it does not any more."""
        asyncio.run(self._route())

    async def _route(self) -> None:
        reachable = {agent.pk for agent in self.agents}

        async def here(_agents: set[int]) -> None:
            """Everybody is."""

        while not self.stop.is_set():
            epoch = await in_thread(lease.acquire, uuid4().hex)
            if epoch is None:
                await asyncio.sleep(0.01)
                continue
            self.led.append(epoch)
            try:
                presence = Presence(reachable, lambda _agent: 0.0, here)
                desk = await Desk.open(self.site.pk, epoch, presence, lambda _hints: None)
                while not self.stop.is_set():
                    desk.hear([hints.RequestsChanged(self.site.pk)])
                    await desk.look()
            except lease.Fenced:
                continue

    def steal(self) -> None:
        """The lease runs out in the middle of whatever its holder is doing."""
        while not self.stop.wait(0.5):
            with connection.cursor() as cursor:
                cursor.execute("UPDATE routing_routerlease SET expires_at = 'epoch'")
            connection.close()

    def watch(self) -> None:
        """Nobody's load is above capacity, at any moment."""
        while not self.stop.wait(0.01):
            with connection.cursor() as cursor:
                cursor.execute(ABOVE, [self.site.pk])
                self.wrong += [f"above capacity: {row}" for row in cursor.fetchall()]
            connection.close()

    # Hands

    def click(self, seed: int) -> None:
        """What customers and agents do, in any order."""
        chance = random.Random(seed)
        for click in range(10 * CLICKS):
            if click >= CLICKS and len(self.led) >= LEADERS:
                return
            often = (self.start, self.accept, self.accept, self.transfer, self.resolve)
            work = chance.choice((*often, *often, self.decline, self.end, self.leave, self.vanish))
            try:
                work(chance)
            except Refusal:
                continue
            finally:
                connection.close()  # back to the pool, which has fewer than there are threads

    def start(self, chance: random.Random) -> None:
        """A customer comes."""
        customer = Customer.objects.create(site=self.site, language="en")
        chat, _hints = hints.committed(queue_chat, customer.pk, "api", "en", "hello", uuid4().hex)
        self.started.append(chat.pk)

    def offered(self, chance: random.Random) -> tuple[int, str] | None:
        """Somebody's open offer."""
        rows = Assignment.objects.filter(request__site=self.site, ended_at=None, accepted_at=None)
        found = list(rows.values_list("agent", "request__chat__thread__public_id"))
        return chance.choice(found) if found else None

    def accept(self, chance: random.Random) -> None:
        """An agent takes what is offered, twice at once where it happens so."""
        if found := self.offered(chance):
            hints.committed(offers.accept, *found)

    def decline(self, chance: random.Random) -> None:
        """An agent does not."""
        if found := self.offered(chance):
            hints.committed(offers.decline, *found, "busy", "")

    def live(self, chance: random.Random) -> Chat | None:
        """Some chat with an agent."""
        chats = list(Chat.objects.filter(site=self.site, state=Chat.State.ACTIVE).select_related("thread"))
        return chance.choice(chats) if chats else None

    def transfer(self, chance: random.Random) -> None:
        """To a colleague or to the queue."""
        if (chat := self.live(chance)) and chat.agent_id:
            to = chance.choice(["", *(agent.public_id for agent in self.agents)])
            here = [agent.pk for agent in self.agents]
            target = chance.choice([handovers.Target(to), handovers.Target(language="en", level=3)])
            hints.committed(transfers.give, chat.agent_id, chat.thread.public_id, target, "", here)

    def resolve(self, chance: random.Random) -> None:
        """The agent ends it."""
        if (chat := self.live(chance)) and chat.agent_id:
            hints.committed(actions.resolve, chat.agent_id, chat.thread.public_id, "resolved")

    def end(self, chance: random.Random) -> None:
        """The customer ends it, waiting, offered or served."""
        chats = list(Chat.objects.filter(site=self.site).exclude(state=Chat.State.ENDED).select_related("thread"))
        if chats:
            chat = chance.choice(chats)
            hints.committed(actions.end_by_customer, chat.customer_id, chat.thread.public_id)

    def leave(self, chance: random.Random) -> None:
        """Away for a moment."""
        agent = chance.choice(self.agents)
        hints.committed(people.set_status, agent.pk, "away")
        hints.committed(people.set_status, agent.pk, "available")

    def vanish(self, chance: random.Random) -> None:
        """A console is gone for longer than the grace."""
        hints.committed(actions.give_back, [chance.choice(self.agents).pk])


@pytest.mark.parametrize("mode", ["direct", "offer"])
def test_no_load_above_capacity_nobody_twice_nobody_lost(db: str, mode: str) -> None:
    floor = Floor(mode)
    helpers = [floor.run(work) for work in (floor.route, floor.route, floor.steal, floor.watch)]
    hands = [floor.run(partial(floor.click, seed)) for seed in range(HANDS)]
    for hand in hands:
        hand.join()
    floor.stop.set()
    for helper in helpers:
        helper.join()
    assert not floor.wrong
    requests = {request.chat_id: request for request in Request.objects.filter(site=floor.site)}
    assert requests.keys() == set(floor.started)
    held = Assignment.objects.filter(request__site=floor.site, ended_at=None).select_related("request")
    # Of a chat that is passed on the owner counts here; who is asked besides has an offer, and it has no second owner.
    asked = {one.request_id for one in held if one.reason == "transfer" and one.accepted_at is None}
    live = {one.request_id: one for one in held if one.request_id not in asked or one.accepted_at is not None}
    assert len(live) + len(asked) == len(held)
    for chat in Chat.objects.filter(site=floor.site):
        request = requests[chat.pk]
        mine = live.get(request.pk)
        standing = (request.state, chat.state, mine is not None, mine is not None and mine.accepted_at is not None)
        assert standing in {
            ("waiting", "waiting", False, False),
            ("offered", "waiting", True, False),
            ("assigned", "active", True, True),
            ("done", "ended", False, False),
        }
        assert chat.agent_id == (mine.agent_id if mine and mine.accepted_at else None) or chat.state == "ended"
        assert request.queued_at == chat.queued_at
    served = Assignment.objects.filter(request__site=floor.site, reason="routed")
    assert served.exclude(accepted_at=None).count() > HANDS
    assert len(floor.led) >= LEADERS
    assert served.values("epoch").distinct().count() > 1
    replay = Replay()
    for row in JournalEntry.objects.filter(site=floor.site).order_by("pk"):
        replay.take(row)
    assert replay.decisions >= served.count()
