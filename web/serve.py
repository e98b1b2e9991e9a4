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

from web.asgi import application
from web.gated import GatedServer
from web.sockets import process

log = logging.getLogger(__name__)

DRAIN = 14.0  # seconds that draining may take before the process ends all the same


class Launcher(GatedServer):
    """Daphne that drains."""

    def __init__(self, port: int, **options: Any) -> None:
        super().__init__(
            application=application,
            endpoints=[f"tcp:port={port}:interface=0.0.0.0"],
            signal_handlers=False,
            ready_callable=self._ready,
            **options,
        )

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
