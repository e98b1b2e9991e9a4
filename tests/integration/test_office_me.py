"""Can everybody say what customers read of them, where the site allows it; does each page say whose it is?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.browserless import Browser
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer

PAGE = "/console/office/me"
BACK = """
from agents.models import Agent
from chat.models import Site
Agent.objects.filter(email="james@meridian.example").update(name="James Miller", shown_languages=[])
Site.objects.filter(key="site_demo_exchange").update(own_profiles=True)
"""
DENY = "from chat.models import Site; Site.objects.filter(key='site_demo_exchange').update(own_profiles=False)"


@pytest.fixture
def james(running: Instance) -> Iterator[Browser]:
    """An agent; afterwards as before."""
    james = Browser(running, "james")
    james.get(PAGE)
    yield james
    running.manage("shell", "-v", "0", "-c", BACK)


def named(customer: CustomerPlayer, name: str) -> dict[str, Any]:
    """The agent of this name, as the customer is told of one; empty: none yet."""
    stands = [frame["thread"]["chat"].get("agent") or {} for frame in customer.seen if frame["t"] == "thread"]
    return next((agent for agent in stands if agent.get("name") == name), {})


def test_an_agent_chooses_name_and_languages_and_customers_read_them_at_once(running: Instance, james: Browser) -> None:
    async def seen() -> dict[str, Any]:
        async with AgentPlayer(running, "james"), CustomerPlayer(running) as emma:
            await emma.hello(language="en", region="EUR")
            thread = await emma.start("My order is stuck", topic="other")
            await emma.event(thread, "assigned")
            fields = [("do", "change"), ("name", "Jim M."), ("language", "en")]
            status, text = await asyncio.to_thread(james.post, PAGE, fields)
            assert (status, "Saved." in text) == (200, True)
            found: dict[str, Any] = await emma.until(lambda: named(emma, "Jim M."), "the new name")
            await emma.ask("end", thread=thread)
            again = await emma.start("One more thing", topic="other")
            assigned = await emma.event(again, "assigned")
            assert assigned["body"]["agent"]["languages"] == ["en"]  # in the log, too
            await emma.ask("end", thread=again)
            return found

    agent = asyncio.run(seen())
    assert agent["languages"] == ["en"]
    acts = Browser(running, "admin").get("/console/office/acts")[1]
    assert "Own profile changed" in acts


def test_what_cannot_be_is_refused_and_so_is_everything_where_the_site_does_not_allow_it(
    running: Instance, james: Browser
) -> None:
    for fields, words in (
        ([("name", " "), ("language", "en")], "A name has 1 to 80 characters."),
        ([("name", "James")], "Show one language at least."),
        ([("name", "LI NA"), ("language", "en")], "A colleague is called so already."),
        ([("name", "Send me your password"), ("language", "en")], "as a request for a secret."),
        ([("name", "James"), ("language", "xx")], "Show one language at least."),
    ):
        status, text = james.post(PAGE, [("do", "change"), *fields])
        assert (status, words in text) == (400, True), fields
    running.manage("shell", "-v", "0", "-c", DENY)
    assert "On this desk an administrator sets it." in james.get(PAGE)[1]
    for do in ("change", "no-picture"):
        status, text = james.post(PAGE, [("do", do), ("name", "Jim"), ("language", "en")])
        assert (status, "Your role does not allow this." in text) == (400, True)


def test_each_page_says_whose_it_is(running: Instance) -> None:
    agent, lead = Browser(running, "james"), Browser(running, "nadia")
    status, text = agent.get("/console/office/waits")
    assert (status, "Leads and administrators see this page." in text) == (403, True)
    for path in ("policy", "topics", "people", "acts", "site"):
        for who in (agent, lead):
            status, text = who.get(f"/console/office/{path}")
            assert (status, "Only administrators see this page." in text) == (403, True), path
    assert "Waiting times" not in agent.get(PAGE)[1]
    assert "Waiting times" in lead.get(PAGE)[1]
