"""Does an offered chat end up with somebody who wants it, whoever declines, sleeps, leaves or dies?"""

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from demo import cast
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer, Frame

POLICY = (
    "from chat.models import Site; from routing.models import PolicyVersion;"
    f"PolicyVersion.objects.create(site=Site.objects.get(key='{cast.SITE_KEY}'), version={{version}},"
    " data={{'offer_mode': 'offer', 'offer_timeout': {timeout}, 'misses_until_away': 2}})"
)


@pytest.fixture(scope="module")
def offering(databases: Any, pytestconfig: pytest.Config) -> Iterator[Instance]:
    """A product whose policy asks before it assigns; everybody has ten minutes to answer."""
    instance = Instance(databases).start()
    use(instance, 1, 600)
    yield instance
    instance.stop()


def use(instance: Instance, version: int, timeout: float) -> None:
    """Another time-out, from the next comparison of everything on."""
    instance.manage("shell", "-v", "0", "-c", POLICY.format(version=version, timeout=timeout))


def python(instance: Instance, code: str) -> str:
    """What the product's own database says."""
    return instance.manage("shell", "-v", "0", "-c", code).strip()


async def offer_of(agent: AgentPlayer, thread: str) -> Frame:
    """The offer of a thread on an agent's desk, once it is there."""
    item: Frame = await agent.until(lambda: agent.follow_desk().get(f"offer:{thread}"), f"an offer of {thread}")
    return item


async def gone(agent: AgentPlayer, thread: str) -> None:
    """The offer is no longer on the desk."""
    await agent.until(lambda: f"offer:{thread}" not in agent.follow_desk(), f"the offer of {thread} is gone")


def me(agent: AgentPlayer) -> Frame:
    """Oneself on the desk."""
    return agent.follow_desk()[f"agent:{agent.me}"]


async def settled(instance: Instance, policy_version: int) -> None:
    """The router has taken in this version of the policy: its journal says so."""
    code = (
        "from routing.journal import read; from routing.models import JournalEntry;"
        "print([c[1]['policy']['version'] for e in JournalEntry.objects.filter(kind='cycle').order_by('-pk')[:50]"
        " for c in read(e.body).changes if c[0] == 'policy_changed'])"
    )
    deadline = time.monotonic() + 20
    while f"{policy_version}" not in await asyncio.to_thread(python, instance, code):
        assert time.monotonic() < deadline, "the policy was not taken in"


async def test_nothing_changes_for_the_customer_until_the_agent_accepts(offering: Instance) -> None:
    await settled(offering, 1)
    async with AgentPlayer(offering, "olga") as olga, CustomerPlayer(offering) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("где перевод?")
        offer = await offer_of(olga, thread)
        assert offer["text"] == "где перевод?"
        assert (offer["language"], offer["topic"], offer["agent"]) == ("ru", "trading", olga.me)
        assert offer["expires_at"] - offer["offered_at"] == pytest.approx(600, abs=1)
        await olga.until(lambda: me(olga)["load"] == 1, "the offer counts")
        assert not [one for one in customer.events[thread].values() if one["type"] not in ("queued", "message")]
        async with AgentPlayer(offering, "olga") as other_tab, AgentPlayer(offering, "dmitri") as dmitri:
            await offer_of(other_tab, thread)
            assert f"offer:{thread}" not in dmitri.follow_desk()
            stranger = await dmitri.ask("accept", thread=thread)
            assert (stranger["code"], stranger["data"]) == ("offer_gone", {"reason": "never"})
            assert (await olga.ask("accept", thread=thread))["t"] == "ok"
            assigned = await customer.event(thread, "assigned")
            assert assigned["body"]["agent"]["id"] == olga.me
            late = await other_tab.ask("accept", thread=thread)
            assert (late["code"], late["retryable"], late["data"]) == ("offer_gone", False, {"reason": "accepted"})
            await gone(other_tab, thread)
        await olga.event(thread, "message", text="где перевод?")
        assert (await olga.say(thread, "смотрю"))["t"] == "ack"
        await customer.ask("end", thread=thread)


async def test_a_declined_chat_goes_to_somebody_else_and_not_back(offering: Instance) -> None:
    await settled(offering, 1)
    async with AgentPlayer(offering, "olga") as olga, CustomerPlayer(offering) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("раз")
        await offer_of(olga, thread)
        await olga.send("decline", rid="x", thread=thread, reason="mood")
        assert (await olga.get("error"))["code"] == "bad_frame"
        async with AgentPlayer(offering, "dmitri") as dmitri:
            answer = await olga.ask("decline", thread=thread, reason="topic", text="not mine: 4111 1111 1111 1111")
            assert answer["t"] == "ok"
            await gone(olga, thread)
            second = await offer_of(dmitri, thread)
            assert (await olga.ask("accept", thread=thread))["data"] == {"reason": "declined"}
            assert (await dmitri.ask("decline", thread=thread, reason="busy"))["t"] == "ok"
            # Everybody has declined it: better asked again than left alone.
            agent = await _who_gets(thread, second["offered_at"], olga, dmitri)
            assert (await agent.ask("accept", thread=thread))["t"] == "ok"
            await customer.event(thread, "assigned")
        kinds = [one["type"] for one in customer.events[thread].values()]
        assert kinds == ["queued", "message", "assigned"]
        await customer.ask("end", thread=thread)
    stored = python(
        offering,
        "from routing.models import Assignment;"
        f"print(list(Assignment.objects.filter(request__chat__thread__public_id='{thread}', decline_reason='topic')"
        ".values_list('ended_reason', 'decline_text')))",
    )
    assert "declined" in stored
    assert "4111" not in stored


def _offered_after(agent: AgentPlayer, thread: str, moment: float) -> Frame | None:
    item = agent.follow_desk().get(f"offer:{thread}")
    return item if item and item["offered_at"] > moment else None


async def _who_gets(thread: str, after: float, *people: AgentPlayer) -> AgentPlayer:
    async def asked(one: AgentPlayer) -> AgentPlayer:
        await one.until(lambda: _offered_after(one, thread, after), "an offer")
        return one

    waits = [asyncio.create_task(asked(one)) for one in people]
    done, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    return done.pop().result()


async def test_whoever_goes_away_or_closes_the_console_gives_the_offer_back(offering: Instance) -> None:
    await settled(offering, 1)
    olga = AgentPlayer(offering, "olga")
    await olga.connect()
    await olga.hello()
    async with CustomerPlayer(offering) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("раз")
        await offer_of(olga, thread)
        assert (await olga.ask("status", status="away"))["t"] == "ok"
        await gone(olga, thread)
        assert (await olga.ask("accept", thread=thread))["data"] == {"reason": "withdrawn"}
        assert (await olga.ask("status", status="available"))["t"] == "ok"
        await offer_of(olga, thread)
        await olga.close()
        async with AgentPlayer(offering, "dmitri") as dmitri:
            await offer_of(dmitri, thread)
            assert (await dmitri.ask("accept", thread=thread))["t"] == "ok"
            await customer.event(thread, "assigned")
        await customer.ask("end", thread=thread)


async def test_missed_offers_return_at_once_also_without_a_router_and_two_in_a_row_mean_away(
    start_instance: Callable[..., Instance],
) -> None:
    instance = start_instance()
    use(instance, 1, 3)
    await settled(instance, 1)
    async with AgentPlayer(instance, "olga") as olga, CustomerPlayer(instance) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("раз")
        first = await offer_of(olga, thread)
        # The routers die and come back: the lease of the offer is in the database.
        for name in ("router-1", "router-2"):
            instance.kill(name)
        for name in ("router-1", "router-2"):
            instance.restart(name)
        # Nobody else speaks Russian here: it is offered to the same person again.
        again = await olga.until(lambda: _offered_after(olga, thread, first["expires_at"]), "the second offer")
        assert (await olga.ask("accept", thread="nothing"))["code"] == "thread_unknown"
        await olga.until(lambda: me(olga)["status"] == "away", "away after two misses")
        assert me(olga)["status_reason"] == "missed_offers"
        assert f"offer:{thread}" not in olga.follow_desk()
        assert (await olga.ask("accept", thread=thread))["data"] == {"reason": "missed"}
        async with AgentPlayer(instance, "dmitri") as dmitri:
            await offer_of(dmitri, thread)
            assert (await dmitri.ask("accept", thread=thread))["t"] == "ok"
            await customer.event(thread, "assigned")
        assert (await olga.ask("status", status="available"))["t"] == "ok"
        await olga.until(lambda: not me(olga).get("status_reason"), "no reason any more")
        taken = python(
            instance,
            "from routing.models import Assignment;"
            "print(list(Assignment.objects.filter(ended_reason='missed').values_list('offer_expires_at', 'ended_at')))",
        )
        assert taken.count("datetime.datetime(") >= 4
    assert again["expires_at"] > first["expires_at"]
