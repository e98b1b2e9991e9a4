"""Does a process outlive whoever sends too much, reads too little, or sends anything at all?"""

import asyncio
import contextlib
import json
import random
from typing import Any
from uuid import uuid4

import pytest
import websockets

from chat.errors import ERRORS, CloseCode
from demo import cast
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer


async def test_too_many_frames_are_refused_with_the_seconds_to_wait(running: Instance) -> None:
    async with CustomerPlayer(running) as customer:
        await customer.hello()
        for _ in range(100):
            await customer.send("ping")
        refused = await customer.get("error")
        assert refused["code"] == "rate_limited"
        assert refused["retryable"]
        assert refused["data"]["retry_after"] == 1


FUZZED: dict[str, list[Any]] = {
    "values": [None, -1, 0, 2**31, 2**63, 2**70, 1.5, "", "x", "\x00", "\ud800", "é" * 99, [], {}, True],
    "fields": ["rid", "thread", "client_id", "text", "seq", "on", "score", "before", "identity", "page", "v", "site",
               "frames", "threads", "number", "status", "to", "outcome", "topic", "email", "choice", "whom", "language",
               "reason", "subject", "note", "take"],
    "kinds": ["ping", "hello",
              "send", "start", "read", "typing", "end", "rate", "choose", "history", "identify", "page",
              "got", "open", "close", "note", "status", "resolve", "transfer", "escalate", "ticket", "contact",
              "wait_for", "speak", "accept", "decline", "forget"],
}  # fmt: skip


def fuzzed(chance: random.Random, thread: str) -> bytes:
    """One frame of somebody who means no good: sometimes almost right, sometimes cut, sometimes with a byte changed."""
    names = chance.sample(FUZZED["fields"], chance.randint(0, 6))
    frame = {name: chance.choice(FUZZED["values"]) for name in names}
    if chance.random() < 0.5:
        frame["thread"] = thread
    data = json.dumps({"t": chance.choice(FUZZED["kinds"]), **frame}).encode()
    if chance.random() < 0.15:
        data = data[: chance.randint(0, len(data))]
    if chance.random() < 0.15:
        place = chance.randrange(len(data) + 1)
        data = data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
    return data


async def fuzz(player: AgentPlayer | CustomerPlayer, chance: random.Random, thread: str, most: int) -> int:
    """Frames until the connection closes or there were `most`; how many. A right one now and then, since many wrong
    ones in a row close it."""
    for number in range(most):
        data = fuzzed(chance, thread) if number % 20 else b'{"t":"ping"}'
        try:
            await player.socket.send(data if chance.random() < 0.1 else data.decode(errors="replace"))
        except websockets.ConnectionClosed:
            return number
    return most


async def settled(player: AgentPlayer | CustomerPlayer) -> None:
    """Until everything was answered, or the connection is closed."""
    with contextlib.suppress(websockets.ConnectionClosed):
        await player.send("history", rid="the-end", thread="x")
    for _ in range(1200):
        if player.close_code or any(frame.get("rid") == "the-end" for frame in player.seen):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("frames without an answer")


async def test_ten_thousand_fuzzed_frames_leave_the_process_alive(start_instance: Any) -> None:
    instance = start_instance(extra_env={"FRAMES_PER_SECOND": "100000"})
    chance = random.Random(20261123)
    pid, sent, codes = instance.pid("web"), 0, set()
    async with CustomerPlayer(instance) as bystander:
        await bystander.hello(language="ru")
        thread = await bystander.start("untouched")
        while sent < 10_000:
            agent = chance.random() < 0.3
            player = AgentPlayer(instance, "olga") if agent else CustomerPlayer(instance)
            async with player:
                mine = uuid4().hex
                if isinstance(player, CustomerPlayer):
                    await player.hello()
                    mine = await player.start("fuzz") if chance.random() < 0.5 else thread
                sent += await fuzz(player, chance, mine, 500)
                await settled(player)
                codes |= {frame["code"] for frame in player.seen if frame["t"] == "error"}
            assert player.close_code in (None, 1000, 1006, CloseCode.BAD_FRAMES, CloseCode.GOING_AWAY)
            await bystander.send("ping")
        assert (await bystander.say(thread, "still here"))["t"] == "ack"
    assert codes <= ERRORS.keys() - {"internal"}
    assert {"bad_frame", "unknown_frame", "thread_unknown"} <= codes
    assert instance.pid("web") == pid
    assert instance.processes["web"].poll() is None


async def ask_without_reading(deaf: websockets.ClientConnection, thread: str) -> None:
    """Ask for more than a socket may have unread, then look what came of it."""
    for _ in range(120):
        await deaf.send(json.dumps({"t": "history", "rid": "h", "thread": thread}))
        await asyncio.sleep(0.05)
    async with asyncio.timeout(20):
        async for _ in deaf:
            pass


async def test_a_client_that_asks_and_does_not_read_is_closed_and_may_resume(running: Instance) -> None:
    async with CustomerPlayer(running) as customer:
        await customer.hello()
        thread = await customer.start("hello")
        for number in range(40):
            await customer.say(thread, f"{number} " + "話" * 4_900)
        async with websockets.connect(
            f"ws://localhost:{running.port}/ws/customer",
            origin=running.url,
            max_queue=1,  # then it stops reading
            compression=None,
            proxy=None,
        ) as deaf:
            await deaf.send(json.dumps({"t": "hello", "v": 1, "site": cast.SITE_KEY, "token": customer.token}))
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await ask_without_reading(deaf, thread)
            assert closed.value.rcvd is None or closed.value.rcvd.code == CloseCode.SLOW
        assert (await customer.ask("end", thread=thread))["t"] == "ok"


async def test_one_customer_has_only_so_many_connections_at_once(running: Instance) -> None:
    async with contextlib.AsyncExitStack() as stack:
        first = await stack.enter_async_context(CustomerPlayer(running))
        await first.hello()
        for _ in range(19):
            window = await stack.enter_async_context(CustomerPlayer(running))
            assert (await window.hello(token=first.token))["t"] == "welcome"
        one_more = await stack.enter_async_context(CustomerPlayer(running))
        assert (await one_more.hello(token=first.token))["code"] == "too_many_connections"
        assert await one_more.closed() == CloseCode.TOO_MANY
        await window.close()
        for _ in range(100):  # the server hears of the closed one by itself
            again = await stack.enter_async_context(CustomerPlayer(running))
            if (await again.hello(token=first.token))["t"] == "welcome":
                break
        else:
            raise AssertionError("a closed connection still counts")


async def test_a_flood_that_does_not_end_is_closed_for_good(running: Instance) -> None:
    async with CustomerPlayer(running) as customer:
        await customer.hello()
        with contextlib.suppress(websockets.ConnectionClosed):
            for _ in range(2_000):
                await customer.send("ping")
        assert await customer.closed() in (CloseCode.FLOOD, 1006)  # 1006 where the reset overtakes the close frame
