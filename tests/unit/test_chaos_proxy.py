"""Does the chaos proxy repeat just what a client says over its WebSocket?"""

import pytest

from tests.chaos.proxy import Doubler

UPGRADE = b"GET /ws/customer HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"


def frame(opcode: int, payload: bytes) -> bytes:
    """A masked frame as a client sends it (RFC 6455, 5.2)."""
    size = len(payload)
    if size < 126:
        length = bytes([0x80 | size])
    elif size < 1 << 16:
        length = bytes([0x80 | 126]) + size.to_bytes(2)
    else:
        length = bytes([0x80 | 127]) + size.to_bytes(8)
    return bytes([0x80 | opcode]) + length + b"mask" + payload


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_a_data_frame_of_any_length_is_said_twice(size: int) -> None:
    one = frame(1, b"x" * size)
    assert Doubler().feed(UPGRADE + one) == UPGRADE + one + one


def test_frames_that_come_in_pieces_are_said_twice_as_wholes() -> None:
    doubler, first, second = Doubler(), frame(1, b"first"), frame(2, b"second")
    stream = UPGRADE + first + second
    out = b"".join(doubler.feed(stream[at : at + 3]) for at in range(0, len(stream), 3))
    assert out == UPGRADE + first + first + second + second


def test_pings_and_closes_are_said_once() -> None:
    assert Doubler().feed(UPGRADE + frame(9, b"") + frame(8, b"")) == UPGRADE + frame(9, b"") + frame(8, b"")


def test_plain_http_passes_as_it_is() -> None:
    request = b"POST /api/v1/session HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"
    assert Doubler().feed(request) == request
