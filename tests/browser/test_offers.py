"""Can an agent answer an offer by hand, without losing the place where they are writing?"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable

import pytest_asyncio
from playwright.async_api import expect

from tests.browser.axe import clean
from tests.browser.conftest import StartPerson
from tests.browser.stage import PATIENCE, Customer, Desk
from tests.integration.test_offers import settled, use
from tests.support.instance import Instance
from tests.support.players import AgentPlayer


@pytest_asyncio.fixture(loop_scope="session")
async def offering(start_instance: Callable[..., Instance]) -> AsyncIterator[Instance]:
    """A product that asks before it assigns; a minute to answer."""
    instance = start_instance()
    await asyncio.to_thread(use, instance, 1, 60)
    await settled(instance, 1)
    yield instance


async def test_an_offer_is_accepted_and_declined_without_a_mouse_and_disturbs_nothing(
    offering: Instance, person: StartPerson
) -> None:
    james = await Desk(await person("James"), offering).sign_in("james")
    first = await Customer(await person("First"), offering).arrive("emma")
    await first.begin("Trading", "first question")
    cards = james.page.get_by_test_id("offers").locator("article")
    await expect(cards).to_have_count(1, timeout=PATIENCE)
    # Who, verified, language, topic, how it began, and how long there is to answer.
    for words in ("Emma Clark", "Signed in on the website", "English", "Trading", "first question"):
        await expect(cards.first).to_contain_text(words)
    await expect(cards.first.get_by_role("timer")).to_contain_text(re.compile(r"\d"))
    await expect(james.page.get_by_test_id("announcement")).to_contain_text("Chat offered: Emma Clark")
    await expect(first.frame.locator("[data-event=assigned]")).to_have_count(0)
    await james.page.keyboard.press("Alt+a")
    await expect(cards).to_have_count(0, timeout=PATIENCE)
    await expect(first.frame.locator("[data-event=assigned]")).to_be_visible(timeout=PATIENCE)
    await james.sees("first question")
    # While a draft is being written, the next offer takes neither the focus nor the draft; nor does accepting it.
    field = james.page.get_by_test_id("composer-text")
    await field.fill("a half-written")
    second = await Customer(await person("Second"), offering).arrive()
    await second.begin("Trading", "second question")
    await expect(cards).to_have_count(1, timeout=PATIENCE)
    await expect(field).to_be_focused()
    await expect(field).to_have_value("a half-written")
    await clean(james.page, james.page, "an offer")
    await james.page.keyboard.press("Alt+d")
    dialog = james.page.get_by_test_id("dialog-decline")
    await expect(dialog.get_by_test_id("reason-busy")).to_be_focused()
    await clean(james.page, james.page, "declining")
    async with AgentPlayer(offering, "priya") as priya:
        await james.page.keyboard.press("ArrowDown")
        await expect(dialog.get_by_test_id("reason-topic")).to_be_checked()
        await james.page.keyboard.press("Enter")
        await expect(dialog).to_have_count(0)
        await expect(cards).to_have_count(0, timeout=PATIENCE)
        await expect(field).to_be_focused()
        await expect(field).to_have_value("a half-written")
        taken = await priya.until(
            lambda: [item for item in priya.follow_desk().values() if item["kind"] == "offer"], "the offer went on"
        )
        assert (await priya.ask("accept", thread=taken[0]["thread"]))["t"] == "ok"
    await expect(second.frame.locator("[data-event=assigned]")).to_be_visible(timeout=PATIENCE)


async def test_missed_offers_make_the_agent_away_who_is_told_why(
    start_instance: Callable[..., Instance], person: StartPerson
) -> None:
    instance = start_instance()
    await asyncio.to_thread(use, instance, 1, 3)
    await settled(instance, 1)
    james = await Desk(await person("James"), instance).sign_in("james")
    customer = await Customer(await person("Emma"), instance).arrive("emma")
    await customer.begin("Trading", "hello?")
    await expect(james.page.get_by_test_id("offers").locator("article")).to_have_count(1, timeout=PATIENCE)
    told = james.page.get_by_test_id("missed-offers")
    await expect(told).to_be_visible(timeout=PATIENCE)
    await expect(james.page.get_by_test_id("status-away")).to_have_attribute("aria-pressed", "true")
    await told.get_by_role("button").click()
    await expect(told).to_have_count(0, timeout=PATIENCE)
    await james.page.get_by_test_id("offer-accept").click()
    await expect(customer.frame.locator("[data-event=assigned]")).to_be_visible(timeout=PATIENCE)
