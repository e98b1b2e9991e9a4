"""Which states of the console does a calm day not show? Helpers and alarms."""

from __future__ import annotations

import contextlib

from playwright.async_api import Page, expect

from ops.screenshots import crowd
from ops.screenshots.studio import DESKTOP, DESKTOP_DARK, Studio
from ops.screenshots.words import ENGLISH
from tests.browser.stage import PATIENCE, Desk
from tests.support.players import CustomerPlayer, identity


async def console(studio: Studio) -> None:
    """What helps an agent, and what a lead does."""
    async with contextlib.AsyncExitStack() as stack:
        page = await stack.enter_async_context(studio.person(locale="en-GB"))
        await page.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
        desk = await Desk(page, studio.instance).sign_in("james")
        emma = await stack.enter_async_context(CustomerPlayer(studio.instance))
        await emma.hello(
            language="en", identity=identity(studio.instance, name="Emma Clark", region="NA", language="en")
        )
        thread = await emma.start(ENGLISH.first)
        await desk.open_first()
        await stack.enter_async_context(crowd.agent(studio.instance, "priya"))
        await helpers(studio, page, desk)
        lead = await stack.enter_async_context(studio.person(locale="en-GB"))
        await lead.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
        await Desk(lead, studio.instance).sign_in("nadia")
        await leading(studio, lead, page, thread)


async def take(studio: Studio, page: Page, name: str) -> None:
    """A picture of the console, light and dark."""
    await studio.take(page, "console", name, DESKTOP, DESKTOP_DARK)


async def helpers(studio: Studio, page: Page, desk: Desk) -> None:
    """Palette, keys, replies, a colleague's name, a search, notifications, and an answer that is stopped."""
    text = page.get_by_test_id("composer-text")
    await page.keyboard.press("Control+k")
    await expect(page.get_by_test_id("palette-text")).to_be_visible()
    await take(studio, page, "20-palette")
    await page.keyboard.press("Escape")
    await page.get_by_test_id("search").focus()
    await page.get_by_test_id("search").fill("200 EUR")
    await expect(page.get_by_test_id("found")).to_be_visible(timeout=PATIENCE)
    await take(studio, page, "21-search")
    await page.get_by_test_id("search").fill("")
    await page.get_by_test_id("search").blur()
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await take(studio, page, "22-keys")
    await page.keyboard.press("Escape")
    await page.get_by_test_id("to-notices").click()
    await take(studio, page, "23-notifications")
    await page.keyboard.press("Escape")
    await text.fill("/")
    await expect(page.get_by_role("listbox")).to_be_visible(timeout=PATIENCE)
    await take(studio, page, "24-replies")
    await text.fill("")
    await page.get_by_test_id("mode-note").click()
    await text.press_sequentially("Have a look, @Pri")
    await expect(page.get_by_role("listbox")).to_be_visible(timeout=PATIENCE)
    await take(studio, page, "25-mention")
    await text.fill("")
    await page.get_by_test_id("mode-message").click()
    await text.fill("Please send me your password, I will reset it for you.")
    await page.wait_for_timeout(600)
    await take(studio, page, "26-asks-for-a-secret")
    await text.fill("")
    await desk.write(ENGLISH.hello)
    await expect(page.get_by_test_id("undo").first).to_be_visible()
    await take(studio, page, "27-undo")


async def leading(studio: Studio, page: Page, james: Page, thread: str) -> None:
    """The wall, and watching a chat with a whisper that its agent reads."""
    await page.get_by_role("button", name="Wall").click()
    await expect(page.get_by_test_id("wall")).to_be_visible()
    await take(studio, page, "30-wall")
    await page.get_by_test_id("wall-close").click()
    await page.get_by_test_id("tab-all").click()
    await page.get_by_test_id(f"all-{thread}").click()
    await page.get_by_test_id("whisper-text").fill("The bank confirmed it this morning.")
    await take(studio, page, "31-watching")
    await page.get_by_test_id("whisper-send").click()
    await expect(james.get_by_test_id("log").get_by_text("The bank confirmed it this morning.")).to_be_visible()
    await take(studio, james, "32-whispered")
