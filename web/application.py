"""What runs beside Django in a web process? Our connections for sockets, the lifespan where the server speaks it."""

from __future__ import annotations

from typing import Any

from channels.routing import ProtocolTypeRouter

from web.proxies import behind_proxies
from web.sockets import endpoints, process


async def lifespan(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """uvicorn and its like say when to start and stop; Daphne does not, so `web.serve` calls the same."""
    await receive()
    await process.current()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await (await process.current()).stop()
    await send({"type": "lifespan.shutdown.complete"})


def beside(http: Any) -> Any:
    """The whole application, with this one for HTTP; whoever is behind a trusted proxy is known by its word."""
    return behind_proxies(ProtocolTypeRouter({"http": http, "websocket": endpoints.application, "lifespan": lifespan}))
