"""Does an agent see who is behind a chat: what the website says, pages with consent, notes, and what is hidden?"""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.axe import clean
from tests.browser.conftest import StartPerson
from tests.browser.stage import PATIENCE, Customer, Desk
from tests.support.instance import Instance

SAID = """Switchboard("set", {
  attributes: { "Cart": "2 items", "Address": "12 High Street, House 67", "<b>x</b>": "<i>y</i>" },
})"""


async def test_what_is_known_of_a_customer_is_beside_the_chat_and_hidden_until_asked(
    running: Instance, person: StartPerson
) -> None:
    page = await person("James", locale="en-GB", viewport={"width": 1440, "height": 900})
    desk = await Desk(page, running).sign_in("james")
    host = await person("Emma", locale="en-GB")
    emma = await Customer(host, running).arrive("emma")
    await host.evaluate(SAID)
    await emma.begin("Deposit", "Where is my deposit?")
    await desk.open_first()
    pane = page.get_by_test_id("customer")
    await expect(pane.get_by_test_id("attributes-said")).to_contain_text("2 items", timeout=PATIENCE)
    await expect(pane.get_by_test_id("attributes-said")).to_contain_text("<i>y</i>")
    await expect(pane.get_by_test_id("attributes-signed")).to_contain_text("Basic")
    await expect(pane).to_contain_text("Chrome")
    await clean(page, page, "attributes")
    address = pane.get_by_test_id("hidden-attribute:Address")
    await expect(address).to_contain_text("••••67")
    await address.get_by_role("button").press("Enter")
    await expect(address).to_contain_text("12 High Street, House 67")
    await clean(page, page, "a value shown")
    await address.get_by_role("button").press("Enter")
    await expect(address).to_contain_text("••••67")
    # What the topic asked for stands in the thread.
    await expect(page.get_by_test_id("log").locator(".line-fields")).to_contain_text("TX-2026-11-20418")

    await expect(pane.get_by_test_id("pages")).to_have_count(0)
    await emma.frame.get_by_test_id("menu").click()
    await emma.frame.get_by_role("menuitem", name="Show the pages I visit").click()
    await expect(pane.get_by_test_id("pages")).to_contain_text("customer's consent", timeout=PATIENCE)
    await host.evaluate("history.pushState({}, '', '/fees?secret=1'); document.title = 'Fees'")
    await expect(pane.get_by_test_id("pages").get_by_role("link").first).to_have_attribute(
        "href", f"{running.demo_url}/fees", timeout=PATIENCE
    )
    await clean(page, page, "pages")
    await emma.frame.get_by_test_id("menu").click()
    await emma.frame.get_by_role("menuitem", name="Forget the pages I visit").click()
    await expect(pane.get_by_test_id("pages").get_by_role("listitem")).to_have_count(0, timeout=PATIENCE)

    await pane.get_by_test_id("person-note-add").click()
    field = pane.get_by_test_id("person-note-text")
    await expect(field).to_be_focused()
    await clean(page, page, "writing a note on the person")
    await field.fill("Prefers to be called in the evening.")
    await field.press("Control+Enter")
    notes = pane.get_by_test_id("person-notes")
    await expect(notes).to_contain_text("Prefers to be called in the evening.", timeout=PATIENCE)
    await clean(page, page, "a note on the person")
    await notes.get_by_test_id("person-note-remove").click()
    await expect(notes).not_to_contain_text("Prefers", timeout=PATIENCE)

    lead = await person("Nadia", locale="en-GB")
    await Desk(lead, running).sign_in("nadia")
    await lead.goto(f"{running.url}/console/office/reveals")
    await expect(lead.get_by_role("main")).to_contain_text("Attribute: Address")
    await clean(lead, lead, "who looked")
    await lead.locator("main a[href*='#']").first.click()
    await expect(lead.get_by_test_id("customer")).to_be_visible(timeout=PATIENCE)
