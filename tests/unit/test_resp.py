"""Does what Redis says come out whole, wherever the network cuts it?"""

import asyncio
from typing import Any

import pytest

from chat.resp import Push, RedisSays, Wire, command, sign_in, value

SAID = (
    b"+OK\r\n:7\r\n$5\r\nhe\r\nl\r\n_\r\n"
    b">3\r\n$7\r\nmessage\r\n$1\r\nt\r\n$4\r\n\r\n\x00!\r\n"
    b"%1\r\n$1\r\na\r\n*2\r\n:1\r\n$-1\r\n"
)
MEANT = [b"OK", b"7", b"he\r\nl", b"", [b"message", b"t", b"\r\n\x00!"], [b"a", [b"1", None]]]


def test_values_are_read_one_after_the_other() -> None:
    at, found = 0, []
    while at < len(SAID):
        one, at = value(SAID, at)
        found.append(one)
    assert found == MEANT
    assert [type(one) is Push for one in found] == [False, False, False, False, True, False]


@pytest.mark.parametrize("cut", range(1, len(SAID)))
async def test_a_push_is_heard_once_wherever_the_stream_is_cut(cut: int) -> None:
    heard: list[Any] = []
    wire = Wire(heard.append)
    wire.data_received(SAID[:cut])
    wire.data_received(SAID[cut:])
    assert heard == [[b"message", b"t", b"\r\n\x00!"]]


def test_an_error_is_told_from_an_answer() -> None:
    for said in (b"-NOAUTH sign in\r\n", b"!15\r\n-NOAUTH sign in\r\n"):
        found, at = value(said, 0)
        assert isinstance(found, RedisSays)
        assert at == len(said)


async def test_a_greeting_that_is_refused_says_why() -> None:
    class Transport:
        def write(self, data: bytes) -> None:
            asyncio.get_running_loop().call_soon(wire.data_received, b"-WRONGPASS no\r\n")

    wire = Wire(print)
    wire.connection_made(Transport())
    with pytest.raises(RedisSays, match="WRONGPASS"):
        await wire.ask(b"HELLO", b"3")


def test_a_command_carries_any_bytes() -> None:
    assert command(b"PUBLISH", b"a", b"\r\n") == b"*3\r\n$7\r\nPUBLISH\r\n$1\r\na\r\n$2\r\n\r\n\r\n"


def test_a_password_without_a_name_is_the_default_users() -> None:
    assert tuple(sign_in({"password": "p"})) == (b"AUTH", b"default", b"p")
    assert tuple(sign_in({"username": "u", "password": "p"})) == (b"AUTH", b"u", b"p")
    assert tuple(sign_in({})) == ()
