"""What does a VIP see whose account manager is busy? Wait for exactly that person, or take anyone."""

from __future__ import annotations

import asyncio

from playwright.async_api import expect

from ops.screenshots.studio import LATE_MS, PHONE, PHONE_DARK, Look, Studio
from tests.browser.stage import Customer
from tests.support.players import AgentPlayer, CustomerPlayer

WIDGET = Look("", 390, 700)
WIDGET_DARK = Look("dark", 390, 700, dark=True)
# Busy, not absent: whom nobody could answer is asked something else.
ONE_AT_A_TIME = "from agents.models import Agent; Agent.objects.filter(email__startswith='lina').update(capacity=1)"


async def vip(studio: Studio) -> None:
    """The manager has somebody, and her client comes."""
    await asyncio.to_thread(studio.instance.manage, "shell", "-v", "0", "-c", ONE_AT_A_TIME)
    async with AgentPlayer(studio.instance, "lina"), CustomerPlayer(studio.instance) as before:
        await before.hello(language="zh", region="APAC")
        await before.event(await before.start("限价单没有成交。"), "assigned")
        async with studio.person(locale="zh-CN") as page:
            await page.set_viewport_size({"width": WIDGET.width, "height": WIDGET.height})
            customer = await Customer(page, studio.instance).arrive("zhao")
            frame = customer.frame
            await frame.get_by_test_id("topics").get_by_role("button").nth(1).click()
            await frame.get_by_test_id("message").fill("我的提现在哪里？")
            await customer.fill_in()
            await frame.get_by_test_id("send").click()
            # Where they stand is known, too: from then on nothing comes that would change what is asked.
            await expect(frame.get_by_test_id("place")).to_have_text("下一位就是您。", timeout=LATE_MS)
            await take(studio, customer, "01-choice", "manager")
            await frame.get_by_test_id("wait-for-manager").click()
            await expect(frame.get_by_test_id("place")).to_contain_text("Li Na", timeout=LATE_MS)
            await take(studio, customer, "02-waits-for-the-manager", "place")


async def take(studio: Studio, customer: Customer, name: str, shown: str) -> None:
    """In both directions: the website changes the words, and the chat stays."""
    for code in ("ar", "zh"):
        await customer.page.evaluate("language => Switchboard('set', { language })", code)
        await expect(customer.frame.locator(f".app[lang^={code}]")).to_be_visible(timeout=LATE_MS)
        await expect(customer.frame.get_by_test_id(shown)).to_be_visible(timeout=LATE_MS)
        await studio.take(customer.page, "vip", f"{name}-{code}", WIDGET, WIDGET_DARK, PHONE, PHONE_DARK)
