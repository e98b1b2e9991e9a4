"""Is the command line understood, also through the capitals of `make traffic`, and refused in one line?"""

from __future__ import annotations

from pathlib import Path

import pytest

from traffic.options import parse


def test_without_words_it_is_the_demo_with_two_hundred_customers_and_ten_agents() -> None:
    found = parse([], {})
    assert (found.customers, found.agents, found.url, found.setup) == (200, 10, "", None)
    assert 100 <= found.customers / found.rate <= 180
    assert found.seconds == pytest.approx(found.customers / found.rate + 120)


def test_what_make_is_given_comes_through_the_environment() -> None:
    environment = {
        "URL": "http://x:1/",
        "CUSTOMERS": "20",
        "AGENTS": "3",
        "RATE": "0.5",
        "SECONDS": "40",
        "SETUP": "s.json",
    }
    found = parse([], environment)
    assert (found.url, found.customers, found.agents, found.rate) == ("http://x:1", 20, 3, 0.5)
    assert (found.seconds, found.setup) == (40.0, Path("s.json"))


def test_an_argument_goes_before_the_environment() -> None:
    assert parse(["--customers", "5"], {"CUSTOMERS": "20"}).customers == 5


def test_an_empty_variable_is_none() -> None:
    assert parse([], {"CUSTOMERS": "", "URL": "", "SETUP": ""}).customers == 200


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (["--customers", "0"], {}, "a whole number from 1 to 100000 is wanted, not '0'"),
        (["--rate", "fast"], {}, "a number from 0.001 to 1000 is wanted, not 'fast'"),
        (["--rate", "nan"], {}, "is wanted, not 'nan'"),
        ([], {"AGENTS": "ten"}, "a whole number from 1 to 1000 is wanted, not 'ten'"),
        ([], {"URL": "localhost:8000"}, "an address with http:// or https:// is wanted, not 'localhost:8000'"),
        (["--signed", "2"], {}, "a number from 0 to 1 is wanted"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(
    arguments: list[str], environment: dict[str, str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(arguments, environment)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_help_names_every_variable_of_make(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--help"], {})
    said = " ".join(capsys.readouterr().out.split())
    assert all(f"environment: {name})" in said for name in ("URL", "CUSTOMERS", "AGENTS", "RATE", "SECONDS", "SETUP"))
