"""What does an agent do once a chat has ended? Finish up, come back to it, and give a second matter its own ticket."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from playwright.async_api import expect

from tests.browser.axe import clean
from tests.browser.conftest import StartPerson
from tests.browser.stage import PATIENCE, Customer, Desk
from tests.integration.test_after_a_chat import POLICY
from tests.integration.test_offers import python
from tests.support.instance import Instance


async def test_an_agent_finishes_up_opens_the_chat_again_and_makes_two_tickets_of_it(
    start_instance: Callable[..., Instance], person: StartPerson
) -> None:
    instance = await asyncio.to_thread(start_instance)
    await asyncio.to_thread(python, instance, POLICY.format(version=2, seconds=300))
    james = await Desk(await person("James", locale="en-GB"), instance).sign_in("james")
    page = james.page
    await page.get_by_test_id("status-available").click()
    emma = await Customer(await person("Emma", locale="en-GB"), instance).arrive("emma")
    await emma.begin("Trading", "my order is stuck, and my API key too")
    await james.open_first()
    await page.keyboard.press("Alt+r")
    await page.get_by_test_id("resolved").click()
    bar = page.get_by_test_id("wrap-up")
    await expect(bar.get_by_role("timer")).to_contain_text("4:5", timeout=PATIENCE)
    await bar.get_by_test_id("wrap-up-extend").click()
    await expect(bar.get_by_role("timer")).to_contain_text("9:", timeout=PATIENCE)
    await expect(bar.get_by_test_id("wrap-up-extend")).to_have_count(0)
    await clean(page, page, "wrapping up")
    await bar.get_by_test_id("wrap-up-finish").click()
    await expect(bar).to_have_count(0, timeout=PATIENCE)

    await page.keyboard.press("Alt+o")
    await clean(page, page, "opening again")
    await page.get_by_test_id("reopen-confirm").click()
    await expect(emma.frame.locator("[data-event=reopened]")).to_contain_text("James", timeout=PATIENCE)
    await expect(page.get_by_test_id("mode-message")).to_be_enabled(timeout=PATIENCE)
    await james.write("One thing more")
    await emma.sees("One thing more")
    await emma.write("go on")
    await james.sees("go on")

    await page.keyboard.press("Alt+k")
    dialog = page.get_by_test_id("dialog-escalate")
    await dialog.get_by_test_id("escalate-apart").check()
    await dialog.get_by_test_id("escalate-topic").select_option("api")
    await clean(page, page, "a ticket of another matter")
    await dialog.get_by_test_id("escalate-subject").fill("The API key")
    await dialog.get_by_test_id("escalate-confirm").click()
    await page.get_by_test_id("dialog-escalated").get_by_role("button", name="Done").click()
    await expect(emma.frame.locator("[data-event=linked]")).to_contain_text("in a conversation of its own")
    # The chat goes on, and becomes a ticket of its own.
    await james.write("and now the order")
    await emma.sees("and now the order")
    await page.keyboard.press("Alt+k")
    await dialog.get_by_test_id("escalate-confirm").click()
    await page.get_by_test_id("dialog-escalated").get_by_role("button", name="Done").click()
    await emma.frame.get_by_role("button", name="Back").click()
    await expect(emma.frame.get_by_test_id("thread")).to_have_count(2, timeout=PATIENCE)
    await expect(emma.frame.get_by_test_id("thread").filter(has_text="API")).to_contain_text("Ticket #")
