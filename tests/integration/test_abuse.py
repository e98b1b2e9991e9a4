"""What happens to a customer who is abusive? Warned, ended, blocked on every path, heard once, and let in again."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from uuid import uuid4

from tests.support.browserless import Browser
from tests.support.chats import taken
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer, Frame, identity


def blocks_of(lead: AgentPlayer, thread: str) -> list[Frame]:
    """What is blocked because of a thread, as it is on somebody's desk now."""
    return [item for item in lead.follow_desk().values() if item["kind"] == "block" and item["thread"] == thread]


def announced(running: Instance, token: str, thread: str) -> tuple[int, str]:
    """Status and code of the answer to whoever is about to send a file."""
    request = urllib.request.Request(
        f"{running.url}/api/v1/files",
        data=json.dumps({"thread": thread, "client_id": uuid4().hex, "name": "a.png", "size": 9}).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)["code"]


def read(address: str) -> str:
    """A page, as whoever has its link sees it."""
    with urllib.request.urlopen(address) as answer:
        return str(answer.read().decode())


async def test_a_warning_is_said_to_the_customer_and_stays_in_the_log(running: Instance) -> None:
    async with AgentPlayer(running, "dmitri") as dmitri, CustomerPlayer(running) as customer:
        thread = await taken(customer, dmitri)
        assert (await dmitri.ask("warn", thread=thread))["t"] == "ok"
        warned = await customer.event(thread, "warned")
        assert (warned["by"]["id"], warned["body"]) == (dmitri.me, {})
        assert (await dmitri.ask("endabuse", thread=thread))["t"] == "ok"
        await customer.event(thread, "ended", reason="abuse")
        # Ended is not blocked.
        assert await customer.start("I am sorry")


async def test_a_blocked_customer_writes_on_no_path_and_reads_on(running: Instance) -> None:
    signed = identity(running, sub=f"acct-{uuid4().hex[:8]}", name="Rude", language="ru")
    async with AgentPlayer(running, "dmitri") as dmitri, CustomerPlayer(running) as customer:
        await dmitri.ask("status", status="available")
        await customer.hello(language="ru", identity=signed)
        thread = await customer.start("…")
        await dmitri.event(thread, "message", text="…")
        made = await dmitri.ask("escalate", thread=thread, subject="a case")
        again = await customer.start("once more")
        await dmitri.event(again, "message", text="once more")
        block = {"thread": again, "category": "insults", "reason": "called names"}
        assert (await dmitri.ask("block", duration="forever", **block))["code"] == "not_allowed"
        assert (await dmitri.ask("block", duration="day", **block))["t"] == "ok"
        await customer.event(again, "ended", reason="abuse")
        told = (await customer.get("blocked"))["blocked"]
        assert (told["category"], told["until"] - told["at"]) == ("insults", 86_400)
        assert "called names" not in json.dumps(customer.seen)
        # The socket, a new chat, a ticket, a rating.
        assert (await customer.say(thread, "you"))["code"] == "blocked"
        start = {"client_id": uuid4().hex, "topic": "trading", "text": "again"}
        assert (await customer.ask("start", **start))["code"] == "blocked"
        assert (await customer.ask("escalate", thread=again))["code"] == "blocked"
        assert (await customer.ask("rate", thread=again, score=1, comment="bad"))["code"] == "blocked"
        # A file over HTTP.
        assert announced(running, customer.token, thread) == (403, "blocked")
        # The page of the ticket: it can be read, and not answered.
        html = read(made["link"])
        assert "a case" in html
        assert "<form" not in html
        # A new visitor who signs in as the same account: what they began before ends with it.
        async with CustomerPlayer(running) as other:
            await other.hello(language="ru")
            begun = await other.start("who, me?")
            assert (await other.ask("identify", identity=signed))["t"] == "ok"
            await other.event(begun, "ended", reason="abuse")
        async with CustomerPlayer(running) as back:
            assert (await back.hello(language="ru", identity=signed))["blocked"]["category"] == "insults"
            assert (await back.ask("start", **start | {"client_id": uuid4().hex}))["code"] == "blocked"


async def test_a_block_is_appealed_once_and_a_lead_decides(running: Instance) -> None:
    async with (
        AgentPlayer(running, "dmitri") as dmitri,
        AgentPlayer(running, "nadia") as lead,
        CustomerPlayer(running) as customer,
    ):
        await dmitri.ask("status", status="available")
        await customer.hello(language="ru")
        assert (await customer.ask("appeal", text="why"))["code"] == "not_blocked"
        thread = await customer.start("…")
        await dmitri.event(thread, "message", text="…")
        await dmitri.ask("block", thread=thread, category="spam", duration="week", reason="links")
        [listed] = await lead.until(lambda: blocks_of(lead, thread), "the block")
        assert (listed["by"], listed["reason"]) == (dmitri.follow_desk()[f"agent:{dmitri.me}"]["name"], "links")
        assert not blocks_of(dmitri, thread)
        # There is nothing to answer yet, and nothing is answered.
        assert (await lead.ask("decide", id=listed["id"], lift=False, text="No"))["code"] == "no_appeal"
        assert (await customer.ask("appeal", text="It was my little brother"))["t"] == "ok"
        assert (await customer.ask("appeal", text="Really"))["code"] == "appeal_made"
        await lead.until(lambda: blocks_of(lead, thread)[0].get("appeal"), "the appeal")
        assert (await dmitri.ask("decide", id=listed["id"], lift=True))["code"] == "not_allowed"
        asks = await lead.ask("decide", id=listed["id"], lift=True, text="Please send me your password first")
        assert asks["code"] == "asks_secret"
        assert (await lead.ask("decide", id=listed["id"], lift=False, text="Please wait a week"))["t"] == "ok"
        await customer.event(thread, "appeal_answered", lifted=False)
        await customer.until(
            lambda: any(one["t"] == "blocked" and one["blocked"].get("answered") for one in customer.seen), "answered"
        )
        assert (await lead.ask("decide", id=listed["id"], lift=False, text="Wait"))["code"] == "no_appeal"
        assert (await lead.ask("decide", id=listed["id"], lift=True, text="Welcome back"))["t"] == "ok"
        await customer.until(
            lambda: any(one["t"] == "blocked" and not one.get("blocked") for one in customer.seen), "let in"
        )
        await lead.until(lambda: not blocks_of(lead, thread), "off the desk")
        assert (await lead.ask("decide", id=listed["id"], lift=True))["code"] == "not_blocked"
        assert await customer.start("thank you")
    html = Browser(running, "admin").get("/console/office/acts")[1]
    assert all(words in html for words in ("Customer blocked", "Block of a customer lifted", "links"))


async def test_only_whoever_has_the_chat_blocks_its_customer(running: Instance) -> None:
    async with (
        AgentPlayer(running, "dmitri") as dmitri,
        AgentPlayer(running, "lina") as lina,
        CustomerPlayer(running) as customer,
    ):
        thread = await taken(customer, dmitri)
        block = {"thread": thread, "category": "other", "duration": "hour"}
        assert (await lina.ask("block", **block))["code"] == "chat_not_yours"
        assert (await lina.ask("warn", thread=thread))["code"] == "chat_not_yours"
        # Refused whole: the chat goes on.
        assert (await customer.say(thread, "still here"))["t"] == "ack"
