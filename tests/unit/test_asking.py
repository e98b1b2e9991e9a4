"""Is an agent who asks for a secret stopped, and one who warns or helps left alone?"""

import json
from pathlib import Path

import pytest

from chat.asking import asks_for

# The browser's tests (`shared/guard`) read the same file.
VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "asking.json").read_text())
ASKS: list[tuple[str, str]] = [(each["kind"], each["text"]) for each in VECTORS["asks"]]
PASSES: list[str] = VECTORS["passes"]


@pytest.mark.parametrize(("kind", "text"), ASKS)
def test_what_asks_for_a_secret_is_told_by_its_kind(kind: str, text: str) -> None:
    assert asks_for(text) == kind


@pytest.mark.parametrize("text", PASSES)
def test_warnings_help_and_daily_work_pass(text: str) -> None:
    assert asks_for(text) is None


def test_a_long_text_is_read_in_little_time() -> None:
    """No expression walks back and forth: the longest message has a bound on its steps, not on a clock."""
    for piece in ("please ", "send me ", "code ", "密码 ", "needyourpassword", "a b c "):
        assert asks_for((piece * 5_000)[:5_000]) in (None, "password", "code")


@pytest.mark.parametrize(
    "text",
    [
        "Please send me your pass\u200bword",
        "Please send me your pass\x00word",
        "Please\tsend  me your password",
        "send me your \u202apassword",
    ],
)
def test_what_a_reader_does_not_see_hides_nothing(text: str) -> None:
    assert asks_for(text) == "password"


def test_a_text_without_end_is_looked_at_to_its_end() -> None:
    assert asks_for("nothing to see here " * 230 + "please send me your password") == "password"
    assert asks_for("the password is never asked for by us and " * 110) is None
