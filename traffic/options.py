"""Which words does the command line understand? `python -m traffic --help`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# What a word of the command line says, or `ArgumentTypeError`.
Reader = Callable[[str], object]

CUSTOMERS, AGENTS = 200, 10
RATE_PER_AGENT = 0.16  # arrivals per second and agent: 200 customers and 10 agents take two to three minutes
PATIENCE_S = 120.0  # after the last arrival, before who still waits counts as unserved
MOST_CUSTOMERS, MOST_AGENTS, MOST_SECONDS = 100_000, 1_000, 86_400.0


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for. Shares are between 0 and 1."""

    url: str
    customers: int
    agents: int
    rate: float
    seconds: float
    setup: Path | None
    data_dir: Path
    messages: Path | None
    dialogues: Path | None
    seed: int
    think: float
    signed: float
    lose: float
    reload: float
    transfer: float
    record: Path | None
    print_setup: bool


def parse(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Options:
    """Options from the command line; the capitals of `make traffic` come through the environment."""
    given = vars(_parser(environment).parse_args(arguments))
    rate = given["rate"] or max(given["agents"], 1) * RATE_PER_AGENT
    seconds = given["seconds"] or min(given["customers"] / rate + PATIENCE_S, MOST_SECONDS)
    return Options(**(given | {"rate": rate, "seconds": seconds}))


def _parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m traffic",
        description="Plays customers and agents over the public protocol against a running server, writes down what "
        "each of them sent and saw, and checks that nothing was lost, repeated, reordered or given to an agent "
        "without the language. Only for installations without real customers: docs/traffic.md.",
        epilog="Ends with a table and the line RESULT {…}. Exit code 0: all checks passed; 1: a check failed; "
        "2: the run could not be played; 130: interrupted.",
    )

    def add(name: str, kind: Reader, default: object, text: str, *, metavar: str = "N", also: str = "") -> None:
        found = environment.get(also, "") if also else ""
        words = f"{text} (environment: {also})" if also else text
        # A default that is a string goes through the same parser as an argument, and fails with the same words.
        parser.add_argument(f"--{name}", type=kind, default=found or default, help=words, metavar=metavar)

    add("url", _url, "", "the server; default: the set-up's, which for the demo is http://localhost:8000",
        metavar="URL", also="URL")  # fmt: skip
    add("customers", _whole(1, MOST_CUSTOMERS), CUSTOMERS, f"customers, {CUSTOMERS}", also="CUSTOMERS")
    add("agents", _whole(1, MOST_AGENTS), AGENTS, f"agents of the roster, {AGENTS}", also="AGENTS")
    add("rate", _number(0.001, 1000), None, f"arrivals per second, {RATE_PER_AGENT} per agent", also="RATE")
    add("seconds", _number(1, MOST_SECONDS), None,
        f"the most that the run may take; then who waits is unserved; {PATIENCE_S:.0f} after the last arrival",
        also="SECONDS")  # fmt: skip
    add("setup", Path, None, "the installation: site key, identity secret, roster; default: the demo's",
        metavar="FILE", also="SETUP")  # fmt: skip
    add("data-dir", Path, Path(".data"), "where the demo left its identity secret, .data", metavar="DIR",
        also="DATA_DIR")  # fmt: skip
    add("messages", Path, None, "first messages: CSV with a column `text`, or one on each line", metavar="FILE")
    add("dialogues", Path, None, "whole dialogues: JSON as in ABCD, [{original: [[speaker, text], …]}, …]",
        metavar="FILE")  # fmt: skip
    add("seed", _whole(0, 2**63), 1, "the same seed plans the same people, 1", also="SEED")
    add("think", _number(0, 600), 1.2, "mean seconds of thought before a message, 1.2", metavar="S")
    add("signed", _number(0, 1), 0.5, "share of customers with a signed identity, 0.5", metavar="SHARE")
    add("lose", _number(0, 1), 0.2, "share of customers who lose their connection once, 0.2", metavar="SHARE")
    add("reload", _number(0, 1), 0.15, "share of customers who reload their page once, 0.15", metavar="SHARE")
    add("transfer", _number(0, 1), 0.06, "share of chats that an agent passes on, 0.06", metavar="SHARE")
    add("record", Path, None, "write what was sent and seen to this file, JSON lines", metavar="FILE")
    parser.add_argument("--print-setup", action="store_true", help="print the demo's set-up, to begin one's own with")
    return parser


def _number(low: float, high: float) -> Reader:
    def number(text: str) -> float:
        try:
            found = float(text)
        except ValueError:
            found = float("nan")
        if not low <= found <= high:
            raise argparse.ArgumentTypeError(f"a number from {low:g} to {high:g} is wanted, not {text!r}")
        return found

    return number


def _whole(low: int, high: int) -> Reader:
    def whole(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"a whole number from {low} to {high} is wanted, not {text!r}")
        return int(text)

    return whole


def _url(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError(f"an address with http:// or https:// is wanted, not {text!r}")
    return text.rstrip("/")
