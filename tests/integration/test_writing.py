"""Is what an agent has begun there in another browser, and does newer typing always win?"""

import time
from uuid import uuid4

from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer, Frame


async def draft_of(agent: AgentPlayer, thread: str) -> Frame:
    """What a console learns of a draft of its agent."""
    answer = await agent.ask("drafts")
    return next((draft for draft in answer["drafts"] if draft["thread"] == thread), {})


async def kept(agent: AgentPlayer, thread: str, text: str, at: float) -> None:
    """Keep a draft; frames of a socket are handled in their order, so whatever is asked next is asked after it."""
    await agent.send("draft", thread=thread, kind="message", text=text, at=at)


async def test_a_draft_goes_on_in_another_browser_and_an_older_one_never_comes_back(running: Instance) -> None:
    async with (
        AgentPlayer(running, "amira") as here,
        AgentPlayer(running, "amira") as there,
        CustomerPlayer(running) as customer,
    ):
        await customer.hello(language="en")
        thread = await customer.start("hello")
        now = time.time()
        await kept(here, thread, "half a thought", now - 60)
        draft = await draft_of(here, thread)
        assert (draft["text"], draft["kind"]) == ("half a thought", "message")
        assert (await draft_of(there, thread))["at"] == draft["at"]
        await kept(there, thread, "a whole thought", now - 50)
        assert (await draft_of(there, thread))["text"] == "a whole thought"
        await kept(here, thread, "late and older", now - 55)
        assert (await draft_of(here, thread))["text"] == "a whole thought"
        assert (await draft_of(there, thread))["text"] == "a whole thought"
        await kept(there, thread, "", now - 40)  # sent
        await draft_of(there, thread)
        await kept(here, thread, "half a thought", now - 60)
        assert (await draft_of(here, thread))["text"] == ""
        await customer.ask("end", thread=thread)


async def test_a_draft_holds_no_secret_and_no_time_to_come_and_is_its_writers_alone(running: Instance) -> None:
    async with (
        AgentPlayer(running, "amira") as amira,
        AgentPlayer(running, "omar") as omar,
        CustomerPlayer(running) as customer,
    ):
        await customer.hello(language="en")
        thread = await customer.start("hello")
        await kept(amira, thread, "my password is hunter2hunter2", time.time() + 86_400)
        draft = await draft_of(amira, thread)
        assert "hunter2" not in draft["text"]
        assert draft["at"] < time.time() + 3_600
        assert await draft_of(omar, thread) == {}
        await kept(amira, uuid4().hex, "nowhere", time.time())
        refused = await amira.get("error")
        assert refused["code"] == "thread_unknown"
        await kept(amira, thread, "never", -1.0)
        refused = await amira.get("error")
        assert refused["code"] == "bad_frame"
        await customer.ask("end", thread=thread)


async def test_how_an_agent_likes_to_write_is_known_in_every_browser(running: Instance) -> None:
    async with AgentPlayer(running, "carlos") as carlos:
        assert (await carlos.ask("prefer", enter_sends=False, undo_seconds=10))["t"] == "ok"
        assert (await carlos.ask("prefer", enter_sends=False, undo_seconds=7))["code"] == "bad_frame"
        liked = {"enter_sends": False, "undo_seconds": 10}
        assert (await carlos.ask("prefer", **liked, sounds={"chat": "bell"}, volume=40))["t"] == "ok"
        assert (await carlos.ask("prefer", **liked))["t"] == "ok"  # an older console knows nothing of sounds
        for wrong in ({"sounds": {"chat": "trumpet"}}, {"sounds": {"<b>": "bell"}}, {"volume": 101}):
            assert (await carlos.ask("prefer", **liked, **wrong))["code"] == "bad_frame", wrong
    other = AgentPlayer(running, "carlos")
    await other.connect()
    welcome = await other.hello()
    assert (welcome["enter_sends"], welcome["undo_seconds"]) == (False, 10)
    assert (welcome["sounds"], welcome["volume"]) == ({"chat": "bell"}, 40)
    assert (await other.ask("prefer", enter_sends=True, undo_seconds=3))["t"] == "ok"
    await other.close()


async def test_what_was_said_just_before_a_chat_is_resolved_is_said(running: Instance) -> None:
    async with AgentPlayer(running, "carlos") as carlos, CustomerPlayer(running) as customer:
        await customer.hello(language="es", region="LATAM")
        thread = await customer.start("hola")
        await carlos.event(thread, "assigned")
        for number in range(5):
            await carlos.send("send", thread=thread, client_id=f"last-{number}", text=f"adiós {number}")
        assert (await carlos.ask("resolve", thread=thread))["t"] == "ok"
        for number in range(5):
            await customer.event(thread, "message", text=f"adiós {number}")


async def test_agents_see_which_time_zone_a_browser_names_if_there_is_such_a_zone(running: Instance) -> None:
    async with AgentPlayer(running, "nadia") as lead:
        for zone, shown in (("Asia/Riyadh", "Asia/Riyadh"), ("Moon/<b>Base</b>", None)):
            async with CustomerPlayer(running) as customer:
                await customer.hello(language="en", zone=zone)
                thread = await customer.start("hello")
                found = await lead.ask("open", thread=thread)
                assert found["customer"].get("zone") == shown
                await customer.ask("end", thread=thread)
