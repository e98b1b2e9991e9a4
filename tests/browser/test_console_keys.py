"""Can an agent work by keys alone? The palette, the lists, and back to the answer; every state passes axe."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack

from playwright.async_api import expect

from tests.browser.axe import clean
from tests.browser.conftest import StartPerson
from tests.browser.stage import PATIENCE, Desk
from tests.support.instance import Instance
from tests.support.players import CustomerPlayer


async def test_an_agent_finds_and_answers_a_customer_by_keys(
    start_instance: Callable[..., Instance], person: StartPerson
) -> None:
    instance = start_instance()
    page = await person("James", locale="en-GB", viewport={"width": 1280, "height": 800})
    desk = await Desk(page, instance).sign_in("james")
    keys, palette = page.keyboard, page.get_by_test_id("palette")
    async with CustomerPlayer(instance) as customer:
        await keys.press("Control+k")
        await expect(page.get_by_test_id("palette-text")).to_be_focused()
        await clean(page, page, "palette")
        await keys.type("available")
        await keys.press("Enter")
        await expect(palette).to_have_count(0)
        await expect(page.get_by_test_id("status-available")).to_have_attribute("aria-pressed", "true")
        await customer.hello(language="en")
        thread = await customer.start("My order is stuck")
        await expect(page.get_by_test_id(f"mine-{thread}")).to_be_visible(timeout=PATIENCE)
        await keys.press("Alt+1")
        await expect(page.get_by_test_id(f"mine-{thread}")).to_be_focused()
        await keys.press("Enter")
        await expect(page.get_by_test_id("composer-text")).to_be_focused()
        await keys.type("Let me look?")
        await expect(page.get_by_test_id("composer-text")).to_have_value("Let me look?")
        # The palette comes and goes without touching what is being written.
        await keys.press("Control+k")
        await expect(palette).to_be_visible()
        await keys.press("Escape")
        await expect(page.get_by_test_id("composer-text")).to_be_focused()
        # Not only the ring of the focus: what is typed arrives.
        await keys.type("!")
        await expect(page.get_by_test_id("composer-text")).to_have_value("Let me look?!")
        await keys.press("Alt+k")
        await expect(page.get_by_test_id("escalate-subject")).to_be_focused()
        await keys.press("Escape")
        await keys.press("Backspace")
        await expect(page.get_by_test_id("composer-text")).to_have_value("Let me look?")
        await keys.press("Enter")
        await desk.sees("Let me look?")
        await keys.press("Alt+4")
        await expect(page.get_by_test_id("team")).to_be_focused()
        await keys.press("Shift+?")
        await expect(page.get_by_test_id("shortcuts")).to_be_visible()
        await clean(page, page, "shortcuts")
        await keys.press("Escape")
        await keys.press("Control+k")
        await keys.type("resolve")
        await keys.press("Enter")
        await expect(page.get_by_test_id("dialog-resolve")).to_be_visible()


async def test_a_long_queue_draws_what_is_in_sight_and_is_walked_by_keys(
    start_instance: Callable[..., Instance], person: StartPerson
) -> None:
    instance = start_instance()
    page = await person("Li Na", locale="en-GB", viewport={"width": 1280, "height": 800})
    many = 120
    async with AsyncExitStack() as stack:
        # Nobody who speaks Russian is here: they wait.
        for _ in range(many):
            customer = await stack.enter_async_context(CustomerPlayer(instance))
            await customer.hello(language="ru")
            await customer.start("привет")
        await Desk(page, instance).sign_in("lina")
        waiting = page.get_by_test_id("waiting")
        rows = waiting.locator(".row")
        await expect(page.get_by_test_id("tab-waiting")).to_contain_text(str(many), timeout=PATIENCE)
        await expect(waiting.locator("[data-at='0']")).to_be_visible(timeout=PATIENCE)
        assert await rows.count() < many
        await page.keyboard.press("Alt+2")
        await expect(waiting.locator("[data-at='0']")).to_be_focused()
        await page.keyboard.press("End")
        last = waiting.locator(f"[data-at='{many - 1}']")
        await expect(last).to_be_focused()
        await expect(last).to_be_in_viewport()
        await page.keyboard.press("ArrowUp")
        await expect(waiting.locator(f"[data-at='{many - 2}']")).to_be_focused()
        assert await rows.count() < many
        await page.keyboard.press("Home")
        await expect(waiting.locator("[data-at='0']")).to_be_focused()
        await expect(waiting.locator("[data-at='0']")).to_be_in_viewport()
        await clean(page, page, "a long queue")
