"""What does a VIP see whose account manager is busy? Wait for exactly that person, or take anyone."""

from __future__ import annotations

import asyncio

from playwright.async_api import expect

from ops.screenshots.studio import PHONE, PHONE_DARK, Look, Studio
from tests.browser.stage import Customer
from tests.support.players import AgentPlayer

LATE_MS = 40_000
WIDGET = Look("", 390, 700)
WIDGET_DARK = Look("dark", 390, 700, dark=True)
# The one person whom the scene is about has no room.
FULL = "from agents.models import Agent; Agent.objects.filter(email__startswith='lina').update(capacity=0)"
# By locale: whom they ask, in whose words.
ASKED = {"zh-CN": "我的提现在哪里？", "ar": "أين طلب السحب؟"}


async def vip(studio: Studio) -> None:
    """The same client in two languages, one for each direction."""
    await asyncio.to_thread(studio.instance.manage, "shell", "-v", "0", "-c", FULL)
    async with AgentPlayer(studio.instance, "lina"):
        for locale, text in ASKED.items():
            await choice(studio, locale, text)


async def choice(studio: Studio, locale: str, text: str) -> None:
    """Asked while waiting, and answered; then they leave, and the next one finds nothing open."""
    code = locale.split("-")[0]
    looks = (WIDGET, WIDGET_DARK, PHONE, PHONE_DARK)
    async with studio.person(locale=locale) as page:
        await page.set_viewport_size({"width": WIDGET.width, "height": WIDGET.height})
        customer = Customer(page, studio.instance)
        await customer.arrive("zhao")
        # The website is read in another language than that of its records.
        await page.evaluate("language => Switchboard('set', { language })", code)
        frame = customer.frame
        await expect(frame.locator(f".app[lang^={code}]")).to_be_visible(timeout=LATE_MS)
        await frame.get_by_test_id("topics").get_by_role("button").nth(1).click()
        await frame.get_by_test_id("message").fill(text)
        await customer.fill_in()
        await frame.get_by_test_id("send").click()
        await expect(frame.get_by_test_id("manager")).to_be_visible(timeout=LATE_MS)
        await studio.take(page, "vip", f"01-choice-{code}", *looks)
        await frame.get_by_test_id("wait-for-manager").click()
        await expect(frame.get_by_test_id("place")).to_contain_text("Li Na", timeout=LATE_MS)
        await studio.take(page, "vip", f"02-waits-for-the-manager-{code}", *looks)
        await frame.get_by_test_id("menu").click()
        await frame.get_by_role("menuitem").last.click()
        await frame.get_by_role("dialog").locator("button[type=submit]").click()
        await expect(frame.get_by_test_id("again")).to_be_visible(timeout=LATE_MS)
