"""How does a web process run? Daphne in a launcher of ours: `python -m web.serve`.

Daphne has no lifespan and cancels applications on SIGTERM. Here SIGTERM means: not ready, no new connections, clients
are told to reconnect, what is queued is written and acknowledged, then the end.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")

from daphne.server import Server

from web.asgi import application
from web.proxies import behind_proxies
from web.sockets import process

log = logging.getLogger(__name__)

# A frame above 60 KiB is refused with an error, one above this closes the connection (1009).
FRAME_LIMIT = 64 * 1024
DRAIN = 14.0  # seconds that draining may take before the process ends all the same


class Gate:
    """Open while the other end of a connection takes what is written. A Twisted push producer."""

    def __init__(self, transport: Any) -> None:
        self._open = asyncio.Event()
        self._open.set()
        self.open = self._open.wait
        self.resumeProducing = self.stopProducing = self._open.set
        self.pauseProducing = self._open.clear
        transport.unregisterProducer()  # the HTTP channel's, which was before the upgrade
        transport.registerProducer(self, True)


class Launcher(Server):  # type: ignore[misc]  # Daphne has no types
    """Daphne that drains."""

    def __init__(self, port: int, **options: Any) -> None:
        super().__init__(
            application=behind_proxies(application),
            endpoints=[f"tcp:port={port}:interface=0.0.0.0"],
            signal_handlers=False,
            websocket_max_message_size=FRAME_LIMIT,
            websocket_max_frame_size=FRAME_LIMIT,
            ready_callable=self._ready,
            server_name="switchboard",
            **options,
        )

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        """As Daphne does, but `send` waits for a client that does not read: else all of it would go into memory."""
        protocol.maxMessagePayloadSize = 0  # Autobahn would hold what we send to the limit of what we take
        try:
            await super().handle_reply(protocol, message)  # at once: nothing is received in between
        finally:
            protocol.maxMessagePayloadSize = FRAME_LIMIT
        if message["type"] == "websocket.accept":
            protocol.gate = Gate(protocol.transport)
        elif message["type"] == "websocket.send":
            await protocol.gate.open()

    def _ready(self) -> None:
        loop = asyncio.get_event_loop()
        self._start = loop.create_task(process.current())
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._drain, loop)

    def _drain(self, loop: asyncio.AbstractEventLoop) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
        self._ending = loop.create_task(self._end())

    async def _end(self) -> None:
        log.info("draining")
        for listener in self.listeners:
            listener.addCallback(lambda port: port.stopListening())
        try:
            async with asyncio.timeout(DRAIN):
                await (await process.current()).stop()
        except Exception:
            log.exception("draining did not end well")
        self.stop()


def main() -> None:
    """Serve until SIGTERM."""
    Launcher(int(os.environ.get("PORT", "8000"))).run()


if __name__ == "__main__":
    main()
