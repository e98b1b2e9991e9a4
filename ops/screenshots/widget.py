"""What does a customer see, from the closed button to the closed ticket? One story, told in each language."""

from __future__ import annotations

import asyncio
import contextlib
import re

from playwright.async_api import expect

from demo import cast
from ops.screenshots import crowd
from ops.screenshots.files import SCREEN, SETUP
from ops.screenshots.pages import ticket_pages
from ops.screenshots.studio import HOST, KEYBOARD, LATE_MS, PAGE, PAGE_DARK, PHONE, PHONE_DARK, Studio, cut_the_line
from ops.screenshots.told import Told
from ops.screenshots.words import CODES
from tests.support.players import AgentPlayer

TOO_MANY_CHARACTERS = 5_024  # a little more than a message may have


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
    if told.whole:
        await told.studio.take(page, "widget", f"01-closed-{told.code}", HOST)
    await customer.open()
    await told.shown("duty")
    await told.take("02-home-nobody")
    await customer.choose(told.story.topic)
    if told.whole:
        await told.take("03-first-nobody")
        await told.part("message").fill(told.story.first)
        await told.part("send").click()
        await expect(customer.frame.get_by_role("alert")).to_be_visible()
        await told.take("03-field-missing")
        await customer.frame.locator(".topic-lacking input").check()
        await told.take("03-field-lacking")
        await told.part("send").click()
        await told.shown("choice")
        await told.take("04-choice-nobody")
        await told.menu("end")
        await customer.frame.get_by_role("dialog").locator("button[type=submit]").click()
        await told.shown("again")
        await told.part("again").click()
    await page.reload()


async def home(told: Told) -> None:
    """The desk is open."""
    customer = told.customer
    await customer.open()
    await told.shown("takes")
    await told.take("05-home", HOST)
    await customer.choose(told.story.urgent_topic)
    await told.take("06-first-urgent")
    await told.part("back").click()
    await customer.choose(told.story.topic)
    await told.part("message").fill(told.story.first)
    await customer.fill_in()
    await told.take("07-first-written", KEYBOARD)
    if told.whole:
        await told.part("message").fill((f"{told.story.first} " * TOO_MANY_CHARACTERS)[:TOO_MANY_CHARACTERS])
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
    await told.take("10-waiting")
    if told.whole:
        await told.part("attach").set_input_files([SCREEN, SETUP])
        await told.shown("picture")
        await expect(told.part("upload").get_by_role("alert")).to_be_visible(timeout=LATE_MS)
        await told.take("10-files-waiting")
        await told.part("upload").get_by_role("button").last.click()
    await asyncio.to_thread(crowd.policy, studio.instance, longest_wait=2.0, vanish_grace=1.0)
    await told.shown("choice")
    await told.take("11-choice")
    await told.part("choice").get_by_role("button").last.click()
    await expect(customer.frame.get_by_role("dialog")).to_be_visible()
    await told.take("12-choice-ticket", KEYBOARD)
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
    await told.take("20-typing")
    await told.agent_says(thread, story.question)
    await customer.write(story.answer)
    # Not sent: the guard looks in the pause, however long its files take.
    await told.part("message").fill(story.secret)
    await told.shown("guard")
    await told.take("21-guard", KEYBOARD)
    await told.part("message").press("Enter")
    await expect(customer.log.get_by_text("•" * 8)).to_be_visible(timeout=LATE_MS)
    await told.agent_says(thread, story.advice)
    head = max(told.helper.events[thread])
    await told.helper.send("read", thread=thread, seq=head)
    await expect(customer.frame.locator(".mark[data-mark=read]").last).to_be_visible(timeout=LATE_MS)
    await told.take("22-chat", KEYBOARD, HOST)
    if told.whole:
        await told.part("picture").click()
        await told.shown("viewer")
        await told.take("23-picture-in-full")
        await told.page.keyboard.press("Escape")
        await told.part("emoji").click()
        await told.take("24-emoji", KEYBOARD)
        await told.page.keyboard.press("Escape")
        await told.part("menu").click()
        await told.take("24-menu")
        await told.page.keyboard.press("Escape")
        await told.part("close").click()
        assert (await told.helper.say(thread, story.worked_out))["t"] == "ack"
        await expect(told.page.locator("button[data-n='1']")).to_be_visible()
        await told.take("25-closed-unread")
        await told.page.get_by_role("button", name="Talk to us").click()
    await cut_the_line(told.page.context)
    await customer.write(story.thanks)
    await expect(told.part("connection")).to_have_attribute("data-shown", "true", timeout=LATE_MS)
    await told.take("26-disconnected", KEYBOARD)
    await told.page.context.set_offline(False)
    await expect(told.part("connection")).to_have_attribute("data-shown", "false", timeout=LATE_MS)
    await customer.sees(story.thanks)
    return thread


async def end(told: Told, thread: str) -> None:
    """The chat ends and is rated."""
    customer = told.customer
    await told.menu("end")
    await told.take("30-end")
    await customer.frame.get_by_role("dialog").locator("button[type=submit]").click()
    await told.shown("rate")
    await told.take("31-rate")
    await told.part("rate").locator("input[type=radio]").nth(3).check(force=True)
    await told.take("32-rate-chosen", KEYBOARD)
    await told.part("rate").locator("button[type=submit]").click()
    await told.shown("rated")
    await told.take("33-rated")
    await told.part("again").click()


async def ticket(told: Told) -> None:
    """Another chat: the agent is lost, comes back, and makes a ticket of it."""
    story, customer, studio = told.story, told.customer, told.studio
    await asyncio.to_thread(crowd.policy, studio.instance, vanish_grace=1.0)
    await customer.begin(story.topic, story.second)
    thread = await told.thread()
    await told.agent_says(thread, story.hello)
    await told.helper.close()
    await expect(customer.frame.locator("[data-event=requeued]")).to_be_visible(timeout=LATE_MS)
    await expect(told.part("wait")).to_contain_text(re.compile("[0-9٠-٩]"), timeout=LATE_MS)
    await told.take("40-requeued")
    told.helper = await told.stack.enter_async_context(crowd.agent(studio.instance, story.helper))
    thread = await told.thread()
    answer = await told.helper.ask("escalate", thread=thread, subject=story.subject, note="")
    assert answer["t"] == "ok", answer
    number = answer["ticket"]
    await told.helper.ask("open", thread=thread)
    await told.shown("ticket")
    await told.take("41-ticket")
    await told.part("ticket").locator("button.link").click()
    address = f"{story.persona}@customer.example"
    await told.part("ticket").locator("input").fill(address)
    await told.take("42-ticket-address", KEYBOARD)
    await told.part("ticket").locator("button[type=submit]").click()
    await expect(told.part("ticket")).to_contain_text("@customer.example")
    await told.take("43-ticket-unconfirmed")
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
    await told.take("44-ticket-confirmed")
    await told.helper.ask("ticket", number=number, status="solved")
    await expect(told.part("ticket").locator("[data-state=solved]")).to_be_visible(timeout=LATE_MS)
    await told.take("45-ticket-solved")
    await told.helper.ask("ticket", number=number, status="closed")
    await told.shown("again")
    await told.take("46-ticket-closed")
    async with studio.person(locale=story.locale) as page:
        await page.goto(link)
        await studio.take(page, "page", f"ticket-closed-{told.code}", PAGE, PAGE_DARK, PHONE)
    await told.part("again").click()
    await told.take("50-home-earlier", PHONE_DARK)
