"""Can an agent work a whole day without a mouse? From signing in to signing out, and no pointer is ever pressed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from playwright.async_api import FileChooser, FilePayload, Page, expect

from demo import cast
from tests.browser.conftest import StartPerson
from tests.browser.keys import pointer_used, tab_to, without_pointer
from tests.browser.stage import PATIENCE
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer


class Day:
    """An agent's hands, which hold no mouse, and their eyes."""

    def __init__(self, page: Page, instance: Instance) -> None:
        self.page, self.instance, self.keys = page, instance, page.keyboard
        self.field = page.get_by_test_id("composer-text")

    async def sign_in(self, name: str) -> None:
        await self.page.goto(f"{self.instance.url}/console/")
        await expect(self.page.locator("input[name=email]")).to_be_focused()
        await self.keys.type(f"{name}@meridian.example")
        await self.keys.press("Tab")
        await self.keys.type(cast.PASSWORD)
        await self.keys.press("Enter")
        await expect(self.page.get_by_test_id("me")).to_be_visible(timeout=PATIENCE)

    async def command(self, words: str) -> None:
        """By the palette."""
        await self.keys.press("Control+k")
        await expect(self.page.get_by_test_id("palette-text")).to_be_focused()
        await self.keys.type(words)
        await self.keys.press("Enter")
        await expect(self.page.get_by_test_id("palette")).to_have_count(0)

    async def take_up(self, thread: str) -> None:
        """Go to a chat of one's own that has come."""
        await expect(self.page.get_by_test_id(f"mine-{thread}")).to_be_visible(timeout=PATIENCE)
        await self.keys.press("Alt+1")
        await expect(self.page.get_by_test_id(f"mine-{thread}")).to_be_focused()
        await self.keys.press("Enter")
        await expect(self.field).to_be_focused()

    async def answer(self, text: str) -> None:
        """Type it and send it at once."""
        await self.keys.type(text)
        await self.keys.press("Enter")
        await expect(self.page.get_by_test_id("held")).to_be_visible()
        await self.keys.press("Enter")
        await self.sees(text)

    async def sees(self, text: str) -> None:
        await expect(self.page.get_by_test_id("log").get_by_text(text)).to_have_count(1, timeout=PATIENCE)


async def test_an_agent_works_a_whole_day_by_keys_alone(
    start_instance: Callable[..., Instance], person: StartPerson
) -> None:
    instance = start_instance()
    page = await person("James", locale="en-GB", viewport={"width": 1280, "height": 800})
    await without_pointer(page)
    day, keys = Day(page, instance), page.keyboard
    async with AgentPlayer(instance, "lina") as lina:
        await day.sign_in("james")
        await day.command("available")
        await expect(page.get_by_test_id("status-available")).to_have_attribute("aria-pressed", "true")
        await a_chat_is_answered_noted_and_resolved(day, lina)
        await a_chat_becomes_a_ticket_that_sleeps(day)
        await the_past_is_found(day)
    await day.command("notifications")
    await expect(page.get_by_test_id("dialog-notices")).to_be_visible()
    await keys.press("Escape")
    await day.command("away")
    await expect(page.get_by_test_id("status-away")).to_have_attribute("aria-pressed", "true")
    assert not await pointer_used(page)
    # Nothing is open that could be lost, so nothing is asked.
    await day.command("sign out")
    await expect(page.locator("input[name=email]")).to_be_focused()


async def a_chat_is_answered_noted_and_resolved(day: Day, colleague: AgentPlayer) -> None:
    page, keys = day.page, day.keys
    async with CustomerPlayer(day.instance) as customer:
        await customer.hello(language="en")
        thread = await customer.start("My order is stuck")
        await day.take_up(thread)
        # A ready reply, and a second thought about it.
        await keys.type("/lim")
        await expect(page.get_by_test_id("suggestion-/limits")).to_have_attribute("aria-selected", "true")
        await keys.press("Enter")
        await expect(day.field).not_to_have_value("/lim")
        ready = await day.field.input_value()
        await keys.press("Enter")
        await expect(page.get_by_test_id("held")).to_be_visible()
        await keys.press("Alt+z")
        await expect(day.field).to_have_value(ready)
        await keys.press("Enter")
        await expect(page.get_by_test_id("held")).to_be_visible()
        await keys.press("Enter")
        await customer.event(thread, "message", text=ready)
        # A colleague is asked in a note, which the customer never sees.
        await keys.press("Alt+n")
        await expect(page.get_by_test_id("mode-note")).to_have_attribute("aria-pressed", "true")
        await keys.type("@Li")
        await expect(page.get_by_test_id("suggestions")).to_be_visible()
        await keys.press("Enter")
        await keys.type("have you seen this one?")
        await keys.press("Enter")
        await day.sees("have you seen this one?")
        await colleague.until(
            lambda: any(item["kind"] == "mention" for item in colleague.follow_desk().values()), "a mention"
        )
        # Back to the answer; why it came here; and the end, by two keys.
        await keys.press("Alt+c")
        await keys.press("Alt+y")
        await expect(page.get_by_test_id("why")).to_contain_text("English", timeout=PATIENCE)
        await keys.press("Escape")
        await keys.press("Alt+r")
        await expect(page.get_by_test_id("resolved")).to_be_focused()
        await keys.press("Enter")
        await customer.event(thread, "ended")


async def a_chat_becomes_a_ticket_that_sleeps(day: Day) -> None:
    page, keys = day.page, day.keys
    # Listened for long before it opens: the browser has to be told so.
    choosers: asyncio.Queue[FileChooser] = asyncio.Queue()
    page.on("filechooser", choosers.put_nowait)
    async with CustomerPlayer(day.instance) as customer:
        await customer.hello(language="en")
        thread = await customer.start("My card was charged twice")
        await day.take_up(thread)
        await day.answer("I ask the bank and write to you.")
        await keys.press("Alt+u")
        chooser = await asyncio.wait_for(choosers.get(), PATIENCE / 1_000)
        await chooser.set_files(FilePayload(name="form.txt", mimeType="text/plain", buffer=b"please fill in"))
        await customer.event(thread, "file")
        await keys.press("Alt+k")
        await expect(page.get_by_test_id("escalate-subject")).to_be_focused()
        await keys.type("Charged twice")
        await keys.press("Enter")
        await expect(page.get_by_test_id("dialog-escalated")).to_be_visible(timeout=PATIENCE)
        await keys.press("Enter")
        await keys.press("Alt+3")
        await expect(page.get_by_test_id("tickets").get_by_text("Charged twice")).to_be_visible(timeout=PATIENCE)
        await keys.press("Enter")
        await expect(page.get_by_test_id("ticket")).to_contain_text("Charged twice")
        await tab_to(page, "snooze-choice")
        await keys.press("ArrowDown")
        await keys.press("ArrowDown")
        await tab_to(page, "snooze-choice-set")
        await keys.press("Enter")
        await expect(page.get_by_test_id("snooze")).to_contain_text("Sleeps until", timeout=PATIENCE)


async def the_past_is_found(day: Day) -> None:
    page, keys = day.page, day.keys
    await keys.press("Alt+s")
    await expect(page.get_by_test_id("search")).to_be_focused()
    await keys.type("order is stuck")
    await expect(page.get_by_test_id("found").locator(".row").first).to_be_visible(timeout=PATIENCE)
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await day.sees("My order is stuck")
