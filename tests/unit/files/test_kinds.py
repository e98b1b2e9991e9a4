"""What is a file, and what is it called? Its bytes decide, its name is only held against them."""

import pytest

from files.core.kinds import (
    GIF,
    JPEG,
    M4A,
    MP4,
    ODT,
    PDF,
    PNG,
    SHEET,
    TEXT,
    WAV,
    WEBM,
    WEBP,
    WORD,
    Kind,
    agrees,
    refused_by_name,
    settled,
    sniff,
)
from files.core.names import CHARACTERS, shown

OFFICE = b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", PNG),
        (b"\xff\xd8\xff\xe0", JPEG),
        (b"GIF89a", GIF),
        (b"RIFF\0\0\0\0WEBPVP8 ", WEBP),
        (b"RIFF\0\0\0\0WAVEfmt ", WAV),
        (b"\0\0\0\x20ftypisom", MP4),
        (b"\0\0\0\x20ftypM4A ", M4A),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", WEBM),
        (b"%PDF-1.7", PDF),
        (OFFICE + b"xl/workbook.xml", SHEET),
        (OFFICE, WORD),
        (b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", ODT),
        ("Überweisung; 余额\n".encode(), TEXT),
        ("余".encode() * 2000, TEXT),  # a letter is cut at the end of what is looked at
    ],
)
def test_a_file_is_known_by_its_first_bytes(head: bytes, kind: Kind) -> None:
    assert sniff(head) is kind


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"MZ\x90\0\x03",
        b"\x7fELF",
        b"\xca\xfe\xba\xbe",
        b"PK\x03\x04" + b"\0" * 30 + b"evil.exe",
        b"\0\0\0\x20ftypavif",
        b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif",
        b"\xff\xfe<\0h\0",
        b"text with a \0 in it",
        b"\x80\x81\x82\x83\x84",
    ],
)
def test_what_is_not_recognised_is_nothing(head: bytes) -> None:
    assert sniff(head) is None


@pytest.mark.parametrize(
    ("kind", "name", "fits"),
    [
        (PNG, "screen.png", True),
        (PNG, "screen.jpg", True),  # phones do that; it stays a picture
        (PNG, "screen", True),
        (PNG, "invoice.pdf", False),
        (TEXT, "photo.png", False),
        (TEXT, "page.htm", False),
        (TEXT, "trades.csv", True),
        (TEXT, "notes", True),
        (MP4, "song.mp3", False),
    ],
)
def test_a_name_may_not_say_another_sort_of_file(kind: Kind, name: str, fits: bool) -> None:
    assert agrees(kind, name) is fits


@pytest.mark.parametrize("name", ["a.exe", "photo.png.js", "x.SVG", "page.html", "run.ps1", "d.lnk"])
def test_what_runs_when_it_is_opened_is_refused_by_its_name(name: str) -> None:
    assert refused_by_name(name)


@pytest.mark.parametrize(
    ("kind", "name", "after"),
    [
        (JPEG, "screen.png", "screen.jpg"),
        (PNG, "screen", "screen.png"),
        (PNG, "v1.2 release", "v1.2 release.png"),
        (JPEG, "a.JPEG", "a.JPEG"),
    ],
)
def test_the_name_is_mended_to_what_the_file_is(kind: Kind, name: str, after: str) -> None:
    assert settled(kind, name) == (kind, after)


def test_office_documents_of_one_family_go_by_their_name() -> None:
    assert settled(WORD, "table.xlsx") == (SHEET, "table.xlsx")


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\li\\a.png", "a.png"),
        ("a／b⁄c∕d.png", "d.png"),
        ("photo\u202egnp.exe", "photognp.exe"),  # reads as photoexe.png where the override is kept
        ("a\u200b\u2066b\0\n.png", "ab.png"),
        ("<img src=x onerror=alert(1)>.png", "img src=x onerror=alert(1).png"),
        ("...", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
        ("ﬁle.ｅｘｅ", "file.exe"),
        ("说明 文件.pdf", "说明 文件.pdf"),
    ],
)
def test_a_hostile_name_is_shown_harmless(name: str, after: str) -> None:
    assert shown(name) == after


def test_a_long_name_keeps_its_ending() -> None:
    name = shown("x" * 5000 + ".png")
    assert len(shown("y" * 5000)) == CHARACTERS
    assert name.startswith("xxx")
    assert len(shown("x" * 500 + ".png")) == CHARACTERS
    assert shown("x" * 500 + ".png").endswith(".png")
