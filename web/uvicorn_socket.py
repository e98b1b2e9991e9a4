"""How does uvicorn write without detours? Its socket with the extension `switchboard.texts`.

    uvicorn web.asgi:application --ws web.uvicorn_socket:TextsProtocol --ws-max-size 65536 --no-proxy-headers

uvicorn writes a system call for each frame, and a task must wait for each. Here what gathered in a turn of the loop is
one call. The application runs as well on uvicorn's own sockets, at a higher price (docs/performance.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from web.frames import EXTENSION, frames


class TextsProtocol(WebSocketsSansIOProtocol):
    """One connection; it is its own extension."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._waiting: list[Callable[[], None]] = []

    async def run_asgi(self) -> None:
        """As uvicorn does, with the extension."""
        self.scope["extensions"][EXTENSION] = self  # type: ignore[assignment]  # uvicorn knows dicts
        await super().run_asgi()

    def write(self, texts: Sequence[bytes]) -> bool:
        """Write texts; whether more would be taken now."""
        if self.handshake_complete and not self.close_sent and not self.transport.is_closing():
            self.transport.write(frames(texts))
        return self.writable.is_set()

    def when_open(self, tell: Callable[[], None]) -> None:
        """Call `tell` once more is taken, or the connection is gone."""
        if self.writable.is_set():
            tell()
        else:
            self._waiting.append(tell)

    def resume_writing(self) -> None:
        """asyncio says: the buffer has room again."""
        super().resume_writing()
        self._tell()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody needs to wait any more."""
        super().connection_lost(exc)
        self._tell()

    def _tell(self) -> None:
        waiting, self._waiting = self._waiting, []
        for tell in waiting:
            tell()
