"""Is what was said found again: by words, name and number, in one's own site alone, whatever is typed?"""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.parse
import urllib.request
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models.functions import Now
from django.utils.timezone import now

from agents.models import Agent
from chat.models import Customer, Event
from search import indexing
from search.finding import search
from search.models import Entry, Person, Written
from tests.support.chats import taken
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer, identity
from tests.support.threads import make_thread

LONG_AGO = """
from chat.models import Event
from django.db.models import F
from datetime import timedelta
Event.objects.filter(thread__public_id="{thread}").update(at=F("at") - timedelta(days=300))
"""
MARK = """
from chat.models import Topic
topic = Topic.objects.get(slug="deposit-withdrawal", site__key="site_demo_exchange")
topic.fields[0]["sensitive"] = {marked}
topic.save()
"""
REVEALS = """
from desk.models import Reveal
print(*Reveal.objects.filter(thread__public_id="{thread}").order_by("pk").values_list("field", flat=True))
"""
USED_UP = """
from desk.models import Reveal
one = Reveal.objects.filter(thread__public_id="{thread}").last()
asked = dict(site=one.site, agent=one.agent, thread=one.thread, customer=one.customer, field="attribute:Phone")
Reveal.objects.bulk_create(Reveal(**asked) for _ in range(60))
"""
CLEAR = "from desk.models import Reveal; Reveal.objects.all().delete()"
OTHER_SITE = """
from chat.models import Site, Thread
Thread.objects.filter(public_id="{thread}").update(site=Site.objects.create(name="Other", languages=["en"]))
"""

AWAY = """
from datetime import timedelta
from django.utils.timezone import now
from search.models import Written
Written.objects.update(until=now() - timedelta(days=1))
"""
ENTRIES = """
from chat.models import Event
from search.models import Entry
entries = list(Entry.objects.filter(thread__public_id="{thread}"))
messages = Event.objects.filter(thread__public_id="{thread}", type="message").order_by("seq")
print(*(sum(1 for one in entries if one.first <= event.seq <= one.last) for event in messages))
"""

Found = list[dict[str, Any]]


def answered(instance: Instance, cookie: str, typed: str) -> dict[str, Any]:
    """The search's answer to whoever has this cookie."""
    address = f"{instance.url}/api/v1/search?{urllib.parse.urlencode({'q': typed})}"
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Cookie": cookie})) as response:
        answer: dict[str, Any] = json.load(response)
        return answer


async def find(player: AgentPlayer, typed: str) -> Found:
    """What is found for a player."""
    answer = await asyncio.to_thread(answered, player.instance, player.cookie, typed)
    found: Found = answer["found"]
    return found


async def hidden_after(player: AgentPlayer) -> int:
    """Seconds until a search tells this player hidden values again."""
    answer = await asyncio.to_thread(answered, player.instance, player.cookie, "nothing has these words")
    assert answer["found"] == []
    seconds: int = answer["hidden_after"]
    return seconds


async def test_a_thread_is_found_by_words_name_account_and_ticket_number(running: Instance) -> None:
    word, account = f"Zebra{uuid4().hex[:8]}", f"acct-{uuid4().hex[:12]}"
    async with AgentPlayer(running, "dmitri") as dmitri, CustomerPlayer(running) as customer:
        signed = identity(running, sub=account, name=f"Ольга {word[5:]}", language="ru")
        await customer.hello(identity=signed, language="ru")
        thread = await customer.start(f"Где мой перевод {word}? 我的提款在哪里")
        await dmitri.event(thread, "message")
        for typed in (word, word.upper(), f"перевод {word}", word[5:], account):
            assert [each["thread"] for each in await find(dmitri, typed)] == [thread], typed
        assert thread in [each["thread"] for each in await find(dmitri, "提款")]
        assert word in (await find(dmitri, word))[0]["text"]
        ticket = (await dmitri.ask("escalate", thread=thread, subject="Transfer"))["ticket"]
        assert (await find(dmitri, f"#{ticket}"))[0]["thread"] == thread
        assert (await find(dmitri, str(ticket)))[0]["ticket"] == ticket


async def test_the_thread_of_a_ticket_made_apart_is_found_by_its_number_its_subject_and_what_was_said(
    running: Instance,
) -> None:
    word = f"wombat{uuid4().hex[:8]}"
    async with AgentPlayer(running, "dmitri") as dmitri, CustomerPlayer(running) as customer:
        thread = await taken(customer, dmitri, "две проблемы")
        apart = {"client_id": uuid4().hex, "topic": "api", "subject": f"Key {word}s", "note": f"later {word}n"}
        made = await dmitri.ask("apart", thread=thread, **apart)
        for written in (False, True):  # read directly, then from the index
            if written:
                await asyncio.to_thread(running.manage, "index_texts")
            for typed in (f"#{made['ticket']}", f"{word}s", f"{word}n"):
                found = (await find(dmitri, typed))[0]
                shown = found["thread"], found["ticket"], found["topic"], found["state"]
                assert shown == (made["thread"], made["ticket"], "api", "ended"), (typed, written)
        await customer.ask("end", thread=thread)


async def test_all_that_was_ever_written_is_found_old_and_new_in_ones_own_site_alone(running: Instance) -> None:
    word = f"quokka{uuid4().hex[:6]}"
    signed = identity(
        running, sub=f"acct-{uuid4().hex}", name=f"Jürgen {word}", email=f"{word}@example.com", email_verified=True
    )
    async with AgentPlayer(running, "james") as james, CustomerPlayer(running) as customer:
        await asyncio.to_thread(running.manage, "shell", "-v", "0", "-c", MARK.format(marked=True))
        await customer.hello(identity=signed, language="en")
        start = {"client_id": uuid4().hex, "topic": "deposit-withdrawal", "text": f"Şimdi {word}x geldi"}
        thread = (await customer.ask("start", **start, fields={"transaction_id": f"TX-{word}-99"}))["thread"]
        await james.event(thread, "message")
        for written in (False, True):  # read directly, then from the index
            if written:
                await asyncio.to_thread(running.manage, "index_texts")
                await asyncio.to_thread(running.manage, "shell", "-v", "0", "-c", LONG_AGO.format(thread=thread))
            for typed in (f"{word}X simdi", word[3:] + "x", f"jurgen {word}", f"{word}@EXAMPLE.com", f"tx-{word}-99"):
                assert [each["thread"] for each in await find(james, typed)] == [thread], (typed, written)
            shown = (await find(james, f"TX-{word}-99"))[0]
            assert "••••99" in shown["text"]
            assert word not in shown["text"]
            for part in (f"TX-{word}", f"{word}@example", "-99"):  # what is hidden is found by whoever knows it whole
                assert thread not in [each["thread"] for each in await find(james, part)], (part, written)
        await asyncio.to_thread(running.manage, "shell", "-v", "0", "-c", MARK.format(marked=False))
        await customer.ask("end", thread=thread)
        await asyncio.to_thread(running.manage, "shell", "-v", "0", "-c", OTHER_SITE.format(thread=thread))
        assert await find(james, f"{word}x") == []


async def test_that_a_hidden_value_is_a_customers_is_noted_within_the_quota_and_a_short_one_is_not_told(
    running: Instance,
) -> None:
    word = uuid4().hex[:10]

    async def script(text: str) -> str:
        return await asyncio.to_thread(running.manage, "shell", "-v", "0", "-c", text)

    async def threads(typed: str) -> list[str]:
        return [each["thread"] for each in await find(james, typed)]

    async with AgentPlayer(running, "james") as james, CustomerPlayer(running) as customer:
        await script(MARK.format(marked=True) + CLEAR)
        account, short = f"acct-{word}", f"k{word[:6]}"
        signed = identity(running, sub=account, email=f"{word}@example.com", email_verified=True)
        await customer.hello(identity=signed, language="en")
        start = {"topic": "deposit-withdrawal", "text": f"open{word}"}
        thread = (await customer.ask("start", **start, client_id=uuid4().hex, fields={"transaction_id": short}))[
            "thread"
        ]
        await james.event(thread, "message")
        for typed in (short, f"acct-{word[:-1]}", f"open{word}"):
            await threads(typed)
        assert await threads(short) == []  # seven characters: they could be tried one after the other
        assert await script(REVEALS.format(thread=thread)) == "\n"
        for _again in range(2):  # within an hour one value is told once
            assert await threads(account) == [thread]
            assert await threads(f"{word}@example.com") == [thread]
        assert (await script(REVEALS.format(thread=thread))).split() == ["account", "email"]
        assert await hidden_after(james) == 0
        await script(USED_UP.format(thread=thread))
        assert 0 < await hidden_after(james) <= 3_601
        assert await threads(account) == [thread]
        await customer.ask("end", thread=thread)
        start["text"] = f"second{word}"
        other = await customer.ask("start", **start, client_id=uuid4().hex, fields={"transaction_id": f"TX-{word}"})
        await james.event(other["thread"], "queued")
        assert await threads(f"TX-{word}") == []  # nothing tells that there is something
        assert await threads(f"second{word}") == [other["thread"]]
        await script(CLEAR)
        assert (await find(james, f"TX-{word}"))[0]["thread"] == other["thread"]
        noted = await script(REVEALS.format(thread=other["thread"]))
        assert noted.strip().endswith(":transaction_id")
        await script(MARK.format(marked=False) + CLEAR)
        await customer.ask("end", thread=other["thread"])


async def test_what_was_not_written_for_a_while_and_what_two_write_at_once_is_there_once(running: Instance) -> None:
    word = f"numbat{uuid4().hex[:6]}"
    async with AgentPlayer(running, "james") as james, CustomerPlayer(running) as customer:
        await customer.hello(language="en")
        thread = await customer.start(f"first {word}")
        await james.event(thread, "message")
        await asyncio.gather(*(asyncio.to_thread(running.manage, "index_texts") for _ in range(2)))
        await customer.say(thread, f"second {word} later")
        # As if the worker had been away for a day: heads are compared with marks.
        await asyncio.to_thread(running.manage, "shell", "-v", "0", "-c", AWAY)
        await asyncio.to_thread(running.manage, "index_texts")
        count = await asyncio.to_thread(running.manage, "shell", "-v", "0", "-c", ENTRIES.format(thread=thread))
        assert count.split() == ["1", "1"]  # each message once
        await asyncio.to_thread(running.manage, "shell", "-v", "0", "-c", LONG_AGO.format(thread=thread))
        assert (await find(james, f"{word} later"))[0]["text"] == f"second {word} later"
        await customer.ask("end", thread=thread)


async def test_what_is_typed_is_no_pattern_and_no_query(running: Instance) -> None:
    async with AgentPlayer(running, "dmitri") as dmitri:
        for typed in (
            "%%",
            "__",
            "%' OR 1=1 --",
            "a\0b" * 3,
            "\\\\",
            "(((",
            "x" * 5_000,
            "𝕏\ud7ff",
            "-1",
            "#",
            " ",
            "z",
        ):
            assert await find(dmitri, typed) == [], typed


async def test_only_people_of_the_desk_search(running: Instance) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        await asyncio.to_thread(answered, running, "", "anything")
    assert refused.value.code == 401


def test_who_is_called_otherwise_is_found_by_that_name_alone_though_nothing_was_said(db: str) -> None:
    thread = make_thread()
    agent = Agent.objects.create_user(f"{uuid4().hex}@test.example", "a long password", site=thread.site, name="Ada")
    row = Customer.objects.filter(pk=thread.customer_id)

    def called(name: str, written: str) -> None:
        """Signed in under this name; `written`: what stands in the index a minute later."""
        row.update(name=name, identified_at=Now())
        indexing.write()
        names = Person.objects.filter(customer=thread.customer_id).values_list("name", flat=True)
        assert list(names) == [each for each in [written] if each]

    called("", "")
    before, after = f"wallaby{uuid4().hex[:8]}", f"kangaroo{uuid4().hex[:8]}"
    called(before, before)
    row.update(name=after)  # and not written yet
    Event.objects.filter(thread=thread).update(at=now() - timedelta(days=300))  # what is new is read directly
    assert search(agent, before) == []
    called(after, after)
    assert [found.thread for found in search(agent, after)] == [thread.public_id]
    called("", "")
    assert search(agent, after) == []


def test_a_long_backlog_is_written_in_parts_the_oldest_first(db: str) -> None:
    threads = [make_thread() for _ in range(3)]
    Written.objects.update(until=None)
    for _ in range(1_000):  # whatever other tests have left is written as well
        if indexing.write(1) == 0:
            break
        assert Written.objects.get().until is None
    entries = Entry.objects.filter(thread__in=threads).order_by("pk")
    assert [entry.thread_id for entry in entries] == [thread.pk for thread in threads]
    assert Written.objects.get().until is not None
    assert indexing.write() == 0
