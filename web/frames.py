"""How do text frames look on the wire? RFC 6455, for servers that let us write them: the extension `switchboard.texts`.

In the ASGI scope of a socket it is an object with two methods: `write(texts) -> bool` writes UTF-8 texts, a frame each,
with one system call, and says whether more would be taken now; `when_open(tell)` calls `tell` once more is taken, or
the connection is gone. On a server without it the application sends as everywhere (`web.sockets.outlet`).
"""

from __future__ import annotations

from collections.abc import Iterable

EXTENSION = "switchboard.texts"


def frames(texts: Iterable[bytes]) -> bytes:
    """Unmasked, uncompressed text frames, one after the other."""
    return b"".join([part for text in texts for part in (header(len(text)), text)])


def header(size: int) -> bytes:
    """The head of an unmasked text frame (section 5.2). Uncompressed is right whatever was negotiated."""
    if size < 126:
        return bytes((0x81, size))
    if size < 1 << 16:
        return b"\x81\x7e" + size.to_bytes(2, "big")
    return b"\x81\x7f" + size.to_bytes(8, "big")
