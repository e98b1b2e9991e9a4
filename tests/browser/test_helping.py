"""Do two agents in one conversation see each other? Invited, helping, thanked."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.axe import clean
from tests.browser.conftest import StartPerson
from tests.browser.stage import PATIENCE, Customer, Desk
from tests.support.instance import Instance


async def test_a_colleague_is_invited_writes_to_the_customer_and_is_thanked(
    running: Instance, person: StartPerson
) -> None:
    james = await Desk(await person("James", locale="en-GB"), running).sign_in("james")
    await james.page.get_by_test_id("status-available").click()
    emma = await Customer(await person("Emma", locale="en-GB"), running).arrive("emma")
    await emma.begin("Trading", "my order is stuck")
    await james.open_first()
    priya = await Desk(await person("Priya", locale="en-GB"), running).sign_in("priya")
    await james.page.keyboard.press("Alt+i")
    dialog = james.page.get_by_test_id("dialog-invite")
    await dialog.locator(".option", has_text="Priya").click()
    await dialog.get_by_test_id("invite-writes").check()
    await clean(james.page, james.page, "inviting")
    await dialog.get_by_test_id("invite-confirm").click()
    await expect(james.page.get_by_test_id("together")).to_contain_text(
        "Priya Sharma helps and writes", timeout=PATIENCE
    )
    await expect(james.page.get_by_test_id("also-here")).to_have_count(0)

    await priya.page.get_by_test_id("helping").locator("[data-testid^=helping-]").click()
    await priya.sees("my order is stuck")
    # Each is told of the other.
    await expect(james.page.get_by_test_id("also-here")).to_contain_text("Priya", timeout=PATIENCE)
    await expect(priya.page.get_by_test_id("also-here")).to_contain_text("James", timeout=PATIENCE)
    await clean(priya.page, priya.page, "helping")
    await priya.page.get_by_test_id("composer-text").press_sequentially("I")
    await expect(james.page.get_by_test_id("colleague-typing")).to_contain_text("Priya", timeout=PATIENCE)
    await priya.write("I know this order")
    await emma.sees("I know this order")

    await james.page.get_by_test_id("together").locator("[data-testid^=thank-]").click()
    await expect(priya.page.get_by_test_id("helping")).to_have_count(0, timeout=PATIENCE)
    await expect(priya.page.get_by_test_id("mode-message")).to_be_disabled(timeout=PATIENCE)
