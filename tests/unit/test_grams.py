"""Are words found in every script, and in whatever way they are written?"""

import pytest

from search.core.grams import fits, fold, numbers, pieces, wanted
from search.finding import around

FOUND = [
    ("Where is my Transfer U-12345?", "transfer"),
    ("Where is my Transfer U-12345?", "u-123"),
    ("Where is my Transfer U-12345?", "2345"),
    ("Where is my transfer?", "is TRANSFER"),
    ("Überweisung an José", "uberweisung jose"),
    ("Uberweisung", "Überweisung"),
    ("ŞİFRE sıfırlama", "şifre"),
    ("şifre SIFIRLAMA", "sıfırla"),
    ("أَيْنَ أَمْوَالِي؟", "أموالي"),
    ("أين اموالي", "أموالي"),
    ("Где мой перевод?", "ПЕРЕВОД"),
    ("Ёлка", "елка"),
    ("我的提款在哪里", "提款"),
    ("我的提款在哪里", "在"),
    ("订单MX20418没有到", "mx20418"),
    ("订单MX20418没有到", "单MX2"),
    ("मेरा पैसा कहाँ है", "पैसा"),
    ("ok then", "ok"),
    ("𝐖𝐡𝐞𝐫𝐞 is it", "where"),
]
NOT_FOUND = [("transfer", "transfers"), ("提款", "款提"), ("one two", "three"), ("abcd", "abd"), ("", "x y z")]


@pytest.mark.parametrize(("text", "typed"), FOUND)
def test_a_part_of_a_text_is_a_candidate_and_fits(text: str, typed: str) -> None:
    words, needed = wanted(fold(typed))
    assert needed
    assert needed <= pieces(fold(text))
    assert fits(words, fold(text))


@pytest.mark.parametrize(("text", "typed"), NOT_FOUND)
def test_what_is_not_in_a_text_does_not_fit(text: str, typed: str) -> None:
    words, _needed = wanted(fold(typed))
    assert not fits(words, fold(text))


def test_one_letter_says_too_little_and_one_character_of_chinese_does_not() -> None:
    assert wanted("z")[1] == set()
    assert wanted("款")[1] == {"款"}


def test_two_sites_share_no_number_of_the_same_text() -> None:
    found = pieces(fold("where is my transfer"))
    assert not set(numbers(1, found)) & set(numbers(2, found))
    assert all(-(1 << 31) <= number < 1 << 31 for number in numbers(1, found))


def test_the_pieces_of_the_longest_text_are_bounded() -> None:
    assert len(pieces("x" * 5_000)) == 2
    assert len(pieces(fold(" ".join(str(number) for number in range(1_000))))) < 3_000


def test_a_snippet_shows_the_words_where_they_stand() -> None:
    text = "a " * 100 + "Needle\nin a  haystack" + " b" * 100
    shown = around(text, ["needle", "in"])
    assert shown.startswith("…")
    assert "Needle in a haystack" in shown
    assert len(shown) < 150
    assert "Überweisung" in around("x " * 100 + "Überweisung", ["uberweisung"])
