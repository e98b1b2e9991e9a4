"""Can people with other eyes and hands use both faces and the pages? Every main state passes axe, light and dark."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.async_api import Frame, Page, expect

from tests.browser.axe import clean
from tests.browser.conftest import StartPerson
from tests.browser.stage import PATIENCE, Customer, Desk, chat_of
from tests.support.instance import Instance
from tests.support.players import AgentPlayer

Start = Callable[..., Instance]


def widget(page: Page) -> Frame:
    """The widget's own frame."""
    return next(frame for frame in page.frames if "/widget/frame" in frame.url)


@pytest.mark.parametrize(("persona", "agent", "topic"), [("emma", "james", "Trading"), ("layla", "amira", "التداول")])
async def test_a_customers_way_from_home_to_the_ticket_has_no_violation(
    start_instance: Start, person: StartPerson, persona: str, agent: str, topic: str
) -> None:
    instance = start_instance()
    page = await person(persona, locale={"emma": "en-GB", "layla": "ar"}[persona])
    customer = await Customer(page, instance).arrive(persona)
    await clean(page, page, "the host's page with the widget open")
    await clean(page, widget(page), "home, nobody on duty")
    await customer.choose(topic)
    await clean(page, widget(page), "first message")
    await customer.frame.get_by_test_id("message").fill("MX-20418")
    await customer.frame.get_by_test_id("send").click()
    await expect(customer.frame.get_by_test_id("choice")).to_be_visible(timeout=PATIENCE)
    await clean(page, widget(page), "choice")
    async with AgentPlayer(instance, agent) as helper:
        await expect(customer.frame.locator("[data-event=assigned]")).to_be_visible(timeout=PATIENCE)
        thread = await chat_of(helper)
        await helper.say(thread, "MX-20418?")
        await customer.sees("MX-20418?")
        phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
        await customer.write(phrase)
        await expect(customer.frame.get_by_test_id("guard")).to_be_visible(timeout=PATIENCE)
        await clean(page, widget(page), "a secret noticed before it is sent")
        await customer.frame.get_by_test_id("message").press("Enter")
        await customer.sees("•" * 8)
        await helper.say(thread, "my password is hunter22")
        await expect(customer.frame.locator(".masked")).to_be_visible(timeout=PATIENCE)
        await helper.send("typing", thread=thread, on=True)
        await expect(customer.frame.get_by_test_id("typing")).to_be_visible()
        await clean(page, widget(page), "chat with a masked secret, the agent is writing")
        await customer.frame.get_by_test_id("menu").click()
        await clean(page, widget(page), "menu")
        await customer.frame.get_by_role("menuitem").first.click()
        await clean(page, widget(page), "dialog that makes a ticket")
        await customer.frame.get_by_role("dialog").get_by_role("textbox").fill("a@customer.example")
        await customer.frame.get_by_role("dialog").locator("button[type=submit]").click()
        ticket = customer.frame.get_by_test_id("ticket")
        await expect(ticket).to_contain_text("@customer.example", timeout=PATIENCE)
        await clean(page, widget(page), "ticket")
        link = await ticket.get_by_role("link").get_attribute("href")
        assert link
        await customer.frame.get_by_test_id("back").click()
        await expect(customer.frame.get_by_test_id("thread")).to_be_visible()
        await clean(page, widget(page), "home with an earlier ticket")
    ticket_page = await person(f"{persona} by the link", locale="en-GB")
    await ticket_page.goto(link)
    await clean(ticket_page, ticket_page, "ticket page")


async def test_rating_a_chat_has_no_violation(start_instance: Start, person: StartPerson) -> None:
    instance = start_instance()
    page = await person("emma", locale="en-GB")
    async with AgentPlayer(instance, "james") as james:
        customer = await Customer(page, instance).arrive("emma")
        await customer.begin("Trading", "My order is stuck")
        await expect(customer.frame.locator("[data-event=assigned]")).to_be_visible(timeout=PATIENCE)
        thread = await chat_of(james)
        await james.ask("resolve", thread=thread)
    rate = customer.frame.get_by_test_id("rate")
    await expect(rate).to_be_visible(timeout=PATIENCE)
    await rate.locator("input[type=radio]").nth(3).check(force=True)
    await clean(page, widget(page), "rating")
    await rate.locator("button[type=submit]").click()
    await expect(customer.frame.get_by_test_id("rated")).to_be_visible()
    await clean(page, widget(page), "rated")


@pytest.mark.parametrize(
    "path", ["/console/sign-in", "/t/nothing", "/confirm/nothing", "/nothing-here"], ids=lambda path: path.strip("/")
)
@pytest.mark.parametrize("locale", ["en-GB", "ar"])
async def test_a_page_of_ours_has_no_violation(running: Instance, person: StartPerson, path: str, locale: str) -> None:
    page = await person("reader", locale=locale)
    await page.goto(f"{running.url}{path}")
    await clean(page, page, path)
    await expect(page.locator("html")).to_have_attribute("lang", re.compile(f"^{locale[:2]}"))


async def test_an_agents_day_has_no_violation(start_instance: Start, person: StartPerson) -> None:
    instance = start_instance()
    page = await person("James", locale="en-GB", viewport={"width": 1440, "height": 900})
    desk = await Desk(page, instance).sign_in("james")
    await clean(page, page, "empty console")
    customer = await Customer(await person("Emma", locale="en-GB"), instance).arrive("emma")
    await customer.begin("Trading", "My order is stuck")
    await desk.open_first()
    await desk.write("Let me look")
    await clean(page, page, "a chat")
    field = page.get_by_test_id("composer-text")
    await page.get_by_test_id("mode-note").click()
    await clean(page, page, "writing a note")
    await field.press_sequentially("@")
    await clean(page, page, "choosing a colleague")
    await field.fill("")
    await page.get_by_test_id("mode-message").click()
    await field.press_sequentially("/")
    await clean(page, page, "choosing a canned reply")
    await field.fill("I have made ticket {ticket}")
    await clean(page, page, "a place still open")
    await page.get_by_test_id("save-reply").click()
    await clean(page, page, "dialog of own replies")
    await page.keyboard.press("Escape")
    await page.get_by_test_id("writing-settings").click()
    await clean(page, page, "dialog of writing")
    await page.keyboard.press("Escape")
    await field.fill("Please send me your password")
    await expect(page.get_by_test_id("asking")).to_be_visible()
    await clean(page, page, "warned before sending")
    await field.press("Enter")
    await expect(page.get_by_test_id("held")).to_be_visible()
    await clean(page, page, "held")
    await expect(page.get_by_test_id("log").get_by_role("alert")).to_be_visible()
    await clean(page, page, "stopped")
    for tab in ("waiting", "tickets", "team"):
        await page.get_by_test_id(f"tab-{tab}").click()
        await clean(page, page, f"tab {tab}")
    for name in ("why", "transfer", "resolve", "escalate"):
        await page.get_by_test_id(f"action-{name}").click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await clean(page, page, f"dialog {name}")
        if name != "escalate":
            await page.keyboard.press("Escape")
    await page.get_by_test_id("escalate-confirm").click()
    await expect(page.get_by_test_id("dialog-escalated")).to_be_visible()
    await clean(page, page, "ticket made")
    await page.get_by_role("button", name="Done").click()
    await expect(page.get_by_test_id("ticket")).to_be_visible()
    await clean(page, page, "a ticket")
