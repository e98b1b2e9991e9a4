"""What is made of what browsers and websites say of a customer?"""

import pytest

from chat.attributes import bounded, together, unfit
from chat.browsers import described
from chat.pages import URL_CHARACTERS, address, consented
from desk.core.veil import veiled

AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36": (
        "Chrome 126, Windows"
    ),
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 Safari/537.36 Edg/125.0": (
        "Edge 125, Windows"
    ),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Mobile/15E148 Safari/604.1": "Safari 17, iPhone, iOS 17",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148": (
        "Web view, iPhone, iOS 17"
    ),
    "Mozilla/5.0 (Linux; Android 14; Pixel 9; wv) AppleWebKit/537.36 Version/4.0 Chrome/126.0 Mobile Safari/537.36": (
        "Web view, Android 14"
    ),
    "Mozilla/5.0 (Linux; Android 13; SM-S901B) AppleWebKit/537.36 SamsungBrowser/24.0 Chrome/117.0 Safari/537.36": (
        "Samsung Internet 24, Android 13"
    ),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 "
    "Safari/605.1.15": "Safari 17, macOS",
    "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0": "Firefox 127, Linux",
    "curl/8.0": "",
    "<script>Chrome/9<b>": "Chrome 9",
    "Android " * 5_000: "Android",
    "": "",
}


@pytest.mark.parametrize(("header", "words"), AGENTS.items(), ids=[each[:40] for each in AGENTS])
def test_a_browser_is_named_in_plain_words(header: str, words: str) -> None:
    assert described(header) == words


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://shop.example/a/b?token=1#c", "https://shop.example/a/b"),
        ("http://user:secret@shop.example:8080/x", "http://shop.example:8080/x"),
        ("https://[2001:db8::1]/x?y", "https://[2001:db8::1]/x"),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("https://[broken", ""),
        ("https://shop.example:99999/", ""),
        ("", ""),
    ],
)
def test_an_address_keeps_neither_query_nor_fragment_nor_password(url: str, shown: str) -> None:
    assert address(url) == shown


@pytest.mark.parametrize("url", [f"http://{'İ' * 400}/", f"http://shop.example/{'İ' * 600}"])
def test_an_address_fits_its_column_also_where_small_letters_are_more_than_capitals(url: str) -> None:
    assert len(address(url)) == URL_CHARACTERS
    assert address(url).startswith("http://")


@pytest.mark.parametrize(
    ("before", "by", "given", "after"),
    [
        ("", "host", True, "host"),
        ("host", "host", False, ""),
        ("", "customer", True, "customer"),
        ("host", "customer", False, "refused"),
        ("refused", "host", True, "refused"),
        ("customer", "host", False, "customer"),
        ("refused", "customer", True, "customer"),
    ],
)
def test_the_customers_word_is_stronger_than_the_hosts(before: str, by: str, given: bool, after: str) -> None:
    assert consented(before, by, given) == after


def test_a_signed_attribute_hides_a_said_one_of_its_name() -> None:
    signed, said = bounded({"Plan": "Gold"}), bounded({"PLAN": "Platinum", "Cart": 2})
    assert together(signed, said) == [("Plan", "Gold", True), ("Cart", "2", False)]


@pytest.mark.parametrize(
    "given",
    [[], "text", {"a": {}}, {"a": None}, {"": "x"}, {"n" * 41: 1}, {"a": "x" * 201}, {str(i): i for i in range(21)}],
)
def test_a_hosts_mistake_is_told_in_words(given: object) -> None:
    assert unfit(given).startswith("attributes")


def test_a_hidden_value_says_neither_its_length_nor_its_beginning() -> None:
    assert veiled("acct-1234") == "••••34"
    assert veiled("acct-12345678901234") == "••••34"
    assert veiled("short") == "••••"
    assert veiled("li.wei@example.com") == "l••••@example.com"
    assert veiled("") == "••••"
    assert veiled("call me @ +49 30 1234567") == "••••67"
    assert veiled("me@+49.301234567") == "••••67"
