"""Can an administrator say what customers can ask about, on a page; is what cannot be refused with its field?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.browserless import Browser
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer

PAGE = "/console/office/topics"
ONE = "/console/office/topic"
BACK = """
from chat.models import Site, Topic
Topic.objects.filter(site__key="site_demo_exchange").exclude(slug__startswith="gone-").update(retired=False)
for made in Topic.objects.filter(site__key="site_demo_exchange", slug="tax-papers"):
    Topic.objects.filter(pk=made.pk).update(slug=f"gone-{made.pk}", retired=True, position=99)
Site.objects.filter(key="site_demo_exchange").update(default_language="en")
for position, slug in enumerate(%r):
    Topic.objects.filter(site__key="site_demo_exchange", slug=slug).update(position=position)
"""
USUAL = """
from chat.models import Site
Site.objects.filter(key="site_demo_exchange").update(default_language="%s")
"""
ORDER = ["account-security", "deposit-withdrawal", "trading", "identity-check", "api", "other"]


@pytest.fixture
def admin(running: Instance) -> Iterator[Browser]:
    """The administrator; the topics are as before afterwards."""
    admin = Browser(running, "admin")
    admin.get(PAGE)
    yield admin
    running.manage("shell", "-v", "0", "-c", BACK % ORDER)


@pytest.fixture
def spanish(running: Instance, admin: Browser) -> Browser:
    """The administrator of a desk whose usual language is Spanish."""
    usual(running, "es")
    return admin


def usual(running: Instance, language: str) -> None:
    """The site's usual language is this one from now on."""
    running.manage("shell", "-v", "0", "-c", USUAL % language)


def form(**changes: str) -> list[tuple[str, str]]:
    """A topic as its page sends it, with changes; dots are written as __."""
    fields = {"slug": "", "level": "2", "names__en": "Tax papers", "field__0__en": "Year", "field__0__kind": "text"}
    return [(name.replace("__", "."), value) for name, value in (fields | changes).items()]


def topics(running: Instance, language: str = "en") -> dict[str, dict[str, Any]]:
    """What a customer is told, by slug."""

    async def told() -> dict[str, dict[str, Any]]:
        async with CustomerPlayer(running) as customer:
            welcome = await customer.hello(language=language)
            found = {topic["slug"]: topic for topic in welcome["site"]["topics"]}
            return {slug: topic for slug, topic in found.items() if not slug.startswith("gone-")}

    return asyncio.run(told())


def test_a_topic_is_made_and_customers_read_it_in_their_language(running: Instance, admin: Browser) -> None:
    status, text = admin.post(
        ONE,
        form(
            names__es="Papeles de impuestos",
            urgent="on",
            at_hand__es="Tenga a mano: el año.",
            first_aid__en="Stay calm.\r\n\r\nWrite to us.",
            field__0__es="Año",
            field__0__required="on",
            field__1__en="Payment",
            field__1__kind="transaction",
        ),
    )
    assert (status, "Saved." in text, "Tax papers</bdi>" in text) == (200, True, True)
    assert "Nobody knows it well enough." in text
    made = topics(running, "es")["tax-papers"]
    assert (made["name"], made["urgent"], made["at_hand"]) == ("Papeles de impuestos", True, "Tenga a mano: el año.")
    assert made["first_aid"] == "Stay calm.\nWrite to us."
    assert made["fields"] == [
        {"name": "year", "label": "Año", "kind": "text", "required": True},
        {"name": "payment", "label": "Payment", "kind": "transaction"},
    ]
    acts = admin.get("/console/office/acts")[1]
    assert "Topic made" in acts


def test_a_topic_is_renamed_and_keeps_its_short_name_and_those_of_its_fields(running: Instance, admin: Browser) -> None:
    admin.post(ONE, form())
    status, _text = admin.post(
        f"{ONE}/tax-papers", form(slug="other", names__en="Taxes", field__0__en="Which year?", field__0__name="year")
    )
    assert status == 200
    after = topics(running)["tax-papers"]
    assert (after["name"], after["fields"]) == ("Taxes", [{"name": "year", "label": "Which year?", "kind": "text"}])
    assert topics(running)["other"]["name"] == "Something else"


def test_a_spanish_desk_names_its_topics_and_fields_in_spanish_alone(running: Instance, spanish: Browser) -> None:
    typed = {"names__en": "", "names__es": "Papeles de impuestos", "field__0__en": "", "field__0__es": "Año"}
    status, text = spanish.post(ONE, form(slug="tax-papers", **typed))
    assert (status, "Papeles de impuestos</bdi>" in text) == (200, True)
    for language in ("es", "en", "ru"):
        made = topics(running, language)["tax-papers"]
        assert (made["name"], made["fields"]) == (
            "Papeles de impuestos",
            [{"name": "ano", "label": "Año", "kind": "text"}],
        )
    status, text = spanish.post(f"{ONE}/tax-papers", form(names__en="Tax papers", names__es=" "))
    assert (status, "usual language (es)" in text) == (400, True)


def test_fields_named_before_the_usual_language_changed_stay_until_all_their_names_are_taken_away(
    running: Instance, admin: Browser
) -> None:
    admin.post(ONE, form(field__1__en="Payment"))
    usual(running, "es")
    named = {"names__es": "Papeles", "field__0__name": "year", "field__1__name": "payment"}
    page = admin.get(f"{ONE}/tax-papers")[1]
    assert 'name="field.0.es" value=""' in page
    assert 'placeholder="Year"' in page
    admin.post(f"{ONE}/tax-papers", form(**named, field__1__en=""))
    made = topics(running, "es")["tax-papers"]
    assert (made["name"], [field["label"] for field in made["fields"]]) == ("Papeles", ["Year"])
    admin.post(f"{ONE}/tax-papers", form(**named, field__0__es="Año"))
    assert topics(running, "es")["tax-papers"]["fields"][0]["label"] == "Año"
    admin.post(f"{ONE}/tax-papers", form(**named))
    assert "fields" not in topics(running, "es")["tax-papers"]


def test_texts_in_a_language_that_the_site_left_are_shown_and_stay(running: Instance, admin: Browser) -> None:
    usual(running, "de")
    german = {"names__de": "Steuern", "field__0__en": "", "field__0__de": "Jahr"}
    admin.post(ONE, form(slug="tax-papers", names__en="", **german))
    usual(running, "en")
    page = admin.get(f"{ONE}/tax-papers")[1]
    assert 'name="names.de" value="Steuern"' in page
    assert 'name="field.0.de" value="Jahr"' in page
    admin.post(f"{ONE}/tax-papers", form(field__0__name="jahr", **german))
    made = topics(running)["tax-papers"]
    assert (made["name"], [field["label"] for field in made["fields"]]) == ("Tax papers", ["Jahr"])


def test_what_cannot_be_is_refused_with_its_field_and_nothing_typed_is_lost(running: Instance, admin: Browser) -> None:
    for changes, field in (
        ({"names__en": " ", "names__es": "Solo aquí"}, "names"),
        ({"names__en": "x" * 81}, "names"),
        ({"slug": "Ta x"}, "slug"),
        ({"slug": "trading"}, "slug"),
        ({"level": "9"}, "level"),
        ({"field__0__name": "../x"}, "fields"),
        ({"field__0__en": "", "field__0__es": "Solo aquí"}, "fields"),
        ({"first_aid__ar": "y" * 1_001}, "first_aid"),
    ):
        status, text = admin.post(ONE, form(**changes))
        assert (status, f"<code>{field}</code>" in text) == (400, True), changes
        assert list(changes.values())[-1].strip()[:60] in text
    assert "tax-papers" not in topics(running)
    assert admin.get(f"{ONE}/none")[0] == 404


def test_topics_are_ordered_retired_and_brought_back_but_one_remains(running: Instance, admin: Browser) -> None:
    admin.post(PAGE, [("topic", "api"), ("do", "up")])
    admin.post(PAGE, [("topic", "trading"), ("do", "up")])
    assert list(topics(running)) == [
        "account-security",
        "trading",
        "deposit-withdrawal",
        "api",
        "identity-check",
        "other",
    ]
    admin.post(PAGE, [("topic", "trading"), ("do", "retire")])
    assert topics(running)["trading"]["retired"] is True
    for slug in ORDER[:2] + ORDER[3:-1]:
        assert admin.post(PAGE, [("topic", slug), ("do", "retire")])[0] == 200
    status, text = admin.post(PAGE, [("topic", "other"), ("do", "retire")])
    assert (status, "Customers must have one topic at least to choose." in text) == (400, True)
    admin.post(PAGE, [("topic", "trading"), ("do", "back")])
    assert "retired" not in topics(running)["trading"]
    assert admin.post(PAGE, [("topic", "none"), ("do", "retire")])[0] == 400
    acts = admin.get("/console/office/acts")[1]
    assert all(words in acts for words in ("Topic moved", "Topic retired", "Topic brought back"))


def test_whoever_was_writing_about_a_topic_that_is_retired_may_still_send(running: Instance, admin: Browser) -> None:
    async def sent() -> str:
        async with CustomerPlayer(running) as customer:
            await customer.hello(language="en")
            await asyncio.to_thread(admin.post, PAGE, [("topic", "api"), ("do", "retire")])
            return await customer.start("My key does not work", topic="api")

    assert asyncio.run(sent())


def test_the_pages_are_for_administrators(running: Instance) -> None:
    lead = Browser(running, "nadia")
    assert [lead.get(path)[0] for path in (PAGE, ONE, f"{ONE}/api", "/console/office/preview")] == [403] * 4


def test_what_is_marked_sensitive_is_hidden_from_agents_until_they_ask(running: Instance, admin: Browser) -> None:
    admin.post(ONE, form(level="1", field__0__sensitive="on", field__1__en="Payment"))

    async def seen() -> tuple[list[dict[str, Any]], str]:
        async with CustomerPlayer(running) as customer, AgentPlayer(running, "james") as james:
            await customer.hello(language="en")
            filled = {"year": "2024-spring", "payment": "card"}
            thread = await customer.start("Help", topic="tax-papers", fields=filled)
            queued = await james.event(thread, "queued")
            shown = await james.ask("reveal", thread=thread, field=f"field:{queued['seq']}:year")
            assert (await james.ask("reveal", thread=thread, field=f"field:{queued['seq']}:payment"))["t"] == "error"
            return queued["body"]["fields"], shown["value"]

    fields, value = asyncio.run(seen())
    assert fields[0] == {"name": "year", "label": "Year", "value": "••••ng", "sensitive": True}
    assert fields[1]["value"] == "card"
    assert value == "2024-spring"
    looked = admin.get("/console/office/reveals")[1]
    assert "James Miller" in looked
    assert "2024-spring" not in looked
