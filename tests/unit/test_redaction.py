"""Which texts are masked, and which pass? Test vectors for the server's rules."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.redaction import CODE, PASSWORD, cards, found_spans, keys, luhn, mask, phrases

PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"
CHINESE = "的的的的的的的的的的的在"
HEX = "4e3f" * 16

# The browser's tests (`shared/guard`) read the same file.
VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "secrets.json").read_text())
MASKED = [(each["text"], each["kind"], each["after"]) for each in VECTORS["masked"]]
PASSES: list[str] = VECTORS["passes"]


@pytest.mark.parametrize(("text", "kind", "after"), MASKED, ids=[text[:30] for text, _, _ in MASKED])
def test_a_secret_is_masked_and_named(text: str, kind: str, after: str) -> None:
    assert mask(text) == (after, [kind])


@pytest.mark.parametrize("text", PASSES, ids=[text[:30] or "empty" for text in PASSES])
def test_what_is_no_secret_passes_unchanged(text: str) -> None:
    assert mask(text) == (text, [])


def test_several_secrets_in_one_text_are_all_masked() -> None:
    text, kinds = mask(f"password: hunter22, card 4111111111111111 and {PHRASE}")
    assert kinds == ["card_number", "password", "recovery_phrase"]
    assert "hunter22" not in text
    assert "4111" not in text
    assert "sausage" not in text


@given(st.text(max_size=300))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once, _kinds = mask(text)
    assert mask(once)[0] == once


@given(st.text(alphabet="0123456789", min_size=12, max_size=18))
def test_one_of_ten_last_digits_passes_luhn(digits: str) -> None:
    assert sum(luhn(digits + str(last)) for last in range(10)) == 1


PIECES = st.sampled_from(
    [
        *PHRASE.split(), *PHRASE.upper().split(), *CHINESE, CHINESE, "助记词", "交易", "tx", HEX, "0x" + HEX,
        "my password is", "MOT DE PASSE:", "senha é", "PAROLA =", "passwort ist", "Пароль:", "my code is", "OTP",
        "123 456", "4111 1111 1111 1111", "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
        "-----BEGIN PRIVATE KEY-----", "٤١١١", "\u212a", "\u017f", "\n",
    ]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40), st.sampled_from([" ", "", ", ", "\n"]))
def test_the_quick_filters_skip_nothing_that_a_rule_would_find(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    everything = [(start, end, "recovery_phrase") for start, end in phrases(text)]
    everything += [(start, end, "private_key") for start, end in keys(text)]
    everything += [(start, end, "card_number") for start, end in cards(text)]
    everything += [(*found.span(1), "password") for found in PASSWORD.finditer(text)]
    everything += [(*found.span(1), "one_time_code") for found in CODE.finditer(text)]
    assert sorted(found_spans(text)) == sorted(everything)
