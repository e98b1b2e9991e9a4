"""What does an agent see, from the sign-in to a team lead's view?"""

from __future__ import annotations

import asyncio
import contextlib

from playwright.async_api import Page, expect

from demo.cast import SITE_KEY
from ops.screenshots import crowd
from ops.screenshots.studio import (
    DESKTOP,
    DESKTOP_DARK,
    DESKTOP_SMALL,
    LATE_MS,
    PAGE,
    PAGE_DARK,
    PHONE,
    Look,
    Studio,
    cut_the_line,
)
from ops.screenshots.words import ENGLISH, PHRASE
from tests.browser.stage import Desk
from tests.support.players import CustomerPlayer, identity

# Name, tier, region, what they write first; the first is the chat that is shown.
OFFERS = """
import asyncio
from chat import hints
from chat.buses import publish_once
from chat.models import Site
from routing.models import PolicyVersion
site = Site.objects.get(key="{key}")
data = {{"offer_mode": "offer", "offer_timeout": 30, "misses_until_away": 1}}
PolicyVersion.objects.create(site=site, version=90, data=data)
asyncio.run(publish_once([hints.RequestsChanged(site.pk)]))
"""
CHATS = [
    ("Emma Clark", 0, "EUR", ENGLISH.first),
    ("Oluwaseun Adebayo", 2, "EUR", "Is the API down? Orders answer 503 since 09:20."),
    ("ليلى حداد", 1, "EUR", "Hello, I write in English because my bank wants it so. My name is misspelt."),
    ("Maximilian von Hohenstein-Wetterau", 0, "NA", "My limit order was not executed although the price was reached."),
]


async def day(studio: Studio) -> None:
    """One day at the desk."""
    async with contextlib.AsyncExitStack() as stack:
        page = await stack.enter_async_context(studio.person(locale="en-GB"))
        await page.set_viewport_size({"width": PAGE.width, "height": PAGE.height})
        await sign_in(studio, page)
        await expect(page.get_by_test_id("console")).to_be_visible()
        await take(studio, page, "03-empty", DESKTOP, DESKTOP_DARK)
        players = await chats(studio, stack)
        await busy(studio, page, players)
        await dialogs(studio, page)
        await after(studio, page)
        lead = await stack.enter_async_context(studio.person(locale="en-GB"))
        await lead_view(studio, lead)
        await offered(studio, page)


async def take(studio: Studio, page: Page, name: str, *looks: Look) -> None:
    """A picture of the console."""
    await studio.take(page, "console", name, *(looks or (DESKTOP,)))


async def sign_in(studio: Studio, page: Page) -> None:
    """Not at once: a wrong password first."""
    await page.goto(f"{studio.instance.url}/console/")
    await studio.take(page, "console", "01-sign-in", PAGE, PAGE_DARK, PHONE)
    await page.locator("input[name=email]").fill("james@meridian.example")
    await page.locator("input[name=password]").fill("wrong")
    await page.locator("button[type=submit]").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await studio.take(page, "console", "02-sign-in-failed", PAGE)
    await Desk(page, studio.instance).sign_in("james")


async def chats(studio: Studio, stack: contextlib.AsyncExitStack) -> list[tuple[CustomerPlayer, str]]:
    """Customers come to James."""
    found = []
    for name, tier, region, text in CHATS:
        player = await stack.enter_async_context(CustomerPlayer(studio.instance))
        signed = identity(studio.instance, name=name, tier=tier, region=region, language="en")
        await player.hello(
            language="en",
            identity=signed,
            page={"url": f"{studio.instance.demo_url}/markets", "title": "Meridian Exchange – Markets", "referrer": ""},
            device={"app": "Meridian", "version": "5.2.1", "model": "Pixel 9"},
        )
        found.append((player, await player.start(text)))
    return found


async def busy(studio: Studio, page: Page, players: list[tuple[CustomerPlayer, str]]) -> None:
    """Several chats at once, and one of them in full."""
    desk = Desk(page, studio.instance)
    emma, thread = players[0]
    await expect(page.get_by_test_id("mine").locator("[data-testid^=mine-]")).to_have_count(len(CHATS))
    await take(studio, page, "04-new-chats", DESKTOP)
    await page.get_by_test_id(f"mine-{thread}").click()
    await expect(page.get_by_test_id("composer-text")).to_be_visible()
    await desk.write(ENGLISH.hello)
    await desk.sees(ENGLISH.hello)
    await desk.write(ENGLISH.question)
    await emma.say(thread, ENGLISH.answer)
    await emma.say(thread, f"Do you need the phrase of my wallet? {PHRASE}")
    await desk.sees(ENGLISH.answer)
    await page.get_by_test_id("mode-note").click()
    await page.get_by_test_id("composer-text").fill("Bank says it is booked, asked payments for MX-20418.")
    await take(studio, page, "05-note-draft", DESKTOP)
    await page.get_by_test_id("composer-text").press("Enter")
    await page.get_by_test_id("mode-message").click()
    for player, other in players[1:3]:
        await player.say(other, "Are you still there?")
    await emma.send("typing", thread=thread, on=True)
    await expect(page.get_by_test_id("typing")).to_be_visible()
    await take(studio, page, "06-busy", DESKTOP, DESKTOP_DARK, DESKTOP_SMALL)
    await page.get_by_test_id("composer-text").fill(ENGLISH.advice)
    await take(studio, page, "07-answering", DESKTOP, PHONE)
    await page.get_by_test_id("composer-text").press("Enter")
    for tab in ("waiting", "tickets", "team"):
        await page.get_by_test_id(f"tab-{tab}").click()
        await take(studio, page, f"08-tab-{tab}", DESKTOP)


async def dialogs(studio: Studio, page: Page) -> None:
    """Everything that an agent can do with a chat."""
    async with crowd.agent(studio.instance, "priya"), crowd.agent(studio.instance, "nadia"):
        for name in ("why", "transfer", "resolve", "escalate"):
            await page.get_by_test_id(f"action-{name}").click()
            await expect(page.get_by_role("dialog")).to_be_visible()
            if name == "why":
                await expect(page.get_by_test_id("why")).to_be_visible()
            if name == "escalate":
                await page.get_by_test_id("escalate-subject").fill(ENGLISH.subject)
                await page.get_by_test_id("escalate-note").fill("Asked payments for MX-20418.")
            await take(studio, page, f"10-{name}", DESKTOP, *((DESKTOP_DARK,) if name == "transfer" else ()))
            if name != "escalate":
                await page.keyboard.press("Escape")
        await page.get_by_test_id("escalate-confirm").click()
        await expect(page.get_by_test_id("dialog-escalated")).to_be_visible()
        await take(studio, page, "11-escalated", DESKTOP)
        await page.get_by_role("button", name="Done").click()


async def after(studio: Studio, page: Page) -> None:
    """The ticket, and a lost connection."""
    await page.get_by_test_id("tab-tickets").click()
    await page.get_by_test_id("tickets").locator("[data-testid^=ticket-]").first.click()
    await expect(page.get_by_test_id("ticket")).to_be_visible()
    await take(studio, page, "12-ticket", DESKTOP, DESKTOP_DARK)
    await cut_the_line(page.context)
    await expect(page.get_by_test_id("banner")).to_be_visible(timeout=LATE_MS)
    await take(studio, page, "13-disconnected", DESKTOP, DESKTOP_DARK)
    await page.context.set_offline(False)
    await expect(page.get_by_test_id("banner")).to_have_count(0, timeout=LATE_MS)


async def lead_view(studio: Studio, page: Page) -> None:
    """A team lead sees everybody's chats."""
    await page.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
    await Desk(page, studio.instance).sign_in("nadia")
    await page.get_by_test_id("tab-all").click()
    await page.get_by_test_id("all").locator("[data-testid^=all-]").first.click()
    await take(studio, page, "14-lead", DESKTOP, DESKTOP_DARK)
    await page.get_by_test_id("status-away").click()  # the offer that follows is for somebody else


async def offered(studio: Studio, page: Page) -> None:
    """A policy that asks first: the offer, declining it, and what letting offers run out leads to."""
    await asyncio.to_thread(studio.instance.manage, "shell", "-v", "0", "-c", OFFERS.format(key=SITE_KEY))
    await page.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
    await page.get_by_test_id("status-available").click()
    async with CustomerPlayer(studio.instance) as player:
        signed = identity(studio.instance, name="Oluwaseun Adebayo", tier=2, region="EUR", language="en")
        await player.hello(language="en", identity=signed)
        await player.start("My withdrawal of 2,400 EUR shows as completed, but my bank has not seen it since Monday.")
        cards = page.get_by_test_id("offers").locator("article")
        await expect(cards).to_have_count(1, timeout=LATE_MS)
        await take(studio, page, "15-offer", DESKTOP, DESKTOP_DARK, PHONE)
        await page.get_by_test_id("offer-decline").click()
        await take(studio, page, "16-decline", DESKTOP)
        await page.keyboard.press("Escape")
        await expect(page.get_by_test_id("missed-offers")).to_be_visible(timeout=3 * LATE_MS)
        await take(studio, page, "17-missed-offers", DESKTOP, PHONE)
