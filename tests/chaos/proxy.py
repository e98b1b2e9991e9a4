"""What stands between two programs and spoils their talk? A proxy for TCP and Unix sockets whose moods are set from
outside: it cuts connections, goes deaf on them without a word, slows them, or says every WebSocket frame twice."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Iterator
from pathlib import Path

CHUNK = 1 << 16

Address = tuple[str, int] | Path


class Line:
    """One connection, both ends. `deaf`: what comes is swallowed and nobody is told, as when a phone leaves the net."""

    def __init__(self, near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self.near, self.far = near, far
        self.deaf = False

    def cut(self) -> None:
        """End it at once, on both sides."""
        for writer in (self.near, self.far):
            writer.transport.abort()


class Proxy:
    """Listens on `here` and passes on to the addresses of `there`, each new connection to the next one that answers.

    `delay`: seconds by which everything towards `there` is late. `twice`: every data frame of a WebSocket client is
    sent once more.
    """

    def __init__(self, here: Address, there: list[Address], *, twice: bool = False) -> None:
        self.here, self.there, self.twice = here, there, twice
        self.delay = 0.0
        self.lines: set[Line] = set()
        self._turn: Iterator[int] = itertools.count()
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Begin listening."""
        if isinstance(self.here, Path):
            self.here.unlink(missing_ok=True)
            self._server = await asyncio.start_unix_server(self._accept, self.here)
        else:
            self._server = await asyncio.start_server(self._accept, *self.here)

    async def stop(self) -> None:
        """End listening, and every connection."""
        if self._server:
            self._server.close()
        self.cut()
        for talk in list(self._talks):
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def cut(self) -> int:
        """End every connection at once; how many there were."""
        lines = list(self.lines)
        for line in lines:
            line.cut()
        return len(lines)

    def deafen(self) -> int:
        """From now on nothing passes on the connections there are, and neither end is told; how many there are."""
        for line in self.lines:
            line.deaf = True
        return len(self.lines)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        try:
            await self._pass_on(reader, writer)
        except asyncio.CancelledError:
            pass  # by `stop`; nobody waits for this task who would want to know
        finally:
            self._talks.discard(task)
            writer.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected = await self._connect()
        if connected is None:
            return
        far_reader, far_writer = connected
        line = Line(writer, far_writer)
        self.lines.add(line)
        try:
            ways = [
                asyncio.create_task(self._pump(line, reader, far_writer, outward=True)),
                asyncio.create_task(self._pump(line, far_reader, writer, outward=False)),
            ]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        finally:
            self.lines.discard(line)
            line.cut()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for _ in self.there:
            address = self.there[next(self._turn) % len(self.there)]
            with contextlib.suppress(OSError):
                if isinstance(address, Path):
                    return await asyncio.open_unix_connection(address)
                return await asyncio.open_connection(*address)
        return None

    async def _pump(
        self, line: Line, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, outward: bool
    ) -> None:
        doubled = Doubler() if outward and self.twice else None
        with contextlib.suppress(OSError):
            while data := await reader.read(CHUNK):
                if line.deaf:
                    continue
                if outward and self.delay:
                    await asyncio.sleep(self.delay)
                writer.write(doubled.feed(data) if doubled else data)
                await writer.drain()
            if not line.deaf and writer.can_write_eof():
                writer.write_eof()
            # The other way may still have something to say; a deaf line stays open until somebody gives up.
            await asyncio.sleep(3600 if line.deaf else 1)


class Doubler:
    """Repeats the data frames of a WebSocket client's stream (RFC 6455, 5.2), all else passes as it is."""

    def __init__(self) -> None:
        self._kept = b""
        self._upgraded: bool | None = None

    def feed(self, data: bytes) -> bytes:
        """What to send on for what came."""
        self._kept += data
        out = b""
        if self._upgraded is None:
            head, end, rest = self._kept.partition(b"\r\n\r\n")
            if not end:
                return b""
            self._upgraded = b"upgrade: websocket" in head.lower()
            out, self._kept = head + end, rest
        if not self._upgraded:
            out, self._kept = out + self._kept, b""
            return out
        while frame := self._frame():
            out += frame
            if frame[0] & 0x0F in (1, 2):
                out += frame
        return out

    def _frame(self) -> bytes:
        """The next whole frame, taken from what is kept; empty when there is none yet."""
        kept = self._kept
        if len(kept) < 2:
            return b""
        length, header = kept[1] & 0x7F, 2
        if length > 125:
            extra = 2 if length == 126 else 8
            if len(kept) < header + extra:
                return b""
            length, header = int.from_bytes(kept[header : header + extra]), header + extra
        size = header + (4 if kept[1] & 0x80 else 0) + length
        if len(kept) < size:
            return b""
        self._kept = kept[size:]
        return kept[:size]
