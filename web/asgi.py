"""The ASGI application: Django for HTTP, our connections for sockets, the lifespan where the server speaks it."""

from __future__ import annotations

import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
http = get_asgi_application()

from channels.routing import ProtocolTypeRouter  # noqa: E402 - needs Django's apps

from web.proxies import behind_proxies  # noqa: E402
from web.sockets import endpoints, process  # noqa: E402


async def lifespan(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """uvicorn and its like say when to start and stop; Daphne does not, so `web.serve` calls the same."""
    await receive()
    await process.current()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await (await process.current()).stop()
    await send({"type": "lifespan.shutdown.complete"})


application = behind_proxies(
    ProtocolTypeRouter({"http": http, "websocket": endpoints.application, "lifespan": lifespan})
)
