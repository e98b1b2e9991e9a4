"""Does an outgoing text ask a customer for a secret? A password, a code, a key or a recovery phrase is nobody's
business at the desk: whoever asks for one is an impostor or about to make a mistake.

Pure. A text asks when one of its sentences has a request before, or a question about, the name of a secret, and neither
forbids it nor speaks of resetting it. "We never ask for your password" passes, and so does "choose a new password".
Better a rare request missed than daily work interrupted: the name alone is never enough.

The rules are data, a file for each language in `asked/`; the composer of the console reads the same ones
(`shared/guard/asking.ts`) and warns while an agent writes. The tests of both read `tests/vectors/asking.json`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Kind = Literal["password", "code", "key", "phrase", "card"]

# Between a request and the secret, within one sentence.
GAP = r"(?P<gap>[^.!?。！？؟।\n]{0,60}?)"
SENTENCE = re.compile(r"[^.!?。！？؟।\n]+[.!?。！？؟।]*")
# Characters: a sentence without end is looked at in pieces, so that the work grows with its length and not faster.
PIECE, STEP = 320, 160


@dataclass(frozen=True, slots=True)
class Rules:
    """One language, from its file, where each entry is a list of alternatives.

    `stems`: a quick "no" for nearly every message, since no name of a secret is without one of these. `asking` are the
    expressions by kind: `requests` before the secret's name; what comes right `after` it; or what comes `then`, with
    more in between, in languages whose verb comes last. `forbidden` turns a sentence into a warning, once `calming`
    phrases are out of it; `other` in between means that something else is asked for. With `whole_words` a name is one
    where words are written apart by letters that the expressions know as such.
    """

    stems: tuple[str, ...]
    asking: tuple[tuple[Kind, re.Pattern[str]], ...]
    forbidden: re.Pattern[str]
    calming: re.Pattern[str]
    other: re.Pattern[str]


def _read(path: Path) -> Rules:
    rules: dict[str, Any] = json.loads(path.read_text())
    either = {name: "|".join(rules[name]) for name in ("requests", "after", "then", "forbidden", "calming", "other")}
    start, end = (r"(?<!\w)", r"(?!\w)") if rules["whole_words"] else ("", "")
    asking: list[tuple[Kind, re.Pattern[str]]] = []
    for kind, names in rules["secrets"].items():
        named = f"{start}(?:{'|'.join(names)}){end}"
        if either["requests"]:
            asking.append((kind, re.compile(f"{start}(?:{either['requests']}){GAP}{named}")))
        if either["after"]:
            asking.append((kind, re.compile(f"(?P<gap>){named}(?:{either['after']})")))
        if either["then"]:
            asking.append((kind, re.compile(f"{named}{GAP}(?:{either['then']})")))
    words = (re.compile(either[name]) for name in ("forbidden", "calming", "other"))
    return Rules(tuple(rules["stems"]), tuple(asking), *words)


LANGUAGES = tuple(_read(path) for path in sorted((Path(__file__).parent / "asked").glob("*.json")))


def asks_for(text: str) -> Kind | None:
    """The kind of secret that a text asks its reader for; None where it asks for none."""
    plain = _plain(text)
    spoken = [rules for rules in LANGUAGES if any(stem in plain for stem in rules.stems)]
    if not spoken:
        return None
    for sentence in SENTENCE.findall(plain):
        for at in range(0, max(1, len(sentence) - STEP), STEP):
            for rules in spoken:
                if kind := _asks(sentence[at : at + PIECE], rules):
                    return kind
    return None


def _plain(text: str) -> str:
    """As a reader sees it: nothing that is not seen, one kind of space, and Turkish with one kind of i."""
    composed = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    if not composed.isprintable():  # nearly every message is
        composed = "".join(
            each for each in composed if each in "\n\t\r" or unicodedata.category(each) not in ("Cf", "Cc")
        )
    composed = composed.replace("i\u0307", "i").replace("ı", "i")
    return "\n".join(" ".join(line.split()) for line in composed.split("\n"))


def _asks(sentence: str, rules: Rules) -> Kind | None:
    calm = rules.calming.sub(" ", sentence)
    for kind, expression in rules.asking:
        found = expression.search(calm)
        if found and not rules.forbidden.search(calm[: found.end()]) and not rules.other.search(found["gap"]):
            return kind
    return None
