"""What is this file really? Its first bytes say so; its name is only held against them.

Pure. Whatever is not recognised is refused: a support desk needs pictures, recordings and documents, not programs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Group = Literal["picture", "video", "audio", "document", "text"]

HEAD = 4096  # bytes from the beginning that are looked at


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its media type, and the endings that a name of it may have, the usual one first."""

    media: str
    group: Group
    endings: tuple[str, ...]


PNG = Kind("image/png", "picture", ("png",))
JPEG = Kind("image/jpeg", "picture", ("jpg", "jpeg", "jfif"))
GIF = Kind("image/gif", "picture", ("gif",))
WEBP = Kind("image/webp", "picture", ("webp",))
HEIC = Kind("image/heic", "picture", ("heic", "heif"))  # as phones take them; handed out as JPEG
MP4 = Kind("video/mp4", "video", ("mp4", "m4v", "3gp"))
QUICKTIME = Kind("video/quicktime", "video", ("mov", "qt"))
WEBM = Kind("video/webm", "video", ("webm",))
MATROSKA = Kind("video/x-matroska", "video", ("mkv",))
M4A = Kind("audio/mp4", "audio", ("m4a",))
MP3 = Kind("audio/mpeg", "audio", ("mp3",))
OGG = Kind("audio/ogg", "audio", ("ogg", "oga", "opus"))
WAV = Kind("audio/wav", "audio", ("wav",))
PDF = Kind("application/pdf", "document", ("pdf",))
WORD = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document", ("docx",))
SHEET = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "document", ("xlsx",))
SLIDES = Kind("application/vnd.openxmlformats-officedocument.presentationml.presentation", "document", ("pptx",))
ODT = Kind("application/vnd.oasis.opendocument.text", "document", ("odt",))
ODS = Kind("application/vnd.oasis.opendocument.spreadsheet", "document", ("ods",))
TEXT = Kind("text/plain", "text", ("txt", "log", "csv", "json", "md"))

RECORDINGS = (MP4, QUICKTIME, WEBM, MATROSKA, M4A, MP3, OGG, WAV)
KINDS = (PNG, JPEG, GIF, WEBP, HEIC, *RECORDINGS, PDF, WORD, SHEET, SLIDES, ODT, ODS, TEXT)
BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}

# What no name may end in, whatever is inside: these run when somebody opens them.
DANGEROUS = frozenset(
    re.findall(
        r"\w+",
        """app apk bat bin chm cmd com cpl dll deb dmg exe gadget hta htm html iso jar js jse lnk mht mhtml msi msp php
        pif pkg ps1 psm1 py rb reg rpm scr sh svg svgz vb vbe vbs wasm ws wsf xhtml xml xsl""",
    )
)

STARTS = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
    (b"OggS", OGG),
    (b"ID3", MP3),
    (b"\xff\xfb", MP3),
    (b"\xff\xf3", MP3),
    (b"\xff\xf2", MP3),
)
# The ISO base media brands that our kinds go by. AVIF is none of them, nor are moving pictures in this container.
HEIC_BRANDS = (b"heic", b"heix")
BRANDS = {b"qt  ": QUICKTIME, b"M4A ": M4A, b"M4B ": M4A}
VIDEO_BRANDS = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"MSNV",
    b"dash",
    b"3gp",
)


CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f") | {127}


def sniff(head: bytes) -> Kind | None:
    """The kind of a file that begins with these bytes (`HEAD` of them, or all), or None."""
    head = head[:HEAD]
    for start, kind in STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(head[8:12])
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        length = int.from_bytes(head[:4])
        # `mif1` says only that it is a picture; what it is coded with stands among those that it is compatible with.
        if brand in HEIC_BRANDS or (brand == b"mif1" and any(each in head[16:length] for each in HEIC_BRANDS)):
            return HEIC
        return BRANDS.get(brand) or (MP4 if brand.startswith(VIDEO_BRANDS) else None)
    if head[:4] == b"\x1aE\xdf\xa3":
        return WEBM if b"webm" in head[:80] else MATROSKA if b"matroska" in head[:80] else None
    if head[:4] == b"PK\x03\x04":
        return _office(head)
    return TEXT if _is_text(head) else None


def _office(head: bytes) -> Kind | None:
    """A document in a zip; a plain zip could hold anything, and is not taken."""
    for kind in (ODT, ODS):
        if b"mimetype" + kind.media.encode() in head[:256]:
            return kind
    if b"[Content_Types].xml" in head or b"_rels/.rels" in head:
        return _office_by_folder(head)
    return None


def _office_by_folder(head: bytes) -> Kind:
    folders = {b"word/": WORD, b"xl/": SHEET, b"ppt/": SLIDES}
    # The folder may lie behind the head; then the commonest stands for it, and the name may say another.
    return next((kind for folder, kind in folders.items() if folder in head), WORD)


def _is_text(head: bytes) -> bool:
    """UTF-8 without control characters, and no script; a letter cut at the end of the head does not count."""
    if not head or head.startswith(b"#!") or any(byte in CONTROL for byte in head):
        return False
    for cut in range(4):
        try:
            head[: len(head) - cut].decode()
        except UnicodeDecodeError:
            continue
        return True
    return False


def ending_of(name: str) -> str:
    """What stands behind the last dot of a name, in small letters."""
    _stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot else ""


def refused_by_name(name: str) -> bool:
    """Whether nobody needs to look inside."""
    return ending_of(name) in DANGEROUS


def agrees(kind: Kind, name: str) -> bool:
    """Whether a name may stand for this kind: it claims nothing, or something of the same group."""
    claimed = BY_ENDING.get(ending_of(name))
    if kind is TEXT:
        # Anything readable is text, so here only the endings of the list are believed.
        return claimed is TEXT or not ending_of(name)
    return claimed is None or claimed.group == kind.group


def settled(kind: Kind, name: str) -> tuple[Kind, str]:
    """The kind and the name that go together: documents of one family go by their name, else the name is mended."""
    claimed = BY_ENDING.get(ending_of(name))
    if kind in (WORD, SHEET, SLIDES) and claimed in (WORD, SHEET, SLIDES):
        kind = claimed
    if claimed is not None and claimed is not kind and claimed.group == kind.group:
        name = name.rpartition(".")[0]
    if ending_of(name) not in kind.endings:
        name = f"{name}.{kind.endings[0]}"
    return kind, name
