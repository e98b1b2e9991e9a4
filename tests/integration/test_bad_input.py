"""Is everything malformed, foreign or forbidden answered from the error table, and does the connection survive it?"""

import time
from typing import Any
from uuid import uuid4

import pytest

from chat.errors import ERRORS, CloseCode
from demo import cast
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer, identity

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
        alone = (
            "resolve",
            "transfer",
            "escalate",
            "open",
            "history",
            "accept",
            "takeback",
            "warn",
            "endabuse",
            "reopen",
            "thank",
        )
        for kind in alone:
            assert (await stranger.ask(kind, thread=thread))["code"] == "thread_unknown", kind
        assert (await stranger.ask("decline", thread=thread, reason="busy"))["code"] == "thread_unknown"
        apart = {"client_id": "c", "topic": "api"}
        block = {"category": "spam", "duration": "hour"}
        for kind, more in (("invite", {"agent": stranger.me}), ("apart", apart), ("block", block)):
            assert (await stranger.ask(kind, thread=thread, **more))["code"] == "thread_unknown", kind
            assert (await olga.ask(kind, thread=thread, **more))["code"] == "chat_not_yours", kind
        assert (await james.ask("invite", thread=thread, agent=stranger.me))["code"] == "agent_unknown"
        assert (await james.ask("transfer", thread=thread, team=10**9))["code"] == "agent_unknown"
        assert (await stranger.ask("decide", id=1, lift=True))["code"] == "not_blocked"
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
