"""Does a chat pass from hand to hand without anybody losing it? Two agents' screens, and the customer's."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.axe import clean
from tests.browser.conftest import StartPerson
from tests.browser.stage import PATIENCE, Customer, Desk
from tests.support.instance import Instance


async def test_a_chat_is_returned_with_a_word_and_taken_over_when_asked_again(
    running: Instance, person: StartPerson
) -> None:
    james = await Desk(await person("James", locale="en-GB"), running).sign_in("james")
    await james.page.get_by_test_id("status-available").click()
    emma = await Customer(await person("Emma", locale="en-GB"), running).arrive("emma")
    await emma.begin("Trading", "my order is stuck")
    await james.open_first()
    priya = await Desk(await person("Priya", locale="en-GB"), running).sign_in("priya")
    await priya.page.get_by_test_id("status-available").click()

    async def ask(note: str, *, by_keys: bool = False) -> None:
        await james.page.keyboard.press("Alt+t")
        dialog = james.page.get_by_test_id("dialog-transfer")
        await expect(dialog.get_by_test_id("transfer-search")).to_be_focused()
        await expect(dialog.locator(".option", has_text="Priya")).to_have_attribute("data-disabled", "false")
        if by_keys:
            await james.page.keyboard.type("pri")
            await james.page.keyboard.press("Enter")
            await expect(dialog.locator(".option", has_text="Priya").get_by_role("radio")).to_be_focused()
        else:
            await dialog.locator(".option", has_text="Priya").click()
        await expect(dialog.locator(".option", has_text="Priya").get_by_role("radio")).to_be_checked()
        await dialog.get_by_test_id("transfer-note").fill(note)
        if note == "knows the broker":
            await clean(james.page, james.page, "passing on")
        await dialog.get_by_test_id("transfer-confirm").click()
        await expect(james.page.get_by_test_id("passing")).to_contain_text("Priya", timeout=PATIENCE)

    await ask("knows the broker")
    card = priya.page.get_by_test_id("offers").locator("article")
    await expect(card).to_contain_text("knows the broker", timeout=PATIENCE)
    await clean(priya.page, priya.page, "asked to take over")
    await priya.page.keyboard.press("Alt+d")
    await priya.page.get_by_test_id("return-text").fill("after lunch, please")
    await priya.page.get_by_test_id("return-confirm").click()
    returned = james.page.get_by_test_id("returned")
    await expect(returned).to_contain_text("after lunch, please", timeout=PATIENCE)
    await clean(james.page, james.page, "returned")
    await james.page.get_by_test_id("action-transfer").click(trial=True, timeout=PATIENCE)  # nothing lies over it
    await returned.get_by_test_id("returned-noticed").click()
    await expect(returned).to_have_count(0, timeout=PATIENCE)
    # Nobody has told the customer anything: the agent is the same.
    await expect(emma.frame.locator("[data-event=transferred]")).to_have_count(0)
    await james.write("still here")
    await emma.sees("still here")

    await ask("now it is after lunch", by_keys=True)
    await expect(card).to_be_visible(timeout=PATIENCE)
    await priya.page.keyboard.press("Alt+a")
    await expect(emma.frame.locator("[data-event=transferred]")).to_contain_text("need not repeat", timeout=PATIENCE)
    await expect(james.page.get_by_test_id("mine").locator("[data-testid^=mine-]")).to_have_count(0, timeout=PATIENCE)
    await priya.sees("my order is stuck")
    await priya.write("I have it in front of me")
    await emma.sees("I have it in front of me")
