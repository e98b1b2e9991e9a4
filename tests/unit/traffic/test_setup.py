"""Is a set-up file read as docs/traffic.md says, and a wrong one refused in one line that names the place?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from demo import cast
from traffic import setup
from traffic.demo import PASSWORD, SETUP
from traffic.trouble import Trouble

GOOD: dict[str, Any] = {
    "url": "https://chat.example/",
    "site_key": "site_x",
    "identity": {"kid": "k1", "secret": "s" * 32},
    "agents": [{"email": "a@x.example", "password": "pw", "languages": {"en": 5, "pt-BR": 3}, "regions": ["EUR"]}],
}


def read(tmp_path: Path, content: Any, url: str = "") -> setup.Setup:
    file = tmp_path / "setup.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return setup.read(file, url, tmp_path)[0]


def test_origins_are_those_of_the_address_unless_named(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    assert (found.url, found.widget_origin, found.console_origin) == ("https://chat.example",) * 3
    named = read(tmp_path, GOOD | {"console_origin": "https://desk.example"})
    assert (named.widget_origin, named.console_origin) == ("https://chat.example", "https://desk.example")


def test_an_address_given_by_hand_goes_before_the_files(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD, "http://localhost:1").widget_origin == "http://localhost:1"


def test_secrets_may_be_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAFFIC_PASSWORD", "hidden")
    agent = GOOD["agents"][0] | {"password": "env:TRAFFIC_PASSWORD"}
    assert read(tmp_path, GOOD | {"agents": [agent]}).agents[0].password == "hidden"
    monkeypatch.delenv("TRAFFIC_PASSWORD")
    with pytest.raises(Trouble, match="TRAFFIC_PASSWORD is not set"):
        read(tmp_path, GOOD | {"agents": [agent]})


def test_a_seat_speaks_a_language_whatever_its_variant(tmp_path: Path) -> None:
    seat = read(tmp_path, GOOD).agents[0]
    assert seat.speaks("pt")
    assert seat.speaks("en-GB")
    assert not seat.speaks("es")
    assert seat.serves("en", "EUR", 3)
    assert not seat.serves("en", "NA", 0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "is not a set-up file"),
        (GOOD | {"agnts": []}, "agnts"),
        (GOOD | {"agents": [{"email": "a@x.example"}]}, r"\$\.agents\[0\]"),
        (GOOD | {"agents": []}, "agents is empty"),
        (GOOD | {"url": "chat.example"}, "not an http:// or https:// address"),
        (GOOD | {"identity": {"kid": "k", "secret": "short"}}, "shorter than the 32 bytes"),
        (GOOD | {"mix": {"languages": {"xx": 1}}}, "no agent speaks any language"),
        (GOOD | {"mix": {"tiers": {"0": -1}}}, r"mix\.tiers needs weights"),
        (GOOD | {"agents": [GOOD["agents"][0] | {"languages": {"en": 9}}]}, "levels from 1 to 5"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(tmp_path: Path, content: Any, words: str) -> None:
    with pytest.raises(Trouble, match=words) as trouble:
        read(tmp_path, content)
    assert "\n" not in str(trouble.value)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"nothing\.json cannot be read: No such file"):
        setup.read(tmp_path / "nothing.json", "", tmp_path)


def test_without_the_demos_secret_everybody_is_anonymous(tmp_path: Path) -> None:
    found, said = setup.read(None, "", tmp_path, port="8100")
    assert found.identity is None
    assert found.url == "http://localhost:8100"
    assert "anonymous" in said


def test_the_demos_secret_is_read_from_its_data(tmp_path: Path) -> None:
    known = {"site_key": "site_y", "kid": "demo-1", "secret": "s" * 40}
    (tmp_path / "demo-website.json").write_text(json.dumps(known))
    found, _said = setup.read(None, "", tmp_path)
    assert found.identity == setup.Identity("demo-1", "s" * 40)
    assert found.site_key == "site_y"
    (tmp_path / "demo-website.json").write_text("[]")
    with pytest.raises(Trouble, match=r"manage\.py demo"):
        setup.read(None, "", tmp_path)


def test_the_demos_roster_here_is_the_demos_roster_there() -> None:
    """The player must not read it from the product, so this holds them together."""
    agents = {person.email: person for person in cast.DESK if person.role == "agent"}
    assert SETUP["agents"]
    for seat in SETUP["agents"]:
        person = agents.pop(seat["email"])
        assert (seat["name"], seat["languages"]) == (person.name, person.languages)
        assert (seat["regions"], seat["tiers"]) == (person.regions, person.tiers)
    assert not agents
    assert PASSWORD == cast.PASSWORD
    assert SETUP["site_key"] == cast.SITE_KEY
