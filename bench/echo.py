"""What does the server alone cost? A bare echo: `python -m bench.echo PORT [daphne|uvicorn]`.

An ASGI application of five lines on the product's own launcher (the same limits, the same gate), or on uvicorn.
"""

from __future__ import annotations

import sys
from typing import Any


async def echo(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Every text goes back as it came."""
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message["text"]})


def main(port: int, server: str) -> None:
    """Serve until killed."""
    if server == "uvicorn":
        import uvicorn

        uvicorn.run(echo, host="127.0.0.1", port=port, lifespan="off", log_level="error", ws_max_size=64 * 1024)
    else:
        from web.gated import GatedServer

        GatedServer(echo, endpoints=[f"tcp:port={port}:interface=127.0.0.1"]).run()


if __name__ == "__main__":
    main(int(sys.argv[1]), *(sys.argv[2:] or ["daphne"]))
