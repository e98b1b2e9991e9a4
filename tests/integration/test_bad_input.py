"""Is everything malformed, foreign or forbidden answered from the error table, and does the connection survive it?"""

import asyncio
import contextlib
import json
import random
import time
import urllib.error
import urllib.request
from typing import Any
from uuid import uuid4

import pytest
import websockets

from chat.errors import ERRORS, CloseCode
from demo import cast
from tests.support.instance import Instance
from tests.support.players import PATIENCE, AgentPlayer, CustomerPlayer, identity, sign_in

BAD_FRAMES = [
    ("{bad", "bad_frame"),
    ("", "bad_frame"),
    ("[]", "bad_frame"),
    ("null", "bad_frame"),
    ('{"t": "hello", "v": "one", "site": "x"}', "bad_frame"),
    ('{"t": "send", "thread": 1, "client_id": "a", "text": "b"}', "bad_frame"),
    ('{"t": "send", "thread": "a"}', "bad_frame"),
    ('{"t": "ping", "extra": 1}', "bad_frame"),
    ('{"t": "note", "thread": "a", "client_id": "b", "text": "c"}', "unknown_frame"),
    ('{"t": 7}', "bad_frame"),
    ('{"no": "t"}', "bad_frame"),
    ('{"t": "ping", "x": "' + "y" * 62_000 + '"}', "frame_too_large"),
    ("[" * 20_000, "bad_frame"),
    ("\ufeff{}", "bad_frame"),
]


@pytest.mark.parametrize(("text", "code"), BAD_FRAMES, ids=[text[:40] or "empty" for text, _ in BAD_FRAMES])
async def test_a_malformed_frame_is_refused_and_the_connection_goes_on(running: Instance, text: str, code: str) -> None:
    async with CustomerPlayer(running) as customer:
        await customer.hello()
        await customer.socket.send(text)
        answer = await customer.get("error")
        assert answer["code"] == code
        assert answer["message"] == ERRORS[code].message
        assert answer["retryable"] is False
        await customer.send("ping")
        await customer.get("pong")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"site": "site_of_nobody"}, "unknown_site"),
        ({"site": ""}, "unknown_site"),
        ({"identity": "not.a.jwt"}, "identity_invalid"),
    ],
)
async def test_a_refused_hello_says_why_and_may_be_sent_again(
    running: Instance, fields: dict[str, str], code: str
) -> None:
    async with CustomerPlayer(running) as customer:
        assert (await customer.hello(**fields))["code"] == code
        assert (await customer.hello())["t"] == "welcome"


async def test_identities_that_prove_nothing_are_refused(running: Instance) -> None:
    now = int(time.time())
    forged: list[tuple[dict[str, Any], str]] = [
        ({"exp": now - 120}, "identity_expired"),
        ({"aud": "site_other"}, "identity_invalid"),
        ({"sub": 42}, "identity_invalid"),
        ({"tier": 9}, "identity_invalid"),
        ({"secret": "x" * 40}, "identity_invalid"),
        ({"kid": "of-another-time"}, "identity_invalid"),
        ({"iat": now + 600}, "identity_invalid"),
    ]
    async with CustomerPlayer(running) as customer:
        for claims, code in forged:
            answer = await customer.hello(identity=identity(running, "layla", **claims))
            assert answer["code"] == code, claims
        unsigned = identity(running, "layla").split(".")
        none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIiwia2lkIjoiZGVtby0xIn0"
        assert (await customer.hello(identity=f"{none}.{unsigned[1]}."))["code"] == "identity_invalid"
        assert (await customer.hello(identity=identity(running, "layla", exp=now - 30)))["t"] == "welcome"  # leeway


async def test_the_first_frame_is_hello_and_only_the_first(running: Instance) -> None:
    async with CustomerPlayer(running) as customer:
        await customer.send("ping")
        assert (await customer.get("error"))["code"] == "hello_first"
        await customer.hello()
        await customer.send("hello", v=1, site=cast.SITE_KEY)
        assert (await customer.get("error"))["code"] == "hello_first"


async def test_a_protocol_that_is_not_spoken_closes_for_good(running: Instance) -> None:
    async with CustomerPlayer(running) as customer:
        assert (await customer.hello(v=0))["code"] == "unsupported_version"
        assert await customer.closed() == CloseCode.UNSUPPORTED_VERSION
    async with CustomerPlayer(running) as customer:
        assert (await customer.hello(v=7))["v"] == 1


async def test_messages_out_of_bounds_are_refused_and_nothing_is_lost(running: Instance) -> None:
    async with CustomerPlayer(running) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("раз")
        assert (await customer.say(thread, ""))["code"] == "message_empty"
        assert (await customer.say(thread, " \n "))["code"] == "message_empty"
        long = await customer.say(thread, "я" * 6_000)
        assert (long["code"], long["data"]) == ("message_too_long", {"characters": 6000, "limit": 5000})
        assert (await customer.say(thread, "я" * 5_000))["t"] == "ack"
        assert (await customer.say(thread, "x", client_id="a b"))["code"] == "client_id_invalid"
        assert (await customer.say(uuid4().hex, "x"))["code"] == "thread_unknown"
        assert (await customer.ask("start", client_id="z", topic="no-such", text="x"))["code"] == "chat_open"
        assert (await customer.ask("rate", thread=thread, score=5))["code"] == "rating_invalid"
        assert (await customer.ask("end", thread=thread))["t"] == "ok"
        assert (await customer.say(thread, "too late"))["code"] == "chat_ended"
        assert (await customer.ask("end", thread=thread))["code"] == "chat_ended"
        assert (await customer.ask("rate", thread=thread, score=6))["code"] == "rating_invalid"
        assert (await customer.ask("start", client_id="z", topic="no-such", text="x"))["code"] == "topic_unknown"
        texts = [event["body"]["text"] for event in customer.events[thread].values() if event["type"] == "message"]
        assert texts == ["раз", "я" * 5_000]


async def test_whoever_claims_to_have_read_beyond_all_numbers_has_read_to_the_end(running: Instance) -> None:
    async with CustomerPlayer(running) as customer, CustomerPlayer(running) as other:
        for player in (customer, other):
            await player.hello(language="ru")
        thread, theirs = await customer.start("раз"), await other.start("два")
        for player, mine, seq in ((customer, thread, 2**70), (other, theirs, 1)):
            await player.send("read", thread=mine, seq=seq)
            moved = await player.get("read", thread=mine)
            assert moved["read"]["customer"] == min(seq, max(player.events[mine]))
            await player.ask("end", thread=mine)


async def test_what_belongs_to_another_customer_does_not_exist(running: Instance) -> None:
    async with CustomerPlayer(running) as owner, CustomerPlayer(running) as thief:
        await owner.hello(language="ru")
        thread = await owner.start("моё")
        await thief.hello(threads={thread: 0})
        for frame in (
            {"kind": "end"},
            {"kind": "escalate"},
            {"kind": "history"},
            {"kind": "rate", "score": 1},
            {"kind": "choose", "choice": "keep"},
            {"kind": "contact", "email": "thief@example.com"},
            {"kind": "wait_for", "whom": "anyone"},
            {"kind": "speak", "language": "en"},
        ):
            answer = await thief.ask(frame.pop("kind"), thread=thread, **frame)
            assert answer["code"] == "thread_unknown", frame
        assert (await thief.say(thread, "mine now"))["code"] == "thread_unknown"
        for kind in ("typing", "read"):
            await thief.send(kind, thread=thread, **({"on": True} if kind == "typing" else {"seq": 1}))
            assert (await thief.get("error"))["code"] == "thread_unknown"
        assert thread not in thief.events
        await owner.ask("end", thread=thread)


async def test_an_agent_acts_only_on_their_own_chats_and_site(running: Instance) -> None:
    running.manage("shell", "-v", "0", "-c", OTHER_SITE)
    async with (
        AgentPlayer(running, "james") as james,
        AgentPlayer(running, "olga") as olga,
        AgentPlayer(running, "stranger") as stranger,
        CustomerPlayer(running) as customer,
    ):
        await customer.hello(language="en", region="EUR")
        thread = await customer.start("hello")
        await james.event(thread, "message")
        assert (await olga.say(thread, "x"))["code"] == "chat_not_yours"
        assert (await olga.ask("resolve", thread=thread))["code"] == "chat_not_yours"
        assert (await olga.ask("transfer", thread=thread, to=""))["code"] == "chat_not_yours"
        assert (await olga.ask("escalate", thread=thread))["code"] == "chat_not_yours"
        await olga.send("open", rid="o", thread=thread)
        await olga.get("thread", id=thread)
        assert (await olga.say(thread, "may read, may not write"))["code"] == "chat_not_yours"
        assert (await stranger.say(thread, "x"))["code"] == "thread_unknown"
        assert (await stranger.say(thread, "x", kind="note"))["code"] == "thread_unknown"
        for kind in ("resolve", "transfer", "escalate", "open", "history", "accept"):
            assert (await stranger.ask(kind, thread=thread))["code"] == "thread_unknown", kind
        assert (await stranger.ask("decline", thread=thread, reason="busy"))["code"] == "thread_unknown"
        assert (await olga.ask("accept", thread=thread))["code"] == "offer_gone"
        assert (await stranger.ask("ticket", number=1001, take=True))["code"] == "ticket_unknown"
        assert (await james.ask("transfer", thread=thread, to="nobody"))["code"] == "agent_unknown"
        assert (await james.ask("transfer", thread=thread, to=stranger.me))["code"] == "agent_unknown"
        assert (await james.ask("status", status="away"))["t"] == "ok"
        await james.send("status", rid="s", status="invisible")
        assert (await james.get("error", code="bad_frame"))["code"] == "bad_frame"
        await james.ask("status", status="available")
        await customer.ask("end", thread=thread)
        assert (await james.ask("resolve", thread=thread))["code"] == "chat_ended"


OTHER_SITE = """
from agents.models import Agent
from chat.models import Site
from demo.cast import PASSWORD
site, _ = Site.objects.get_or_create(key="site_other", defaults={"name": "Other"})
if not Agent.objects.filter(email="stranger@meridian.example").exists():
    Agent.objects.create_user("stranger@meridian.example", PASSWORD, site=site, name="Stranger", role="admin")
"""


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "", "http://localhost:1", "https://localhost", "http://127.0.0.1"]
)
@pytest.mark.parametrize("path", ["/ws/customer", "/ws/agent"])
async def test_a_socket_from_a_foreign_origin_is_refused(running: Instance, origin: str, path: str) -> None:
    cookie = await asyncio.to_thread(sign_in, running, "amira@meridian.example")
    with pytest.raises(websockets.InvalidStatus) as refused:
        await websockets.connect(
            f"ws://localhost:{running.port}{path}",
            origin=origin or None,  # type: ignore[arg-type]
            additional_headers={"Cookie": cookie},
            proxy=None,
        )
    assert refused.value.response.status_code == 403


async def test_a_console_without_a_session_is_told_to_sign_in(running: Instance) -> None:
    async with websockets.connect(f"ws://localhost:{running.port}/ws/agent", origin=running.url, proxy=None) as socket:  # type: ignore[arg-type]
        with pytest.raises(websockets.ConnectionClosed):
            await asyncio.wait_for(socket.recv(), PATIENCE)
        assert socket.close_code == CloseCode.SIGNED_OUT


@pytest.mark.parametrize("how", ["sign out", "disable", "new password"])
async def test_a_revoked_session_loses_its_socket(running: Instance, how: str) -> None:
    name = f"temp-{uuid4().hex[:6]}"
    running.manage("shell", "-v", "0", "-c", NEW_AGENT.format(name=name))
    async with AgentPlayer(running, name) as agent:
        if how == "sign out":
            request = urllib.request.Request(
                f"{running.url}/api/v1/session",
                method="DELETE",
                headers={"Origin": running.url, "Cookie": agent.cookie},
            )
            await asyncio.to_thread(urllib.request.urlopen, request)
        else:
            action = "disable(a.pk)" if how == "disable" else "set_password(a.pk, 'another-long-one')"
            running.manage("shell", "-v", "0", "-c", REVOKE.format(name=name, action=action))
        assert await asyncio.wait_for(agent.closed(), PATIENCE) == CloseCode.SIGNED_OUT


NEW_AGENT = """
from agents.models import Agent
from chat.models import Site
from demo.cast import PASSWORD, SITE_KEY
site = Site.objects.get(key=SITE_KEY)
Agent.objects.create_user("{name}@meridian.example", PASSWORD, site=site, name="Temp", capacity=0)
"""
REVOKE = """
from agents import actions
from agents.models import Agent
from chat import hints
a = Agent.objects.get(email="{name}@meridian.example")
hints.committed(lambda: actions.{action})
"""


async def test_too_many_frames_are_refused_with_the_seconds_to_wait(running: Instance) -> None:
    async with CustomerPlayer(running) as customer:
        await customer.hello()
        for _ in range(100):
            await customer.send("ping")
        refused = await customer.get("error")
        assert refused["code"] == "rate_limited"
        assert refused["retryable"]
        assert refused["data"]["retry_after"] == 1


async def test_guessing_a_password_is_slow_and_tells_nothing(running: Instance) -> None:
    async def attempt(email: str) -> tuple[int, str]:
        try:
            await asyncio.to_thread(sign_in, running, email, "wrong")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())["code"]
        raise AssertionError("signed in with a wrong password")

    known, unknown = await attempt("olga@meridian.example"), await attempt(f"{uuid4().hex}@meridian.example")
    assert known == unknown == (401, "session_invalid")
    email = f"{uuid4().hex}@meridian.example"
    answers = [await attempt(email) for _ in range(12)]
    assert answers[-1] == (429, "rate_limited")


async def test_the_host_developer_is_told_which_origin_is_not_allowed(running: Instance) -> None:
    def embed(origin: str, site: str = cast.SITE_KEY) -> dict[str, Any]:
        url = f"{running.url}/api/v1/embed?site={site}"
        request = urllib.request.Request(url, headers={"Origin": origin})
        try:
            with urllib.request.urlopen(request) as response:
                assert response.headers["Access-Control-Allow-Origin"] == "*"
                found: dict[str, Any] = json.load(response)
        except urllib.error.HTTPError as error:
            found = json.load(error) | {"open to": error.headers["Access-Control-Allow-Origin"]}
        return found

    assert (await asyncio.to_thread(embed, running.demo_url))["name"] == cast.SITE_NAME
    refused = await asyncio.to_thread(embed, "https://evil.example")
    assert refused["code"] == "origin_refused"
    assert refused["open to"] == "*"
    assert refused["data"] == {"origin": "https://evil.example", "allowed": [running.demo_url]}
    assert (await asyncio.to_thread(embed, running.demo_url, "nope"))["code"] == "unknown_site"


FUZZED = {
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


async def test_a_client_that_asks_and_does_not_read_is_closed_and_may_resume(running: Instance) -> None:
    async with CustomerPlayer(running) as customer:
        await customer.hello()
        thread = await customer.start("hello")
        for number in range(40):
            await customer.say(thread, f"{number} " + "話" * 4_900)
        async with websockets.connect(
            f"ws://localhost:{running.port}/ws/customer",
            origin=running.url,  # type: ignore[arg-type]
            max_queue=1,  # then it stops reading
            compression=None,
            proxy=None,
        ) as deaf:
            await deaf.send(json.dumps({"t": "hello", "v": 1, "site": cast.SITE_KEY, "token": customer.token}))
            with pytest.raises(websockets.ConnectionClosed) as closed:  # noqa: PT012 - whichever of these notices
                for _ in range(120):
                    await deaf.send(json.dumps({"t": "history", "rid": "h", "thread": thread}))
                    await asyncio.sleep(0.05)
                async with asyncio.timeout(20):
                    async for _ in deaf:
                        pass
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
