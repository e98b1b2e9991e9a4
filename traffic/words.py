"""What do people say? Scripts of chats: from files where they are there, else from a small corpus of our own."""

from __future__ import annotations

import csv
import io
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from traffic.corpus import AGENT_LINES, CUSTOMER_LINES, QUESTIONS
from traffic.trouble import Trouble

Side = Literal["customer", "agent"]

NEARBY = Path(__file__).resolve().parents[2] / "shared" / "data"
MESSAGES, DIALOGUES = NEARBY / "banking77_train.csv", NEARBY / "abcd_sample.json"
MOST_BYTES = 50_000_000  # of a file of messages or dialogues
MOST_CHARACTERS = 5_000  # that the protocol allows in a message
MOST_LINES = 60  # of one dialogue
WHOLE_DIALOGUES = 0.08  # share of the chats that play one
TURNS = (2, 3, 3, 4)  # a customer's messages in the other chats


@dataclass(frozen=True, slots=True)
class Script:
    """The lines of one chat in their order; the customer has the first."""

    lines: tuple[tuple[Side, str], ...]

    def due(self, side: Side, said: int, heard: int) -> str | None:
        """What `side`, having said so many lines, says next; None while it is the other's turn, or at the end."""
        own = other = 0
        for speaker, text in self.lines:
            if speaker != side:
                other += 1
            elif own < said:
                own += 1
            else:
                return text if heard >= other else None
        return None

    def count(self, side: Side) -> int:
        """How many lines one side has."""
        return sum(speaker == side for speaker, _text in self.lines)


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that may be said, and where it is from."""

    questions: tuple[str, ...]
    dialogues: tuple[Script, ...]
    source: str

    def script(self, language: str, chance: random.Random) -> Script:
        """One chat: a whole dialogue now and then, else a question and some turns in the customer's language."""
        if self.dialogues and chance.random() < WHOLE_DIALOGUES:
            return chance.choice(self.dialogues)
        base = language.lower().split("-")[0]
        asks, answers = CUSTOMER_LINES.get(base, CUSTOMER_LINES["en"]), AGENT_LINES.get(base, AGENT_LINES["en"])
        lines: list[tuple[Side, str]] = [("customer", chance.choice(self.questions))]
        for turn in range(chance.choice(TURNS)):
            if turn:
                lines.append(("customer", chance.choice(asks)))
            lines.append(("agent", chance.choice(answers)))
        return Script(tuple(lines))


def load(messages: Path | None, dialogues: Path | None) -> Words:
    """The words of a run. A file that was named must be there; the ones beside the project may be absent."""
    questions: tuple[str, ...] = QUESTIONS
    said = "first messages of its own corpus"
    if messages or MESSAGES.exists():
        questions = _questions(messages or MESSAGES)
        said = f"{len(questions)} first messages from {(messages or MESSAGES).name}"
    scripts: tuple[Script, ...] = ()
    if dialogues or DIALOGUES.exists():
        scripts = _dialogues(dialogues or DIALOGUES)
        said += f", {len(scripts)} whole dialogues from {(dialogues or DIALOGUES).name}"
    return Words(questions, scripts, said)


def _questions(file: Path) -> tuple[str, ...]:
    text = _text(file)
    rows = list(csv.reader(io.StringIO(text)))
    if rows and "text" in rows[0]:
        column = rows[0].index("text")
        found = [row[column] for row in rows[1:] if len(row) > column]
    else:
        found = text.splitlines()
    kept = tuple(line.strip()[:MOST_CHARACTERS] for line in found if line.strip())
    if not kept:
        raise Trouble(f"{file} holds no messages.")
    return kept


def _dialogues(file: Path) -> tuple[Script, ...]:
    try:
        scripts = [script([(str(who), str(text)) for who, text in one["original"]]) for one in json.loads(_text(file))]
    except (ValueError, KeyError, TypeError) as error:
        raise Trouble(
            f"{file} does not hold dialogues as [{{original: [[speaker, text], …]}}, …]: {error!r}."
        ) from None
    kept = tuple(each for each in scripts if each.count("customer") and each.count("agent"))
    if not kept:
        raise Trouble(f"{file} holds no dialogue between a customer and an agent.")
    return kept


def script(original: list[tuple[str, str]]) -> Script:
    """A dialogue of others as a script: what is neither side's is left out, and the customer begins."""
    lines: list[tuple[Side, str]] = []
    for who, text in original:
        if text.strip() and (who == "customer" or who == "agent"):
            lines.append(("customer" if who == "customer" else "agent", text.strip()[:MOST_CHARACTERS]))
    first = next((place for place, (who, _text) in enumerate(lines) if who == "customer"), 0)
    return Script(tuple([*lines[first : first + 1], *lines[:first], *lines[first + 1 :]][:MOST_LINES]))


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Trouble(f"{file} is larger than {MOST_BYTES // 1_000_000} MB.")
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Trouble(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Trouble(f"{file} is not text in UTF-8.") from None
