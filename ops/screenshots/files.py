"""Which files do the customers in the pictures send?"""

from __future__ import annotations

import io
import os

from PIL import Image, ImageDraw
from playwright.async_api import FilePayload


def _drawn() -> bytes:
    """A picture as a bank's page may look."""
    picture = Image.new("RGB", (900, 560), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 900, 70), fill="#16325c")
    for line in range(6):
        draw.rectangle((60, 120 + 66 * line, 560, 146 + 66 * line), fill="#d6dde8")
        draw.rectangle((700, 120 + 66 * line, 840, 146 + 66 * line), fill="#9fb0c8")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


# What a film begins with, and nothing after it that a player could open.
_FILM = b"\0\0\0\x20ftypisom"

SCREEN = FilePayload(name="my bank.png", mimeType="image/png", buffer=_drawn())
SETUP = FilePayload(name="setup.exe", mimeType="", buffer=b"MZ")
DAMAGED_FILM = FilePayload(name="screen recording.mp4", mimeType="video/mp4", buffer=_FILM + os.urandom(40_000))


def film(size: int, code: str) -> FilePayload:
    """A recording of the screen of `size` bytes, named as a phone of this language does."""
    names = {"ar": "تسجيل الشاشة.mp4"}
    return FilePayload(
        name=names.get(code, "screen recording.mp4"), mimeType="video/mp4", buffer=_FILM + os.urandom(size)
    )
