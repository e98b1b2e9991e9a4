"""Which facts about a customer does the host website tell, and how much of them is taken?

Pure. An attribute is a short name and a short text: signed within the identity, or said by the page's own script, which
anybody can change in their browser. The two are kept apart and shown apart; a signed one hides a said one of its name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from chat.redaction import mask

MOST = 20  # of each kind: what fits beside a chat
NAME_CHARACTERS = 40
VALUE_CHARACTERS = 200

Pairs = list[tuple[str, str]]  # a list, since JSON objects of the database do not keep their order
Scalar = str | int | float | bool


def plain(text: str, most: int) -> str:
    """One line without anything that is not seen or turns the direction of reading; secrets masked."""
    seen = "".join(" " if each in "\n\r\t" else each for each in text if each in "\n\r\t" or _seen(each))
    return mask(" ".join(seen.split())[:most])[0][:most]


def _seen(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def bounded(given: Mapping[str, Scalar]) -> Pairs:
    """What is kept of attributes: the first `MOST` with a name and a value, each in its bounds."""
    found: dict[str, str] = {}
    for name, value in given.items():
        if len(found) >= MOST:
            break
        said = str(value).lower() if isinstance(value, bool) else str(value)
        label, text = plain(name, NAME_CHARACTERS), plain(said, VALUE_CHARACTERS)
        if label and text:
            found.setdefault(label, text)
    return [*found.items()]


def unfit(given: object) -> str:
    """Why these cannot be attributes, in words for the host's developer; empty where they can."""
    if not isinstance(given, dict):
        return "attributes must be an object of names and texts, numbers or booleans"
    if len(given) > MOST:
        return f"attributes has more than {MOST} entries"
    for name, value in given.items():
        if not isinstance(value, str | int | float | bool):
            return f"attributes[{name[:NAME_CHARACTERS]!r}] must be a text, a number or a boolean"
        if not 1 <= len(name) <= NAME_CHARACTERS or len(str(value)) > VALUE_CHARACTERS:
            return f"attributes has names of 1 to {NAME_CHARACTERS} and values of at most {VALUE_CHARACTERS} characters"
    return ""


def together(signed: Pairs, said: Pairs) -> list[tuple[str, str, bool]]:
    """(name, value, signed): the signed ones, then those that were only said and contradict none of them."""
    known = {name.casefold() for name, _value in signed}
    only_said = ((name, value, False) for name, value in said if name.casefold() not in known)
    return [*((name, value, True) for name, value in signed), *only_said]
