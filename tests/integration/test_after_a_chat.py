"""What comes after a chat? Time to finish up in which nothing comes, and a way back into what has ended."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from tests.integration.test_offers import me, python, settled
from tests.support.chats import taken
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer

POLICY = (
    "from chat.models import Site; from routing.models import PolicyVersion;"
    "PolicyVersion.objects.create(site=Site.objects.first(), version={version}, data={{'wrap_up': {seconds}}})"
)
GONE = "from chat.models import Customer; Customer.objects.filter(public_id='{id}').update(seen_at='2020-01-01T00:00Z')"


async def test_nothing_comes_while_an_agent_finishes_up(start_instance: Callable[..., Instance]) -> None:
    instance = await asyncio.to_thread(start_instance)
    await asyncio.to_thread(python, instance, POLICY.format(version=2, seconds=600))
    # Whoever connects greets at once: nobody is kept waiting for their first words.
    async with (
        AgentPlayer(instance, "dmitri") as dmitri,
        CustomerPlayer(instance) as first,
        contextlib.AsyncExitStack() as later,
    ):
        thread = await taken(first, dmitri, "раз")
        assert (await dmitri.ask("wrapup", do="finish"))["code"] == "not_found"
        assert (await dmitri.ask("resolve", thread=thread))["t"] == "ok"
        until = await dmitri.until(lambda: me(dmitri).get("wraps_up_until"), "wrapping up")
        second = await later.enter_async_context(CustomerPlayer(instance))
        await second.hello(language="ru")
        waiting = await second.start("два")
        # The router has seen them and gives them to nobody: what it says of the queue comes after it has decided.
        await second.get("queue", thread=waiting)
        assert "assigned" not in {event["type"] for event in second.events[waiting].values()}
        assert (await dmitri.ask("wrapup", do="extend"))["t"] == "ok"
        longer = await dmitri.until(
            lambda: me(dmitri).get("wrap_up_extended") and me(dmitri)["wraps_up_until"], "as long again"
        )
        assert abs(longer - until - 600) < 1
        assert (await dmitri.ask("wrapup", do="extend"))["code"] == "not_found"
        assert (await dmitri.ask("wrapup", do="finish"))["t"] == "ok"
        await second.event(waiting, "assigned")
        # One that ends by itself.
        await asyncio.to_thread(python, instance, POLICY.format(version=3, seconds=3))
        await settled(instance, 3)
        await dmitri.ask("resolve", thread=waiting)
        third = await later.enter_async_context(CustomerPlayer(instance))
        await third.hello(language="ru")
        last = await third.start("три")
        await third.event(last, "assigned")
        assert "no difference" in await asyncio.to_thread(instance.manage, "replay")


TEAM = """
from uuid import uuid4
from agents.models import Agent, Team
from chat import hints
from routing import actions
from routing.models import Assignment, PolicyVersion, Request, WrapUp
from chat.models import Chat
from tests.support.threads import make_thread
thread = make_thread()
PolicyVersion.objects.create(site=thread.site, version=2, data={"wrap_up": 30})
def finish(*seconds):
    ada = Agent.objects.create_user(f"{uuid4().hex}@test.example", "a long password", site=thread.site, name="Ada")
    for number, each in enumerate(seconds):
        Team.objects.create(site=thread.site, name=f"{ada.pk}.{number}", wrap_up=each).members.add(ada)
    topic = thread.site.topics.first()
    chat = Chat.objects.create(
        site=thread.site, thread=thread, customer=thread.customer, topic=topic, language="en", state="active", agent=ada
    )
    request = Request.objects.create(site=thread.site, chat=chat, topic="api", state="assigned")
    Assignment.objects.create(request=request, agent=ada, cost=2, units=1)
    hints.committed(actions.end_chat, chat, "agent", actions.Actor.agent(ada.pk))
    return [(round((one.until - one.began).total_seconds()), one.units) for one in WrapUp.objects.filter(agent=ada)]
print(finish(), finish(None), finish(45, 10), finish(0))
"""


def test_a_team_may_have_a_wrap_up_of_its_own_and_the_longest_counts(running: Instance) -> None:
    assert python(running, TEAM) == "[(30, 2)] [(30, 2)] [(45, 2)] []"


async def test_an_ended_chat_is_opened_again_where_it_was(running: Instance) -> None:
    async with (
        AgentPlayer(running, "dmitri") as dmitri,
        AgentPlayer(running, "lina") as lina,
        CustomerPlayer(running) as customer,
    ):
        await dmitri.ask("status", status="available")
        welcome = await customer.hello(language="ru")
        thread = await customer.start("привет")
        await dmitri.event(thread, "message", text="привет")
        assert (await dmitri.ask("reopen", thread=thread))["code"] == "chat_changed"
        await dmitri.ask("resolve", thread=thread)
        assert (await lina.ask("reopen", thread=thread))["code"] == "chat_not_yours"
        assert (await dmitri.ask("reopen", thread=thread))["t"] == "ok"
        again = await customer.event(thread, "reopened")
        assert again["body"]["agent"]["id"] == dmitri.me
        await dmitri.until(lambda: f"chat:{thread}" in dmitri.follow_desk(), "on the desk again")
        assert (await customer.say(thread, "ещё вопрос"))["t"] == "ack"
        assert (await dmitri.say(thread, "слушаю"))["t"] == "ack"
        await dmitri.ask("resolve", thread=thread)
        # Not beside another chat of theirs, and not where nobody would read it.
        other = await customer.start("другое")
        refused = await dmitri.ask("reopen", thread=thread)
        assert (refused["code"], refused["data"]) == ("chat_open", {"thread": other})
        await customer.ask("end", thread=other)
        await customer.close()
        await asyncio.to_thread(python, running, GONE.format(id=welcome["customer"]["id"]))
        assert (await dmitri.ask("reopen", thread=thread))["code"] == "customer_gone"
        assert (await dmitri.ask("escalate", thread=thread, subject="later"))["t"] == "ok"
