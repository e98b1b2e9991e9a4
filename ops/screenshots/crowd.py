"""Who else is there? Customers that keep agents busy, agents without a screen, and the policy of the site."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from websockets import ConnectionClosed

from demo import cast
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer, identity

PATIENCE_S = 15.0


def policy(instance: Instance, **changes: float | str) -> None:
    """Give the site another version of its policy."""
    data = json.dumps(changes)
    instance.manage(
        "shell", "-v", "0", "-c",
        "import json; from chat.models import Site; from routing.models import PolicyVersion as P;"
        "from routing.core import Policy;"
        f"site = Site.objects.get(key='{cast.SITE_KEY}');"
        f"P.objects.create(site=site, version=P.objects.filter(site=site).count() + 2,"
        f" data={{**Policy.default().to_dict(), **json.loads('{data}')}})",
    )  # fmt: skip


@contextlib.asynccontextmanager
async def agent(instance: Instance, name: str) -> AsyncIterator[AgentPlayer]:
    """An agent on duty, without a screen."""
    async with AgentPlayer(instance, name) as player:
        await player.ask("status", status="available")
        yield player


@contextlib.asynccontextmanager
async def customers(
    instance: Instance, language: str, texts: list[str], **claims: Any
) -> AsyncIterator[list[tuple[CustomerPlayer, str]]]:
    """Customers with a chat each, without a screen: (player, thread)."""
    async with contextlib.AsyncExitStack() as stack:
        found = []
        for text in texts:
            player = await stack.enter_async_context(CustomerPlayer(instance))
            await player.hello(language=language, identity=identity(instance, language=language, **claims))
            found.append((player, await player.start(text)))
        yield found
        for player, thread in found:
            # Whoever said nothing for a minute was closed by the server meanwhile.
            with contextlib.suppress(AssertionError, ConnectionClosed):
                await player.ask("end", thread=thread)


def mails(instance: Instance) -> Path:
    """Where a trial puts its mail."""
    return instance.where.data / "mail"


async def confirmation_link(instance: Instance, address: str) -> str:
    """The link in the confirmation mail to an address, once the worker has sent it."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        for file in mails(instance).glob("*"):
            mail = message_from_bytes(file.read_bytes(), policy=default)
            found = re.search(r"http\S+/confirm/\S+", mail.get_content())
            if found and mail["To"] == address:
                return found[0]
        await asyncio.sleep(0.2)
    raise AssertionError(f"no confirmation mail to {address} within {PATIENCE_S:.0f} s")
