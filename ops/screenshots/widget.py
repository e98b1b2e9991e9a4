"""What does a customer see, from the closed button to the closed ticket? One story, told in each language."""

from __future__ import annotations

import asyncio
import contextlib
import io
import re

from PIL import Image, ImageDraw
from playwright.async_api import FilePayload, Locator, Page, expect

from demo import cast
from ops.screenshots import crowd
from ops.screenshots.pages import ticket_pages
from ops.screenshots.studio import DARK, HOST, KEYBOARD, LIGHT, PAGE, PHONE, PHONE_DARK, Look, Studio, cut_the_line
from ops.screenshots.words import CODES, Story
from tests.browser.stage import Customer
from tests.support.players import AgentPlayer

LONG_TEXT = "The bank says that it was sent. " * 157  # a little more than a message may have
LATE_MS = 20_000


def drawn() -> bytes:
    """A picture as a bank's page may look."""
    picture = Image.new("RGB", (900, 560), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 900, 70), fill="#16325c")
    for line in range(6):
        draw.rectangle((60, 120 + 66 * line, 560, 146 + 66 * line), fill="#d6dde8")
        draw.rectangle((700, 120 + 66 * line, 840, 146 + 66 * line), fill="#9fb0c8")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


SCREEN = FilePayload(name="my bank.png", mimeType="image/png", buffer=drawn())
BAD = FilePayload(name="setup.exe", mimeType="", buffer=b"MZ")


class Told:
    """A story on the stage: the customer with a screen, the agents without."""

    def __init__(self, studio: Studio, code: str, page: Page, stack: contextlib.AsyncExitStack) -> None:
        self.studio, self.code, self.page, self.stack = studio, code, page, stack
        self.story: Story = CODES[code]
        self.customer = Customer(page, studio.instance)
        self.helper: AgentPlayer
        # English is shown whole, in all looks; the others where direction and script make a difference.
        self.whole = code == "en"

    def part(self, testid: str) -> Locator:
        """A part of the widget."""
        return self.customer.frame.get_by_test_id(testid).first

    async def shown(self, testid: str) -> None:
        """Wait for a part."""
        await expect(self.part(testid)).to_be_visible(timeout=LATE_MS)

    async def take(self, name: str, *looks: Look, only_whole: bool = False) -> None:
        """A picture in these looks (only the first of them in other languages than English)."""
        if only_whole and not self.whole:
            return
        await self.studio.take(self.page, "widget", f"{name}-{self.code}", *(looks or (LIGHT,)))

    async def thread(self) -> str:
        """The thread that the helping agent has of this customer."""
        for _ in range(100):
            items = self.helper.follow_desk().values()
            mine = [item for item in items if item["key"].startswith("chat:") and item.get("agent") == self.helper.me]
            for item in mine:
                if self.story.persona in str(item["customer"]["name"]).lower():
                    await self.helper.event(item["thread"], "assigned")
                    return str(item["thread"])
            await asyncio.sleep(0.1)
        raise AssertionError(f"no chat of {self.story.persona} came to {self.story.helper}")

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


async def story(studio: Studio, code: str) -> None:
    """Everything that one customer goes through."""
    async with contextlib.AsyncExitStack() as stack:
        page = await stack.enter_async_context(studio.person(locale=CODES[code].locale))
        told = Told(studio, code, page, stack)
        await before(told)
        full = await stack.enter_async_context(crowd.agent(studio.instance, told.story.full))
        await home(told)
        busy = [f"{told.story.first} ({number})" for number in range(told.story.load)]
        await stack.enter_async_context(crowd.customers(studio.instance, code, busy))
        await full.until(lambda: len(full.follow_desk()) and _chats(full) >= told.story.load, "the full agent")
        await waiting(told)
        thread = await chat(told)
        await end(told, thread)
        await ticket(told)


def _chats(player: AgentPlayer) -> int:
    return sum(item["key"].startswith("chat:") and item.get("agent") == player.me for item in player.desk.values())


async def before(told: Told) -> None:
    """Nobody is on duty."""
    page, customer = told.page, told.customer
    await page.set_viewport_size({"width": HOST.width, "height": HOST.height})
    await page.goto(told.studio.instance.demo_url)
    await page.locator("select[name=persona]").select_option(told.story.persona)
    await page.get_by_role("button", name="Switch").click()
    await page.wait_for_url(f"{told.studio.instance.demo_url}/")
    await expect(page.locator("button[aria-expanded]")).to_be_visible()
    await told.take("01-closed", HOST, only_whole=True)
    await customer.open()
    await told.shown("duty")
    await told.take("02-home-nobody", LIGHT, *((DARK,) if told.whole else ()))
    await customer.choose(told.story.topic)
    await told.take("03-first-nobody", only_whole=True)
    if told.whole:
        await told.part("message").fill(told.story.first)
        await told.part("send").click()
        await expect(customer.frame.get_by_role("alert")).to_be_visible()
        await told.take("03-field-missing", LIGHT, DARK, PHONE)
        await customer.fill_in()
        await told.part("send").click()
        await told.shown("choice")
        await told.take("04-choice-nobody", LIGHT, PHONE)
        await told.menu("end")
        await customer.frame.get_by_role("dialog").locator("button[type=submit]").click()
        await told.shown("again")
        await told.part("again").click()
    await page.reload()


async def home(told: Told) -> None:
    """The desk is open."""
    customer = told.customer
    await customer.open()
    await told.shown("duty")
    if told.whole:
        await told.take("05-home-host", HOST)
    await told.take("05-home", LIGHT, DARK, PHONE)
    await customer.choose(told.story.urgent_topic)
    await told.take("06-first-urgent", *((LIGHT, DARK, PHONE) if told.whole else (LIGHT,)))
    await told.part("back").click()
    await customer.choose(told.story.topic)
    await told.part("message").fill(told.story.first)
    await customer.fill_in()
    await told.take("07-first-written", LIGHT, *((KEYBOARD,) if told.whole else ()))
    if told.whole:
        await told.part("message").fill(LONG_TEXT)
        await told.take("08-first-too-long")
        await told.part("message").fill(told.story.first)


async def waiting(told: Told) -> None:
    """In line: place, range, and after a while the choice."""
    studio, story, customer = told.studio, told.story, told.customer
    tier = next(each.tier for each in cast.PERSONAS if each.slug == story.persona)
    ahead = await told.stack.enter_async_context(
        crowd.customers(studio.instance, told.code, [story.more], tier=tier, name="Ahead")
    )
    await ahead[0][0].get("queue", thread=ahead[0][1])
    await told.part("send").click()
    await customer.sees(story.first)
    await told.shown("wait")
    await expect(told.part("place")).to_contain_text(re.compile("[2٢]"), timeout=LATE_MS)
    await customer.write(story.more)
    await customer.sees(story.more)
    await told.take("10-waiting", LIGHT, DARK, PHONE)
    if told.whole:
        await told.part("attach").set_input_files([SCREEN, BAD])
        await told.shown("picture")
        await expect(told.part("upload").get_by_role("alert")).to_be_visible(timeout=LATE_MS)
        await told.take("10-files-waiting", LIGHT, DARK, PHONE)
        await told.part("upload").get_by_role("button").last.click()
    await asyncio.to_thread(crowd.policy, studio.instance, longest_wait=2.0, vanish_grace=1.0)
    await told.shown("choice")
    await told.take("11-choice", LIGHT, *((DARK, PHONE) if told.whole else (PHONE,)))
    await told.part("choice").get_by_role("button").last.click()
    await expect(customer.frame.get_by_role("dialog")).to_be_visible()
    await told.take("12-choice-ticket", LIGHT)
    await told.page.keyboard.press("Escape")
    await told.part("choice").get_by_role("button").first.click()
    await told.shown("waiting")


async def chat(told: Told) -> str:
    """An agent comes, and they talk."""
    story, customer = told.story, told.customer
    told.helper = await told.stack.enter_async_context(crowd.agent(told.studio.instance, story.helper))
    thread = await told.thread()
    await told.agent_says(thread, story.hello)
    await told.helper.send("typing", thread=thread, on=True)
    await told.shown("typing")
    await told.take("20-typing", LIGHT, *((DARK, PHONE) if told.whole else ()))
    await told.agent_says(thread, story.question)
    await customer.write(story.answer)
    await customer.write(story.secret)
    await told.shown("guard")
    await told.take("21-guard", LIGHT, *((DARK, PHONE) if told.whole else ()))
    await told.part("message").press("Enter")
    await expect(customer.log.get_by_text("•" * 8)).to_be_visible(timeout=LATE_MS)
    await told.agent_says(thread, story.advice)
    head = max(told.helper.events[thread])
    await told.helper.send("read", thread=thread, seq=head)
    await told.page.wait_for_timeout(500)
    await told.take("22-chat", LIGHT, DARK, PHONE, KEYBOARD)
    if told.whole:
        await told.take("23-chat-host", HOST)
        await told.part("picture").click()
        await told.shown("viewer")
        await told.take("23-picture-in-full", LIGHT, PHONE)
        await told.page.keyboard.press("Escape")
        await told.part("emoji").click()
        await told.take("24-emoji", LIGHT, DARK)
        await told.page.keyboard.press("Escape")
        await told.part("menu").click()
        await told.take("24-menu", LIGHT, DARK)
        await told.page.keyboard.press("Escape")
        await told.part("close").click()
        assert (await told.helper.say(thread, story.worked_out))["t"] == "ack"
        await expect(told.page.locator("button[data-n='1']")).to_be_visible()
        await told.take("25-closed-unread", LIGHT)
        await told.page.get_by_role("button", name="Talk to us").click()
    await cut_the_line(told.page.context)
    await customer.write(story.thanks)
    await expect(told.part("connection")).to_have_attribute("data-shown", "true", timeout=LATE_MS)
    await told.take("26-disconnected", LIGHT, *((DARK, PHONE) if told.whole else ()))
    await told.page.context.set_offline(False)
    await expect(told.part("connection")).to_have_attribute("data-shown", "false", timeout=LATE_MS)
    await customer.sees(story.thanks)
    return thread


async def end(told: Told, thread: str) -> None:
    """The chat ends and is rated."""
    customer = told.customer
    await told.menu("end")
    await told.take("30-end", LIGHT, *((DARK,) if told.whole else ()))
    await customer.frame.get_by_role("dialog").locator("button[type=submit]").click()
    await told.shown("rate")
    await told.take("31-rate", LIGHT, *((PHONE,) if told.whole else ()))
    await told.part("rate").locator("input[type=radio]").nth(3).check(force=True)
    await told.take("32-rate-chosen", LIGHT, DARK)
    await told.part("rate").locator("button[type=submit]").click()
    await told.shown("rated")
    await told.take("33-rated", LIGHT, *((DARK,) if told.whole else ()))
    await told.part("again").click()


async def ticket(told: Told) -> None:
    """Another chat: the agent is lost, comes back, and makes a ticket of it."""
    story, customer, studio = told.story, told.customer, told.studio
    await asyncio.to_thread(crowd.policy, studio.instance, vanish_grace=1.0)
    await customer.begin(story.topic, story.second)
    thread = await told.thread()
    await told.agent_says(thread, story.hello)
    await told.helper.close()
    await expect(customer.frame.locator("[data-event=requeued]")).to_be_visible(timeout=40_000)
    await expect(told.part("wait")).to_contain_text(re.compile("[0-9٠-٩]"), timeout=LATE_MS)
    await told.take("40-requeued", LIGHT, *((PHONE,) if told.whole else ()))
    told.helper = await told.stack.enter_async_context(crowd.agent(studio.instance, story.helper))
    thread = await told.thread()
    answer = await told.helper.ask("escalate", thread=thread, subject=story.subject, note="")
    assert answer["t"] == "ok", answer
    number = answer["ticket"]
    await told.helper.ask("open", thread=thread)
    await told.shown("ticket")
    await told.take("41-ticket", LIGHT, DARK, PHONE)
    await told.part("ticket").locator("button.link").click()
    address = f"{story.persona}@customer.example"
    await told.part("ticket").locator("input").fill(address)
    await told.take("42-ticket-address", LIGHT, *((PHONE,) if told.whole else ()))
    await told.part("ticket").locator("button[type=submit]").click()
    await expect(told.part("ticket")).to_contain_text("@customer.example")
    await told.take("43-ticket-unconfirmed", LIGHT)
    await told.agent_says(thread, story.worked_out)
    link = await crowd.confirmation_link(studio.instance, address)
    await pages(told, link, await _ticket_link(told), number)


async def _ticket_link(told: Told) -> str:
    link = await told.part("ticket").get_by_role("link").get_attribute("href")
    assert link
    return link


async def pages(told: Told, confirm: str, link: str, number: int) -> None:
    """The pages behind the links, and what the widget says meanwhile."""
    studio, story = told.studio, told.story
    await ticket_pages(told, confirm, link)
    await expect(told.part("ticket")).to_contain_text("@customer.example")
    await told.take("44-ticket-confirmed", LIGHT, DARK)
    await told.helper.ask("ticket", number=number, status="solved")
    await told.page.wait_for_timeout(500)
    await told.take("45-ticket-solved", LIGHT)
    await told.helper.ask("ticket", number=number, status="closed")
    await told.shown("again")
    await told.take("46-ticket-closed", LIGHT)
    async with studio.person(locale=story.locale) as page:
        await page.goto(link)
        await studio.take(page, "page", f"ticket-closed-{told.code}", PAGE)
    await told.part("again").click()
    await told.take("50-home-earlier", LIGHT, *((DARK, PHONE_DARK) if told.whole else (PHONE,)))
