"""Is a socket kept from foreign pages, ended sessions and guessed passwords, and is its owner told why?"""

import asyncio
import json
import urllib.error
import urllib.request
from typing import Any
from uuid import uuid4

import pytest
import websockets

from chat.errors import CloseCode
from demo import cast
from tests.support.instance import Instance
from tests.support.players import PATIENCE, AgentPlayer, sign_in


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "", "http://localhost:1", "https://localhost", "http://127.0.0.1"]
)
@pytest.mark.parametrize("path", ["/ws/customer", "/ws/agent"])
async def test_a_socket_from_a_foreign_origin_is_refused(running: Instance, origin: str, path: str) -> None:
    cookie = await asyncio.to_thread(sign_in, running, "amira@meridian.example")
    with pytest.raises(websockets.InvalidStatus) as refused:
        await websockets.connect(
            f"ws://localhost:{running.port}{path}",
            origin=origin or None,
            additional_headers={"Cookie": cookie},
            proxy=None,
        )
    assert refused.value.response.status_code == 403


async def test_a_console_without_a_session_is_told_to_sign_in(running: Instance) -> None:
    async with websockets.connect(f"ws://localhost:{running.port}/ws/agent", origin=running.url, proxy=None) as socket:
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
