"""Which texts are masked, and which pass? Test vectors for the server's rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.redaction import CODE, PASSWORD, cards, found_spans, keys, luhn, mask, phrases

PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"
NUMBERED = " ".join(f"{number}. {word}" for number, word in enumerate(PHRASE.split(), 1))
CHINESE = "的的的的的的的的的的的在"
HEX = "4e3f" * 16
DOTS = "•" * 8

MASKED = [
    (f"here it is: {PHRASE}, please help", "recovery_phrase", f"here it is: {DOTS}, please help"),
    (PHRASE.upper(), "recovery_phrase", DOTS),
    (NUMBERED, "recovery_phrase", f"1. {DOTS}"),
    (PHRASE.replace(" ", "\n"), "recovery_phrase", DOTS),
    (f"助记词 {CHINESE}", "recovery_phrase", f"助记词 {DOTS}"),
    (f"我的助记词是{CHINESE}", "recovery_phrase", f"我的助记词是{DOTS}"),
    (" ".join(CHINESE), "recovery_phrase", DOTS),
    (f"please help {PHRASE}", "recovery_phrase", f"please help {DOTS}"),  # both are words of the list too
    (f"key {HEX}", "private_key", f"key {DOTS}"),
    (f"0x{HEX}", "private_key", DOTS),
    ("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ", "private_key", DOTS),
    ("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----", "private_key", DOTS),
    ("card 4111 1111 1111 1111 exp 12/30", "card_number", f"card {DOTS} exp 12/30"),
    ("5500-0000-0000-0004", "card_number", DOTS),
    ("378282246310005", "card_number", DOTS),
    ("my password is hunter22", "password", f"my password is {DOTS}"),
    ("Пароль: Qwerty123", "password", f"Пароль: {DOTS}"),
    ("密码是abc12345", "password", f"密码是{DOTS}"),
    ("كلمة المرور: سري1234", "password", f"كلمة المرور: {DOTS}"),
    ("my code is 123 456", "one_time_code", f"my code is {DOTS}"),
    ("the verification code: 998877", "one_time_code", f"the verification code: {DOTS}"),
    ("验证码 123456", "one_time_code", f"验证码 {DOTS}"),
]

PASSES = [
    "my order 3348917502 has not arrived",
    "I sent 1234 5678 yesterday",
    f"transaction id {HEX}",
    f"txid: 0x{HEX}",
    f"我的交易 {HEX}",
    "legal winner thank year wave sausage worth useful legal winner thank thank",  # a wrong checksum
    CHINESE,  # common characters without spaces are ordinary text
    "我的充值已经两天没有到账了请问什么时候可以处理好这个问题谢谢你们的帮助",
    "4111 1111 1111 1112",  # a wrong check digit
    "0000 0000 0000 0000",
    "I forgot my password, can you help?",
    "What is the country code of Spain?",
    "Error code 404 when I open the page on 2026-11-23",
    "+44 20 7946 0958",
    "",
]


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
