"""What is left of a picture that a stranger sent? What it looks like, and nothing else."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageSequence
from PIL.PngImagePlugin import PngInfo

from chat.errors import Refusal
from files.core.kinds import GIF, HEIC, JPEG, PNG, WEBP, Kind, settled, sniff
from files.pictures import LONG_EDGE, PREVIEW_EDGE, redraw

PLACE = b"N 52 31 12"
# A phone's picture, 320 × 240, red above left on navy, with the maker and the place in its metadata.
PHONE = (Path(__file__).parents[2] / "vectors" / "phone.heic").read_bytes()


def drawn(size: tuple[int, int] = (40, 20), how: str = "PNG", mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, how, **more)
    return out.getvalue()


@pytest.mark.parametrize(("how", "kind"), [("JPEG", JPEG), ("WEBP", WEBP), ("PNG", PNG)])
def test_metadata_do_not_survive(how: str, kind: Kind) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at " + PLACE.decode()
    sent = drawn(how=how, exif=exif, icc_profile=b"profile " + PLACE)
    assert PLACE in sent
    found = redraw(io.BytesIO(sent), kind)
    assert PLACE not in found.whole + found.preview
    with Image.open(io.BytesIO(found.whole)) as after:
        assert after.size == (40, 20)
        assert not after.getexif()
        assert "icc_profile" not in after.info


def test_texts_in_a_png_and_what_is_hidden_behind_it_do_not_survive() -> None:
    texts = PngInfo()
    texts.add_text("Comment", PLACE.decode())
    found = redraw(io.BytesIO(drawn(pnginfo=texts) + b"<script>alert(1)</script>"), PNG)
    assert PLACE not in found.whole
    assert b"script" not in found.whole


def test_a_photo_stands_upright_without_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    found = redraw(io.BytesIO(drawn((40, 20), "JPEG", exif=exif)), JPEG)
    assert (found.width, found.height) == (20, 40)


def test_what_is_clear_stays_clear() -> None:
    found = redraw(io.BytesIO(drawn(mode="RGBA")), PNG)
    with Image.open(io.BytesIO(found.whole)) as after:
        assert after.mode == "RGBA"


def test_a_huge_photo_becomes_smaller_and_a_preview_is_small() -> None:
    found = redraw(io.BytesIO(drawn((6000, 3000), "JPEG")), JPEG)
    assert (found.width, found.height) == (LONG_EDGE, LONG_EDGE // 2)
    with Image.open(io.BytesIO(found.preview)) as small:
        assert small.format == "WEBP"
        assert max(small.size) == PREVIEW_EDGE


def test_a_moving_picture_goes_on_moving() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "blue", "green")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=50, comment=PLACE)
    found = redraw(io.BytesIO(out.getvalue()), GIF)
    assert PLACE not in found.whole
    with Image.open(io.BytesIO(found.whole)) as after:
        assert sum(1 for _ in ImageSequence.Iterator(after)) == 3


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is huge, in a few hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def test_a_bomb_of_pixels_is_refused_before_anything_is_decoded() -> None:
    with pytest.raises(Refusal) as refused:
        redraw(io.BytesIO(bomb(60_000, 60_000)), PNG)
    assert refused.value.code == "picture_too_large"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", PNG),
        (drawn()[:60], PNG),
        (drawn(how="JPEG")[:200], JPEG),
        (b"GIF89a" + b"\xff" * 40, GIF),
        (drawn(how="JPEG"), PNG),
        (bomb(300, 300), PNG),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, kind: Kind) -> None:
    with pytest.raises(Refusal) as refused:
        redraw(io.BytesIO(data), kind)
    assert refused.value.code == "file_damaged"


def test_a_phones_heic_becomes_a_jpeg_without_its_metadata() -> None:
    assert sniff(PHONE) is HEIC
    assert b"PhoneMaker" in PHONE
    found = redraw(io.BytesIO(PHONE), HEIC)
    assert sniff(found.whole) is JPEG
    assert b"PhoneMaker" not in found.whole + found.preview
    assert settled(JPEG, "IMG_0042.HEIC") == (JPEG, "IMG_0042.jpg")
    with Image.open(io.BytesIO(found.whole)) as after:
        assert (after.size, dict(after.getexif())) == ((320, 240), {})
        corner, middle = after.getpixel((20, 20)), after.getpixel((200, 200))
    assert isinstance(corner, tuple)
    assert isinstance(middle, tuple)
    assert corner[0] > 200 > middle[0]


@pytest.mark.parametrize("cut", [40, 200, 400])
def test_a_broken_heic_is_refused_in_words(cut: int) -> None:
    broken = PHONE[:cut] + bytes(range(256)) * 2
    with pytest.raises(Refusal) as refused:
        redraw(io.BytesIO(broken), HEIC)
    assert refused.value.code == "file_damaged"
