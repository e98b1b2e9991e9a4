"""How does Daphne wait for a client that does not read, and write without detours? A server with our limits.

Daphne's own `send` never waits: what a client does not take would all go into memory. Here it waits at the gate. The
ASGI extension `switchboard.texts` writes several text frames with one system call and no coroutine; an application that
does not know it uses `send` as everywhere, and one that knows it runs as well on a server without.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from autobahn.websocket.protocol import WebSocketProtocol
from daphne.server import Server

from web.frames import EXTENSION, frames

# A frame above 60 KiB is refused with an error, one above this closes the connection (1009).
FRAME_LIMIT = 64 * 1024


class Gate:
    """Open while the other end of a connection takes what is written. A Twisted push producer."""

    def __init__(self, transport: Any) -> None:
        self.is_open = True
        self._waiting: list[Callable[[], None]] = []
        transport.unregisterProducer()  # of a socket: the HTTP channel's, which was before the upgrade
        transport.registerProducer(self, True)

    def pauseProducing(self) -> None:
        """Twisted says: the transport's buffer is full."""
        self.is_open = False

    def resumeProducing(self) -> None:
        """Twisted says: the buffer is empty again, or the connection is gone: nobody needs to wait."""
        self.is_open = True
        waiting, self._waiting = self._waiting, []
        for tell in waiting:
            tell()

    stopProducing = resumeProducing

    def when_open(self, tell: Callable[[], None]) -> None:
        """Call `tell` once the gate is open again."""
        self._waiting.append(tell)

    async def opened(self) -> None:
        """Wait for it."""
        if not self.is_open:
            opened = asyncio.Event()
            self.when_open(opened.set)
            await opened.wait()


class Texts:
    """The extension `switchboard.texts` of one connection."""

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol

    def write(self, texts: Sequence[bytes]) -> bool:
        """Write UTF-8 texts, a frame each; whether more would be taken now. Nothing is refused: who goes on although
        the answer was no fills memory."""
        protocol = self._protocol
        if protocol.state != WebSocketProtocol.STATE_OPEN:
            return True
        data = frames(texts)
        transport = protocol.transport
        if not transport._tempDataLen and transport.offset == len(transport.dataBuffer):
            # Nothing waits before us. Twisted would first ask the loop when the socket is writable: it is, mostly.
            sent = transport.writeSomeData(data)
            if sent == len(data):
                return True
            data = data[sent:] if isinstance(sent, int) else data  # a lost connection is found by the next line
        transport.write(data)
        return bool(protocol.gate.is_open)

    def when_open(self, tell: Callable[[], None]) -> None:
        """Call `tell` once more is taken, or the connection is gone."""
        self._protocol.gate.when_open(tell)


class GatedServer(Server):  # type: ignore[misc]  # Daphne has no types
    """Daphne with bounded frames and with back-pressure."""

    def __init__(self, application: Any, **options: Any) -> None:
        super().__init__(
            application=application,
            websocket_max_message_size=FRAME_LIMIT,
            websocket_max_frame_size=FRAME_LIMIT,
            server_name="switchboard",
            **options,
        )

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        """As Daphne does, with the extension."""
        if scope["type"] == "websocket":
            scope.setdefault("extensions", {})[EXTENSION] = Texts(protocol)
        return super().create_application(protocol, scope)

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        """As Daphne does, but `send` waits for a client that does not read."""
        if message["type"] == "http.response.body":
            await self._body(protocol, message)
            return
        protocol.maxMessagePayloadSize = 0  # Autobahn would hold what we send to the limit of what we take
        try:
            await super().handle_reply(protocol, message)  # at once: nothing is received in between
        finally:
            protocol.maxMessagePayloadSize = FRAME_LIMIT
        if message["type"] == "websocket.accept":
            protocol.gate = Gate(protocol.transport)
        elif message["type"] == "websocket.send":
            await protocol.gate.opened()

    async def _body(self, request: Any, message: dict[str, Any]) -> None:
        """A long answer (a file) waits for its reader as a socket does: it would all lie in memory otherwise."""
        more = message.get("more_body", False)
        gate = getattr(request, "gate", None)
        connected = request.channel is not None and not request.finished
        if more and gate is None and connected:
            gate = request.gate = Gate(request)
        elif gate is not None and not more:
            request.gate = None
            if connected:
                request.unregisterProducer()
        await super().handle_reply(request, message)
        if more and gate is not None:
            await gate.opened()
