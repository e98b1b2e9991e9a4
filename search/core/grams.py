"""By which pieces is a text found, in any script, and do a text and what is looked for fit?

A text is folded first: no capitals, no accents (Arabic vowel signs, the breve of й and the dots of ё included), one
kind of i for Turkish. Its pieces are three letters in a row within a word; for scripts without spaces a character, and
two in a row. So a part of a word is found, as of an order's number. Two letters are found where a word begins with
them.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator

# Han, kana: words are not written apart.
UNSPACED = re.compile(r"[㐀-䶿一-鿿豈-﫿぀-ヿ\U00020000-\U0003ffff]+")
# Accents of Latin, Greek and Cyrillic; vowel signs and the lengthening stroke of Arabic and Hebrew; what is not seen.
LEFT_OUT = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f]"
)
WORDS = 8  # of what is looked for; more narrow nothing down that these do not
NGRAM = 3


def fold(text: str) -> str:
    """The text as it is compared: words apart by one space."""
    plain = LEFT_OUT.sub("", unicodedata.normalize("NFKD", text).casefold()).replace("ı", "i")
    return " ".join(plain.split())


def pieces(text: str) -> set[str]:
    """All pieces of a folded text."""
    found: set[str] = set()
    for word in set(text.split(" ")):
        for part, unspaced in _parts(word):
            if unspaced:
                found.update(part)
                found.update(part[at : at + 2] for at in range(len(part) - 1))
            else:
                found.add(f"^{part[:2]}")
                found.update(part[at : at + NGRAM] for at in range(len(part) - NGRAM + 1))
    found.discard("^")
    return found


def wanted(text: str) -> tuple[list[str], set[str]]:
    """The words of a folded text that is looked for, and pieces without which no text has all of them."""
    words = text.split(" ")[:WORDS]
    found: set[str] = set()
    for word in words:
        for part, unspaced in _parts(word):
            if unspaced:
                found.update(part if len(part) == 1 else (part[at : at + 2] for at in range(len(part) - 1)))
            elif len(part) >= NGRAM:
                found.update(part[at : at + NGRAM] for at in range(len(part) - NGRAM + 1))
            elif part == word and len(part) == 2:
                found.add(f"^{part}")
    return words, found


def fits(words: Iterable[str], text: str) -> bool:
    """Whether a folded text has all these words, or parts of words."""
    return all(word in text for word in words)


def numbers(site_id: int, found: Iterable[str]) -> list[int]:
    """Pieces as the index keeps them: 32 bits with a sign, another number for each site. Two pieces may share one: what
    the index gives is looked at again."""
    prefix = zlib.crc32(f"{site_id}:".encode())
    return sorted({_signed(zlib.crc32(piece.encode(), prefix)) for piece in found})


def _signed(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number


def _parts(word: str) -> Iterator[tuple[str, bool]]:
    at = 0
    for found in UNSPACED.finditer(word):
        if found.start() > at:
            yield word[at : found.start()], False
        yield found[0], True
        at = found.end()
    if at < len(word):
        yield word[at:], False
