"""Does the widget stay pleasant and true where the browser, the network, the host's page or the clock is against it?"""

from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import Callable

from playwright.async_api import WebSocketRoute, expect

from tests.browser.axe import clean
from tests.browser.conftest import StartPerson
from tests.browser.shop import shop
from tests.browser.stage import PATIENCE, Customer, Desk, chat_of
from tests.browser.test_accessibility import widget
from tests.support.instance import Instance
from tests.support.players import AgentPlayer

Start = Callable[..., Instance]

# As a browser does that blocks all cookies: even looking at the names throws.
DENIED = """for (const name of ["localStorage", "sessionStorage", "indexedDB"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });"""

ELSEWHERE = """
from chat.models import Site
Site.objects.filter(key="site_demo_exchange").update(elsewhere={"en": "Call +49 30 5550100"})
"""

ALLOW = """
from chat.models import Site
site = Site.objects.get(key="site_demo_exchange")
site.allowed_origins.append("{}")
site.save()
"""

# A device whose clock was never set right.
AHEAD = """const ahead = 400 * 86_400_000, Right = Date;
window.Date = class extends Right {
  constructor(...given) { given.length ? super(...given) : super(Right.now() + ahead); }
  static now() { return Right.now() + ahead; }
};"""


def read(agent: AgentPlayer) -> int:
    """How far the customer has read, as the console is told."""
    return max((frame["read"]["customer"] for frame in agent.seen if frame["t"] == "read"), default=0)


async def test_without_storage_a_chat_works_and_says_that_it_lasts_as_long_as_the_page(
    start_instance: Start, person: StartPerson
) -> None:
    instance = start_instance()
    page = await person("private", locale="en-GB")
    await page.add_init_script(DENIED)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    async with AgentPlayer(instance, "james") as james:
        customer = await Customer(page, instance).arrive()
        await customer.choose("Trading")
        notice = customer.frame.get_by_test_id("forgetful")
        await expect(notice).to_contain_text("Keep this page open", timeout=PATIENCE)
        await clean(page, widget(page), "first message, storage denied")
        await customer.frame.get_by_test_id("message").fill("My order is stuck")
        await customer.frame.get_by_test_id("send").click()
        await customer.sees("My order is stuck")
        thread = await chat_of(james)
        await james.say(thread, "Which one?")
        await customer.sees("Which one?")
        await expect(notice).to_be_visible()
        await clean(page, widget(page), "chat, storage denied")
        # Closed and opened again it is the same chat: only the page must stay.
        await customer.frame.get_by_test_id("close").click()
        await customer.open()
        await customer.sees("My order is stuck")
        await james.ask("resolve", thread=thread)
    await expect(customer.frame.get_by_test_id("rate")).to_be_visible(timeout=PATIENCE)
    await expect(notice).to_have_count(0)
    assert wrong == []


async def test_two_tabs_of_one_customer_are_one_conversation(start_instance: Start, person: StartPerson) -> None:
    instance = start_instance()
    first_page = await person("emma", locale="en-GB")
    async with AgentPlayer(instance, "james") as james:
        first = await Customer(first_page, instance).arrive("emma")
        second_page = await first_page.context.new_page()
        second = Customer(second_page, instance)
        await second_page.goto(instance.demo_url)
        await second.open()
        # Both are about to begin; who comes second writes into what the first began.
        await first.choose("Trading")
        await second.choose("Trading")
        await second.frame.get_by_test_id("message").fill("It is order 20418")
        await first.begin_here("My order is stuck")
        await second.frame.get_by_test_id("send").click()
        for each in (first, second):
            await each.sees("My order is stuck")
            await each.sees("It is order 20418")
        thread = await chat_of(james)
        await james.event(thread, "message", text="It is order 20418")
        await james.say(thread, "I have found it")
        for each in (first, second):
            await each.sees("I have found it")
        await clean(second_page, widget(second_page), "the chat in the other tab")
        # Read in one is read in both; ended in one is ended in both.
        await second.frame.get_by_test_id("close").click()
        await james.say(thread, "It goes out today")
        await first.sees("It goes out today")
        await first_page.bring_to_front()
        await expect(second_page).to_have_title("Meridian Exchange", timeout=PATIENCE)
        await james.ask("resolve", thread=thread)
        assert len([event for event in james.events[thread].values() if event["type"] == "message"]) == 4
    await second.open()
    for each in (first, second):
        await expect(each.frame.get_by_test_id("rate")).to_be_visible(timeout=PATIENCE)


async def test_a_blocked_socket_is_told_apart_from_a_restart_and_recovers(
    start_instance: Start, person: StartPerson
) -> None:
    instance = start_instance()
    page = await person("emma at the office", locale="en-GB")
    blocked = True

    async def proxy(socket: WebSocketRoute) -> None:
        if not blocked:
            socket.connect_to_server()
        else:
            await socket.close()

    await page.route_web_socket(re.compile("/ws/customer"), proxy)
    instance.manage("shell", "-v", "0", "-c", ELSEWHERE)
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(instance.demo_url)
    await page.get_by_role("button", name="Talk to us").click()
    customer = Customer(page, instance)
    banner = customer.frame.get_by_test_id("connection")
    await expect(banner).to_contain_text("Connecting…", timeout=PATIENCE)
    # What can be done meanwhile: write now, or another way; and nothing lies over the heading.
    await expect(customer.frame.get_by_test_id("elsewhere")).to_contain_text("Call +49 30 5550100")
    await expect(customer.frame.get_by_test_id("topics")).to_be_visible(timeout=PATIENCE)
    await expect(banner).to_contain_text("What you write is kept and sent later.")
    heading, notice = await customer.frame.locator("h1").bounding_box(), await banner.bounding_box()
    assert heading is not None
    assert notice is not None
    assert heading["y"] + heading["height"] <= notice["y"]
    await customer.begin("Trading", "My order is stuck")
    await clean(page, widget(page), "written before the first connection")
    # A page that is loaded again still has it, and says so.
    await page.reload()
    await page.get_by_role("button", name="Talk to us").click()
    await customer.sees("My order is stuck")
    await expect(banner).to_contain_text("What you write is kept and sent later.", timeout=PATIENCE)
    await expect(banner).to_contain_text("seems to block the chat", timeout=60_000)
    await expect(banner).to_contain_text("Another network, or switching a VPN off, may help.")
    await clean(page, widget(page), "the socket is blocked")
    blocked = False
    await expect(banner).to_have_attribute("data-shown", "false", timeout=30_000)
    await expect(customer.frame.locator("[data-status=sending]")).to_have_count(0, timeout=PATIENCE)
    await customer.sees("My order is stuck")
    async with AgentPlayer(instance, "james") as james:
        await james.event(await chat_of(james), "message", text="My order is stuck")


async def test_a_chat_that_cannot_be_reached_says_so_and_is_tried_again(
    start_instance: Start, person: StartPerson
) -> None:
    instance = start_instance()
    page = await person("layla", locale="ar")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    # The website's own button is pressed, and nobody answers.
    await page.context.route("**/api/v1/embed*", lambda route: route.abort())
    await page.goto(instance.demo_url)
    await page.get_by_role("button", name="Talk to us").click()
    sorry = page.get_by_role("button", name="Sorry, no answer. Try again")
    await expect(sorry).to_be_focused(timeout=PATIENCE)
    await clean(page, page, "the chat cannot be reached")
    assert any(f"no answer from {instance.url}" in text for text in said), said
    await page.context.unroute_all()
    await page.keyboard.press("Enter")
    customer = Customer(page, instance)
    await expect(customer.frame.get_by_test_id("topics")).to_be_visible(timeout=PATIENCE)
    await expect(sorry).to_have_count(0)
    # It answered when the page was loaded, and does not any more: by now the visitor's language is known.
    await page.context.route("**/widget/frame*", lambda route: route.abort())
    await page.locator("select[name=persona]").select_option("layla")
    await page.get_by_role("button", name="Switch").click()
    await page.get_by_role("button", name="تحدث معنا").click()
    sorry = page.get_by_role("button", name="عذرًا، تعذّر الوصول إلى الدردشة. أعد المحاولة")
    await expect(sorry).to_be_focused(timeout=PATIENCE)
    await expect(page.locator("iframe")).to_have_count(0)
    await clean(page, page, "the chat cannot be reached any more")
    await page.context.unroute_all()
    await sorry.click()
    await expect(customer.frame.get_by_test_id("topics")).to_be_visible(timeout=PATIENCE)


async def test_the_widget_lives_on_a_page_with_the_policy_of_the_documentation(
    start_instance: Start, person: StartPerson
) -> None:
    instance = start_instance()
    page = await person("visitor of a strict shop", locale="en-GB")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    origin = instance.url
    policy = (
        f"default-src 'none'; script-src {origin}; connect-src {origin}; frame-src {origin}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )

    with shop(instance, policy) as address:
        instance.manage("shell", "-v", "0", "-c", ALLOW.format(address))
        await page.goto(address)
        button = page.locator("button[aria-expanded]")
        await button.click(timeout=PATIENCE)
        box = await button.bounding_box()
        assert box is not None
        assert box["width"] >= 44  # drawn by its style, which this policy might have refused
        customer = Customer(page, instance)
        async with AgentPlayer(instance, "james") as james:
            await customer.begin("Trading", "My order is stuck")
            await james.say(await chat_of(james), "Which one?")
            await customer.sees("Which one?")
            await clean(page, page, "a host's page with a strict policy")
    assert [text for text in said if re.search("Content.Security|Trusted|violates|Switchboard:", text)] == []


async def test_what_is_being_written_while_the_server_restarts_is_not_lost_and_arrives_once(
    start_instance: Start, person: StartPerson
) -> None:
    instance = start_instance()
    james = await Desk(await person("james"), instance).sign_in("james")
    page = await person("emma", locale="en-GB")
    customer = await Customer(page, instance).arrive("emma")
    await customer.begin("Trading", "My order is stuck")
    await james.open_first()
    await james.write("Which one?")
    await customer.sees("Which one?")
    field = customer.frame.get_by_test_id("message")
    await field.press_sequentially("It is order ")
    await asyncio.to_thread(instance.kill, "web")
    await expect(customer.frame.get_by_test_id("connection")).to_have_attribute("data-shown", "true", timeout=60_000)
    await clean(page, widget(page), "the server restarts")
    await field.press_sequentially("20418")
    await field.press("Enter")
    await expect(field).to_be_focused()
    await field.press_sequentially("and one more thing")
    await asyncio.to_thread(instance.restart, "web")
    await james.sees("It is order 20418")
    await customer.sees("It is order 20418")
    await expect(customer.frame.locator("[data-status=sending]")).to_have_count(0, timeout=PATIENCE)
    await expect(field).to_have_value("and one more thing")
    await expect(field).to_be_focused()
    await customer.return_to_thread()
    await customer.sees("It is order 20418")
    await expect(field).to_have_value("and one more thing")


async def test_on_a_device_with_a_wrong_clock_days_and_news_are_right(
    start_instance: Start, person: StartPerson
) -> None:
    instance = start_instance()
    page = await person("emma", locale="en-GB")
    await page.add_init_script(AHEAD)
    async with AgentPlayer(instance, "james") as james:
        customer = await Customer(page, instance).arrive("emma")
        await customer.begin("Trading", "My order is stuck")
        thread = await chat_of(james)
        await james.say(thread, "Which one?")
        await customer.sees("Which one?")
        asked = await james.event(thread, "message", text="Which one?")
        await james.until(lambda: read(james) >= asked["seq"], "the customer has read it")
        await customer.return_to_thread()
        await customer.sees("Which one?")
        # What comes while one looks is not "new since you were last here".
        await james.say(thread, "Are you there?")
        await customer.sees("Are you there?")
        await expect(customer.frame.locator(".new-mark")).to_have_count(0)
        # Not stored yet, it stands in the day in which it is written, like the rest.
        instance.kill("web", signal.SIGSTOP)
        try:
            await customer.write("It is order 20418")
            await customer.sees("It is order 20418")
            await expect(customer.frame.locator("[data-status=sending]")).to_have_count(1)
            await expect(customer.log.locator(".day")).to_have_text(["Today"])
        finally:
            instance.kill("web", signal.SIGCONT)
        await expect(customer.frame.locator("[data-status=sending]")).to_have_count(0, timeout=PATIENCE)
        await clean(page, widget(page), "a chat under a wrong clock")
