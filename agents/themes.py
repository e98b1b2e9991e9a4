"""How may a site's widget look? A few values, each checked: none of them reaches a page as anything but what it is."""

from __future__ import annotations

import base64
import io
import re

from chat.errors import Refusal
from files.core.kinds import sniff
from files.pictures import FORMATS, redraw

COLOR = re.compile(r"#[0-9a-f]{6}")
CHOICES = {"side": ("left", "right"), "scheme": ("auto", "light", "dark")}
PICTURE_BYTES = 1_000_000
LOGO_EDGE = 96  # twice as many pixels as it is shown with
KEPT_BYTES = 24_000


class Unfit(ValueError):
    """What cannot be, in words."""


def changed(theme: dict[str, str], changes: dict[str, str], logo: bytes | None = None) -> dict[str, str]:
    """A theme with some values replaced; raises `Unfit`."""
    after = dict(theme)
    for name, given in changes.items():
        value = given.strip().lower()
        if name == "color" and not COLOR.fullmatch(value):
            raise Unfit(f"{value!r} is no colour; one looks like #2a50d8")
        if name in CHOICES and value not in CHOICES[name]:
            raise Unfit(f"{name} is one of {', '.join(CHOICES[name])}")
        after[name] = value
    if logo is not None:
        after["logo"] = drawn(logo)
    return after


def drawn(logo: bytes) -> str:
    """A logo in a data address: no request, and nothing in it that could run."""
    return f"data:image/webp;base64,{base64.b64encode(small(logo, LOGO_EDGE)).decode()}"


def small(picture: bytes, edge: int) -> bytes:
    """A picture drawn anew as a WebP that is no longer than `edge` pixels; raises `Unfit`."""
    kind = sniff(picture)
    if len(picture) > PICTURE_BYTES or kind is None or kind.media not in FORMATS:
        raise Unfit("a picture here is a PNG, JPEG, GIF, WebP or HEIC of at most 1 MB")
    try:
        found = redraw(io.BytesIO(picture), kind, preview_edge=edge).preview
    except Refusal as refusal:
        raise Unfit(refusal.kind.message) from None
    if len(found) > KEPT_BYTES:
        raise Unfit("this picture is too detailed for its size")
    return found
