"""Whose word on addresses do we take? Forwarded headers count only from named proxies.

Daphne believes `Daphne-Root-Path` from anybody and, if asked to, the leftmost forwarded address, which the client
wrote. Here the root path is always empty, and the address is the rightmost one that no trusted proxy has.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
STRIPPED = (b"daphne-root-path", b"x-forwarded-host", b"x-forwarded-port", b"forwarded")


def client_address(peer: str, forwarded_for: str, trusted: list[str]) -> str:
    """The address of the client behind `peer`, walking `forwarded_for` from the right while the hop is trusted."""
    networks = [ip_network(each, strict=False) for each in trusted]

    def is_trusted(address: str) -> bool:
        try:
            return any(ip_address(address) in network for network in networks)
        except ValueError:
            return False

    hops = [part.strip() for part in forwarded_for.split(",") if part.strip()]
    address = peer
    while hops and is_trusted(address):
        address = hops.pop()
    return address


def behind_proxies(application: Application) -> Application:
    """The application, with scopes that say only what can be believed."""

    async def wrapped(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] in ("http", "websocket"):
            headers = dict(scope.get("headers", []))
            peer = (scope.get("client") or ("", 0))[0]
            address = client_address(
                peer, headers.get(b"x-forwarded-for", b"").decode("latin1"), settings.TRUSTED_PROXIES
            )
            scope = {
                **scope,
                "root_path": "",
                "client": (address, 0),
                "headers": [(name, value) for name, value in scope["headers"] if name.lower() not in STRIPPED],
            }
            if address != peer and headers.get(b"x-forwarded-proto") == b"https":
                scope["scheme"] = "wss" if scope["type"] == "websocket" else "https"
        await application(scope, receive, send)

    return wrapped
