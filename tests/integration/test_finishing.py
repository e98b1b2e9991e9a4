"""Does a chat end with what it was about, and does a ticket sleep until its moment or its customer's next word?"""

import time

from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer, Frame


def ticket_of(agent: AgentPlayer, number: int) -> Frame:
    """A ticket on an agent's desk now."""
    return agent.follow_desk().get(f"ticket:{number}", {})


async def test_a_chat_ends_with_the_topic_that_it_was_about_after_all(running: Instance) -> None:
    async with AgentPlayer(running, "carlos") as carlos, CustomerPlayer(running) as customer:
        await customer.hello(language="es", region="LATAM")
        thread = await customer.start("mi retiro", topic="trading")
        await carlos.event(thread, "assigned")
        unknown = await carlos.ask("resolve", thread=thread, outcome="resolved", topic="unheard")
        assert unknown["code"] == "topic_unknown"
        answer = await carlos.ask("resolve", thread=thread, outcome="resolved", topic="deposit-withdrawal")
        assert answer["t"] == "ok"
        ended = await carlos.event(thread, "ended")
        assert ended["body"] == {"reason": "agent", "outcome": "resolved", "topic": "deposit-withdrawal"}
        assert (await customer.event(thread, "ended"))["body"] == {"reason": "agent"}
        found = await carlos.ask("open", thread=thread)
        assert found["chat"]["topic"] == "deposit-withdrawal"


async def test_a_ticket_sleeps_until_its_moment_is_woken_or_its_customer_writes(running: Instance) -> None:
    async with AgentPlayer(running, "carlos") as carlos, CustomerPlayer(running) as customer:
        await customer.hello(language="es", region="LATAM")
        thread = await customer.start("mi retiro")
        await carlos.event(thread, "assigned")
        number = (await carlos.ask("escalate", thread=thread))["ticket"]
        until = time.time() + 3_600
        for wrong in (time.time() - 5, time.time() + 91 * 86_400):
            assert (await carlos.ask("snooze", number=number, until=wrong))["code"] == "snooze_invalid"
        assert (await carlos.ask("snooze", number=10**6, until=until))["code"] == "ticket_unknown"
        assert (await carlos.ask("snooze", number=number, until=until))["t"] == "ok"
        await carlos.until(lambda: ticket_of(carlos, number).get("snoozed_until"), "it sleeps")
        assert abs(ticket_of(carlos, number)["snoozed_until"] - until) < 0.001
        assert (await carlos.ask("snooze", number=number, until=0))["t"] == "ok"
        await carlos.until(lambda: not ticket_of(carlos, number).get("snoozed_until"), "it is awake")
        assert (await carlos.ask("snooze", number=number, until=until))["t"] == "ok"
        await carlos.until(lambda: ticket_of(carlos, number).get("snoozed_until"), "it sleeps again")
        await customer.say(thread, "¿hay novedades?")
        await carlos.until(lambda: not ticket_of(carlos, number).get("snoozed_until"), "its customer woke it")
        assert (await carlos.ask("ticket", number=number, status="closed"))["t"] == "ok"
        assert (await carlos.ask("snooze", number=number, until=until))["code"] == "ticket_closed"
