"""Does somebody to whom nothing comes learn why? In words, from what routing knows at that moment."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer


def asked(instance: Instance, cookie: str) -> dict[str, Any]:
    """The answer to whoever has this cookie."""
    request = urllib.request.Request(f"{instance.url}/api/v1/nothing", headers={"Cookie": cookie})
    with urllib.request.urlopen(request) as response:
        found: dict[str, Any] = json.load(response)
        return found


async def why(player: AgentPlayer) -> dict[str, Any]:
    """The answer to a player."""
    return await asyncio.to_thread(asked, player.instance, player.cookie)


async def test_the_answer_follows_the_person_and_then_the_queue(running: Instance) -> None:
    async with AgentPlayer(running, "carlos") as carlos, CustomerPlayer(running) as customer:
        await carlos.ask("status", status="away")
        assert (await why(carlos))["reason"] == "away"
        await carlos.ask("status", status="available")
        assert await why(carlos) == {
            "reason": "nobody_waits",
            "sentences": ["Nobody waits. The next chat comes to you by itself."],
            "changes_in": None,
        }
        # Nobody who speaks Chinese is here.
        await customer.hello(language="zh")
        thread = await customer.start("你好")
        told = await why(carlos)
        assert told.pop("changes_in") > 0, "the first ring will ask for less"
        assert told == {
            "reason": "language_not_spoken",
            "sentences": ["1 waits in a language that you do not speak."],
        }
        await customer.ask("end", thread=thread)


async def test_whoever_takes_no_chats_hears_that_their_capacity_is_none(running: Instance) -> None:
    async with AgentPlayer(running, "admin") as admin:
        await admin.ask("status", status="available")
        assert (await why(admin))["reason"] == "no_capacity"
        await admin.ask("status", status="offline")


def test_nobody_who_is_not_signed_in_is_answered(running: Instance) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        asked(running, "")
    assert refused.value.code == 401
