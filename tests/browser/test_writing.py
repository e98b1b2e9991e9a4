"""Does an agent write as they like: by canned replies, with a second thought, and on in another browser?"""

from playwright.async_api import expect

from tests.browser.conftest import StartPerson
from tests.browser.stage import PATIENCE, Customer, Desk
from tests.support.instance import Instance


async def test_a_canned_reply_is_chosen_undone_and_finished_in_another_browser(
    running: Instance, person: StartPerson
) -> None:
    layla = await Customer(await person("Layla", timezone_id="Asia/Riyadh"), running).arrive("layla")
    await layla.begin("التداول", "أين أموالي؟")
    page = await person("Amira", locale="en-GB")
    amira = await Desk(page, running).sign_in("amira")
    await amira.open_first()
    await expect(page.get_by_test_id("composer-who")).to_contain_text("Arabic")
    await expect(page.get_by_test_id("customer-time")).to_contain_text("there")
    field = page.get_by_test_id("composer-text")
    await field.press_sequentially("/lim")
    await expect(page.get_by_test_id("suggestion-/limits")).to_have_attribute("aria-selected", "true")
    await field.press("Enter")
    await expect(field).to_have_value("يُنفَّذ الأمر المحدد عندما يصل السوق إلى سعره، وبقدر المعروض عند ذلك السعر فقط.")
    await field.fill("A slip of the pen")
    await field.press("Enter")
    await expect(page.get_by_test_id("held")).to_be_visible()
    await field.press("Alt+Z")
    await expect(field).to_have_value("A slip of the pen")
    await field.fill("Half of a better answer")
    await field.blur()
    other = await person("Amira elsewhere", locale="en-GB")
    elsewhere = await Desk(other, running).sign_in("amira")
    await elsewhere.open_first()
    there = other.get_by_test_id("composer-text")
    await expect(there).to_have_value("Half of a better answer", timeout=PATIENCE)
    await there.press("End")
    await there.press_sequentially(", now whole")
    await there.press("Enter")
    await elsewhere.sees("Half of a better answer, now whole")
    # Leaving the page sends what could still be undone.
    await other.close()
    await layla.sees("Half of a better answer, now whole")
    await expect(layla.log.get_by_text("A slip of the pen")).to_have_count(0)
    await page.get_by_test_id("action-resolve").click()
    await page.get_by_test_id("resolved").click()
    await expect(page.get_by_test_id("dialog-resolve")).to_have_count(0)
