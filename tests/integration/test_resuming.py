"""After a lost connection, has each side exactly what it missed?"""

import asyncio
from uuid import uuid4

from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer


async def test_after_a_lost_connection_both_sides_get_exactly_what_they_missed(running: Instance) -> None:
    async with AgentPlayer(running, "carlos") as carlos:
        customer = CustomerPlayer(running)
        await customer.connect()
        await customer.hello(language="es")
        thread = await customer.start("hola")
        await customer.event(thread, "assigned")
        await carlos.event(thread, "message", text="hola")
        head = max(customer.events[thread])
        await customer.close()
        for number in range(5):
            await carlos.say(thread, f"respuesta {number}")
        back = CustomerPlayer(running)
        back.token = customer.token
        async with back:
            welcome = await back.hello(threads={thread: head})
            assert welcome["threads"][0]["id"] == thread
            frame = await back.get("events", thread=thread)
            assert frame["after"] == head
            await back.event(thread, "message", text="respuesta 4")
            texts = [event["body"]["text"] for event in back.events[thread].values() if event["type"] == "message"]
            assert texts == [f"respuesta {number}" for number in range(5)]
            await back.ask("end", thread=thread)


async def test_a_client_ahead_of_the_log_is_told_to_start_over(running: Instance) -> None:
    async with CustomerPlayer(running) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("раз")
        async with CustomerPlayer(running) as other:
            other.token = customer.token
            await other.hello(threads={thread: 999})
            await other.get("startover", thread=thread)
            await other.event(thread, "message", text="раз")
        await customer.ask("end", thread=thread)


async def test_the_desk_followed_by_deltas_is_the_desk_read_anew(running: Instance) -> None:
    async with (
        AgentPlayer(running, "nadia") as lead,
        AgentPlayer(running, "james") as james,
        CustomerPlayer(running) as one,
        CustomerPlayer(running) as other,
    ):
        await one.hello(language="en")
        await other.hello(language="ru")
        thread = await one.start("hello")
        waiting = await other.start("привет")
        await james.event(thread, "message")
        await james.ask("status", status="away")
        await james.ask("escalate", thread=thread, subject="A lost transfer")
        await other.ask("end", thread=waiting)
        await james.ask("status", status="available")
        await asyncio.sleep(0.5)  # deltas may trail the answer by one reading of the desk
        followed = lead.follow_desk()
        async with AgentPlayer(running, "nadia", cookie=lead.cookie) as anew:
            assert anew.follow_desk() == lead.follow_desk() or followed == anew.follow_desk()


async def test_a_message_whose_acknowledgement_was_lost_keeps_its_seq_when_the_chat_was_taken_away(
    running: Instance,
) -> None:
    async with (
        AgentPlayer(running, "olga") as olga,
        AgentPlayer(running, "dmitri") as dmitri,
        CustomerPlayer(running) as customer,
    ):
        await customer.hello(language="ru", region="CIS")
        thread = await customer.start("добрый день")
        name = (await customer.event(thread, "assigned"))["body"]["agent"]["name"]
        giver, taker = (olga, dmitri) if name.startswith("Olga") else (dmitri, olga)
        await giver.event(thread, "message")
        client_id = uuid4().hex
        first = await giver.say(thread, "здравствуйте", client_id)
        assert (await giver.ask("transfer", thread=thread, to=taker.me))["t"] == "ok"
        assert (await taker.ask("accept", thread=thread))["t"] == "ok"
        await giver.until(lambda: f"chat:{thread}" not in giver.follow_desk(), "the chat has left the desk")
        again = await giver.say(thread, "здравствуйте", client_id)
        assert (again["t"], again["seq"]) == ("ack", first["seq"])
        assert (await giver.say(thread, "и ещё"))["code"] == "chat_not_yours"
        assert (await customer.ask("end", thread=thread))["t"] == "ok"


async def test_a_long_history_of_long_messages_arrives_whole(running: Instance) -> None:
    async with CustomerPlayer(running) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("раз")
        sent = [(await customer.say(thread, f"{number} " + "я" * 4_990))["seq"] for number in range(40)]
        async with CustomerPlayer(running) as again:
            again.token = customer.token
            await again.hello()
            await again.until(lambda: set(sent) <= again.events.get(thread, {}).keys(), "everything")
            page = await again.ask("history", thread=thread)
            assert [event["seq"] for event in page["events"]][-40:] == sent
        await customer.ask("end", thread=thread)
