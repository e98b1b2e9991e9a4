"""Can the product say why, and does its journal decide the same again?"""

import asyncio
import json
import urllib.request
from typing import Any

from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer


async def test_why_is_answered_for_an_assignment_and_for_a_waiting_customer(running: Instance) -> None:
    async with (
        AgentPlayer(running, "amira") as amira,
        CustomerPlayer(running) as layla,
        CustomerPlayer(running) as ivan,
    ):
        await layla.hello(language="ar", region="MENA")
        thread = await layla.start("سؤال")
        await amira.event(thread, "message")
        why = await asyncio.to_thread(_why, running, amira.cookie, thread)
        assert why["state"] == "assigned"
        assert why["sentences"][0].startswith("Amira Nasser had the best score")
        # As it was at that moment: replayed from the journal, with today's names.
        assert [each["name"] for each in why["shown"]["best"] if each["chosen"]] == ["Amira Nasser"]
        assert why["then"]["best"][0]["parts"]["language"] == 100
        await ivan.hello(language="ru")
        waiting = await ivan.start("вопрос")
        why = await asyncio.to_thread(_why, running, amira.cookie, waiting)
        assert why["state"] == "waiting"
        assert any("do not speak the language" in sentence for sentence in why["sentences"])
        assert any("not connected" in sentence for sentence in why["sentences"])
        assert why["shown"]["left"] == 0
        assert "Russian, level 3" in why["shown"]["asks"]
        assert why["shown"]["everybody"] == sum(
            len(each["names"]) for row in why["shown"]["filters"] for each in row["rejected"]
        )
        await layla.ask("end", thread=thread)
        await ivan.ask("end", thread=waiting)


def _why(instance: Instance, cookie: str, thread: str) -> dict[str, Any]:
    request = urllib.request.Request(f"{instance.url}/api/v1/why/{thread}", headers={"Cookie": cookie})
    with urllib.request.urlopen(request) as response:
        found: dict[str, Any] = json.load(response)
    return found


async def test_the_journal_decides_the_same_again_and_an_altered_entry_is_noticed(running: Instance) -> None:
    async with AgentPlayer(running, "james") as james, CustomerPlayer(running) as customer:
        await customer.hello(language="en")
        thread = await customer.start("hello")
        await james.event(thread, "message")
        await customer.ask("end", thread=thread)
    assert "no difference" in await asyncio.to_thread(running.manage, "replay")
    altered = await asyncio.to_thread(running.manage, "shell", "-v", "0", "-c", ALTER)
    assert "recorded:" in altered
    assert "replayed:" in altered
    assert "no difference" in await asyncio.to_thread(running.manage, "replay")


# One decision changed by hand inside a transaction that is rolled back: the replay must name the entry and both sides.
ALTER = """
from django.core.management import CommandError, call_command
from django.db import transaction
import msgspec
from routing.journal import read, written
from routing.models import JournalEntry
with transaction.atomic():
    entry = [e for e in JournalEntry.objects.filter(kind="cycle").order_by("pk") if read(e.body).decisions][-1]
    found = read(entry.body)
    (request, agent, ring, score, *rest), *others = found.decisions
    changed = msgspec.structs.replace(found, decisions=[[request, agent, ring, score + 1, *rest], *others])
    entry.body = written(changed)
    entry.save()
    try:
        call_command("replay")
    except CommandError as error:
        print(error)
    transaction.set_rollback(True)
"""
