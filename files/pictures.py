"""What is left of a picture that a stranger sent? The same look, drawn anew: no metadata, nothing hidden behind it.

The number of pixels is read from the head and bounded before anything is decoded, and one picture at a time is decoded
in a process, so that memory stays flat whatever is sent.
"""

from __future__ import annotations

import io
import threading
import warnings
from dataclasses import dataclass
from typing import IO

import pi_heif
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from chat.errors import Refusal
from files.core.kinds import GIF, HEIC, JPEG, PNG, WEBP, Kind

PIXELS = 50_000_000  # more than any screen and most cameras; decoded it is 200 MB
FRAME_PIXELS = 100_000_000  # all frames of a moving picture together
LONG_EDGE = 4096  # what is kept is not larger: it still shows every letter of a screen
PREVIEW_EDGE = 640
FORMATS = {PNG.media: "PNG", JPEG.media: "JPEG", GIF.media: "GIF", WEBP.media: "WEBP", HEIC.media: "HEIF"}

# What decoders say of bytes that are not what they should be.
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    OverflowError,
    RuntimeError,
)

_one_at_a_time = threading.Lock()
Image.MAX_IMAGE_PIXELS = None  # our own bound stands before it
# The picture alone, not what a phone puts beside it (depth, gain maps, thumbnails), and on no threads of its own.
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture drawn anew, and a small one of it (WebP)."""

    whole: bytes
    preview: bytes
    width: int
    height: int


def redraw(content: IO[bytes], kind: Kind, preview_edge: int = PREVIEW_EDGE) -> Drawn:
    """Decode and encode again, HEIC as JPEG. Refuses `picture_too_large` and `file_damaged`."""
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            # Only the decoder that belongs to what was sniffed: no other format is even tried.
            with Image.open(content, formats=[FORMATS[kind.media]]) as picture:
                return _drawn(picture, kind, preview_edge)
        except Refusal:
            raise
        except UNREADABLE as error:
            raise Refusal("file_damaged", {"reason": type(error).__name__}) from None


def _drawn(picture: Image.Image, kind: Kind, edge: int) -> Drawn:
    pixels = picture.width * picture.height
    # A burst is a picture here: the one that its phone chose.
    frames = 1 if kind is HEIC else getattr(picture, "n_frames", 1)
    if pixels > PIXELS or pixels * frames > FRAME_PIXELS:
        raise Refusal("picture_too_large", {"pixels": pixels * frames, "limit": PIXELS})
    if frames > 1 and kind in (GIF, WEBP):
        return _moving(picture, kind, edge)
    if kind is JPEG:
        picture.draft("RGB", (LONG_EDGE, LONG_EDGE))  # a larger one is decoded smaller at once
    still = ImageOps.exif_transpose(picture)
    still = still.convert(_mode(still, kind))
    still.thumbnail((LONG_EDGE, LONG_EDGE))
    return Drawn(_encoded(still, kind), _preview(still, edge), still.width, still.height)


def _mode(picture: Image.Image, kind: Kind) -> str:
    clear = "A" in picture.getbands() or "transparency" in picture.info
    return "RGBA" if clear and kind not in (JPEG, HEIC) else "RGB"


def _encoded(picture: Image.Image, kind: Kind) -> bytes:
    out, bare = io.BytesIO(), _bare(picture)
    match kind.media:
        case JPEG.media | HEIC.media:
            bare.save(out, "JPEG", quality=88)
        case WEBP.media:
            bare.save(out, "WEBP", quality=88, method=2)
        case GIF.media:
            bare.save(out, "GIF")
        case _:
            bare.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _bare(picture: Image.Image) -> Image.Image:
    """A new picture of the same pixels: what the old one carried along (texts, profiles, places) stays behind."""
    new = Image.new(picture.mode, picture.size)
    new.paste(picture)
    return new


def _moving(picture: Image.Image, kind: Kind, edge: int) -> Drawn:
    frames, times = [], []
    for frame in ImageSequence.Iterator(picture):
        times.append(max(20, min(10_000, int(frame.info.get("duration", 100) or 100))))
        still = frame.convert("RGBA")
        still.thumbnail((1024, 1024))
        frames.append(_bare(still))
    out = io.BytesIO()
    more = {"disposal": 2} if kind is GIF else {"quality": 80, "method": 2}
    frames[0].save(out, FORMATS[kind.media], save_all=True, append_images=frames[1:], duration=times, loop=0, **more)
    return Drawn(out.getvalue(), _preview(frames[0], edge), frames[0].width, frames[0].height)


def _preview(picture: Image.Image, edge: int) -> bytes:
    small = picture.copy()
    small.thumbnail((edge, edge))
    out = io.BytesIO()
    _bare(small).save(out, "WEBP", quality=80, method=2)
    return out.getvalue()
