"""How do people act in the browser? A customer on the demo's website, an agent in the console."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import FrameLocator, Locator, Page, expect

from demo import cast
from tests.support.instance import Instance
from tests.support.players import AgentPlayer

PATIENCE = 15_000  # ms that a person waits for what must come


@dataclass
class Customer:
    """A customer with the demo's website open."""

    page: Page
    instance: Instance

    @property
    def frame(self) -> FrameLocator:
        """The widget."""
        return self.page.frame_locator("iframe")

    async def arrive(self, persona: str = "") -> Customer:
        """Open the website, sign in there as a persona, open the widget."""
        await self.page.goto(self.instance.demo_url)
        if persona:
            await self.page.locator("select[name=persona]").select_option(persona)
            await self.page.get_by_role("button", name="Switch").click()
            await self.page.wait_for_url(f"{self.instance.demo_url}/")
        await self.open()
        return self

    async def open(self) -> None:
        """Open the widget by the website's own button."""
        await self.page.get_by_role("button", name="Talk to us").click()
        await expect(self.frame.locator("[data-autofocus]").first).to_be_visible(timeout=PATIENCE)

    async def return_to_thread(self) -> None:
        """After a reload: open the widget, and in it the newest conversation."""
        await self.page.reload()
        await self.open()
        card = self.frame.get_by_test_id("thread").first
        await expect(card.or_(self.log)).to_be_visible(timeout=PATIENCE)
        if await card.is_visible():
            await card.click()

    async def choose(self, topic: str) -> None:
        """Choose a topic by its name; an earlier conversation may be called the same."""
        await self.frame.get_by_test_id("topics").get_by_role("button", name=topic).click()

    async def begin(self, topic: str, text: str) -> None:
        """Choose a topic by its name and send the first message."""
        await self.choose(topic)
        await self.begin_here(text)

    async def begin_here(self, text: str) -> None:
        """Send the first message on the topic that has been chosen."""
        await self.frame.get_by_test_id("message").fill(text)
        await self.fill_in()
        await self.frame.get_by_test_id("send").click()
        await self.sees(text)

    async def fill_in(self) -> None:
        """What the topic asks for and cannot do without."""
        for field in await self.frame.locator(".topic-fields input[required]").all():
            await field.fill("TX-2026-11-20418")

    async def write(self, text: str) -> None:
        """Send a message with the keyboard."""
        field = self.frame.get_by_test_id("message")
        await field.fill(text)
        await field.press("Enter")

    async def sees(self, text: str) -> None:
        """A text is in the conversation, once."""
        await expect(self.log.get_by_text(text, exact=True)).to_have_count(1, timeout=PATIENCE)

    @property
    def log(self) -> Locator:
        """The messages."""
        return self.frame.get_by_role("log")


@dataclass
class Desk:
    """An agent with the console open."""

    page: Page
    instance: Instance

    async def sign_in(self, name: str) -> Desk:
        """Sign in by the form; a name alone is somebody of the demo."""
        await self.page.goto(f"{self.instance.url}/console/")
        await self.page.locator("input[name=email]").fill(name if "@" in name else f"{name}@meridian.example")
        await self.page.locator("input[name=password]").fill(cast.PASSWORD)
        await self.page.locator("button[type=submit]").click()
        await expect(self.page.get_by_test_id("me")).to_be_visible(timeout=PATIENCE)
        return self

    async def open_first(self) -> None:
        """Open the first of one's own chats."""
        await self.page.get_by_test_id("mine").locator("[data-testid^=mine-]").first.click()
        await expect(self.page.get_by_test_id("composer-text")).to_be_visible(timeout=PATIENCE)

    async def write(self, text: str) -> None:
        """Answer."""
        field = self.page.get_by_test_id("composer-text")
        await field.fill(text)
        await field.press("Enter")

    async def sees(self, text: str) -> None:
        """A text is in the thread, once."""
        await expect(self.page.get_by_test_id("log").get_by_text(text, exact=True)).to_have_count(1, timeout=PATIENCE)


async def chat_of(agent: AgentPlayer) -> str:
    """The thread of the chat that comes to an agent without a screen, once they may answer it."""

    def theirs() -> str:
        desk = agent.follow_desk().values()
        return next((item["thread"] for item in desk if item["kind"] == "chat" and item.get("agent") == agent.me), "")

    thread: str = await agent.until(theirs, "a chat on the desk")
    await agent.event(thread, "message")
    return thread
