"""Do canned replies reach the consoles they are for, and only well-formed ones?"""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.support.browserless import Browser
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, Frame

REMOVE = "from desk.models import CannedReply; CannedReply.objects.filter(name__startswith='test-').delete()"


@pytest.fixture
def lead(running: Instance) -> Iterator[Browser]:
    """A lead at the office; afterwards the shared product is as it was."""
    yield Browser(running, "nadia")
    running.manage("shell", "-v", "0", "-c", REMOVE)


async def replies_of(agent: AgentPlayer) -> dict[str, Frame]:
    """The canned replies of a console, by name."""
    answer = await agent.ask("replies")
    return {reply["name"]: reply for reply in answer["replies"]}


async def test_a_reply_of_ones_own_is_kept_changed_and_removed_and_nobody_else_sees_it(running: Instance) -> None:
    name = f"test-{uuid4().hex[:8]}"
    async with AgentPlayer(running, "amira") as amira, AgentPlayer(running, "omar") as omar:
        saved = {"name": f"/{name.upper()}", "language": "en", "text": "Hello {customer}", "topic": "trading"}
        assert (await amira.ask("savereply", **saved))["t"] == "ok"
        reply = (await replies_of(amira))[name]
        assert (reply["texts"], reply["topic"], reply["own"]) == ({"en": "Hello {customer}"}, "trading", True)
        assert name not in await replies_of(omar)
        twice = await amira.ask("savereply", **saved)
        assert twice["code"] == "settings_invalid"
        assert [problem["field"] for problem in twice["data"]["problems"]] == ["name"]
        change = {"id": reply["id"], "name": name, "language": "en", "text": "Good day"}
        assert (await omar.ask("savereply", **change))["code"] == "not_found"
        assert (await amira.ask("savereply", **change))["t"] == "ok"
        assert (await replies_of(amira))[name]["texts"] == {"en": "Good day"}
        assert (await omar.ask("dropreply", id=reply["id"]))["t"] == "ok"
        assert name in await replies_of(amira)
        assert (await amira.ask("dropreply", id=reply["id"]))["t"] == "ok"
        assert name not in await replies_of(amira)


async def test_what_cannot_be_filled_or_found_is_refused_by_field(running: Instance) -> None:
    async with AgentPlayer(running, "amira") as amira:
        wrong = {"name": "two words", "language": "xx", "text": "Dear {nobody}", "topic": "unheard"}
        answer = await amira.ask("savereply", **wrong)
        fields = [problem["field"] for problem in answer["data"]["problems"]]
        assert sorted(fields) == ["name", "texts", "texts", "topic"]
        empty = await amira.ask("savereply", name="test-empty", language="en", text="  ")
        assert [problem["field"] for problem in empty["data"]["problems"]] == ["texts"]


async def test_what_a_lead_writes_for_everybody_is_announced_to_every_console(running: Instance, lead: Browser) -> None:
    path = "/console/office/replies"
    async with AgentPlayer(running, "amira") as amira:
        version = amira.follow_desk()["replies:"]["version"]
        lead.get(path)
        fields = [("do", "save"), ("name", "test-shared"), ("text.en", "Thanks, {customer}"), ("text.ar", "شكرا")]
        status, html = lead.post(path, fields)
        assert status == 200
        assert "/test-shared" in html
        await amira.until(lambda: amira.follow_desk()["replies:"]["version"] > version, "a newer version")
        reply = (await replies_of(amira))["test-shared"]
        assert reply["texts"] == {"en": "Thanks, {customer}", "ar": "شكرا"}
        assert "own" not in reply
        status, html = lead.post(path, [("do", "save"), ("name", "test-shared"), ("text.en", "<b>{nobody}</b>")])
        assert status == 400
        assert "Nobody can fill {nobody}" in html
        assert "&lt;b&gt;{nobody}&lt;/b&gt;" in html
        assert lead.post(path, [("do", "remove"), ("reply", reply["id"])])[0] == 200
        assert "test-shared" not in await replies_of(amira)
    acts = Browser(running, "admin").get("/console/office/acts")
    assert "Canned reply removed" in str(acts)


def test_agents_do_not_write_for_everybody(running: Instance) -> None:
    assert Browser(running, "amira").get("/console/office/replies")[0] == 403
