"""What does a customer see where browser, network, clock or server are against them? In English and Arabic."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator

from playwright.async_api import Page, Route, WebSocketRoute, expect

from demo import cast
from ops.screenshots import crowd
from ops.screenshots.files import DAMAGED_FILM, SCREEN, SETUP, film
from ops.screenshots.studio import DARK, HOST, LATE_MS, LIGHT, PHONE, PHONE_DARK, Look, Studio
from ops.screenshots.words import CODES, Story
from tests.browser.stage import Customer, chat_of
from tests.support.players import AgentPlayer

LOOKS = (LIGHT, DARK, PHONE)

# As a browser does that blocks all cookies: even looking at the names throws.
DENIED = """for (const name of ["localStorage", "sessionStorage", "indexedDB"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });"""
# A device whose clock was never set right.
AHEAD = """const ahead = 400 * 86_400_000, Right = Date;
window.Date = class extends Right {
  constructor(...given) { given.length ? super(...given) : super(Right.now() + ahead); }
  static now() { return Right.now() + ahead; }
};"""
ELSEWHERE = """
from chat.models import Site
Site.objects.filter(key="site_demo_exchange").update(elsewhere={
    "en": "Call +49 30 5550100, day and night.", "ar": "اتصل بالرقم ‎+971 4 555 0100 في أي وقت."})
"""


class There:
    """Customers of one language, and the agent who answers them without a screen."""

    def __init__(self, studio: Studio, code: str, agent: AgentPlayer) -> None:
        self.studio, self.code, self.agent = studio, code, agent
        self.story: Story = CODES[code]
        self.topic = next(names[code] for slug, _urgent, names in cast.TOPICS if slug == "trading")

    @contextlib.asynccontextmanager
    async def customer(self, script: str = "") -> AsyncIterator[Customer]:
        """Somebody with a browser of their own, before they go anywhere."""
        async with self.studio.person(locale=self.story.locale) as page:
            if script:
                await page.add_init_script(script)
            await page.set_viewport_size({"width": HOST.width, "height": HOST.height})
            yield Customer(page, self.studio.instance)

    async def begin(self, customer: Customer) -> str:
        """Arrive and begin a chat; its thread, once the agent has it and has said hello."""
        await customer.arrive(self.story.persona)
        await customer.begin(self.topic, self.story.first)
        thread = await chat_of(self.agent)
        await self.says(customer, thread, self.story.hello)
        return thread

    async def says(self, customer: Customer, thread: str, text: str) -> None:
        """The agent writes, and the customer sees it."""
        answer = await self.agent.say(thread, text)
        assert answer["t"] == "ack", answer
        await customer.sees(text)

    async def over(self, thread: str) -> None:
        """The chat ends, and the next one can come to the agent."""
        await self.agent.ask("resolve", thread=thread)
        await self.agent.until(lambda: not _has(self.agent, thread), "the chat is over")

    async def take(self, page: Page, name: str, *looks: Look) -> None:
        """A picture in every look."""
        await self.studio.take(page, "widget", f"{name}-{self.code}", *(looks or LOOKS))


def _has(agent: AgentPlayer, thread: str) -> bool:
    return any(item["kind"] == "chat" and item["thread"] == thread for item in agent.follow_desk().values())


async def widget(studio: Studio) -> None:
    """One scene after the other, each with a customer of its own; those that wait for a minute side by side."""
    await asyncio.to_thread(studio.instance.manage, "shell", "-v", "0", "-c", ELSEWHERE)
    await asyncio.to_thread(crowd.policy, studio.instance, wrap_up=0)
    for code, name in (("en", "james"), ("ar", "amira")):
        async with AgentPlayer(studio.instance, name) as agent:
            there = There(studio, code, agent)
            for scene in (unreachable, cut_off, denied, wrong_clock, uploads, two_tabs, away, blocked, restart):
                await scene(there)


async def unreachable(there: There) -> None:
    """The chat was asked for, and does not come."""
    async with there.customer() as customer:
        page = customer.page
        await page.goto(there.studio.instance.demo_url)
        await page.locator("select[name=persona]").select_option(there.story.persona)
        await page.get_by_role("button", name="Switch").click()
        await expect(page.locator("button[aria-expanded]")).to_be_visible(timeout=LATE_MS)
        await page.context.route("**/widget/frame*", lambda route: route.abort())
        await page.locator("button[aria-expanded]").click()
        await expect(page.locator("button[data-n]:not([data-n=''])")).to_be_focused(timeout=LATE_MS)
        await there.take(page, "75-unreachable", LIGHT, DARK, PHONE, HOST)


async def cut_off(there: There) -> None:
    """The network lets pages through and no sockets: one can read, and write."""
    async with there.customer() as customer:
        page = customer.page

        async def close(socket: WebSocketRoute) -> None:
            await socket.close()

        await page.route_web_socket(re.compile("/ws/customer"), close)
        await customer.arrive(there.story.persona)
        await expect(customer.frame.get_by_test_id("topics")).to_be_visible(timeout=LATE_MS)
        banner = customer.frame.get_by_test_id("connection")
        await expect(banner).to_have_attribute("data-shown", "true", timeout=LATE_MS)
        await there.take(page, "70-cut-off-home", LIGHT, DARK, PHONE, PHONE_DARK)
        await expect(banner).to_have_attribute("data-blocked", "true", timeout=90_000)
        await there.take(page, "71-blocked-home")
        await customer.begin(there.topic, there.story.first)
        await there.take(page, "72-blocked-written")


async def denied(there: There) -> None:
    """Nothing is kept but in the page; the marks of a message."""
    async with there.customer(DENIED) as customer:
        await customer.arrive(there.story.persona)
        await customer.choose(there.topic)
        await expect(customer.frame.get_by_test_id("forgetful")).to_be_visible(timeout=LATE_MS)
        await there.take(customer.page, "73-storage-denied")
        await customer.begin_here(there.story.first)
        thread = await chat_of(there.agent)
        await there.agent.send("delivered", threads={thread: 99})
        await expect(customer.frame.locator(".mark[data-mark=delivered]")).to_have_count(1, timeout=LATE_MS)
        await there.take(customer.page, "74-delivered")
        await there.over(thread)


async def wrong_clock(there: There) -> None:
    """A device that is a year ahead: days and times are the server's."""
    async with there.customer(AHEAD) as customer:
        thread = await there.begin(customer)
        await customer.write(there.story.more)
        await customer.sees(there.story.more)
        await expect(customer.frame.locator("[data-status=sending]")).to_have_count(0, timeout=LATE_MS)
        await there.take(customer.page, "76-wrong-clock")
        await there.over(thread)


async def uploads(there: There) -> None:
    """On its way, failed, refused, and a recording that no player opens."""
    async with there.customer() as customer:
        thread = await there.begin(customer)
        frame, context = customer.frame, customer.page.context
        attach = frame.get_by_test_id("attach")
        parts = 0
        held = asyncio.Event()

        async def slow(route: Route) -> None:
            nonlocal parts
            parts += route.request.method == "PATCH"
            if parts > 3:
                await held.wait()
            await route.continue_()

        await context.route("**/api/v1/files/**", slow)
        await attach.set_input_files([film(2_500_000, there.code)])
        # Begun, and not over: by the value that the bar shows.
        begun = "bar => bar.value > 0.1 && bar.value < 0.9"
        handle = await frame.get_by_role("progressbar").element_handle(timeout=LATE_MS)
        assert handle
        inner = await handle.owner_frame()
        assert inner
        await inner.wait_for_function(begun, arg=handle, timeout=LATE_MS)
        await there.take(customer.page, "77-upload-on-its-way")
        await context.unroute_all(behavior="ignoreErrors")
        held.set()

        async def fail(route: Route) -> None:
            await route.fulfill(status=500, json={"code": "internal", "message": "", "retryable": False, "data": {}})

        await expect(frame.get_by_test_id("upload")).to_have_count(0, timeout=LATE_MS)
        await context.route("**/api/v1/files", fail)
        await attach.set_input_files([SCREEN])
        await expect(frame.locator(".file-refused")).to_be_visible(timeout=LATE_MS)
        await there.take(customer.page, "78-upload-failed")
        await context.unroute_all(behavior="ignoreErrors")
        await frame.get_by_test_id("upload").get_by_role("button").first.click()
        await expect(frame.get_by_test_id("picture")).to_be_visible(timeout=LATE_MS)
        await attach.set_input_files([SETUP])
        await expect(frame.locator(".file-refused")).to_be_visible(timeout=LATE_MS)
        await there.take(customer.page, "79-file-refused")
        await frame.get_by_test_id("upload").get_by_role("button").last.click()
        await attach.set_input_files([DAMAGED_FILM])
        await expect(frame.locator(".file-remark").last).to_be_visible(timeout=LATE_MS)
        await there.take(customer.page, "80-no-player-opens-it")
        await there.over(thread)


async def two_tabs(there: There) -> None:
    """One conversation in two tabs: what one says stands in the other."""
    async with there.customer() as customer:
        thread = await there.begin(customer)
        second = Customer(await customer.page.context.new_page(), customer.instance)
        await second.page.set_viewport_size({"width": HOST.width, "height": HOST.height})
        await second.page.goto(customer.instance.demo_url)
        await second.open()
        await second.sees(there.story.hello)
        await customer.write(there.story.more)
        await second.sees(there.story.more)
        await expect(second.frame.locator("[data-status=sending]")).to_have_count(0, timeout=LATE_MS)
        await there.take(second.page, "81-second-tab")
        await there.over(thread)


async def away(there: There) -> None:
    """The customer left; here is the answer."""
    async with there.customer() as customer:
        thread = await there.begin(customer)
        await customer.write(there.story.more)
        await customer.sees(there.story.more)
        await customer.frame.get_by_test_id("close").click()
        await there.agent.say(thread, there.story.question)
        await there.agent.say(thread, there.story.worked_out)
        await expect(customer.page.locator("button[data-n='2']")).to_be_visible(timeout=LATE_MS)
        await there.take(customer.page, "82-two-unread", LIGHT, DARK, PHONE)
        await customer.return_to_thread()
        await expect(customer.frame.locator(".new-mark")).to_be_visible(timeout=LATE_MS)
        await there.take(customer.page, "83-you-left")
        await there.over(thread)


async def blocked(there: There) -> None:
    """Paused for a day, and heard."""
    async with there.customer() as customer:
        thread = await there.begin(customer)
        answer = await there.agent.ask("block", thread=thread, category="insults", duration="day", reason="Insults.")
        assert answer["t"] == "ok", answer
        frame = customer.frame
        await expect(frame.get_by_test_id("blocked")).to_be_visible(timeout=LATE_MS)
        await there.take(customer.page, "84-paused", LIGHT, DARK, PHONE, PHONE_DARK)
        await frame.get_by_test_id("appeal").fill(there.story.apology)
        await frame.get_by_test_id("appeal-send").click()
        await expect(frame.get_by_test_id("appealed")).to_be_visible(timeout=LATE_MS)
        await there.take(customer.page, "85-appealed")
        async with AgentPlayer(there.studio.instance, "nadia") as lead:
            [block] = await lead.until(
                lambda: [item for item in lead.follow_desk().values() if item["kind"] == "block"], "the appeal"
            )
            answer = await lead.ask("decide", id=block["id"], lift=True, text=there.story.welcome_back)
            assert answer["t"] == "ok", answer
        await expect(frame.locator("[data-event=appeal_answered]")).to_be_visible(timeout=LATE_MS)
        await there.take(customer.page, "86-let-in-again")


async def restart(there: There) -> None:
    """The server is gone for a moment: last, since it takes the agent's line along."""
    instance = there.studio.instance
    async with there.customer() as customer:
        await there.begin(customer)
        await asyncio.to_thread(instance.kill, "web")
        try:
            await customer.write(there.story.more)
            banner = customer.frame.get_by_test_id("connection")
            await expect(banner).to_have_attribute("data-shown", "true", timeout=LATE_MS)
            await there.take(customer.page, "87-server-restarts")
        finally:
            await asyncio.to_thread(instance.restart, "web")
        await expect(customer.frame.locator("[data-status=sending]")).to_have_count(0, timeout=LATE_MS)
        await customer.frame.get_by_test_id("menu").click()
        await customer.frame.get_by_role("menuitem").last.click()
        await customer.frame.get_by_role("dialog").locator("button[type=submit]").click()
        await expect(customer.frame.get_by_test_id("again")).to_be_visible(timeout=LATE_MS)
