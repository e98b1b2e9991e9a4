"""Do two problems of one chat become two tickets, each with a thread, a topic and an end of its own?"""

from __future__ import annotations

from uuid import uuid4

from tests.support.chats import taken
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer


async def test_a_second_matter_gets_a_ticket_of_its_own_while_the_chat_goes_on(running: Instance) -> None:
    async with (
        AgentPlayer(running, "dmitri") as dmitri,
        AgentPlayer(running, "lina") as lina,
        CustomerPlayer(running) as customer,
    ):
        thread = await taken(customer, dmitri, "две проблемы")
        apart = {"thread": thread, "client_id": uuid4().hex, "topic": "api", "subject": "The API key", "note": "later"}
        assert (await lina.ask("apart", **apart))["code"] == "chat_not_yours"
        assert (await dmitri.ask("apart", **apart | {"topic": "nothing"}))["code"] == "topic_unknown"
        made = await dmitri.ask("apart", **apart)
        assert made["t"] == "ok"
        own = made["thread"]
        assert own != thread
        # Asked again, its answer lost: the same one.
        again = await dmitri.ask("apart", **apart)
        assert (again["ticket"], again["thread"]) == (made["ticket"], own)
        # The chat goes on; the customer finds the other matter among their conversations, and may write there.
        assert (await dmitri.say(thread, "сначала первая"))["t"] == "ack"
        linked = await customer.event(thread, "linked")
        assert linked["body"] == {"thread": own, "ticket": made["ticket"]}
        seen = await customer.until(
            lambda: next((f["thread"] for f in customer.seen if f["t"] == "thread" and f["thread"]["id"] == own), None),
            "the other conversation",
        )
        assert (seen["chat"]["topic"], seen["ticket"]["number"], seen["writable"]) == ("api", made["ticket"], True)
        assert (await customer.say(own, "вот ключ"))["t"] == "ack"
        assert not [one for one in customer.events[own].values() if one["type"] == "note"]
        first = await dmitri.ask("escalate", thread=thread, subject="The transfer")
        assert first["ticket"] != made["ticket"]
        shown = await dmitri.ask("open", thread=own)
        assert (shown["chat"]["state"], shown["ticket"]["topic"]) == ("ended", "api")
        assert {each["thread"] for each in shown["customer"]["earlier"]} == {thread}
        # Each comes to its own end.
        await dmitri.ask("ticket", number=made["ticket"], status="closed")
        assert (await customer.say(own, "спасибо"))["code"] == "chat_ended"
        assert (await customer.say(thread, "а первая?"))["t"] == "ack"
        assert (await dmitri.ask("open", thread=thread))["ticket"]["number"] == first["ticket"]
