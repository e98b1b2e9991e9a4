"""Is abuse answered without harshness? A customer is warned, blocked, heard, and let in again, on three screens."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.axe import clean
from tests.browser.conftest import StartPerson
from tests.browser.stage import PATIENCE, Customer, Desk
from tests.support.instance import Instance


async def test_a_customer_is_warned_blocked_heard_and_let_in_again(running: Instance, person: StartPerson) -> None:
    james = await Desk(await person("James", locale="en-GB"), running).sign_in("james")
    await james.page.get_by_test_id("status-available").click()
    emma = await Customer(await person("Emma", locale="en-GB"), running).arrive("emma")
    await emma.begin("Trading", "you are all useless")
    await james.open_first()
    await james.page.keyboard.press("Alt+b")
    dialog = james.page.get_by_test_id("dialog-abuse")
    await expect(dialog.get_by_test_id("abuse-warn")).to_be_focused()
    await james.page.keyboard.press("Enter")
    await expect(dialog).to_have_count(0, timeout=PATIENCE)
    await expect(emma.frame.locator("[data-event=warned]")).to_contain_text("keep it friendly", timeout=PATIENCE)

    await james.page.get_by_test_id("action-abuse").click()
    await dialog.get_by_test_id("abuse-block").check()
    # For good is not an agent's to decide.
    await expect(dialog.get_by_test_id("block-duration").locator("option")).to_have_count(4)
    await clean(james.page, james.page, "blocking")
    await dialog.get_by_test_id("block-reason").fill("called us names twice")
    await dialog.get_by_test_id("abuse-confirm").click()
    await expect(james.page.get_by_test_id("block-card")).to_contain_text("called us names twice", timeout=PATIENCE)

    card = emma.frame.get_by_test_id("blocked")
    await expect(card).to_contain_text("insulting words", timeout=PATIENCE)
    await expect(emma.frame.get_by_test_id("message")).to_have_count(0)
    frame = emma.page.frames[1]
    await clean(emma.page, frame, "blocked")
    await card.get_by_test_id("appeal").fill("I was upset, I am sorry")
    await card.get_by_test_id("appeal-send").click()
    await expect(card.get_by_test_id("appealed")).to_be_visible(timeout=PATIENCE)

    nadia = await Desk(await person("Nadia", locale="en-GB"), running).sign_in("nadia")
    appeal = nadia.page.get_by_test_id("appeals").locator("li", has_text="I was upset")
    await expect(appeal).to_be_visible(timeout=PATIENCE)
    await nadia.page.keyboard.press("Alt+w")
    await expect(nadia.page.get_by_test_id("wall-blocks")).to_contain_text("called us names twice")
    await clean(nadia.page, nadia.page, "blocked customers")
    await appeal.get_by_test_id("answer-appeal").click()
    decide = nadia.page.get_by_test_id("dialog-decide")
    await expect(decide.get_by_test_id("appeal-text")).to_have_text("I was upset, I am sorry")
    await decide.get_by_test_id("decide-text").fill("Welcome back, Emma.")
    await decide.get_by_test_id("decide-lift").click()
    await expect(appeal).to_have_count(0, timeout=PATIENCE)
    await expect(card).to_have_count(0, timeout=PATIENCE)
    await expect(emma.frame.locator("[data-event=appeal_answered]")).to_contain_text("Welcome back, Emma.")
    await emma.frame.get_by_test_id("again").click()
    await emma.begin("Trading", "thank you")
