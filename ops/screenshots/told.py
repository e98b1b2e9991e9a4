"""Who tells a story in pictures? A customer with a screen and agents without one, in one language."""

from __future__ import annotations

import contextlib

from playwright.async_api import Locator, Page, expect

from ops.screenshots.studio import DARK, LATE_MS, LIGHT, PHONE, Look, Studio
from ops.screenshots.words import CODES, Story
from tests.browser.stage import Customer
from tests.support.players import AgentPlayer


class Told:
    """A story on the stage: the customer with a screen, the agents without."""

    def __init__(self, studio: Studio, code: str, page: Page, stack: contextlib.AsyncExitStack) -> None:
        self.studio, self.code, self.page, self.stack = studio, code, page, stack
        self.story: Story = CODES[code]
        self.customer = Customer(page, studio.instance)
        self.helper: AgentPlayer
        # Two are shown whole, in all looks, one for each direction; another script where it makes a difference.
        self.whole = code in ("en", "ar")

    def part(self, testid: str) -> Locator:
        """A part of the widget."""
        return self.customer.frame.get_by_test_id(testid).first

    async def shown(self, testid: str) -> None:
        """Wait for a part."""
        await expect(self.part(testid)).to_be_visible(timeout=LATE_MS)

    async def take(self, name: str, *more: Look) -> None:
        """A picture; in all looks, and in more, where a language is shown whole."""
        looks = (LIGHT, DARK, PHONE, *more) if self.whole else (LIGHT,)
        await self.studio.take(self.page, "widget", f"{name}-{self.code}", *looks)

    async def thread(self) -> str:
        """The thread that the helping agent has of this customer."""

        def theirs() -> str:
            items = self.helper.follow_desk().values()
            mine = [item for item in items if item["key"].startswith("chat:") and item.get("agent") == self.helper.me]
            name = self.story.persona
            return next((str(item["thread"]) for item in mine if name in str(item["customer"]["name"]).lower()), "")

        thread: str = await self.helper.until(theirs, f"a chat of {self.story.persona}")
        await self.helper.event(thread, "assigned")
        return thread

    async def agent_says(self, thread: str, text: str) -> None:
        """The agent writes, and the customer sees it."""
        answer = await self.helper.say(thread, text)
        assert answer["t"] == "ack", answer
        await self.customer.sees(text)

    async def menu(self, name: str) -> None:
        """Open the menu of the conversation and choose its first or last entry."""
        await self.part("menu").click()
        items = self.customer.frame.get_by_role("menuitem")
        await (items.first if name == "ticket" else items.last).click()
