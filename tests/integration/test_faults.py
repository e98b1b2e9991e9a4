"""Does the product survive its parts dying? Real processes, real signals."""

import asyncio
import re
import signal
import time
from collections.abc import Callable

from redis import Redis

from demo import cast
from tests.support.instance import Instance
from tests.support.players import PATIENCE, AgentPlayer, CustomerPlayer

Start = Callable[..., Instance]

SHORT_GRACE = (
    "from chat.models import Site; from routing.models import PolicyVersion; from routing.core import Policy;"
    f"PolicyVersion.objects.create(site=Site.objects.get(key='{cast.SITE_KEY}'), version=2,"
    " data={**Policy.default().to_dict(), 'vanish_grace': 1.0})"
)


def leader(instance: Instance) -> str:
    """The router that leads, by its own words."""
    epochs = {}
    for name in ("router-1", "router-2"):
        found = re.findall(r"leading, epoch (\d+)", instance.log(name))
        if found and instance.processes[name].poll() is None:
            epochs[name] = int(found[-1])
    return max(epochs, key=lambda name: epochs[name])


async def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for a condition of another process."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < PATIENCE, f"{what}: not within {PATIENCE} s"
        await asyncio.sleep(0.1)


async def test_a_killed_leader_is_replaced_and_nobody_is_assigned_twice(start_instance: Start) -> None:
    instance = start_instance()
    async with AgentPlayer(instance, "olga") as olga, CustomerPlayer(instance) as before:
        await before.hello(language="ru")
        first = await before.start("раз")
        await olga.event(first, "message")
        victim = leader(instance)
        instance.kill(victim)
        async with CustomerPlayer(instance) as after:
            await after.hello(language="ru")
            second = await after.start("два")
            await after.event(second, "assigned")
        assert leader(instance) != victim
        live = instance.manage(
            "shell", "-v", "0", "-c",
            "from routing.models import Assignment; from django.db.models import Count;"
            "print(list(Assignment.objects.values('request').annotate(n=Count('pk')).values_list('n', flat=True)))",
        )  # fmt: skip
        assert live.strip() == "[1, 1]"
        assert not [event for event in before.events[first].values() if event["type"] == "requeued"]


async def test_a_stopped_leader_that_wakes_up_again_binds_nothing(start_instance: Start) -> None:
    instance = start_instance()
    old = leader(instance)
    instance.kill(old, signal.SIGSTOP)
    async with AgentPlayer(instance, "olga") as olga, CustomerPlayer(instance) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("раз")
        await customer.event(thread, "assigned")
        instance.kill(old, signal.SIGCONT)
        await asyncio.sleep(3)
        again = await customer.ask("end", thread=thread)
        assert again["t"] == "ok"
        assert len([event for event in customer.events[thread].values() if event["type"] == "assigned"]) == 1
        assert "no longer leading" in instance.log(old) or "taken over" in instance.log(old)
        await olga.event(thread, "ended")


async def test_a_killed_web_process_loses_nothing_that_it_acknowledged(start_instance: Start) -> None:
    instance = start_instance()
    customer = CustomerPlayer(instance)
    async with AgentPlayer(instance, "olga") as olga:
        await customer.connect()
        await customer.hello(language="ru")
        thread = await customer.start("раз")
        await olga.event(thread, "message")
        acknowledged = [(await customer.say(thread, f"слово {number}"))["seq"] for number in range(20)]
        instance.kill("web")
    instance.restart("web")
    back = CustomerPlayer(instance)
    back.token = customer.token
    async with back, AgentPlayer(instance, "olga") as olga:
        await back.hello()
        await back.event(thread, "message", text="слово 19")
        log = back.events[thread].values()
        stored = [event["seq"] for event in log if event["body"].get("text", "").startswith("слово")]
        assert stored == acknowledged
        # The agent's console came back within the grace: the chat is still theirs.
        await olga.event(thread, "message", text="слово 19")
        assert not [event for event in back.events[thread].values() if event["type"] == "requeued"]
        assert (await olga.say(thread, "я здесь"))["t"] == "ack"


async def test_a_terminated_web_process_tells_its_clients_to_reconnect(start_instance: Start) -> None:
    instance = start_instance()
    async with CustomerPlayer(instance) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("раз")
        sends = [customer.say(thread, f"слово {number}") for number in range(30)]
        answers = asyncio.gather(*sends, return_exceptions=True)
        await asyncio.sleep(0.01)
        instance.kill("web", signal.SIGTERM)
        assert await customer.closed() == 4000
        acknowledged = {each["client_id"] for each in customer.seen if each["t"] == "ack"}
        answers.cancel()
        await until(lambda: instance.processes["web"].poll() == 0, "web ends by itself")
    stored = instance.manage(
        "shell", "-v", "0", "-c",
        f"from chat.models import Event; print(list(Event.objects.filter(thread__public_id='{thread}')"
        ".values_list('client_id', flat=True)))",
    )  # fmt: skip
    assert all(client_id in stored for client_id in acknowledged)


async def test_a_flushed_redis_keeps_back_no_message_and_requeues_nobody(start_instance: Start) -> None:
    instance = start_instance()
    instance.manage("shell", "-v", "0", "-c", SHORT_GRACE)
    redis = Redis.from_url(instance.env["REDIS_URL"])
    async with AgentPlayer(instance, "olga") as olga, CustomerPlayer(instance) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("раз")
        await olga.event(thread, "message")
        # After each flush longer than the grace: whoever seemed gone because of it would be.
        for number in range(20):
            if number % 5 == 2:
                await asyncio.to_thread(redis.flushall)
            await customer.say(thread, f"слово {number}")
            # On the connection that she has: nothing but the live fan-out and reconciling bring it there.
            await olga.event(thread, "message", text=f"слово {number}")
            await asyncio.sleep(0.5)
        assert not [event for event in customer.events[thread].values() if event["type"] == "requeued"]


async def test_with_redis_dead_messages_still_arrive_and_nobody_vanishes(start_instance: Start) -> None:
    instance = start_instance()
    async with AgentPlayer(instance, "olga") as olga, CustomerPlayer(instance) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("раз")
        await olga.event(thread, "message")
        instance.kill("redis")
        assert (await customer.say(thread, "без редиса"))["t"] == "ack"
        await olga.event(thread, "message", text="без редиса")
        instance.restart("redis")
        async with CustomerPlayer(instance) as other:
            await other.hello(language="ru")
            second = await other.start("два")
            await other.event(second, "assigned")
        await asyncio.sleep(3)
        assert not [event for event in customer.events[thread].values() if event["type"] == "requeued"]


async def test_when_an_agent_vanishes_the_customers_are_back_in_their_place_and_told(start_instance: Start) -> None:
    instance = start_instance()
    instance.manage("shell", "-v", "0", "-c", SHORT_GRACE)
    dmitri = AgentPlayer(instance, "dmitri")
    await dmitri.connect()
    await dmitri.hello()
    async with CustomerPlayer(instance) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("раз")
        await customer.event(thread, "assigned")
        queued_at = (await customer.get("thread"))["thread"]["chat"]["queued_at"]
        await dmitri.close()
        told = await customer.event(thread, "requeued")
        assert told["body"] == {"reason": "agent_lost"}
        async with CustomerPlayer(instance) as later:
            await later.hello(language="ru")
            behind = await later.start("два")
            stands = await customer.get("queue", thread=thread)
            assert stands["position"] == 1
            assert (await later.get("queue", thread=behind))["position"] == 2
            async with AgentPlayer(instance, "olga") as olga:
                await olga.event(thread, "assigned")
                state = await customer.get("thread")
                while state["thread"]["chat"].get("agent", {}).get("name") != "Olga Ivanova":
                    state = await customer.get("thread")
                assert state["thread"]["chat"]["queued_at"] == queued_at


async def test_after_a_long_wait_the_customer_chooses_and_keeping_the_place_asks_again_only_later(
    start_instance: Start,
) -> None:
    instance = start_instance()
    instance.manage("shell", "-v", "0", "-c", SHORT_GRACE.replace("'vanish_grace': 1.0", "'longest_wait': 4.0"))
    async with AgentPlayer(instance, "olga") as olga, CustomerPlayer(instance) as customer:
        # Somebody who speaks Russian is on duty, but away: the customer waits.
        await olga.ask("status", status="away")
        await customer.hello(language="ru")
        thread = await customer.start("раз")
        asked = await customer.get("queue", thread=thread, choices=["keep", "ticket"])
        assert asked["position"] == 1
        kept = time.monotonic()
        assert (await customer.ask("choose", thread=thread, choice="keep"))["t"] == "ok"
        customer.seen.clear()
        await customer.get("queue", thread=thread, choices=["keep", "ticket"])
        assert time.monotonic() - kept > 2
        answer = await customer.ask("choose", thread=thread, choice="ticket")
        assert answer["ticket"]
        ended = await customer.event(thread, "ended")
        assert ended["body"]["reason"] == "ticket"
        await olga.ask("status", status="available")
        await asyncio.sleep(2)
        assert not [event for event in customer.events[thread].values() if event["type"] == "assigned"]
