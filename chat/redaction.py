"""Which parts of a text are secrets that must not be stored?

Pure. `mask` is called by the append door for every message and note, before anything is written. A recovery phrase
counts only with its BIP-39 checksum, a card number only with its Luhn digit; passwords and one-time codes only beside a
cue word, so that order numbers pass. A transaction id looks like a private key (64 hexadecimal digits): it passes when
the words just before it say so.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from mnemonic import Mnemonic

# The rules as data, so that the composer in the browser goes by the very same ones (`shared/guard` there).
# Patterns mean the same in both languages; where a digit may be of any script, the browser reads \d as \p{Nd}.
RULES: dict[str, Any] = json.loads((Path(__file__).parent / "secrets.json").read_text())

BIP39_LANGUAGES: tuple[str, ...] = tuple(RULES["languages"])
PHRASE_LENGTHS: tuple[int, ...] = tuple(RULES["phrase_lengths"])
CUE_REACH: int = RULES["cue_reach"]  # characters before a value in which a cue word counts

WORD = re.compile(r"[^\W\d_]+")
ASCII_WORD = re.compile(r"[A-Za-z]+")  # the same in ASCII text, in half the time
HAN = re.compile(r"[㐀-鿿]")
HEX_KEY = re.compile(RULES["keys"]["hex"])
OTHER_KEYS = tuple(re.compile(RULES["keys"][kind]) for kind in ("extended", "wif", "pem"))
CARD = re.compile(RULES["card"])
# Issuers' first digits: Visa, Mastercard (two ranges), American Express, Discover, UnionPay, JCB, Mir.
CARD_PREFIX = re.compile(RULES["card_prefix"])
# What people write just before a transaction id, and before a recovery phrase in Chinese.
TRANSACTION_CUE = re.compile(RULES["transaction_cue"], re.IGNORECASE)
KEY_CUE = re.compile(RULES["key_cue"], re.IGNORECASE)
PHRASE_CUE = re.compile(RULES["phrase_cue"], re.IGNORECASE)
PASSWORD = re.compile(RULES["password"], re.IGNORECASE)
CODE = re.compile(RULES["code"], re.IGNORECASE)


@cache
def wordlist(language: str) -> dict[str, int]:
    """word (NFKD) → its number in the BIP-39 list."""
    return {unicodedata.normalize("NFKD", word): index for index, word in enumerate(Mnemonic(language).wordlist)}


@cache
def all_words() -> frozenset[str]:
    """Every BIP-39 word of our languages: a quick "no" for ordinary text."""
    return frozenset().union(*(wordlist(language) for language in BIP39_LANGUAGES))


def is_phrase(words: list[str]) -> bool:
    """Whether these words are a BIP-39 phrase with a right checksum in one of the languages."""
    for language in BIP39_LANGUAGES:
        numbers = wordlist(language)
        try:
            bits = "".join(f"{numbers[word]:011b}" for word in words)
        except KeyError:
            continue
        check = len(bits) // 33
        entropy = int(bits[:-check], 2).to_bytes((len(bits) - check) // 8, "big")
        if f"{hashlib.sha256(entropy).digest()[0]:08b}"[:check] == bits[-check:]:
            return True
    return False


def phrases(text: str) -> list[tuple[int, int]]:
    """(start, end) of each recovery phrase, with any numbering or punctuation between its words.

    The checksum of twelve words is four bits, so a wrong start is right by chance once in sixteen: every part of a run
    of list words that is valid is masked, and with them the true one. The Chinese lists are the commonest characters:
    written without spaces they are ordinary text, and count only as a block of a phrase's length after words that
    announce one.
    """
    known = all_words()
    spans: list[tuple[int, int]] = []
    run: list[tuple[str, int, int]] = []

    def close_run() -> None:
        valid = (window for window in windows(run) if is_phrase([word for word, _, _ in window]))
        spans.extend((window[0][1], window[-1][2]) for window in valid)
        run.clear()

    for found in WORD.finditer(text):
        word, start, end = found[0], found.start(), found.end()
        if len(word) > 1 and HAN.search(word):
            close_run()
            spans += han_block(text, word, start)
            continue
        normal = unicodedata.normalize("NFKD", word.lower())
        if normal in known:
            run.append((normal, start, end))
        else:
            close_run()
    close_run()
    return spans


def windows(run: list[tuple[str, int, int]]) -> Iterator[list[tuple[str, int, int]]]:
    """Every part of a run that has a phrase's length."""
    for length in PHRASE_LENGTHS:
        for start in range(len(run) - length + 1):
            yield run[start : start + length]


def han_block(text: str, block: str, start: int) -> list[tuple[int, int]]:
    """A phrase written as one block of characters, where the words before announce it."""
    announced = PHRASE_CUE.search(text[max(0, start - CUE_REACH) : start]) is not None
    if cue := PHRASE_CUE.match(block):
        announced, block, start = True, block[cue.end() :], start + cue.end()
    if announced and len(block) in PHRASE_LENGTHS and is_phrase(list(block)):
        return [(start, start + len(block))]
    return []


def luhn(digits: str) -> bool:
    """ISO/IEC 7812's check digit."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def cards(text: str) -> list[tuple[int, int]]:
    """(start, end) of each payment card number: a known issuer, 13 to 19 digits, a right check digit.

    Whatever the words before it say: who writes of a deposit writes of the card beside it.
    """
    spans = []
    for found in CARD.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if CARD_PREFIX.match(digits) and luhn(digits) and len(set(digits)) > 1:
            spans.append(found.span())
    return spans


def said_transaction(text: str, start: int) -> bool:
    """Whether the words just before `start` call what follows a transaction, and none of them a key."""
    words = text[max(0, start - CUE_REACH) : start]
    return TRANSACTION_CUE.search(words) is not None and KEY_CUE.search(words) is None


def keys(text: str) -> list[tuple[int, int]]:
    """(start, end) of each private key."""
    spans = [found.span() for pattern in OTHER_KEYS for found in pattern.finditer(text)]
    spans += [found.span() for found in HEX_KEY.finditer(text) if not said_transaction(text, found.start())]
    return spans


DOTS = "•" * 8  # the same for every secret, so that its length says nothing

# Quick answers for ordinary text. Each filter passes whatever its rule could find, and often more.
DIGIT = re.compile(r"\d")
SHORTEST_KEY = 51  # characters without a blank between them; only a PEM block has blanks
SHORTEST_CARD = 13
# Every password cue that ASCII text can hold contains one of these.
ASCII_PASSWORD_CUES = ("pass", "senha", "parola")


def may_hold_phrase(text: str) -> bool:
    """Twelve list words in a row contain one whose place is a multiple of twelve; Han may be a phrase in one block."""
    plain = text.isascii()
    if not plain and HAN.search(text):
        return True
    known = all_words()
    every_twelfth = (ASCII_WORD if plain else WORD).findall(text)[PHRASE_LENGTHS[-1] - 1 :: PHRASE_LENGTHS[-1]]
    return any(unicodedata.normalize("NFKD", word.lower()) in known for word in every_twelfth)


def may_hold_key(text: str) -> bool:
    """Keys are long and in one piece, or say what they are."""
    if "PRIVATE KEY" in text:
        return True
    return len(text) >= SHORTEST_KEY and max(map(len, text.split()), default=0) >= SHORTEST_KEY


def may_hold_password(text: str) -> bool:
    """In ASCII, case means no more than `lower` undoes; elsewhere the rule itself decides."""
    if not text.isascii():
        return True
    low = text.lower()
    return any(cue in low for cue in ASCII_PASSWORD_CUES)


def found_spans(text: str) -> list[tuple[int, int, str]]:
    """(start, end, kind) of everything to be masked."""
    spans: list[tuple[int, int, str]] = []
    if may_hold_phrase(text):
        spans += [(start, end, "recovery_phrase") for start, end in phrases(text)]
    if may_hold_key(text):
        spans += [(start, end, "private_key") for start, end in keys(text)]
    if DIGIT.search(text):
        if len(text) >= SHORTEST_CARD:
            spans += [(start, end, "card_number") for start, end in cards(text)]
        spans += [(*found.span(1), "one_time_code") for found in CODE.finditer(text)]
    if may_hold_password(text):
        spans += [(*found.span(1), "password") for found in PASSWORD.finditer(text)]
    return spans


def mask(text: str) -> tuple[str, list[str]]:
    """The text with each secret replaced by dots, and the kinds that were found (sorted, without repeats).

    Kinds: recovery_phrase, private_key, card_number, password, one_time_code.
    """
    spans = found_spans(text)
    if not spans:
        return text, []
    pieces, at = [], 0
    for start, end, _kind in sorted(spans):
        if start >= at:
            pieces += [text[at:start], DOTS]
        at = max(at, end)
    return "".join([*pieces, text[at:]]), sorted({kind for _start, _end, kind in spans})
