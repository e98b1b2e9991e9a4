"""Is what was said found again: by words, name and number, in one's own site alone, whatever is typed?"""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any
from uuid import uuid4

import pytest

from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer, identity
from tickets.search import around

Found = list[dict[str, Any]]


def asked(instance: Instance, cookie: str, typed: str) -> Found:
    """What is found for whoever has this cookie."""
    address = f"{instance.url}/api/v1/search?{urllib.parse.urlencode({'q': typed})}"
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Cookie": cookie})) as response:
        found: Found = json.load(response)["found"]
        return found


async def find(player: AgentPlayer, typed: str) -> Found:
    """What is found for a player."""
    return await asyncio.to_thread(asked, player.instance, player.cookie, typed)


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
        await asyncio.to_thread(asked, running, "", "anything")
    assert refused.value.code == 401


def test_a_snippet_shows_the_words_where_they_stand() -> None:
    text = "a " * 100 + "needle\nin a  haystack" + " b" * 100
    shown = around(text, "Needle in")
    assert shown.startswith("…")
    assert "needle in a haystack" in shown
    assert len(shown) < 150
