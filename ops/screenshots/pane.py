"""What does an agent see of the person behind a chat, and how do they choose to be told of news?"""

from __future__ import annotations

import contextlib

from playwright.async_api import Page, expect

from ops.screenshots.studio import DESKTOP, DESKTOP_DARK, DESKTOP_SMALL, PAGE, PAGE_DARK, PHONE, Studio
from tests.browser.stage import Desk
from tests.support.players import CustomerPlayer, identity

SIGNED = {"Plan": "Professional", "Phone": "+49 30 1234567", "Customer since": "March 2019", "Verified ID": True}
SAID = {"Cart": "0.42 BTC → EUR", "Experiment": "new-fees-b", "<b>name</b>": "<script>alert(1)</script>"}
PAGES = [("/markets", "Markets"), ("/fees?campaign=7", "Fees and limits"), ("/withdraw", "Withdraw euro")]
NOTES = ["Prefers to be called in the evening.", "Bank: Volksbank. Transfers from there take a day longer than usual."]


async def pane(studio: Studio) -> None:
    """Everything at once beside one chat, in English and in Chinese."""
    async with contextlib.AsyncExitStack() as stack:
        page = await stack.enter_async_context(studio.person(locale="en-GB"))
        await page.set_viewport_size({"width": DESKTOP.width, "height": 1250})
        await Desk(page, studio.instance).sign_in("james")
        emma = await stack.enter_async_context(CustomerPlayer(studio.instance))
        signed = identity(
            studio.instance, name="Emma Clark", tier=2, region="EUR", language="en",
            email="emma.clark@example.com", email_verified=True, attributes=SIGNED,
        )  # fmt: skip
        await emma.hello(
            language="en", identity=signed, attributes=SAID, pages=True, zone="Europe/Berlin",
            page={"url": f"{studio.instance.demo_url}/", "title": "Meridian Exchange"},
            device={"app": "Meridian", "version": "5.2.1", "model": "Pixel 9"},
        )  # fmt: skip
        fields = {"transaction_id": "TX-2026-11-20418"}
        start = {"client_id": "first", "topic": "deposit-withdrawal", "text": "My withdrawal shows as completed."}
        thread = (await emma.ask("start", **start, fields=fields))["thread"]
        for path, title in PAGES:
            await emma.send("page", page={"url": studio.instance.demo_url + path, "title": title})
        await Desk(page, studio.instance).open_first()
        await notes(page)
        await studio.take(page, "pane", "01-customer", DESKTOP, DESKTOP_DARK, DESKTOP_SMALL)
        await page.get_by_test_id("pages").scroll_into_view_if_needed()
        await studio.take(page, "pane", "01-website", DESKTOP, DESKTOP_DARK)
        await page.get_by_test_id("hidden-email").get_by_role("button").click()
        await page.get_by_test_id("hidden-attribute:Phone").get_by_role("button").click()
        await expect(page.get_by_test_id("hidden-attribute:Phone")).to_contain_text("1234567")
        await page.get_by_test_id("person-note-add").click()
        await studio.take(page, "pane", "02-shown", DESKTOP)
        await page.get_by_test_id("composer-text").fill("Please send me the code you received by SMS.")
        await expect(page.get_by_test_id("asking")).to_be_visible()
        await studio.take(page, "pane", "03-asking", DESKTOP, DESKTOP_DARK)
        await page.get_by_test_id("composer-text").fill("")
        await page.get_by_test_id("to-notices").click()
        await studio.take(page, "pane", "04-sounds", DESKTOP, DESKTOP_DARK, PHONE)
        await page.keyboard.press("Escape")
        await page.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
        await page.get_by_test_id("search").fill("withdrawal")
        await expect(page.get_by_test_id("found").get_by_text("Emma Clark")).to_be_visible()
        await studio.take(page, "pane", "05-search", DESKTOP)
        await chinese(studio, stack, thread)
        await office(studio, stack)


async def notes(page: Page) -> None:
    """Two notes on the person."""
    for note in NOTES:
        await page.get_by_test_id("person-note-add").click()
        await page.get_by_test_id("person-note-text").fill(note)
        await page.get_by_test_id("person-note-save").click()
        await expect(page.get_by_test_id("person-notes")).to_contain_text(note)


async def chinese(studio: Studio, stack: contextlib.AsyncExitStack, thread: str) -> None:
    """The same for a lead who reads Chinese, with the wall."""
    page = await stack.enter_async_context(studio.person(locale="zh-CN"))
    await page.set_viewport_size({"width": DESKTOP.width, "height": 1250})
    await Desk(page, studio.instance).sign_in("nadia")
    await page.get_by_test_id("tab-all").click()
    await page.get_by_test_id(f"all-{thread}").click()
    await expect(page.get_by_test_id("attributes")).to_be_visible()
    await studio.take(page, "pane", "06-chinese", DESKTOP, DESKTOP_DARK)
    await page.get_by_test_id("to-notices").click()
    await studio.take(page, "pane", "07-sounds-chinese", DESKTOP)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Alt+w")
    await expect(page.get_by_test_id("wall")).to_be_visible()
    await studio.take(page, "pane", "08-wall-chinese", DESKTOP)


async def office(studio: Studio, stack: contextlib.AsyncExitStack) -> None:
    """Who has looked, and what is hidden."""
    page = await stack.enter_async_context(studio.person(locale="en-GB"))
    await Desk(page, studio.instance).sign_in("admin")
    await page.get_by_test_id("console").wait_for()
    await page.keyboard.press("Alt+w")
    await studio.take(page, "pane", "09-wall", DESKTOP, DESKTOP_DARK)
    await page.goto(f"{studio.instance.url}/console/office/reveals")
    await studio.take(page, "pane", "10-looked-at", PAGE, PAGE_DARK, PHONE)
    await page.goto(f"{studio.instance.url}/console/office/site")
    await page.locator("#sensitive").scroll_into_view_if_needed()
    await studio.take(page, "pane", "11-discretion", PAGE, PAGE_DARK)
