"""Which states of the console and the widget does a calm day not show? Helpers, alarms, and bad surroundings."""

from __future__ import annotations

import asyncio
import contextlib
import re

from playwright.async_api import Page, WebSocketRoute, expect

from ops.screenshots import crowd
from ops.screenshots.studio import DARK, DESKTOP, DESKTOP_DARK, HOST, LIGHT, PHONE, PHONE_DARK, Studio
from ops.screenshots.words import ENGLISH
from tests.browser.stage import PATIENCE, Customer, Desk
from tests.support.players import AgentPlayer, CustomerPlayer, identity

# As a browser does that blocks all cookies: even looking at the names throws.
DENIED = """for (const name of ["localStorage", "sessionStorage", "indexedDB"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });"""
ELSEWHERE = """
from chat.models import Site
Site.objects.filter(key="site_demo_exchange").update(elsewhere={"en": "Call +49 30 5550100, day and night."})
"""


async def console(studio: Studio) -> None:
    """What helps an agent, and what a lead does."""
    async with contextlib.AsyncExitStack() as stack:
        page = await stack.enter_async_context(studio.person(locale="en-GB"))
        await page.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
        desk = await Desk(page, studio.instance).sign_in("james")
        await stack.enter_async_context(crowd.agent(studio.instance, "priya"))
        emma = await stack.enter_async_context(CustomerPlayer(studio.instance))
        await emma.hello(
            language="en", identity=identity(studio.instance, name="Emma Clark", region="NA", language="en")
        )
        thread = await emma.start(ENGLISH.first)
        await desk.open_first()
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


async def widget(studio: Studio) -> None:
    """A network that blocks, a browser that keeps nothing, and how far a message has got."""
    await asyncio.to_thread(studio.instance.manage, "shell", "-v", "0", "-c", ELSEWHERE)
    async with AgentPlayer(studio.instance, "james") as james:
        await blocked(studio)
        await denied(studio, james)


async def blocked(studio: Studio) -> None:
    """Before the first connection one can read, and write."""
    async with studio.person(locale="en-GB") as page:

        async def close(socket: WebSocketRoute) -> None:
            await socket.close()

        await page.route_web_socket(re.compile("/ws/customer"), close)
        await page.set_viewport_size({"width": HOST.width, "height": HOST.height})
        await page.goto(studio.instance.demo_url)
        customer = Customer(page, studio.instance)
        await page.get_by_role("button", name="Talk to us").click()
        await expect(customer.frame.get_by_test_id("topics")).to_be_visible(timeout=PATIENCE)
        await studio.take(page, "widget", "70-cut-off-home-en", LIGHT, DARK, PHONE, PHONE_DARK)
        await expect(customer.frame.get_by_test_id("connection")).to_contain_text("seems to block", timeout=60_000)
        await studio.take(page, "widget", "71-blocked-home-en", LIGHT, PHONE)
        await customer.begin("Trading", ENGLISH.first)
        await studio.take(page, "widget", "72-blocked-written-en", LIGHT, DARK, PHONE)


async def denied(studio: Studio, james: AgentPlayer) -> None:
    """Nothing is kept but in the page; the marks of a message."""
    async with studio.person(locale="en-GB") as page:
        await page.add_init_script(DENIED)
        await page.set_viewport_size({"width": HOST.width, "height": HOST.height})
        customer = await Customer(page, studio.instance).arrive()
        await customer.choose("Trading")
        await expect(customer.frame.get_by_test_id("forgetful")).to_be_visible(timeout=PATIENCE)
        await studio.take(page, "widget", "73-storage-denied-en", LIGHT, PHONE)
        await customer.begin_here(ENGLISH.first)
        await expect(customer.frame.locator("[data-event=assigned]")).to_be_visible(timeout=PATIENCE)
        [thread] = [item["thread"] for item in james.follow_desk().values() if item.get("agent") == james.me]
        await james.send("delivered", threads={thread: 99})
        await expect(customer.frame.locator(".mark").last).to_have_text("Delivered", timeout=PATIENCE)
        await studio.take(page, "widget", "74-delivered-en", LIGHT, DARK)
