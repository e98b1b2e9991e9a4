"""Can an operator make a site, let it be embedded and give it people, without a shell of Python?"""

from __future__ import annotations

import io
import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from agents.models import Agent
from chat import hints
from chat.customers import live_secrets, origin_allowed, site_by_key
from chat.models import Customer, Site
from routing.arrivals import queue_chat
from routing.models import Request

EMPTY = {"urgent": False, "level": 1, "fields": [], "at_hand": {}, "first_aid": {}, "retired": False}


def site(*arguments: str) -> str:
    """What the command printed."""
    out = io.StringIO()
    call_command("site", *arguments, stdout=out)
    return out.getvalue().strip()


def test_a_site_is_made_embedded_and_staffed(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    key = site("create", "Acme", "--language", "es", "--language", "en")
    site("allow", key, "https://www.example.com")
    assert origin_allowed(site_by_key(key), "https://www.example.com")
    assert not origin_allowed(site_by_key(key), "http://www.example.com")
    assert key in site("list")
    email = f"{uuid4().hex}@acme.example"
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough one\n"))
    site("agent", key, email, "Ana", "--role", "admin", "--speaks", "es=5", "--speaks", "en=3")
    assert authenticate(None, username=email, password="a long enough one")
    agent = Agent.objects.get(email=email)
    assert dict(agent.language_skills.values_list("language", "level")) == {"es": 5, "en": 3}


def test_a_person_brings_their_languages_to_the_site(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    key = site("create", "Acme", "--language", "en")
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough one\n"))
    said = site("agent", key, f"{uuid4().hex}@acme.example", "Ana", "--speaks", "es=5", "--speaks", "en=3")
    assert "answers in es too" in said
    assert site_by_key(key).languages == ["en", "es"]


def test_two_identity_secrets_live_at_once_and_no_third(db: str) -> None:
    key = site("create", "Acme")
    printed = [dict(line.split() for line in site("secret", key).splitlines()) for _ in range(3)]
    assert live_secrets(site_by_key(key)) == {each["kid"]: each["secret"] for each in printed[1:]}


def test_topics_are_read_and_written_as_one_file(db: str, tmp_path: Path) -> None:
    key = site("create", "Acme")
    [other] = json.loads(site("topics", key))
    assert other == {"slug": "other", "names": other["names"], **EMPTY}
    assert {"en": "Something else", "es": "Otra cosa", "zh": "其他问题"}.items() <= other["names"].items()
    asks = {"name": "order", "names": {"en": "Order"}, "kind": "text", "required": True, "sensitive": False}
    file = tmp_path / "topics.json"
    file.write_text(json.dumps([{"slug": "delivery", "names": {"en": "Delivery"}, "fields": [asks]}]))
    said = json.loads(site("topics", key, "--set", str(file)))
    assert [topic["slug"] for topic in said] == ["delivery", "other"]
    assert said[0]["fields"] == [asks]
    file.write_text('[{"slug": "delivery", "names": {}}]')
    with pytest.raises(CommandError, match="delivery: names: A topic needs its name in the site’s usual language"):
        site("topics", key, "--set", str(file))
    file.write_text('[{"slug": "delivery", "colour": 1}]')
    with pytest.raises(CommandError, match="colour"):
        site("topics", key, "--set", str(file))


def test_a_theme_is_set_value_by_value_and_nonsense_is_refused(db: str, tmp_path: Path) -> None:
    key = site("create", "Acme")
    site("theme", key, "--color", "#0A7D55")
    assert "#0a7d55" in site("theme", key, "--side", "left")
    assert site_by_key(key).theme == {"color": "#0a7d55", "side": "left"}
    logo = tmp_path / "logo.svg"
    logo.write_text("<svg/>")
    for wrong in (["--color", "red"], ["--scheme", "neon"], ["--logo", str(logo)], ["--logo", str(tmp_path / "none")]):
        with pytest.raises(CommandError):
            site("theme", key, *wrong)


def test_topics_of_a_site_whose_usual_language_changes_are_read_and_written_as_before(db: str, tmp_path: Path) -> None:
    key = site("create", "Acme")
    site("topic", key, "vault", "--name", "en=The vault")
    Site.objects.filter(key=key).update(languages=["es", "en"], default_language="es")
    file = tmp_path / "topics.json"
    file.write_text(site("topics", key))
    assert site("topics", key, "--set", str(file)) == file.read_text()
    assert site("topic", key, "vault", "--level", "3") == "vault: The vault, level 3"
    assert site("topic", key, "caja", "--name", "es=La caja") == "caja: La caja, level 1"


def test_a_topic_says_how_well_it_must_be_known_and_keeps_what_is_not_named(db: str) -> None:
    key = site("create", "Acme")
    assert site("topic", key, "vault", "--name", "en=The vault", "--level", "3") == "vault: The vault, level 3"
    assert site("topic", key, "vault", "--name", "es=La caja", "--urgent", "yes") == "vault: The vault, level 3, urgent"
    chat, _hints = hints.committed(
        queue_chat, Customer.objects.create(site=site_by_key(key)).pk, "vault", "en", "x", "1"
    )
    assert Request.objects.get(chat=chat.pk).topic_level == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["allow", "KEY", "www.example.com"], "is not an origin"),
        (["allow", "KEY", "https://www.example.com/"], "is not an origin"),
        (["allow", "nope", "https://www.example.com"], "There is no site nope"),
        (["create", "X", "--language", "klingonese"], "is not a language code"),
        (["topic", "KEY", "vault", "--level", "6"], "A level is 0 to 5"),
        (["topic", "KEY", "The vault"], "A short name has small letters"),
        (["topic", "KEY", "vault", "--name", "klingonese=x"], "is not a language code"),
        (["agent", "KEY", "not-an-address", "X"], "is not an e-mail address"),
        (["agent", "KEY", "x@y.example", "X", "--speaks", "en=9"], "a level is 1 to 5"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(db: str, arguments: list[str], words: str) -> None:
    key = site("create", "Acme")
    with pytest.raises(CommandError, match=words):
        site(*[key if argument == "KEY" else argument for argument in arguments])
