"""Do the smaller parts of a chat work as people use them, and pass axe? Fields, code, emoji, transcript, theme."""

from __future__ import annotations

from collections.abc import Callable

from playwright.async_api import expect

from tests.browser.axe import clean
from tests.browser.conftest import StartPerson
from tests.browser.stage import PATIENCE, Customer, Desk, chat_of
from tests.browser.test_accessibility import widget
from tests.support.instance import Instance
from tests.support.players import AgentPlayer

Start = Callable[..., Instance]
HEX = "4e3f" * 16


async def test_a_deposit_from_its_transaction_to_the_answer_after_an_absence(
    start_instance: Start, person: StartPerson
) -> None:
    instance = start_instance()
    page = await person("emma", locale="en-GB")
    async with AgentPlayer(instance, "james") as james:
        customer = await Customer(page, instance).arrive("emma")
        frame = customer.frame
        await customer.choose("Deposit and withdrawal")
        await expect(frame.get_by_test_id("at-hand")).to_contain_text("transaction ID", timeout=PATIENCE)
        await frame.get_by_test_id("message").fill("My deposit has not come")
        await frame.get_by_test_id("send").click()
        # Nothing is sent, and the focus is where something is missing.
        field = frame.get_by_label("Transaction ID")
        await expect(field).to_be_focused(timeout=PATIENCE)
        await expect(frame.get_by_role("alert")).to_contain_text("Please fill this in")
        await clean(page, widget(page), "a field is missing")
        await field.fill(HEX)
        await frame.get_by_test_id("send").click()
        await customer.sees("My deposit has not come")
        thread = await chat_of(james)
        queued = await james.event(thread, "queued")
        assert queued["body"]["fields"][0]["value"] == HEX

        # Who answers can be checked, on a page of ours.
        genuine = frame.get_by_test_id("genuine")
        await expect(genuine).to_contain_text("James Miller speaks English, Spanish.", timeout=PATIENCE)
        address = await genuine.get_by_role("link").get_attribute("href")
        assert address
        check = await person("emma's other window", locale="en-GB")
        await check.goto(address)
        await expect(check.get_by_role("status")).to_contain_text("James Miller")
        await clean(check, check, "the page that confirms a code")

        # How far it has got, by word and by sign.
        mark = frame.locator(".mark").last
        await expect(mark).to_have_text("Sent")
        await james.send("delivered", threads={thread: 99})
        await expect(mark).to_have_text("Delivered", timeout=PATIENCE)
        await clean(page, widget(page), "delivered")
        await james.send("read", thread=thread, seq=99)
        await expect(mark).to_have_text("Read", timeout=PATIENCE)
        await expect(frame.get_by_test_id("reading")).to_have_text(
            "James Miller is reading your message", timeout=PATIENCE
        )
        await frame.get_by_test_id("message").fill("Thanks ")
        await frame.get_by_test_id("emoji").click()
        await clean(page, widget(page), "emoji")
        await page.keyboard.press("ArrowRight")
        await page.keyboard.press("Enter")
        await expect(frame.get_by_test_id("message")).to_have_value("Thanks 😅")
        await expect(frame.get_by_test_id("message")).to_be_focused()
        await page.keyboard.press("Enter")
        await customer.sees("Thanks 😅")
        await frame.get_by_test_id("menu").click()
        async with page.expect_download() as download:
            await frame.get_by_role("menuitem", name="Save the conversation").click()
        text = (await (await download.value).path()).read_text()
        assert "You: My deposit has not come" in text
        assert "James Miller has joined the chat." in text

        # The customer looks elsewhere: the page's own title says that there is an answer.
        await frame.get_by_test_id("close").click()
        await james.say(thread, "I have found it. It arrives today.")
        await expect(page).to_have_title("(1) Meridian Exchange", timeout=PATIENCE)
        await james.ask("resolve", thread=thread)
    await customer.return_to_thread()
    await expect(frame.locator(".new-mark")).to_have_text("New since you were last here", timeout=PATIENCE)
    await expect(page).to_have_title("Meridian Exchange", timeout=PATIENCE)
    await frame.locator(".stars label").nth(1).click()
    await frame.get_by_role("button", name="Too slow").click()
    await clean(page, widget(page), "rating with reasons")
    await frame.get_by_role("button", name="Send rating").click()
    await expect(frame.get_by_test_id("rated")).to_be_visible(timeout=PATIENCE)


async def test_whoever_has_no_transaction_id_says_so_and_the_agent_knows(
    start_instance: Start, person: StartPerson
) -> None:
    instance = start_instance()
    james = await Desk(await person("james"), instance).sign_in("james")
    await james.page.get_by_test_id("status-available").click()
    page = await person("emma", locale="en-GB")
    customer = await Customer(page, instance).arrive("emma")
    frame = customer.frame
    await customer.choose("Deposit and withdrawal")
    await frame.get_by_test_id("message").fill("My deposit has failed")
    await frame.get_by_test_id("send").click()
    field = frame.get_by_label("Transaction ID")
    await expect(field).to_be_focused(timeout=PATIENCE)
    await expect(frame.get_by_role("alert")).to_contain_text("say below that you do not have it")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await expect(field).to_be_disabled()
    await expect(frame.get_by_role("alert")).to_have_count(0)
    await clean(page, widget(page), "the customer does not have it")
    # Kept like everything else that was begun, over a reload.
    await page.reload()
    await customer.open()
    await customer.choose("Deposit and withdrawal")
    await expect(frame.get_by_label("I do not have it")).to_be_checked(timeout=PATIENCE)
    await frame.get_by_test_id("send").click()
    await customer.sees("My deposit has failed")
    await james.open_first()
    fields = james.page.get_by_test_id("log").locator(".line-fields")
    await expect(fields).to_contain_text("The customer does not have it", timeout=PATIENCE)


async def test_a_sites_colours_can_be_read_whatever_they_are(start_instance: Start, person: StartPerson) -> None:
    instance = start_instance()
    for color, scheme in (("#ffd400", "dark"), ("#9aa7b5", "light"), ("#1b1e2b", "dark")):
        instance.manage("site", "theme", "site_demo_exchange", "--color", color, "--side", "left", "--scheme", scheme)
        page = await person(f"layla sees {color}", locale="ar")
        customer = await Customer(page, instance).arrive("layla")
        await clean(page, page, f"{color}: the host's page")
        await clean(page, widget(page), f"{color}, {scheme}: home")
        await customer.choose("أمان الحساب")
        await expect(customer.frame.locator(".first-aid")).to_be_visible(timeout=PATIENCE)
        await clean(page, widget(page), f"{color}, {scheme}: an urgent topic's first message")
        button = await page.locator("button[aria-expanded]").bounding_box()
        assert button
        assert button["x"] < 100
