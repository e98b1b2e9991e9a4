"""Does an agent write as they like: by canned replies, with a second thought, and on in another browser?"""

from playwright.async_api import expect

from tests.browser.axe import clean
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
    # On a small notebook the button stands at the end of its one row.
    await page.set_viewport_size({"width": 1366, "height": 768})
    middle = "(each) => { const { top, bottom } = each.getBoundingClientRect(); return (top + bottom) / 2; }"
    heights = [await page.get_by_test_id(name).evaluate(middle) for name in ("mode-message", "send")]
    assert abs(heights[0] - heights[1]) < 4
    await expect(page.locator(".field-hint")).to_be_hidden()
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


async def test_a_file_comes_after_the_words_that_can_still_be_undone_and_news_sounds_as_chosen(
    running: Instance, person: StartPerson
) -> None:
    page = await person("James", locale="en-GB")
    james = await Desk(page, running).sign_in("james")
    emma = await Customer(await person("Emma", locale="en-GB"), running).arrive("emma")
    await emma.begin("Trading", "My order is stuck")
    await james.open_first()
    # Ten seconds to think again: a file that did not wait would be there long before.
    await page.get_by_test_id("writing-settings").click()
    await page.get_by_test_id("undo-10").check()
    await page.get_by_test_id("writing-save").click()
    await expect(page.get_by_test_id("dialog-writing")).to_have_count(0, timeout=PATIENCE)
    await james.write("Here is how it should look")
    await expect(page.get_by_test_id("held")).to_be_visible()
    attach = {"name": "order.txt", "mimeType": "text/plain", "buffer": b"a limit order"}
    await page.get_by_test_id("attach").set_input_files([attach])
    await expect(page.get_by_test_id("upload")).to_be_visible()
    await emma.sees("Here is how it should look")
    await expect(emma.log.get_by_text("order.txt")).to_be_visible(timeout=PATIENCE)
    said = await emma.log.inner_text()
    assert said.index("Here is how it should look") < said.index("order.txt")

    await page.get_by_test_id("to-notices").click()
    sounds = page.get_by_test_id("sounds")
    await expect(sounds.get_by_test_id("sound-offer")).to_have_value("marimba")
    await clean(page, page, "choosing sounds")
    await sounds.get_by_test_id("sound-message").select_option("bell")
    await sounds.get_by_test_id("sound-note").select_option("none")
    await expect(sounds.get_by_test_id("try-note")).to_be_disabled()
    await sounds.get_by_test_id("volume").press("Home")
    await expect(sounds).to_have_attribute("data-busy", "false", timeout=PATIENCE)
    other = await person("James elsewhere", locale="en-GB")
    await Desk(other, running).sign_in("james")
    await other.get_by_test_id("to-notices").click()
    await expect(other.get_by_test_id("sound-message")).to_have_value("bell", timeout=PATIENCE)
    await expect(other.get_by_test_id("sound-note")).to_have_value("none")
    await expect(other.get_by_test_id("volume")).to_have_value("0")
