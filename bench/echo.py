"""What does the server alone cost? A bare echo on Daphne with the same limits: `python -m bench.echo PORT`."""

from __future__ import annotations

import sys
from typing import Any

from daphne.server import Server


async def echo(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Every text goes back as it came."""
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message["text"]})


if __name__ == "__main__":
    Server(
        echo,
        endpoints=[f"tcp:port={int(sys.argv[1])}:interface=127.0.0.1"],
        websocket_max_message_size=64 * 1024,
        websocket_max_frame_size=64 * 1024,
    ).run()
