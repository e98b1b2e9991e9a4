"""Does a note that names a colleague stand on their desk until they have read it, wherever they are connected?"""

import sys
from uuid import uuid4

from tests.support.beside import another_web
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer, Frame

ANOTHER_WEB = [sys.executable, "-m", "uvicorn", "web.asgi:application", "--host", "127.0.0.1", "--port", "{port}"]
ANOTHER_WEB += ["--ws-max-size", "65536", "--no-proxy-headers", "--log-level", "warning"]


def mentions_of(agent: AgentPlayer, thread: str) -> list[Frame]:
    """What names an agent in a thread and is on their desk now."""
    desk = agent.follow_desk().values()
    return [item for item in desk if item["kind"] == "mention" and item["thread"] == thread]


async def note(agent: AgentPlayer, thread: str, text: str, named: list[str], client_id: str) -> Frame:
    """Save a note that names colleagues; its `ack`."""
    await agent.send("note", thread=thread, client_id=client_id, text=text, mentions=named)
    return await agent.get("ack", client_id=client_id)


async def test_a_named_colleague_on_another_server_reads_it_once_and_the_customer_never(running: Instance) -> None:
    with another_web(running, ANOTHER_WEB) as (other, _process):
        async with (
            AgentPlayer(running, "carlos") as carlos,
            AgentPlayer(other, "omar") as omar,
            AgentPlayer(running, "dmitri") as dmitri,
            CustomerPlayer(running) as customer,
        ):
            await customer.hello(language="es", region="LATAM")
            thread = await customer.start("¿dónde está mi dinero?")
            await carlos.event(thread, "assigned")
            client_id = uuid4().hex
            named = [omar.me, carlos.me, "nobody"]
            first = await note(carlos, thread, "@Omar please look, the code is 123 456", named, client_id)
            [item] = await omar.until(lambda: mentions_of(omar, thread), "the mention")
            assert item["by"] == carlos.follow_desk()[f"agent:{carlos.me}"]["name"]
            assert item["agent"] == omar.me
            assert "123" not in item["text"]
            # Sent once more, its acknowledgement lost: the same note, and nobody is named twice.
            assert (await note(carlos, thread, "@Omar please look", named, client_id))["seq"] == first["seq"]
            stored = await carlos.event(thread, "note")
            assert stored["body"]["mentions"] == [omar.me]
            assert not mentions_of(carlos, thread)
            assert not mentions_of(dmitri, thread)
            await dmitri.send("noticed", thread=thread)
            await omar.ask("open", thread=thread)
            assert len(mentions_of(omar, thread)) == 1
            await omar.send("noticed", thread=thread)
            await omar.until(lambda: not mentions_of(omar, thread), "the mention is read")
            assert (await carlos.ask("resolve", thread=thread))["t"] == "ok"
            await customer.event(thread, "ended")
            assert not [event for event in customer.events[thread].values() if event["type"] == "note"]
        # Read is read, also on the next connection.
        async with AgentPlayer(running, "omar") as again:
            assert not mentions_of(again, thread)
