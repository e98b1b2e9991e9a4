"""Do customers and agents reach each other, and lose nothing? Over the public protocol, against real processes."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import uuid4

from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer, identity


async def test_an_arabic_speaking_vip_reaches_the_agent_who_speaks_arabic(running: Instance) -> None:
    async with (
        AgentPlayer(running, "amira") as amira,
        AgentPlayer(running, "lina") as lina,
        CustomerPlayer(running) as layla,
    ):
        welcome = await layla.hello(identity=identity(running, "layla"), language="ar")
        assert welcome["customer"]["verified"]
        assert welcome["customer"]["tier"] == 3
        thread = await layla.start("أين حوالتي؟")
        joined = await layla.event(thread, "assigned")
        assert joined["body"]["agent"]["name"] == "Amira Nasser"
        await amira.event(thread, "message", text="أين حوالتي؟")
        assert (await amira.say(thread, "مرحبا ليلى"))["t"] == "ack"
        said = await layla.event(thread, "message", text="مرحبا ليلى")
        assert said["by"] == {"kind": "agent", "id": amira.me, "name": "Amira Nasser"}
        assert thread not in lina.events
        assert (await amira.ask("resolve", thread=thread))["t"] == "ok"
        ended = await layla.event(thread, "ended")
        assert ended["body"] == {"reason": "agent"}
        assert (await layla.ask("rate", thread=thread, score=5, comment="شكرا"))["t"] == "ok"


async def test_a_message_sent_twice_is_stored_once_under_one_seq(running: Instance) -> None:
    async with CustomerPlayer(running) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("привет")
        client_id = uuid4().hex
        first = await customer.say(thread, "один раз", client_id)
        again = await customer.say(thread, "один раз", client_id)
        assert first["seq"] == again["seq"]
        texts = [event["body"].get("text") for event in customer.events[thread].values()]
        assert texts.count("один раз") == 1
        await customer.ask("end", thread=thread)


async def test_starting_twice_with_one_client_id_makes_one_chat(running: Instance) -> None:
    async with CustomerPlayer(running) as customer:
        await customer.hello(language="ru")
        start = {"client_id": uuid4().hex, "topic": "api", "text": "hi"}
        first, again = await customer.ask("start", **start), await customer.ask("start", **start)
        assert first["thread"] == again["thread"]
        refused = await customer.ask("start", **start | {"client_id": uuid4().hex})
        assert refused["code"] == "chat_open"
        assert refused["data"] == {"thread": first["thread"]}
        await customer.ask("end", thread=first["thread"])


async def test_what_agents_note_never_reaches_the_customer(running: Instance) -> None:
    async with AgentPlayer(running, "lina") as lina, CustomerPlayer(running) as customer:
        await customer.hello(language="zh")
        thread = await customer.start("你好")
        await lina.event(thread, "message")
        await lina.say(thread, "likely a duplicate account", kind="note")
        await lina.event(thread, "note")
        await lina.say(thread, "您好")
        await customer.event(thread, "message", text="您好")
        page = await _history(customer, thread)
        whole = json.dumps([customer.events, page])
        assert "duplicate account" not in whole
        assert '"note"' not in whole
        await lina.ask("resolve", thread=thread, outcome="unresolved")
        await customer.event(thread, "ended")
        assert "unresolved" not in json.dumps(customer.events)


async def _history(player: CustomerPlayer, thread: str) -> dict[str, object]:
    await player.send("history", rid="h", thread=thread)
    return await player.get("page", rid="h")


async def test_secrets_are_masked_before_they_are_stored(running: Instance) -> None:
    phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
    async with CustomerPlayer(running) as customer:
        await customer.hello(language="ru")
        thread = await customer.start(f"my phrase is {phrase}")
        await customer.say(thread, "card 4111 1111 1111 1111, order 3348917502")
        stored = running.manage(
            "shell", "-v", "0", "-c",
            "from chat.models import Event;"
            f"print([e.body for e in Event.objects.filter(thread__public_id='{thread}')])",
        )  # fmt: skip
        assert "sausage" not in stored
        assert "4111" not in stored
        assert "3348917502" in stored
        masked = await customer.event(thread, "message", masked=["card_number"])
        assert masked["body"]["text"] == "card ••••••••, order 3348917502"
        await customer.ask("end", thread=thread)


async def test_signing_in_mid_chat_keeps_the_conversation(running: Instance) -> None:
    async with AgentPlayer(running, "lina") as lina, CustomerPlayer(running) as mei:
        await mei.hello(language="zh")
        thread = await mei.start("充值没有到账")
        await lina.event(thread, "message")
        token = identity(running, "mei", sub=f"acct-{uuid4().hex}")
        assert (await mei.ask("identify", identity=token))["t"] == "ok"
        welcome = await mei.get("welcome")
        assert welcome["customer"]["name"] == "Chen Mei"
        assert [each["id"] for each in welcome["threads"]] == [thread]
        await lina.event(thread, "identified", name="Chen Mei", tier=1)
        assert (await mei.say(thread, "我登录了"))["t"] == "ack"
        # The history of an identified customer opens only with an identity: the token alone begins anew.
        async with CustomerPlayer(running) as stranger:
            stranger.token = welcome["token"]
            assert (await stranger.hello()).get("threads", []) == []
        async with CustomerPlayer(running) as elsewhere:
            again = await elsewhere.hello(identity=token)
            assert [each["id"] for each in again["threads"]] == [thread]
        await mei.ask("end", thread=thread)


async def test_typing_and_read_marks_travel_both_ways(running: Instance) -> None:
    async with AgentPlayer(running, "dmitri") as dmitri, CustomerPlayer(running) as ivan:
        await ivan.hello(language="ru")
        thread = await ivan.start("здравствуйте")
        await dmitri.event(thread, "message")
        await dmitri.send("typing", thread=thread, on=True)
        assert (await ivan.get("typing"))["by"]["name"] == "Dmitri Sokolov"
        await ivan.send("typing", thread=thread, on=True)
        assert (await dmitri.get("typing"))["by"]["kind"] == "customer"
        await dmitri.send("read", thread=thread, seq=2)
        assert (await ivan.get("read"))["read"]["agent"] == 2
        await ivan.send("read", thread=thread, seq=10_000)
        head = max(ivan.events[thread])
        await dmitri.until(
            lambda: any(frame["t"] == "read" and frame["read"].get("customer") == head for frame in dmitri.seen),
            "the customer's cursor, never past the head",
        )
        await ivan.ask("end", thread=thread)


async def test_what_has_come_to_the_agents_console_is_delivered_and_stays_so(running: Instance) -> None:
    async with AgentPlayer(running, "dmitri") as dmitri, CustomerPlayer(running) as ivan:
        await ivan.hello(language="ru")
        thread = await ivan.start("здравствуйте")
        await dmitri.event(thread, "message")
        head = max(dmitri.events[thread])
        async with AgentPlayer(running, "olga") as olga:  # a colleague who looks is not whom it came to
            await olga.ask("open", thread=thread)
            await olga.send("delivered", threads={thread: head})
        await dmitri.send("delivered", threads={thread: head - 1, "no-such-thread": 7})
        assert (await ivan.get("read"))["read"] == {"delivered": head - 1}
        await dmitri.send("delivered", threads={thread: 10_000})
        assert (await ivan.get("read"))["read"] == {"delivered": max(ivan.events[thread])}
        await dmitri.send("delivered", threads={thread: 1})
        await dmitri.send("read", thread=thread, seq=1)
        assert (await ivan.get("read"))["read"] == {"agent": 1, "delivered": max(ivan.events[thread])}
        await ivan.say(thread, "есть кто-нибудь?")
        await dmitri.event(thread, "message", text="есть кто-нибудь?")
        head = max(dmitri.events[thread])
        await dmitri.send("read", thread=thread, seq=head)
        assert (await ivan.get("read"))["read"] == {"agent": head, "delivered": head}
        async with CustomerPlayer(running) as again:
            [known] = (await again.hello(token=ivan.token))["threads"]
            assert known["read"]["delivered"] == head
        await ivan.ask("end", thread=thread)


async def test_a_transfer_takes_the_chat_and_its_history_to_the_colleague(running: Instance) -> None:
    async with (
        AgentPlayer(running, "lina") as lina,
        AgentPlayer(running, "wei") as wei,
        CustomerPlayer(running) as customer,
    ):
        await customer.hello(language="zh", region="APAC")
        thread = await customer.start("请帮忙")
        first = await customer.event(thread, "assigned")
        owner, other = (lina, wei) if first["body"]["agent"]["id"] == lina.me else (wei, lina)
        assert (await owner.ask("transfer", thread=thread, to=other.me, note="please take over"))["t"] == "ok"
        await other.until(lambda: f"handover:{thread}" in other.follow_desk(), "asked to take it over")
        assert (await other.ask("accept", thread=thread))["t"] == "ok"
        await other.event(thread, "transferred", note="please take over")
        moved = await customer.event(thread, "transferred")
        assert moved["body"]["agent"]["id"] == other.me
        assert "note" not in moved["body"]
        # Back to the queue, in its old place, and not to the one who gave it away.
        assert (await other.ask("transfer", thread=thread, note=""))["t"] == "ok"
        await customer.event(thread, "requeued", reason="transfer")
        await customer.until(
            lambda: [
                event
                for event in customer.events[thread].values()
                if event["type"] == "assigned" and event["seq"] > first["seq"]
            ],
            "assigned anew",
        )
        last = max((e for e in customer.events[thread].values() if e["type"] == "assigned"), key=lambda e: e["seq"])
        assert last["body"]["agent"]["id"] == owner.me
        await customer.ask("end", thread=thread)


async def test_an_idle_widget_hears_that_somebody_came_on_duty_and_left(running: Instance) -> None:
    async with CustomerPlayer(running) as visitor:
        welcome = await visitor.hello(language="ru-RU")
        assert welcome["desk"]["on_duty"] is False
        async with AgentPlayer(running, "olga"):
            came = await visitor.get("duty")
            assert came["desk"]["on_duty"] is True
            assert "ru" in came["desk"]["languages"]
        await visitor.until(lambda: said(visitor).get("on_duty") is False, "that nobody is there any more")


async def test_an_idle_widget_hears_how_long_it_takes_as_that_changes(running: Instance) -> None:
    full = "from agents.models import Agent; Agent.objects.filter(email='olga@meridian.example').update(capacity={})"
    async with CustomerPlayer(running) as visitor, AgentPlayer(running, "olga") as olga:
        await visitor.hello(language="ru-RU")
        await visitor.until(lambda: said(visitor).get("wait") == {"p50": 0, "p90": 0}, "that somebody has room")
        try:
            await asyncio.to_thread(running.manage, "shell", "-v", "0", "-c", full.format(1))
            async with CustomerPlayer(running) as served, CustomerPlayer(running) as waiting:
                threads = []
                for player in (served, waiting):
                    await player.hello(language="ru")
                    threads.append(await player.start("мой перевод"))
                await olga.event(threads[0], "assigned")
                wait = await visitor.until(lambda: said(visitor).get("wait", {}).get("p90", 0) > 0, "a wait")
                assert wait
                assert said(visitor)["wait"]["p50"] % 60 == 0
                for player, thread in zip((served, waiting), threads, strict=True):
                    await player.ask("end", thread=thread)
        finally:
            await asyncio.to_thread(running.manage, "shell", "-v", "0", "-c", full.format(3))


def said(visitor: CustomerPlayer) -> dict[str, Any]:
    """What a widget was told last of who is there, after what was taken from what it saw."""
    told = [frame["desk"] for frame in visitor.seen if frame["t"] == "duty"]
    return told[-1] if told else {}


async def test_a_chat_given_back_by_the_only_one_who_speaks_its_language_comes_back_to_them(running: Instance) -> None:
    async with AgentPlayer(running, "olga") as olga, CustomerPlayer(running) as customer:
        await olga.ask("status", status="available")
        await customer.hello(language="ru")
        thread = await customer.start("одна")
        await olga.event(thread, "assigned")
        assert (await olga.ask("transfer", thread=thread, to="", note=""))["t"] == "ok"
        await customer.event(thread, "requeued", reason="transfer")

        def assignments() -> bool:
            return [event["type"] for event in customer.events[thread].values()].count("assigned") == 2

        await customer.until(assignments, "assigned again")
        assert (await olga.ask("resolve", thread=thread, outcome="resolved"))["t"] == "ok"


async def test_a_topic_gets_what_it_asks_for_and_the_agent_sees_it(running: Instance) -> None:
    async with AgentPlayer(running, "james") as james, CustomerPlayer(running) as emma:
        welcome = await emma.hello(language="en")
        topics = {topic["slug"]: topic for topic in welcome["site"]["topics"]}
        assert topics["deposit-withdrawal"]["fields"][0]["label"] == "Transaction ID"
        assert "transaction ID" in topics["deposit-withdrawal"]["at_hand"]
        assert "password" in topics["account-security"]["first_aid"]
        start = {"client_id": uuid4().hex, "topic": "deposit-withdrawal", "text": "It has not come"}
        missing = await emma.ask("start", **start)
        assert (missing["code"], missing["data"]) == ("field_missing", {"field": "transaction_id"})
        begun = await emma.ask("start", **start, fields={"transaction_id": "4e3f" * 16})
        queued = await james.event(begun["thread"], "queued")
        assert queued["body"]["fields"] == [{"name": "transaction_id", "label": "Transaction ID", "value": "4e3f" * 16}]
        await emma.ask("end", thread=begun["thread"])
