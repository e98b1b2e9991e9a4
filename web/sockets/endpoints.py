"""Which addresses are sockets, and who may connect? The ASGI applications behind `/ws/…`."""

from __future__ import annotations

from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import OriginValidator
from django.conf import settings
from django.urls import path

from chat.errors import CloseCode
from web.sockets import process
from web.sockets.agent import AgentConnection
from web.sockets.connection import Receive
from web.sockets.customer import CustomerConnection
from web.sockets.outlet import Send
from web.sockets.rights import signed_in


async def customer(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """A widget's socket."""
    await CustomerConnection(await process.current(), scope, receive, send).run()


async def agent(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """A console's socket. Without a session it is accepted and closed with a code that the console understands."""
    if not signed_in(scope):
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": CloseCode.SIGNED_OUT})
        return
    await AgentConnection(await process.current(), scope, receive, send).run()


async def nowhere(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """No socket at this address."""
    await receive()
    await send({"type": "websocket.close"})


# The frame's Origin is ours, so the origin in full is required on both; a host page is held by `frame-ancestors`.
application = URLRouter(
    [
        path("ws/customer", OriginValidator(customer, [settings.WIDGET_ORIGIN])),
        path("ws/agent", OriginValidator(AuthMiddlewareStack(agent), [settings.CONSOLE_ORIGIN])),
        path("<path:anything>", nowhere),  # type: ignore[arg-type]  # an ASGI application, as URLRouter takes it
    ]
)
