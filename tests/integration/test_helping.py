"""Do colleagues find each other in a conversation? A guest who helps, and who else has it on the screen."""

from __future__ import annotations

from tests.support.chats import gone, item, served
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer


async def test_a_guest_reads_notes_and_writes_only_where_invited_so(running: Instance) -> None:
    async with (
        AgentPlayer(running, "olga") as olga,
        AgentPlayer(running, "dmitri") as dmitri,
        AgentPlayer(running, "lina") as lina,
        CustomerPlayer(running) as customer,
    ):
        thread, one, other = await served(customer, olga, dmitri, language="ru", region="CIS")
        before = one.follow_desk()[f"agent:{other.me}"]["load"]
        assert (await lina.ask("invite", thread=thread, agent=other.me))["code"] == "chat_not_yours"
        assert (await one.ask("invite", thread=thread, agent="nobody"))["code"] == "agent_unknown"
        assert (await one.ask("invite", thread=thread, agent=other.me))["t"] == "ok"
        key = f"guest:{thread}:{other.me}"
        assert "writes" not in await item(other, key)
        assert (await other.say(thread, "look at the bank", kind="note"))["t"] == "ack"
        assert (await other.say(thread, "здравствуйте"))["code"] == "chat_not_yours"
        assert (await one.ask("invite", thread=thread, agent=other.me, writes=True))["t"] == "ok"
        await other.until(lambda: other.follow_desk().get(key, {}).get("writes"), "may write")
        assert (await other.say(thread, "здравствуйте"))["t"] == "ack"
        said = await customer.event(thread, "message", text="здравствуйте")
        assert said["by"]["id"] == other.me
        # The chat is its agent's all the same, and helping takes no room.
        opened = await one.ask("open", thread=thread)
        assert opened["chat"]["agent"]["id"] == one.me
        assert [(guest["id"], guest["writes"]) for guest in opened["guests"]] == [(other.me, True)]
        assert one.follow_desk()[f"agent:{other.me}"]["load"] == before
        assert not {"invited", "guest_left", "note"} & {each["type"] for each in customer.events[thread].values()}
        assert (await lina.ask("thank", thread=thread, agent=other.me))["code"] == "chat_not_yours"
        assert (await other.ask("thank", thread=thread))["t"] == "ok"
        await gone(other, key)
        assert (await other.say(thread, "и ещё"))["code"] == "chat_not_yours"
        # Whoever is still there when the chat ends has left with it.
        await one.ask("invite", thread=thread, agent=other.me, writes=True)
        await item(other, key)
        await one.ask("resolve", thread=thread)
        await gone(other, key)


async def test_who_has_the_same_conversation_open_is_told_and_a_watching_lead_is_not(running: Instance) -> None:
    async with (
        AgentPlayer(running, "olga") as olga,
        AgentPlayer(running, "dmitri") as dmitri,
        AgentPlayer(running, "nadia") as lead,
        CustomerPlayer(running) as customer,
    ):
        thread, one, other = await served(customer, olga, dmitri, language="ru", region="CIS")

        def lookers(agent: AgentPlayer) -> set[str]:
            told = [frame for frame in agent.seen if frame["t"] == "lookers" and frame["thread"] == thread]
            return {each["id"] for each in told[-1].get("agents", [])} if told else set()

        await one.ask("open", thread=thread)
        await one.until(lambda: lookers(one) == {one.me}, "oneself")
        await lead.ask("open", thread=thread)
        await other.ask("open", thread=thread)
        await one.until(lambda: lookers(one) == {one.me, other.me}, "the colleague, and not the lead")
        await lead.until(lambda: lookers(lead) == {one.me, other.me}, "a lead sees who is there")
        await other.send("close", thread=thread)
        await one.until(lambda: lookers(one) == {one.me}, "gone again")
        await other.ask("open", thread=thread)
        await one.until(lambda: lookers(one) == {one.me, other.me}, "back")
        await other.close()
        await one.until(lambda: lookers(one) == {one.me}, "the console was closed")
        await customer.ask("end", thread=thread)
