"""Do people reach each other with their own hands? Named journeys in a real Chromium against a whole product."""

from __future__ import annotations

import re

from playwright.async_api import Route, expect

from tests.browser.conftest import StartPerson
from tests.browser.stage import PATIENCE, Customer, Desk
from tests.support.instance import Instance


async def test_an_arabic_speaking_vip_is_answered_reloads_and_follows_the_ticket_by_its_link(
    running: Instance, person: StartPerson
) -> None:
    amira = await Desk(await person("Amira"), running).sign_in("amira")
    layla = await Customer(await person("Layla", locale="ar"), running).arrive("layla")
    await expect(layla.frame.locator("html")).to_have_attribute("dir", "rtl")
    await layla.begin("الإيداع والسحب", "أين حوالتي؟")
    await amira.open_first()
    await amira.sees("أين حوالتي؟")
    await expect(amira.page.get_by_test_id("customer")).to_contain_text("Layla Haddad")
    await amira.write("مرحبا ليلى، سأبحث عنها")
    await layla.sees("مرحبا ليلى، سأبحث عنها")
    await layla.write("شكرا")
    await amira.sees("شكرا")
    # Both reload, and lose nothing.
    await layla.return_to_thread()
    await layla.sees("أين حوالتي؟")
    await layla.sees("مرحبا ليلى، سأبحث عنها")
    await amira.page.reload()
    await amira.open_first()
    await amira.sees("شكرا")
    # It becomes a ticket, which the customer opens by its link and answers.
    await amira.page.get_by_test_id("action-escalate").click()
    await amira.page.get_by_test_id("escalate-subject").fill("حوالة مفقودة")
    await amira.page.get_by_test_id("escalate-note").fill("ask the bank")
    await amira.page.get_by_test_id("escalate-confirm").click()
    await amira.page.get_by_role("button", name="Done").click()
    ticket = layla.frame.get_by_test_id("ticket")
    await expect(ticket).to_be_visible(timeout=PATIENCE)
    link = await ticket.get_by_role("link").get_attribute("href")
    assert link
    page = await person("Layla on her phone", locale="ar", viewport={"width": 390, "height": 844})
    await page.goto(link)
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await expect(page.get_by_role("heading", level=1)).to_have_text("حوالة مفقودة")
    await expect(page.get_by_role("log")).to_contain_text("مرحبا ليلى، سأبحث عنها")
    await expect(page.get_by_role("log")).not_to_contain_text("ask the bank")
    await page.locator("textarea").fill("كانت 200 يورو")
    await page.locator("form.reply button").click()
    await expect(page.get_by_role("log")).to_contain_text("كانت 200 يورو")
    await amira.sees("كانت 200 يورو")
    await layla.sees("كانت 200 يورو")
    await amira.write("وصلت الآن")
    await layla.sees("وصلت الآن")
    await expect(page.get_by_role("log")).to_contain_text("وصلت الآن", timeout=PATIENCE)


async def test_a_chinese_and_an_english_customer_each_reach_their_language_at_once(
    running: Instance, person: StartPerson
) -> None:
    lina = await Desk(await person("Li Na"), running).sign_in("lina")
    james = await Desk(await person("James"), running).sign_in("james")
    mei = await Customer(await person("Mei", locale="zh-CN"), running).arrive("mei")
    emma = await Customer(await person("Emma", locale="en-GB"), running).arrive("emma")
    await mei.begin("充值与提现", "充值没有到账")
    await emma.begin("Trading", "My order is stuck")
    await lina.open_first()
    await lina.sees("充值没有到账")
    await james.open_first()
    await james.sees("My order is stuck")
    await expect(lina.page.get_by_test_id("log")).not_to_contain_text("stuck")
    await lina.write("您好，马上为您查询")
    await james.write("Let me look")
    await mei.sees("您好，马上为您查询")
    await emma.sees("Let me look")
    for desk, customer in ((lina, mei), (james, emma)):
        await desk.page.get_by_test_id("action-resolve").click()
        await desk.page.get_by_test_id("resolved").click()
        await expect(customer.frame.get_by_test_id("rate")).to_be_visible(timeout=PATIENCE)


async def test_what_is_written_without_a_connection_arrives_once_when_it_is_back(
    running: Instance, person: StartPerson
) -> None:
    carlos = await Desk(await person("Carlos"), running).sign_in("carlos")
    page = await person("Sofía on a train", locale="es-MX", viewport={"width": 390, "height": 844})
    sofia = await Customer(page, running).arrive("sofia")
    await sofia.begin("Operaciones", "hola")
    await carlos.open_first()
    await carlos.sees("hola")
    await page.context.set_offline(True)
    await expect(sofia.frame.get_by_test_id("connection")).to_have_attribute("data-shown", "true", timeout=70_000)
    await sofia.write("desde el túnel")
    await sofia.write("sigo en el túnel")
    await page.context.set_offline(False)
    await carlos.sees("desde el túnel")
    await carlos.sees("sigo en el túnel")
    await carlos.write("le leo")
    await sofia.sees("le leo")
    await sofia.sees("desde el túnel")
    await carlos.page.get_by_test_id("action-resolve").click()
    await carlos.page.get_by_test_id("resolved").click()
    await expect(sofia.frame.get_by_test_id("rate")).to_be_visible(timeout=PATIENCE)


async def test_with_nobody_on_duty_a_visitor_makes_a_ticket_and_finds_it_again(
    running: Instance, person: StartPerson
) -> None:
    visitor = await Customer(await person("Visitor", locale="ru-RU"), running).arrive()
    await visitor.begin("API", "есть кто?")
    choice = visitor.frame.get_by_test_id("choice")
    await expect(choice).to_be_visible(timeout=PATIENCE)
    await choice.get_by_role("button", name="Создать обращение").click()
    dialog = visitor.frame.get_by_role("dialog")
    await dialog.get_by_role("textbox").fill("visitor@customer.example")
    await dialog.locator("button[type=submit], button.primary").last.click()
    ticket = visitor.frame.get_by_test_id("ticket")
    await expect(ticket).to_be_visible(timeout=PATIENCE)
    await visitor.return_to_thread()
    await expect(ticket).to_be_visible(timeout=PATIENCE)
    await visitor.sees("есть кто?")


async def test_a_new_chat_disturbs_neither_focus_nor_draft_and_shows_in_the_title(
    running: Instance, person: StartPerson
) -> None:
    james = await Desk(await person("James"), running).sign_in("james")
    first = await Customer(await person("First"), running).arrive()
    await first.begin("Trading", "first question")
    await james.open_first()
    field = james.page.get_by_test_id("composer-text")
    await field.fill("a half-written")
    second = await Customer(await person("Second"), running).arrive()
    await second.begin("Trading", "second question")
    await expect(james.page).to_have_title(re.compile(r"^\(\d+\)"), timeout=PATIENCE)
    await expect(field).to_be_focused()
    await expect(field).to_have_value("a half-written")
    await expect(james.page.get_by_test_id("log")).to_contain_text("first question")
    await expect(james.page.get_by_test_id("mine").locator("[data-testid^=mine-]")).to_have_count(2)


async def test_a_refused_origin_is_told_to_the_host_developer_in_words(running: Instance, person: StartPerson) -> None:
    page = await person("Developer")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    snippet = f'<script async src="{running.url}/widget.js" data-site="site_demo_exchange"></script>'
    address = f"http://127.0.0.1:{running.port + 1}/"  # the demo's website, but by an origin that is not allowed

    async def answer(route: Route) -> None:
        await route.fulfill(body=f"<!doctype html><title>x</title>{snippet}", content_type="text/html")

    await page.route(address, answer)
    await page.goto(address)
    await expect(page.locator("body")).to_be_attached()
    for _ in range(50):
        if any("origin" in text.lower() for text in said):
            break
        await page.wait_for_timeout(100)
    told = next(text for text in said if "origin" in text.lower())
    assert f"http://127.0.0.1:{running.port + 1}" in told
    assert await page.locator("iframe").count() == 0


async def test_a_chat_that_lay_open_while_it_waited_is_read_once_it_is_ones_own(
    running: Instance, person: StartPerson
) -> None:
    page = await person("Li Na", locale="en-GB")
    await Desk(page, running).sign_in("lina")
    await page.get_by_test_id("status-away").click()
    mei = await Customer(await person("Mei", locale="zh-CN"), running).arrive("mei")
    await mei.begin("充值与提现", "充值没有到账")
    await page.get_by_test_id("waiting").locator(".row").first.click()
    await expect(page.get_by_test_id("log").get_by_text("充值没有到账")).to_be_visible(timeout=PATIENCE)
    await expect(mei.frame.locator(".mark[title='已读']")).to_have_count(0)
    await page.get_by_test_id("status-available").click()
    await expect(mei.frame.locator(".mark[title='已读']").first).to_be_visible(timeout=PATIENCE)
    await expect(page.get_by_test_id("mine").locator(".row")).not_to_contain_text("New")
