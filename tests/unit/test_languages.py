"""Which of the desk's languages serves a customer?"""

import gettext
import io
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from django.conf import settings

from chat.languages import best, served
from chat.redaction import mask
from ops.catalogues import as_json, language_tag, languages, load, texts
from tickets.mail import django_language

OFFERED = ["en", "zh", "es", "ar", "ru"]


def test_what_nobody_answers_in_is_remembered_beside_the_default() -> None:
    assert served("hi-IN", OFFERED, "en") == ("en", "hi-IN")
    assert served("es-MX", OFFERED, "en") == ("es", "")
    assert served("", OFFERED, "en") == ("en", "")


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("es", "es"),
        ("es-MX", "es"),
        ("zh-Hans-CN", "zh"),
        ("ZH-cn", "zh"),
        ("de", "en"),
        ("", "en"),
        ("x" * 16, "en"),
        ("-", "en"),
        ("русский", "en"),
    ],
)
def test_the_closest_offered_language_serves(wanted: str, language: str) -> None:
    assert best(wanted, OFFERED, "en") == language


def test_whoever_is_mailed_or_shown_a_page_is_so_in_each_language_of_the_catalogue() -> None:
    spoken = {language_tag(folder).lower() for folder in languages()}
    assert spoken == {code for code, _name in settings.LANGUAGES}
    assert {django_language(f"{code}-XX") for code in spoken} == spoken


def test_customers_have_every_text_in_each_language() -> None:
    for folder in languages():
        assert all(as_json(load(folder), face) is not None for face in ("widget", "chat")), folder


def test_python_can_read_each_languages_catalogue_and_its_rule_of_plurals() -> None:
    for folder in languages():
        out = io.BytesIO()
        write_mo(out, load(folder))
        out.seek(0)
        found = gettext.GNUTranslations(out)
        assert found.ngettext("one of a kind", "many of a kind", 1_000_000) == "many of a kind", folder


@pytest.mark.parametrize("folder", languages())
def test_what_the_composer_calls_a_transaction_lets_it_pass(folder: str) -> None:
    message = load(folder).get("Transaction ID")
    assert message is not None
    named = message.string
    text = f"{named}: {'4e3f' * 16}"
    assert mask(text) == (text, [])


def test_a_text_within_a_template_string_is_found(tmp_path: Path) -> None:
    source = tmp_path / "Field.tsx"
    source.write_text('const label = required ? name : `${name} ${t("(optional)")} · ${tn("one", "{count}", n)}`;\n')
    assert [text for text, _comments in texts("javascript", source)] == ["(optional)", ("one", "{count}")]
