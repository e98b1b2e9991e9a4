"""What do agents do besides answering? Abuse, passing on, helping, coming back: as each of those concerned sees it."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect

from ops.screenshots import crowd
from ops.screenshots.studio import DARK, DESKTOP, DESKTOP_DARK, HOST, LATE_MS, LIGHT, PHONE, PHONE_DARK, Studio
from tests.browser.stage import Customer, Desk

GROUP = "work"


class People:
    """Who is there: each with a screen of their own."""

    def __init__(self, studio: Studio, stack: contextlib.AsyncExitStack) -> None:
        self.studio, self.stack = studio, stack

    async def agent(self, name: str, locale: str = "en-GB") -> Page:
        """An agent at the console, available."""
        page = await self.stack.enter_async_context(self.studio.person(locale=locale))
        await page.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
        await Desk(page, self.studio.instance).sign_in(name)
        await page.get_by_test_id("status-available").click()
        return page

    async def customer(self, persona: str, locale: str) -> Customer:
        """A customer with the widget open."""
        page = await self.stack.enter_async_context(self.studio.person(locale=locale))
        await page.set_viewport_size({"width": HOST.width, "height": HOST.height})
        return await Customer(page, self.studio.instance).arrive(persona)

    async def take(self, page: Page, name: str) -> None:
        """A console, light and dark."""
        await self.studio.take(page, GROUP, name, DESKTOP, DESKTOP_DARK)


def alone(scene: Callable[[People], Awaitable[None]]) -> Callable[[Studio], Awaitable[None]]:
    """A scene as a part of its own: no chat of another one is still with somebody."""

    async def played(studio: Studio) -> None:
        async with contextlib.AsyncExitStack() as stack:
            await scene(People(studio, stack))

    return played


async def handover(people: People) -> None:
    """A chat is passed on, returned, and taken over."""
    james = await people.agent("james")
    emma = await people.customer("emma", "en-GB")
    await emma.begin("Trading", "My limit order was not executed although the price was reached.")
    await expect(james.get_by_test_id("mine").locator("[data-testid^=mine-]")).to_have_count(1, timeout=LATE_MS)
    priya = await people.agent("priya", "zh-CN")
    await Desk(james, people.studio.instance).open_first()
    await james.get_by_test_id("action-transfer").click()
    dialog = james.get_by_test_id("dialog-transfer")
    await dialog.get_by_test_id("to-language").click()
    await people.take(james, "10-transfer-language")
    await dialog.locator(".option", has_text="Priya").click()
    await dialog.get_by_test_id("transfer-note").fill("Order MX-20418; she knows the matching engine.")
    await dialog.get_by_test_id("transfer-confirm").click()
    await expect(james.get_by_test_id("passing")).to_be_visible(timeout=LATE_MS)
    await people.take(james, "11-passing")
    await expect(priya.get_by_test_id("offer-accept")).to_be_visible(timeout=LATE_MS)
    await people.take(priya, "12-asked-zh")
    await priya.get_by_test_id("offer-decline").click()
    await priya.get_by_test_id("return-text").fill("In ten minutes, please.")
    await people.take(priya, "13-return-zh")
    await priya.get_by_test_id("return-confirm").click()
    await expect(james.get_by_test_id("returned")).to_be_visible(timeout=LATE_MS)
    await people.take(james, "14-returned")
    await james.get_by_test_id("returned-noticed").click()
    await james.get_by_test_id("action-transfer").click()
    await dialog.locator(".option", has_text="Priya").click()
    await dialog.get_by_test_id("transfer-confirm").click()
    await priya.get_by_test_id("offer-accept").click()
    await expect(emma.frame.locator("[data-event=transferred]")).to_be_visible(timeout=LATE_MS)
    await people.studio.take(emma.page, GROUP, "15-taken-over-en", LIGHT, DARK)


async def helping(people: People) -> None:
    """A colleague is invited, and each sees the other."""
    wei = await people.agent("wei", "zh-CN")
    mei = await people.customer("mei", "zh-CN")
    await mei.frame.get_by_test_id("topics").get_by_role("button").nth(2).click()
    await mei.begin_here("我的限价单没有成交。")
    await Desk(wei, people.studio.instance).open_first()
    lina = await people.agent("lina", "zh-CN")
    await wei.get_by_test_id("action-invite").click()
    dialog = wei.get_by_test_id("dialog-invite")
    await dialog.locator(".option").first.click()
    await dialog.get_by_test_id("invite-writes").check()
    await people.take(wei, "16-invite-zh")
    await dialog.get_by_test_id("invite-confirm").click()
    await lina.get_by_test_id("helping").locator("[data-testid^=helping-]").click()
    await expect(wei.get_by_test_id("also-here")).to_be_visible(timeout=LATE_MS)
    await lina.get_by_test_id("composer-text").fill("请问订单号是多少？")
    await people.take(wei, "17-together-zh")
    await people.take(lina, "18-helping-zh")


async def after_a_chat(people: People) -> None:
    """Finishing up, opening again, and a second matter."""
    crowd.policy(people.studio.instance, wrap_up=300)
    james = await people.agent("james")
    emma = await people.customer("emma", "en-GB")
    await emma.begin("Trading", "My order is stuck, and my API key does not work either.")
    await Desk(james, people.studio.instance).open_first()
    await james.get_by_test_id("action-resolve").click()
    await james.get_by_test_id("resolved").click()
    await expect(james.get_by_test_id("wrap-up")).to_be_visible(timeout=LATE_MS)
    await people.take(james, "19-wrap-up")
    await james.get_by_test_id("wrap-up-finish").click()
    await james.get_by_test_id("action-reopen").click()
    await people.take(james, "20-reopen")
    await james.get_by_test_id("reopen-confirm").click()
    await expect(emma.frame.locator("[data-event=reopened]")).to_be_visible(timeout=LATE_MS)
    await james.get_by_test_id("action-escalate").click()
    await james.get_by_test_id("escalate-apart").check()
    await james.get_by_test_id("escalate-topic").select_option("api")
    await people.take(james, "21-second-matter")
    await james.get_by_test_id("escalate-confirm").click()
    await james.get_by_role("button", name="Done").click()
    await expect(emma.frame.locator("[data-event=linked]")).to_be_visible(timeout=LATE_MS)
    await people.studio.take(emma.page, GROUP, "22-reopened-en", LIGHT, DARK)
    await emma.frame.get_by_role("button", name="Back").click()
    await people.studio.take(emma.page, GROUP, "23-two-matters-en", LIGHT, PHONE)


async def abuse(people: People) -> None:
    """A customer is warned, blocked, and asks to be let in again."""
    amira = await people.agent("amira", "zh-CN")
    layla = await people.customer("layla", "ar")
    await layla.frame.get_by_test_id("topics").get_by_role("button").nth(2).click()
    await layla.begin_here("أنتم عديمو الفائدة")
    await Desk(amira, people.studio.instance).open_first()
    await amira.get_by_test_id("action-abuse").click()
    await people.take(amira, "01-abuse-zh")
    await amira.get_by_test_id("abuse-confirm").click()
    await expect(layla.frame.locator("[data-event=warned]")).to_be_visible(timeout=LATE_MS)
    await people.studio.take(layla.page, GROUP, "02-warned-ar", LIGHT, DARK)
    await amira.get_by_test_id("action-abuse").click()
    await amira.get_by_test_id("abuse-block").check()
    await amira.get_by_test_id("block-reason").fill("Insults after a warning.")
    await people.take(amira, "03-blocking-zh")
    await amira.get_by_test_id("abuse-confirm").click()
    await expect(amira.get_by_test_id("block-card")).to_be_visible(timeout=LATE_MS)
    await people.take(amira, "04-blocked-zh")
    await expect(layla.frame.get_by_test_id("blocked")).to_be_visible(timeout=LATE_MS)
    await people.studio.take(layla.page, GROUP, "05-blocked-ar", LIGHT, DARK, PHONE, PHONE_DARK)
    await layla.frame.get_by_test_id("appeal").fill("كنت غاضبة، أعتذر.")
    await layla.frame.get_by_test_id("appeal-send").click()
    await expect(layla.frame.get_by_test_id("appealed")).to_be_visible(timeout=LATE_MS)
    await people.studio.take(layla.page, GROUP, "06-appealed-ar", LIGHT)
    nadia = await people.agent("nadia")
    await expect(nadia.get_by_test_id("appeals")).to_be_visible(timeout=LATE_MS)
    await nadia.keyboard.press("Alt+w")
    await people.take(nadia, "07-wall-blocks")
    await nadia.get_by_test_id("answer-appeal").click()
    await people.take(nadia, "08-decide")
    await nadia.get_by_test_id("decide-text").fill("نرحب بك من جديد.")
    await nadia.get_by_test_id("decide-lift").click()
    await expect(layla.frame.locator("[data-event=appeal_answered]")).to_be_visible(timeout=LATE_MS)
    await people.studio.take(layla.page, GROUP, "09-lifted-ar", LIGHT)
