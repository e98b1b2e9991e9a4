"""What does an agent see of the person: hidden until asked, signed or said, pages with consent, notes?"""

from __future__ import annotations

import asyncio
import urllib.request
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from agents.models import Agent
from desk import sensitive
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer, Frame, identity, sign_in
from tests.support.threads import make_site

QUOTA = """
from agents.models import Agent
from chat.models import Thread
from desk.models import Reveal
thread = Thread.objects.get(public_id="{thread}")
agent = Agent.objects.get(email="{agent}@meridian.example")
asked = dict(site=thread.site, agent=agent, thread=thread, customer=thread.customer, field="email")
Reveal.objects.bulk_create(Reveal(**asked) for _ in range(60))
"""
CLEAR = "from desk.models import Reveal; Reveal.objects.all().delete()"
OLD = (
    "from chat.models import PageVisit; from chat.pages import forget_old; from django.db.models import F;"
    "from datetime import timedelta;"
    "PageVisit.objects.filter(title='Old').update(at=F('at') - timedelta(days=31)); forget_old()"
)


async def seen(agent: AgentPlayer, thread: str) -> Frame:
    """The customer of a thread, as an agent who opens it sees them."""
    found: Frame = (await agent.ask("open", thread=thread))["customer"]
    await agent.send("close", thread=thread)
    return found


async def changed(agent: AgentPlayer, thread: str, wanted: Any) -> Frame:
    """The customer of a followed thread, once it is as wanted."""

    def look() -> Frame | None:
        found = [frame["customer"] for frame in agent.seen if frame["t"] == "thread" and frame["id"] == thread]
        return found[-1] if found and wanted(found[-1]) else None

    shown: Frame = await agent.until(look, "the customer as wanted")
    return shown


def page(instance: Instance, who: str, path: str) -> str:
    """A page of the office."""
    cookie = sign_in(instance, f"{who}@meridian.example")
    with urllib.request.urlopen(urllib.request.Request(instance.url + path, headers={"Cookie": cookie})) as answer:
        text: str = answer.read().decode()
        return text


async def test_what_is_hidden_comes_only_on_asking_and_leads_read_who_asked(running: Instance) -> None:
    account, mail = f"acct-{uuid4().hex[:10]}", "li.wei.of.the.desk@example.com"
    signed = identity(
        running, sub=account, name="Li <b>Wei</b>", email=mail, email_verified=True,
        attributes={"Phone": "+49 30 1234567", "Plan": "Gold", "Verified ID": True},
    )  # fmt: skip
    async with AgentPlayer(running, "nadia") as lead, CustomerPlayer(running) as customer:
        await customer.hello(identity=signed, language="en", attributes={"plan": "Platinum", "Cart": "2 items"})
        thread = await customer.start("hello")
        shown = await seen(lead, thread)
        assert account not in str(lead.seen)
        assert mail not in str(shown)
        assert "1234567" not in str(shown)
        assert (shown["account"], shown["email"]) == (f"••••{account[-2:]}", "l••••@example.com")
        told = {each["name"]: each for each in shown["attributes"]}
        assert told["Phone"] == {"name": "Phone", "value": "••••67", "signed": True, "hidden": True}
        assert told["Plan"] == {"name": "Plan", "value": "Gold", "signed": True}
        assert told["Verified ID"]["value"] == "true"
        assert told["Cart"] == {"name": "Cart", "value": "2 items"}  # only said, and nothing signed contradicts it
        assert "plan" not in told
        for field, value in (("email", mail), ("account", account), ("attribute:Phone", "+49 30 1234567")):
            assert (await lead.ask("reveal", thread=thread, field=field))["value"] == value
        for field in ("attribute:Plan", "attribute:", "field:1:nothing", "field:x", "password", ""):
            assert (await lead.ask("reveal", thread=thread, field=field))["code"] == "not_found", field
        assert (await lead.ask("reveal", thread=uuid4().hex, field="email"))["code"] == "thread_unknown"
        html = await asyncio.to_thread(page, running, "nadia", "/console/office/reveals")
        assert "Attribute: Phone" in html
        assert "Li &lt;b&gt;Wei" in html
        assert mail not in html
        await customer.ask("end", thread=thread)


async def test_an_agent_reads_which_language_was_asked_for_in_vain(running: Instance) -> None:
    async with AgentPlayer(running, "nadia") as lead, CustomerPlayer(running) as customer:
        await customer.hello(language="de-AT")
        thread = await customer.start("Guten Tag")
        shown = await seen(lead, thread)
        assert (shown["language"], shown["unserved_language"]) == ("en", "de-AT")
        await customer.ask("end", thread=thread)
    async with AgentPlayer(running, "nadia") as lead, CustomerPlayer(running) as served:
        await served.hello(language="ru")
        thread = await served.start("Привет")
        assert (await seen(lead, thread)).get("unserved_language", "") == ""
        await served.ask("end", thread=thread)


async def test_one_person_may_ask_for_so_many_in_an_hour(running: Instance) -> None:
    async with AgentPlayer(running, "wei") as wei, CustomerPlayer(running) as customer:
        signed = identity(running, name="Li", email="li@example.com", email_verified=True)
        await customer.hello(identity=signed, language="en")
        thread = await customer.start("hello")
        await asyncio.to_thread(running.manage, "shell", "-v", "0", "-c", QUOTA.format(thread=thread, agent="wei"))
        refused = await wei.ask("reveal", thread=thread, field="email")
        assert refused["code"] == "reveals_used_up"
        assert refused["data"]["limit"] == 60
        assert 0 < refused["data"]["retry_after"] <= 3_601
        await asyncio.to_thread(running.manage, "shell", "-v", "0", "-c", CLEAR)
        assert (await wei.ask("reveal", thread=thread, field="email"))["value"] == "li@example.com"
        await customer.ask("end", thread=thread)


def test_a_desk_that_allows_nobody_a_hidden_value_says_so_without_any_ever_asked_for(
    db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "REVEALS_PER_HOUR", 0)
    agent = Agent.objects.create_user(f"{uuid4().hex}@example.com", "a password", site=make_site(), name="Ada")
    assert 0 < sensitive.retry_after(agent) <= 3_601


async def test_hostile_attributes_are_bounded_and_shown_as_text(running: Instance) -> None:
    said = {f"name{number}": "x" * 500 for number in range(40)}
    said = {"\u202egnp.exe\x00": "<script>alert(1)</script>\n\u200btwo", "": "nameless", "n" * 90: "long"} | said
    async with AgentPlayer(running, "nadia") as lead, CustomerPlayer(running) as customer:
        await customer.hello(language="en", attributes=said)
        thread = await customer.start("hello")
        shown = (await seen(lead, thread))["attributes"]
        assert shown[0] == {"name": "gnp.exe", "value": "<script>alert(1)</script> two"}
        assert len(shown) == 20
        assert max(len(each["value"]) for each in shown) == 200
        assert max(len(each["name"]) for each in shown) == 40
        await lead.ask("open", thread=thread)
        await customer.send("about", attributes={"Step": "payment", "Said": "my password is hunter22"})
        now = await changed(lead, thread, lambda one: len(one["attributes"]) == 2)
        assert now["attributes"] == [
            {"name": "Step", "value": "payment"},
            {"name": "Said", "value": "my password is ••••••••"},
        ]
        await customer.ask("end", thread=thread)
        too_many = identity(running, attributes={f"a{number}": 1 for number in range(21)})
        async with CustomerPlayer(running) as other:
            refused = await other.hello(identity=too_many)
            assert refused["code"] == "identity_invalid"
            assert "attributes" in refused["data"]["reason"]


async def test_pages_are_kept_only_with_consent_without_queries_and_forgotten(running: Instance) -> None:
    here = {"url": "https://shop.example/cart?token=secret#pay", "title": "Cart"}
    async with AgentPlayer(running, "nadia") as lead, CustomerPlayer(running) as customer:
        await customer.hello(language="en", page=here)
        thread = await customer.start("hello")
        shown = await seen(lead, thread)
        assert (shown["page_url"], shown.get("pages", [])) == ("https://shop.example/cart", [])
        await lead.ask("open", thread=thread)
        await customer.send("page", page={"url": "https://shop.example/help", "title": "Help"})
        await changed(lead, thread, lambda one: one.get("page_title") == "Help")
        assert (await seen(lead, thread)).get("pages", []) == []
        await lead.ask("open", thread=thread)
        await customer.send("about", pages=True)  # the website's own banner was agreed to
        for title in ("Old", "Fees", "Fees"):
            await customer.send("page", page={"url": f"https://shop.example/{title}?q=1", "title": title})
        await customer.send("page", page={"url": "javascript:alert(1)", "title": "Bad"})
        now = await changed(lead, thread, lambda one: one.get("page_title") == "Bad")
        assert now["pages_consent"] == "host"
        assert [(each["url"], each["title"]) for each in now["pages"]] == [
            ("https://shop.example/Fees", "Fees"),
            ("https://shop.example/Old", "Old"),
            ("https://shop.example/help", "Help"),
        ]
        await asyncio.to_thread(running.manage, "shell", "-v", "0", "-c", OLD)
        assert [each["title"] for each in (await seen(lead, thread))["pages"]] == ["Fees", "Help"]
        for number in range(30):
            await customer.send("page", page={"url": f"https://shop.example/{number}", "title": str(number)})
        await lead.ask("open", thread=thread)
        now = await changed(lead, thread, lambda one: one.get("page_title") == "29")
        assert len(now["pages"]) == 20
        assert (await customer.ask("keeppages", on=False))["t"] == "ok"
        now = await changed(lead, thread, lambda one: one.get("pages_consent") == "refused")
        assert now.get("pages", []) == []
        await customer.send("about", pages=True)  # the website cannot say yes for somebody who said no
        await customer.send("page", page={"url": "https://shop.example/after", "title": "After"})
        now = await changed(lead, thread, lambda one: one.get("page_title") == "After")
        assert (now["pages_consent"], now.get("pages", [])) == ("refused", [])
        assert (await customer.ask("keeppages", on=True))["t"] == "ok"
        now = await changed(lead, thread, lambda one: one.get("pages_consent") == "customer")
        assert [each["title"] for each in now["pages"]] == ["After"]
        await customer.ask("end", thread=thread)


async def test_a_note_on_the_person_is_everybodys_to_read_and_its_writers_to_change(running: Instance) -> None:
    async with (
        AgentPlayer(running, "amira") as amira,
        AgentPlayer(running, "omar") as omar,
        AgentPlayer(running, "nadia") as lead,
        CustomerPlayer(running) as customer,
    ):
        await customer.hello(language="en")
        thread = await customer.start("hello")
        await omar.ask("open", thread=thread)
        wanted = {"thread": thread, "client_id": uuid4().hex, "text": "Prefers calls. my password is hunter22"}
        assert (await amira.ask("personnote", **wanted))["t"] == "ok"
        assert (await amira.ask("personnote", **wanted))["t"] == "ok"  # its answer was lost
        [note] = (await changed(omar, thread, lambda one: one.get("notes")))["notes"]
        assert (note["text"], note["agent"]) == ("Prefers calls. my password is ••••••••", amira.me)
        assert note["by"].startswith("Amira")
        other = {"thread": thread, "client_id": uuid4().hex, "id": note["id"], "text": "mine now"}
        assert (await omar.ask("personnote", **other))["code"] == "not_allowed"
        assert (await omar.ask("droppersonnote", thread=thread, id=note["id"]))["code"] == "not_allowed"
        assert (await amira.ask("personnote", **other | {"text": "Prefers mail."}))["t"] == "ok"
        [after] = (await changed(omar, thread, lambda one: one["notes"][0]["text"] == "Prefers mail."))["notes"]
        assert after["edited_at"] >= after["at"]
        for text, code in (("  ", "message_empty"), ("x" * 1_001, "message_too_long")):
            assert (await amira.ask("personnote", **wanted | {"client_id": uuid4().hex, "text": text}))["code"] == code
        await customer.ask("end", thread=thread)
        again = await customer.start("me again")
        assert (await seen(omar, again))["notes"][0]["text"] == "Prefers mail."
        assert (await lead.ask("droppersonnote", thread=again, id=note["id"]))["t"] == "ok"
        assert (await seen(omar, again)).get("notes", []) == []
        assert (await lead.ask("droppersonnote", thread=again, id=999_999_999))["code"] == "not_found"
        assert "hunter22" not in str(customer.seen)
        assert "Prefers" not in str(customer.seen)
        await customer.ask("end", thread=again)
