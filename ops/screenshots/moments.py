"""Which moments of the console come seldom? Nothing to do, put off, idle, no line; a surge on the wall."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from playwright.async_api import FloatRect, Page, expect

from demo import cast
from ops.screenshots import crowd
from ops.screenshots.studio import DESKTOP, DESKTOP_DARK, Look, Studio, cut_the_line
from ops.screenshots.words import ENGLISH
from tests.browser.stage import PATIENCE, Desk
from tests.support.players import CustomerPlayer, identity

GROUP = "moments"
LISTS = FloatRect(x=0, y=52, width=320, height=300)
PANE, PANE_DARK = Look("", 1440, 900, clip=LISTS), Look("dark", 1440, 900, dark=True, clip=LISTS)
LAPTOP = Look("laptop", 1280, 720)
TABLET = Look("tablet", 820, 1180)
WIDE = Look("wide", 2560, 1080)

HALF = "Your transfer was booked on Monday. I am asking payments whether"
ME = "Agent.objects.filter(site=site, email__startswith='james')"
SET = """
from agents import planning
from agents.models import Agent, Shift, TopicSkill
from chat import hints
from chat.buses import publish_once
from chat.models import Site, Topic
import asyncio
site = Site.objects.get(key="{key}")
{code}
asyncio.run(publish_once([hints.DeskChanged(site.pk), hints.RequestsChanged(site.pk)]))
"""


async def moments(studio: Studio) -> None:
    """One after the other, in one product."""
    async with contextlib.AsyncExitStack() as stack:
        page = await signed_in(studio, stack, "james", "en-GB")
        await nothing(studio, page)
        await written(studio, stack, page)
        await asleep(studio, page)
        await idle(studio, page)
        await cut_off(studio, stack)


async def surge(studio: Studio) -> None:
    """The wall of a Monday: who waits and why, and what a lead does about it."""
    await told(studio, "Site.objects.filter(pk=site.pk).update(wall_wait=5, wall_queue=2)")
    async with contextlib.AsyncExitStack() as stack:
        await waiting(studio, stack)
        lead = await signed_in(studio, stack, "nadia", "en-GB")
        await expect(lead.get_by_test_id("wall-alerts")).to_be_visible(timeout=4 * PATIENCE)
        await studio.take(lead, GROUP, "30-alarm", DESKTOP, DESKTOP_DARK, TABLET)
        await lead.keyboard.press("Alt+w")
        await expect(lead.get_by_test_id("wall-waiting").get_by_role("listitem").first).to_be_visible()
        await studio.take(lead, GROUP, "31-wall-alarm", DESKTOP, DESKTOP_DARK, LAPTOP, TABLET, WIDE)
        await lead.get_by_test_id("wall-language-ru-show").click()
        await studio.take(lead, GROUP, "32-wall-narrowed", DESKTOP)
        await (
            lead.get_by_test_id("wall-waiting").get_by_role("listitem").first.locator("[data-testid^=wall-why]").click()
        )
        await expect(lead.get_by_test_id("why")).to_be_visible()
        await studio.take(lead, GROUP, "33-wall-why", DESKTOP, DESKTOP_DARK)
        await lead.keyboard.press("Escape")
        await lead.get_by_test_id("wall-only").click()
        first = lead.get_by_test_id("wall-waiting").get_by_role("listitem").first
        await first.locator("[data-testid^=wall-transfer]").click()
        await expect(lead.get_by_test_id("dialog-transfer")).to_be_visible()
        await studio.take(lead, GROUP, "34-wall-assign", DESKTOP)
        await lead.keyboard.press("Escape")
        await first.locator("[data-testid^=wall-waiting]").click()
        await expect(lead.get_by_test_id("take-over")).to_be_visible()
        await studio.take(lead, GROUP, "35-waiting-watched", DESKTOP, DESKTOP_DARK)
        chinese = await signed_in(studio, stack, "admin", "zh-CN")
        await chinese.keyboard.press("Alt+w")
        await expect(chinese.get_by_test_id("wall-waiting").get_by_role("listitem").first).to_be_visible()
        await studio.take(chinese, GROUP, "36-wall-alarm-zh", DESKTOP, LAPTOP)
        await chinese.get_by_test_id("wall-close").click()
        await chinese.keyboard.press("?")
        await studio.take(chinese, GROUP, "37-keys-zh", DESKTOP)
        await chinese.keyboard.press("Escape")
        await chinese.keyboard.press("Control+k")
        await expect(chinese.get_by_test_id("palette-text")).to_be_visible()
        await studio.take(chinese, GROUP, "38-palette-zh", DESKTOP, TABLET)


async def signed_in(studio: Studio, stack: contextlib.AsyncExitStack, name: str, locale: str) -> Page:
    """Somebody's console, as it is right after the sign-in."""
    page = await stack.enter_async_context(studio.person(locale=locale))
    await page.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
    await Desk(page, studio.instance).sign_in(name)
    await expect(page.get_by_test_id("console")).to_be_visible()
    return page


async def told(studio: Studio, code: str) -> None:
    """Change what is stored, and tell the desks and the router."""
    text = SET.format(key=cast.SITE_KEY, code=code)
    await asyncio.to_thread(studio.instance.manage, "shell", "-v", "0", "-c", text)


async def waiting(studio: Studio, stack: contextlib.AsyncExitStack) -> None:
    """Customers for whom nobody is there, or nobody yet, with two agents at work."""
    for name in ("james", "priya"):
        await stack.enter_async_context(crowd.agent(studio.instance, name))
    for language, name, tier, region, text in (
        ("ru", "Ivan Petrov", 2, "CIS", "Где мой перевод?"),
        ("ru", "Ольга Смирнова", 0, "CIS", "Не приходит код."),
        ("ru", "", 0, "CIS", "Здравствуйте"),
        ("ar", "ليلى حداد", 3, "MENA", "أين الإيداع؟"),
        ("es", "Sofía Ramírez de la Torre y Villanueva", 0, "LATAM", "¿Dónde está mi retiro?"),
    ):
        await stack.enter_async_context(chat(studio, language, text, name=name, tier=tier, region=region))


@contextlib.asynccontextmanager
async def chat(studio: Studio, language: str, text: str, **claims: Any) -> AsyncIterator[str]:
    """A customer with a chat, who stays: its thread."""
    async with CustomerPlayer(studio.instance) as player:
        await player.hello(language=language, identity=identity(studio.instance, language=language, **claims))
        thread = await player.start(text)
        yield thread
        with contextlib.suppress(Exception):
            await player.ask("end", thread=thread)


async def reason(studio: Studio, page: Page, name: str, why: str) -> None:
    """The list of one's own chats, empty for this reason."""
    await page.reload()
    shown = page.get_by_test_id("nothing")
    await expect(shown).to_have_attribute("data-reason", why, timeout=PATIENCE)
    await studio.take(page, GROUP, name, PANE, PANE_DARK)


async def nothing(studio: Studio, page: Page) -> None:
    """Why nothing comes, reason by reason."""
    instance, shown = studio.instance, page.get_by_test_id("nothing")

    async def take(name: str, why: str) -> None:
        await reason(studio, page, name, why)

    me = ME
    await page.get_by_test_id("status-away").click()
    await expect(page.get_by_text("You are away")).to_be_visible()
    await studio.take(page, GROUP, "01-away", PANE, PANE_DARK)
    await page.get_by_test_id("status-available").click()
    await take("02-nobody-waits", "nobody_waits")
    async with chat(studio, "zh", "我的充值没有到账。"):
        await take("03-language", "language_not_spoken")
        async with chat(studio, "es", "¿Dónde está mi retiro?", region="EUR"):
            await page.reload()
            await expect(shown.locator("p")).to_have_count(2, timeout=PATIENCE)
            await studio.take(page, GROUP, "04-two-reasons", PANE)
    async with chat(studio, "en", ENGLISH.first, region="LATAM"):
        await take("05-region", "other_region")
    await told(studio, f"{me}.update(tiers=[2, 3])")
    async with chat(studio, "en", ENGLISH.first, region="EUR"):
        await take("06-tier", "other_tier")
    await told(studio, f"{me}.update(tiers=[], capacity=0)")
    await take("07-no-capacity", "no_capacity")
    await told(studio, f"{me}.update(capacity=5)")
    shift = f"Shift.objects.create(site=site, agent={me}.get(), weekdays=[0], start='00:00', end='00:01', zone='UTC')"
    await told(studio, f"{shift}\nhints.committed(planning.replanned, site.pk)")
    await take("08-off-duty", "off_duty")
    await told(studio, f"Shift.objects.filter(agent={me}.get()).delete()\nhints.committed(planning.replanned, site.pk)")
    crowd.policy(instance, wrap_up=120)
    async with chat(studio, "en", ENGLISH.first, region="EUR"):
        await Desk(page, instance).open_first()
        await page.get_by_test_id("action-resolve").click()
        await page.get_by_test_id("resolved").click()
        await take("09-wrap-up", "wrap_up")
    await page.get_by_test_id("wrap-up-finish").click()
    crowd.policy(instance, wrap_up=0)
    await kept(studio, page)


async def kept(studio: Studio, page: Page) -> None:
    """Why nothing comes though one speaks the language: another topic, somebody else's client, an offer declined."""
    only = f"TopicSkill.objects.create(agent={ME}.get(), topic=Topic.objects.get(site=site, slug='api'), level=5)"
    await told(studio, only)
    async with chat(studio, "en", ENGLISH.first, region="EUR"):
        await reason(studio, page, "10-topic", "topic_not_handled")
    await told(studio, f"TopicSkill.objects.filter(agent={ME}.get()).delete()")
    await told(studio, "Agent.objects.filter(site=site, email__startswith='lina').update(capacity=0)")
    async with (
        crowd.agent(studio.instance, "lina"),
        chat(studio, "en", ENGLISH.first, sub="acct-1006", name="Zhao Min", tier=3, region="EUR"),
    ):
        await reason(studio, page, "11-on-hold", "on_hold_for_someone_else")
    await told(studio, "Agent.objects.filter(site=site, email__startswith='priya').update(capacity=0)")
    crowd.policy(studio.instance, offer_mode="offer", offer_timeout=30)
    await told(studio, "")  # the router decides by it from now on
    async with (
        crowd.agent(studio.instance, "priya"),
        chat(studio, "en", ENGLISH.first, name="Emma Clark", region="EUR"),
    ):
        await page.get_by_test_id("offer-decline").click(timeout=PATIENCE)
        await page.get_by_test_id("decline-confirm").click()
        await reason(studio, page, "12-declined", "declined_it")
    crowd.policy(studio.instance, offer_mode="direct")
    await told(studio, "")


async def written(studio: Studio, stack: contextlib.AsyncExitStack, page: Page) -> None:
    """A draft goes on in another browser; a colleague has the same conversation on the screen."""
    thread = await stack.enter_async_context(chat(studio, "en", ENGLISH.first, name="Emma Clark", region="EUR"))
    await page.get_by_test_id(f"mine-{thread}").click(timeout=PATIENCE)
    await page.get_by_test_id("composer-text").fill(HALF)
    other = await signed_in(studio, stack, "james", "en-GB")
    text = other.get_by_test_id("composer-text")
    for _ in range(PATIENCE // 1000):
        # A console reads its drafts when it starts; the first one keeps them a moment after the last key.
        await other.get_by_test_id(f"mine-{thread}").click(timeout=PATIENCE)
        with contextlib.suppress(AssertionError):
            await expect(text).to_have_value(HALF, timeout=1000)
            break
        await other.reload()
    await expect(text).to_have_value(HALF)
    await studio.take(other, GROUP, "20-draft-in-another-browser", DESKTOP, DESKTOP_DARK)
    lead = await signed_in(studio, stack, "nadia", "en-GB")
    await lead.get_by_test_id("tab-all").click()
    await lead.get_by_test_id(f"all-{thread}").click()
    await lead.get_by_test_id("whisper-text").fill("Payments confirmed it this morning: MX-20418.")
    await lead.get_by_test_id("whisper-send").click()
    await expect(other.get_by_test_id("whispers")).to_be_visible(timeout=PATIENCE)
    await studio.take(other, GROUP, "21-whispered", DESKTOP, DESKTOP_DARK, TABLET)


async def asleep(studio: Studio, page: Page) -> None:
    """A ticket is put off."""
    await page.get_by_test_id("composer-text").fill("")
    await page.get_by_test_id("action-escalate").click()
    await page.get_by_test_id("escalate-subject").fill(ENGLISH.subject)
    await page.get_by_test_id("escalate-confirm").click()
    await page.get_by_role("button", name="Done").click()
    await page.get_by_test_id("tab-tickets").click()
    await page.get_by_test_id("tickets").locator("[data-testid^=ticket-]").first.click()
    await expect(page.get_by_test_id("snooze")).to_be_visible(timeout=PATIENCE)
    await page.get_by_test_id("snooze-choice").select_option(index=3)
    await page.get_by_test_id("snooze").scroll_into_view_if_needed()
    await studio.take(page, GROUP, "22-snooze", DESKTOP, DESKTOP_DARK)
    await page.get_by_test_id("snooze-choice-set").click()
    await expect(page.get_by_test_id("wake")).to_be_visible(timeout=PATIENCE)
    await expect(page.get_by_test_id("tab-tickets").locator(".count-asleep")).to_be_visible(timeout=PATIENCE)
    await studio.take(page, GROUP, "23-asleep", DESKTOP, DESKTOP_DARK)


async def idle(studio: Studio, page: Page) -> None:
    """Nobody has touched the console for as long as the site says."""
    await told(studio, "Site.objects.filter(pk=site.pk).update(idle_minutes=1)")
    await expect(page.get_by_test_id("idle-warning")).to_be_visible(timeout=PATIENCE)
    await studio.take(page, GROUP, "24-idle-warning", DESKTOP, DESKTOP_DARK, TABLET, still=True)
    await told(studio, "Site.objects.filter(pk=site.pk).update(idle_minutes=15)")


async def cut_off(studio: Studio, stack: contextlib.AsyncExitStack) -> None:
    """The line is lost, and comes back."""
    page = await signed_in(studio, stack, "wei", "zh-CN")
    await cut_the_line(page.context)
    await expect(page.get_by_test_id("banner")).to_be_visible(timeout=PATIENCE)
    await studio.take(page, GROUP, "25-offline-zh", DESKTOP, DESKTOP_DARK, TABLET)
    await page.context.set_offline(False)
    await expect(page.locator("[data-kind=restored]")).to_be_visible(timeout=4 * PATIENCE)
    await studio.take(page, GROUP, "26-back-zh", DESKTOP)
