"""Can an agent be faked? Whoever has a code from a chat learns on our page whether it is genuine."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from urllib.parse import quote

from agents import genuine
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer


def page(instance: Instance, code: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"{instance.url}/verify?code={quote(code)}") as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


async def test_the_code_in_a_chat_is_confirmed_while_the_chat_lasts_and_no_longer(running: Instance) -> None:
    async with AgentPlayer(running, "james") as james, CustomerPlayer(running) as emma:
        await emma.hello(language="en")
        thread = await emma.start("Are you real?", topic="trading")
        await emma.event(thread, "assigned")
        stands = await emma.get("thread")
        while not stands["thread"]["chat"].get("code"):
            stands = await emma.get("thread")
        code = stands["thread"]["chat"]["code"]
        assert "Yes. <bdi>James Miller</bdi>" in page(running, code)[1]
        assert "Yes." in page(running, f" {code.replace('-', '').lower().replace('0', 'o').replace('1', 'l')} ")[1]
        wrong = ("A" if code[0] != "A" else "B") + code[1:]
        assert "No. Nobody of ours" in page(running, wrong)[1]
        await james.ask("resolve", thread=thread)
        assert "No. Nobody of ours" in page(running, code)[1]


def test_a_code_is_read_with_whatever_dash_it_was_copied_or_typed() -> None:
    for dash in ("-", " ", "", "\u2011", "\u2013", " \u2014 "):
        assert genuine.normal(f"k7qx{dash}3m2p") == "K7QX-3M2P"


def test_nonsense_is_no_code() -> None:
    for typed in ("", "K7QX", "K7QX-3M2P-1", "<script>", "ÄÄÄÄ-ÄÄÄÄ", "K7QX\x003M2P"):
        assert genuine.normal(typed) == ""


async def test_guessing_is_slow_and_shows_what_was_typed_as_text(start_instance: Callable[..., Instance]) -> None:
    instance = start_instance()
    status, text = page(instance, '"><script>alert(1)</script>')
    assert status == 200
    assert "<script>alert" not in text
    assert [page(instance, "AAAA-AAAA")[0] for _ in range(30)][-1] == 429
