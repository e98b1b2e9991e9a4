"""How does a load generator speak WebSocket without costing more than the server? RFC 6455, the half of a client.

No extensions, no fragments. Every frame is masked with one random key per connection: the work of unmasking is the
server's as with any client, and the generator's share of the machine stays small.
"""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

Heard = Callable[[bytes], None]


class Wire(asyncio.Protocol):
    """One open connection. `heard` gets each text frame; `close_code` is there once it is closed."""

    def __init__(self, request: bytes, heard: Heard) -> None:
        self._request = request
        self._heard = heard
        self._data = b""
        self._mask = os.urandom(4)
        self._upgraded = False
        self.transport: asyncio.Transport
        loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[int] = loop.create_future()

    def connection_made(self, transport: Any) -> None:
        """TCP is there: ask for the upgrade."""
        self.transport = transport
        transport.write(self._request)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more will come."""
        if not self.opened.done():
            self.opened.set_exception(exc or ConnectionError("closed during the handshake"))
        if not self.closed.done():
            self.closed.set_result(1006)

    def data_received(self, data: bytes) -> None:
        """Whole frames are handed on; the rest waits."""
        data = self._data + data if self._data else data
        if not self._upgraded:
            head, blank, rest = data.partition(b"\r\n\r\n")
            if not blank:
                self._data = data
                return
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                self.opened.set_exception(ConnectionError(head.split(b"\r\n", 1)[0].decode("latin1")))
                self.transport.abort()
                return
            self._upgraded, data = True, rest
            self.opened.set_result(None)
        at, end = 0, len(data)
        while end - at >= 2:
            size, start = data[at + 1], at + 2
            if size == 126:
                size, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif size == 127:
                size, start = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if start > end or start + size > end:
                break
            self._frame(data[at] & 15, data[start : start + size])
            at = start + size
        self._data = data[at:]

    def _frame(self, opcode: int, payload: bytes) -> None:
        if opcode == 1:
            self._heard(payload)
        elif opcode == 9:
            self._write(10, payload)
        elif opcode == 8:
            if not self.closed.done():
                self.closed.set_result(int.from_bytes(payload[:2], "big") if payload else 1005)
            self.transport.close()

    def send(self, payload: bytes) -> None:
        """A text frame."""
        self._write(1, payload)

    def _write(self, opcode: int, payload: bytes) -> None:
        size = len(payload)
        length = bytes([128 | size]) if size < 126 else bytes([254]) + size.to_bytes(2, "big")
        key = (self._mask * (size // 4 + 1))[:size]
        masked = (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")
        self.transport.write(bytes([128 | opcode]) + length + self._mask + masked)


async def connect(url: str, origin: str, heard: Heard, cookie: str = "") -> Wire:
    """An open connection; raises `ConnectionError` with the status line of a refusal."""
    parts = urlsplit(url)
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        f"GET {parts.path or '/'} HTTP/1.1", f"Host: {parts.netloc}", "Upgrade: websocket", "Connection: Upgrade",
        "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}", f"Origin: {origin}",
    ]  # fmt: skip
    lines += [f"Cookie: {cookie}"] if cookie else []
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    loop = asyncio.get_running_loop()
    _, wire = await loop.create_connection(lambda: Wire(request, heard), "127.0.0.1", parts.port)
    await wire.opened
    return wire
