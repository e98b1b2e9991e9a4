"""Can a customer do everything without a mouse? From the button on the website to the rating, by keys alone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.async_api import expect

from tests.browser.conftest import StartPerson
from tests.browser.keys import tab_to
from tests.browser.stage import PATIENCE, Customer, chat_of
from tests.support.instance import Instance
from tests.support.players import AgentPlayer


async def test_a_customer_needs_nothing_but_keys(start_instance: Callable[..., Instance], person: StartPerson) -> None:
    instance = start_instance()
    page = await person("Emma", locale="en-GB")
    customer = Customer(page, instance)
    async with AgentPlayer(instance, "james") as james:
        await page.goto(instance.demo_url)
        await expect(page.locator("button[aria-expanded=false]")).to_be_visible()
        await tab_to(page, "Chat with us")
        await page.keyboard.press("Enter")
        await expect(customer.frame.get_by_test_id("topics")).to_be_visible(timeout=PATIENCE)
        # Escape closes it, and the focus is on the button again; Enter opens it once more.
        await expect(customer.frame.get_by_role("heading", level=1)).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("button", name="Chat with us")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(customer.frame.get_by_role("heading", level=1)).to_be_focused()
        await tab_to(page, "Trading")
        await page.keyboard.press("Enter")
        await expect(customer.frame.get_by_test_id("message")).to_be_focused()
        await page.keyboard.type("My order is stuck")
        await page.keyboard.press("Enter")
        await customer.sees("My order is stuck")
        await expect(customer.frame.locator("[data-event=assigned]")).to_be_visible(timeout=PATIENCE)
        thread = await chat_of(james)
        await james.say(thread, "Let me look")
        await customer.sees("Let me look")
        await expect(customer.frame.get_by_test_id("message")).to_be_focused()
        await page.keyboard.type("Thank you")
        await page.keyboard.press("Enter")
        await customer.sees("Thank you")
    # The menu: arrows go through it, Escape leaves it and not the widget.
    await tab_to(page, "menu", key="Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(customer.frame.get_by_role("menuitem").first).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(customer.frame.get_by_test_id("menu")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(customer.frame.get_by_role("menuitem").first).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(customer.frame.get_by_role("menuitem", name="End chat")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(customer.frame.get_by_role("dialog")).to_be_visible()
    await tab_to(page, "End chat")
    await page.keyboard.press("Enter")
    rate = customer.frame.get_by_test_id("rate")
    await expect(rate).to_be_visible(timeout=PATIENCE)
    await expect(customer.frame.get_by_test_id("again")).to_be_focused()
    await tab_to(page, "INPUT", key="Shift+Tab")
    await page.keyboard.press("ArrowRight")
    await expect(rate.locator("input:checked")).to_have_count(1)
    await tab_to(page, "Send rating")
    await page.keyboard.press("Enter")
    await expect(customer.frame.get_by_test_id("rated")).to_be_visible(timeout=PATIENCE)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Chat with us")).to_be_focused()


async def test_the_button_says_what_it_is_in_the_customers_language(running: Instance, person: StartPerson) -> None:
    page = await person("Layla", locale="ar")
    await page.goto(running.demo_url)
    await expect(page.locator("button[aria-expanded]")).to_have_attribute("aria-label", "Chat with us")
    await page.locator("select[name=persona]").select_option("layla")
    await page.get_by_role("button", name="Switch").click()
    await expect(page.locator("button[aria-expanded]")).to_have_attribute("aria-label", "تحدث معنا")
