"""Can a lead run a surge from one screen? The wall, a chat watched unseen, a whisper, and taking over."""

from __future__ import annotations

from collections.abc import Callable

from playwright.async_api import expect

from tests.browser.axe import clean
from tests.browser.conftest import StartPerson
from tests.browser.stage import PATIENCE, Desk
from tests.support.instance import Instance
from tests.support.players import CustomerPlayer


async def test_a_lead_sees_who_waits_whispers_to_an_agent_and_takes_over(
    start_instance: Callable[..., Instance], person: StartPerson
) -> None:
    instance = start_instance()
    small = {"width": 1280, "height": 800}
    james = await Desk(await person("James", locale="en-GB", viewport=small), instance).sign_in("james")
    await james.page.get_by_test_id("status-available").click()
    async with CustomerPlayer(instance) as customer, CustomerPlayer(instance) as other:
        await customer.hello(language="en")
        thread = await customer.start("My order is stuck")
        await expect(james.page.get_by_test_id(f"mine-{thread}")).to_be_visible(timeout=PATIENCE)
        await other.hello(language="ru")
        waits = await other.start("привет")
        nadia = await Desk(await person("Nadia", locale="en-GB", viewport=small), instance).sign_in("nadia")
        page = nadia.page
        # Nobody who speaks Russian is there: said before anybody looks for it.
        await expect(page.get_by_test_id("wall-alerts")).to_contain_text("Russian", timeout=PATIENCE)
        await page.keyboard.press("Alt+w")
        await expect(page.get_by_test_id("figure-waiting")).to_have_text("1")
        await expect(page.get_by_test_id("wall-language-ru")).to_have_attribute("data-bad", "true")
        await expect(page.get_by_test_id("wall-language-ru")).to_contain_text("0 of 0", timeout=PATIENCE)
        await clean(page, page, "wall")
        # Asked why without leaving the wall, then opened: by keyboard alone.
        await page.get_by_test_id(f"wall-waiting-{waits}").focus()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id("dialog-why")).to_contain_text("do not speak the language", timeout=PATIENCE)
        await page.keyboard.press("Escape")
        await expect(page.get_by_test_id("wall")).to_be_visible()
        await page.get_by_test_id(f"wall-waiting-{waits}").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id("take-over")).to_be_visible(timeout=PATIENCE)
        await clean(page, page, "a chat that waits, watched by a lead")
        await page.keyboard.press("Alt+w")
        await page.get_by_test_id(f"watch-{thread}").click()
        await expect(page.get_by_test_id("lead-bar")).to_be_visible(timeout=PATIENCE)
        await clean(page, page, "a colleague's chat")
        await page.get_by_test_id("whisper-text").fill("Ask for the order number")
        await page.get_by_test_id("whisper-send").click()
        await nadia.sees("Ask for the order number")
        whisper = james.page.get_by_test_id("whispers")
        await expect(whisper).to_contain_text("Ask for the order number", timeout=PATIENCE)
        await clean(james.page, james.page, "a whisper")
        await page.get_by_test_id("take-over").click()
        await expect(page.get_by_test_id("lead-bar")).to_have_count(0, timeout=PATIENCE)
        await expect(page.get_by_test_id(f"mine-{thread}")).to_be_visible(timeout=PATIENCE)
        await expect(james.page.get_by_test_id(f"mine-{thread}")).to_have_count(0, timeout=PATIENCE)
