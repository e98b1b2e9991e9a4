"""What the running product shows of routing: each thing happens, at the stated second, and why says it in words."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.browserless import Browser
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer, identity
from web.api.views import WHY_PER_MINUTE

LI_TAKES = "from agents.models import Agent; Agent.objects.filter(email='lina@meridian.example').update(capacity={})"
REGION_AFTER = 4  # seconds after which any region will do, in these tests


def shell(running: Instance, code: str) -> None:
    """Run a line inside the product."""
    running.manage("shell", "-v", "0", "-c", code)


@pytest.fixture
def quick(running: Instance) -> Iterator[Browser]:
    """A lead who looks; wishes widen sooner than by default."""
    admin, lead = Browser(running, "admin"), Browser(running, "nadia")
    rules = admin.api("GET", "/api/v1/policy")[1]["policy"]
    rings = [
        {"after": 0},
        {"after": REGION_AFTER, "any_region": True},
        {"after": 90, "any_region": True, "any_tier": True},
    ]
    changes = {"rings": rings, "holds": rules["holds"] | {"account_manager": 3}}
    assert admin.api("PUT", "/api/v1/policy", {"base": 0, "policy": rules | changes})[0] == 200
    yield lead
    running.manage(
        "shell", "-v", "0", "-c", "from routing.models import PolicyVersion; PolicyVersion.objects.all().delete()"
    )


async def why(lead: Browser, thread: str) -> dict[str, Any]:
    """The answer for a chat."""
    status, found = await asyncio.to_thread(lead.api, "GET", f"/api/v1/why/{thread}")
    assert status == 200
    answer: dict[str, Any] = found
    return answer


async def test_a_spanish_speaker_from_a_region_without_agents_is_widened_at_the_stated_second(
    running: Instance, quick: Browser
) -> None:
    async with AgentPlayer(running, "carlos") as carlos, CustomerPlayer(running) as tomas:
        await tomas.hello(identity=identity(running, "tomas", sub="acct-widened"))
        thread = await tomas.start("¿Dónde está mi depósito?")
        waiting = await why(quick, thread)
        assert any("serve other regions (Carlos Vega" in sentence for sentence in waiting["sentences"])
        assert any("asks for less: the region no longer counts." in sentence for sentence in waiting["sentences"])
        assigned, queued = await tomas.event(thread, "assigned"), await tomas.event(thread, "queued")
        assert assigned["body"]["agent"]["id"] == carlos.me
        assert assigned["at"] - queued["at"] >= REGION_AFTER
        then = await why(quick, thread)
        assert "By then it had been widened to ring 2." in then["sentences"]
        assert [ring["after"] for ring in then["shown"]["rings"] if ring["reached"]] == [0, REGION_AFTER]
        await tomas.ask("end", thread=thread)


async def test_a_vip_goes_to_the_deputy_after_the_hold_and_why_says_for_whom_it_was_kept(
    running: Instance, quick: Browser
) -> None:
    """Zhao Min's account manager is Li, by the demo's data; Wei stands in for Li."""
    await asyncio.to_thread(shell, running, LI_TAKES.format(0))
    async with AgentPlayer(running, "lina"), AgentPlayer(running, "wei") as wei, CustomerPlayer(running) as zhao:
        await zhao.hello(identity=identity(running, "zhao", sub="acct-1006"))
        thread = await zhao.start("我的提现在哪里")
        waiting = await why(quick, thread)
        assert any(sentence.startswith("Kept for Li Na (account manager) for ") for sentence in waiting["sentences"])
        assigned, queued = await zhao.event(thread, "assigned"), await zhao.event(thread, "queued")
        assert assigned["body"]["agent"]["id"] == wei.me
        assert assigned["at"] - queued["at"] >= 3
        assert "It was kept for them as deputy." in (await why(quick, thread))["sentences"]
        await zhao.ask("end", thread=thread)
    await asyncio.to_thread(shell, running, LI_TAKES.format(5))


async def test_when_an_agents_connection_is_cut_the_customers_are_back_in_place_and_told(
    start_instance: Any,
) -> None:
    running: Instance = await asyncio.to_thread(start_instance)
    admin = await asyncio.to_thread(Browser, running, "admin")
    rules = (await asyncio.to_thread(admin.api, "GET", "/api/v1/policy"))[1]["policy"] | {"vanish_grace": 2}
    await asyncio.to_thread(admin.api, "PUT", "/api/v1/policy", {"base": 0, "policy": rules})
    async with CustomerPlayer(running) as one, CustomerPlayer(running) as other:
        olga = AgentPlayer(running, "olga")
        await olga.connect()
        await olga.hello()
        both = []
        for player in (one, other):
            await player.hello(language="ru", region="CIS")
            both.append((player, await player.start("вопрос")))
            await player.event(both[-1][1], "assigned")
        olga.socket.transport.abort()  # no goodbye: the line is cut
        for player, thread in both:
            await player.event(thread, "requeued", reason="agent_lost")
        assert [(await player.get("queue", thread=thread))["position"] for player, thread in both] == [1, 2]
        lead = await asyncio.to_thread(Browser, running, "nadia")
        found = await why(lead, both[0][1])
        lost = "It was with Olga Ivanova, whose connection was lost; it is back in its old place."
        assert found["sentences"][1] == lost
        async with AgentPlayer(running, "dmitri") as dmitri:
            for _player, thread in both:
                await dmitri.event(thread, "assigned", agent=dmitri_card(dmitri))


def dmitri_card(dmitri: AgentPlayer) -> dict[str, Any]:
    """What a log says of who has joined."""
    return {"id": dmitri.me, "name": "Dmitri Sokolov", "languages": ["ru", "en"]}


async def test_each_assignment_of_a_chat_is_explained_and_one_that_there_is_not_is_refused(running: Instance) -> None:
    lead = await asyncio.to_thread(Browser, running, "nadia")
    async with AgentPlayer(running, "olga") as olga, CustomerPlayer(running) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("вопрос")
        await customer.event(thread, "assigned")
        await olga.ask("status", status="away")  # or it came back to her at once: nobody else is there
        await olga.ask("transfer", thread=thread, to="", note="")
        await customer.event(thread, "requeued", reason="transfer")
        async with AgentPlayer(running, "dmitri") as dmitri:
            await customer.event(thread, "assigned", agent=dmitri_card(dmitri))
            now = await why(lead, thread)
            listed = [(one["name"], one["outcome"], one["shown"]) for one in now["assignments"]]
            assert listed == [("Olga Ivanova", "passed on", False), ("Dmitri Sokolov", "has it now", True)]
            first = await why(lead, f"{thread}?assignment=1")
            assert first["sentences"][0].startswith("Olga Ivanova had the best score")
            assert [one["shown"] for one in first["assignments"]] == [True, False]
            assert (await asyncio.to_thread(lead.api, "GET", f"/api/v1/why/{thread}?assignment=3"))[0] == 404
            assert (await asyncio.to_thread(lead.api, "GET", f"/api/v1/why/{thread}?assignment=-1"))[0] == 404
            await customer.ask("end", thread=thread)
            await olga.ask("status", status="available")


async def test_who_asks_for_a_language_of_nobody_is_told_in_which_one_the_answer_comes(running: Instance) -> None:
    lead = await asyncio.to_thread(Browser, running, "nadia")
    async with CustomerPlayer(running) as customer:
        welcome = await customer.hello(language="hi-IN")
        assert (welcome["customer"]["language"], welcome["customer"]["unserved_language"]) == ("en", "hi-IN")
        thread = await customer.start("namaste")
        said = "The customer asked for Hindi, in which this site does not answer: English instead."
        assert said in (await why(lead, thread))["sentences"]
        await customer.ask("end", thread=thread)


async def test_whoever_asks_why_without_end_is_told_to_wait(running: Instance) -> None:
    asking = await asyncio.to_thread(Browser, running, "dmitri")
    async with CustomerPlayer(running) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("раз")
        for _ in range(2 * WHY_PER_MINUTE + 1):  # the minute may turn in the middle
            status, found = await asyncio.to_thread(asking.api, "GET", f"/api/v1/why/{thread}")
            if status != 200:
                break
        assert (status, found["code"]) == (429, "rate_limited")
        await customer.ask("end", thread=thread)
