"""Is a chat that is passed on always somebody's, and is the customer never asked twice? Over the public protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.integration.test_offers import python
from tests.support.chats import gone, item, served
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer

POLICY = (
    "from chat.models import Site; from routing.models import PolicyVersion;"
    "PolicyVersion.objects.create(site=Site.objects.first(), version=2, data={'transfer_timeout': 3})"
)
TEAM = (
    "from agents.models import Agent, Team; from chat.models import Site;"
    "team = Team.objects.create(site=Site.objects.first(), name='Escalations');"
    "team.members.set(Agent.objects.filter(email__startswith='{name}@'));print(team.pk)"
)


async def test_the_sender_keeps_it_until_the_receiver_accepts(running: Instance) -> None:
    async with (
        AgentPlayer(running, "olga") as olga,
        AgentPlayer(running, "dmitri") as dmitri,
        CustomerPlayer(running) as customer,
    ):
        thread, one, other = await served(customer, olga, dmitri, language="ru", region="CIS")
        ask = {"thread": thread, "to": other.me, "note": "knows the bank"}
        assert (await one.ask("transfer", **ask))["t"] == "ok"
        card = await item(other, f"handover:{thread}")
        assert (card["note"], card["expires_at"] - card["offered_at"]) == ("knows the bank", 60)
        assert (await item(one, f"passing:{thread}"))["to"] == other.follow_desk()[f"agent:{other.me}"]["name"]
        # Nothing has changed for the customer, nor for whose chat it is; one is asked at a time.
        assert (await one.say(thread, "минутку"))["t"] == "ack"
        assert (await other.say(thread, "я"))["code"] == "chat_not_yours"
        assert (await one.ask("transfer", **ask))["code"] == "chat_changed"
        assert {event["type"] for event in customer.events[thread].values()} <= {"queued", "message", "assigned"}
        assert (await other.ask("accept", thread=thread))["t"] == "ok"
        moved = await customer.event(thread, "transferred")
        assert (moved["body"]["agent"]["id"], "note" in moved["body"]) == (other.me, False)
        await gone(one, f"chat:{thread}")
        await gone(one, f"passing:{thread}")
        assert (await other.say(thread, "теперь я"))["t"] == "ack"
        assert (await one.say(thread, "и я"))["code"] == "chat_not_yours"
        assert [one["type"] for one in customer.events[thread].values()].count("assigned") == 1
        await other.ask("resolve", thread=thread)


async def test_a_chat_that_is_returned_stays_with_the_sender_who_is_told(running: Instance) -> None:
    async with (
        AgentPlayer(running, "olga") as olga,
        AgentPlayer(running, "dmitri") as dmitri,
        CustomerPlayer(running) as customer,
    ):
        thread, one, other = await served(customer, olga, dmitri, language="ru", region="CIS")
        await one.ask("transfer", thread=thread, to=other.me)
        await item(other, f"handover:{thread}")
        assert (await other.ask("decline", thread=thread, reason="busy", text="in ten minutes"))["t"] == "ok"
        back = await one.until(
            lambda: (found := one.follow_desk().get(f"passing:{thread}", {})).get("outcome") and found, "returned"
        )
        assert (back["outcome"], back["text"]) == ("declined", "in ten minutes")
        await one.event(thread, "returned", reason="declined", text="in ten minutes")
        await gone(other, f"handover:{thread}")
        assert (await other.ask("accept", thread=thread))["data"] == {"reason": "declined"}
        await one.send("noticed", thread=thread)
        await gone(one, f"passing:{thread}")
        # Asked once more and taken back by hand.
        await one.ask("transfer", thread=thread, to=other.me)
        await item(other, f"handover:{thread}")
        assert (await one.ask("takeback", thread=thread))["t"] == "ok"
        await gone(other, f"handover:{thread}")
        await gone(one, f"passing:{thread}")
        assert (await other.ask("accept", thread=thread))["data"] == {"reason": "withdrawn"}
        assert (await one.say(thread, "я здесь"))["t"] == "ack"
        # The customer ends it while somebody is asked: nothing is left on any desk.
        await one.ask("transfer", thread=thread, to=other.me)
        await item(other, f"handover:{thread}")
        await customer.ask("end", thread=thread)
        await gone(other, f"handover:{thread}")
        await gone(one, f"passing:{thread}")


async def test_whoever_does_not_answer_in_time_is_asked_no_more_and_a_team_asks_the_next(
    start_instance: Callable[..., Instance],
) -> None:
    instance = await asyncio.to_thread(start_instance)
    await asyncio.to_thread(python, instance, POLICY)
    team = int(await asyncio.to_thread(python, instance, TEAM.format(name="dmitri")))
    async with (
        AgentPlayer(instance, "olga") as olga,
        AgentPlayer(instance, "dmitri") as dmitri,
        CustomerPlayer(instance) as customer,
    ):
        for agent in (olga, dmitri):
            await agent.ask("status", status="available")
        thread, one, other = await served(customer, olga, dmitri, language="ru", region="CIS")
        assert (await one.ask("transfer", thread=thread, language="ar", level=5))["code"] == "agent_unavailable"
        await one.ask("transfer", thread=thread, to=other.me)
        await one.event(thread, "returned", reason="missed")
        # By language: the colleague who speaks it; then nobody is left.
        await one.send("noticed", thread=thread)
        assert (await one.ask("transfer", thread=thread, language="ru", level=3))["t"] == "ok"
        assert (await item(other, f"handover:{thread}"))["by"]
        await other.ask("decline", thread=thread, reason="topic", text="not mine")
        await one.event(thread, "returned", reason="declined", text="not mine")
        await one.send("noticed", thread=thread)
        if one is olga:
            assert (await one.ask("transfer", thread=thread, team=team))["t"] == "ok"
            assert (await item(one, f"passing:{thread}"))["meant"] == "Escalations"
            await other.ask("accept", thread=thread)
            await customer.event(thread, "transferred")
        assert "no difference" in await asyncio.to_thread(instance.manage, "replay")
