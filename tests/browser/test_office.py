"""Can leads and administrators use their pages by keyboard and with other eyes; do customers see hours and choices?"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.async_api import expect

from demo import cast
from tests.browser.axe import clean
from tests.browser.conftest import StartPerson
from tests.browser.stage import PATIENCE, Customer, Desk, chat_of
from tests.browser.test_accessibility import widget
from tests.browser.test_files import chosen, loaded, picture
from tests.support.instance import Instance
from tests.support.players import AgentPlayer

Start = Callable[..., Instance]

PAGES = ["site", "theme", "service", "service?by=agent", "waits", "fairness", "clients", "policy", "people"]
PAGES += ["plans", "acts", "me", "topics", "topic", "topic/deposit-withdrawal"]
LI_TAKES = "from agents.models import Agent; Agent.objects.filter(email='lina@meridian.example').update(capacity={})"
# As the widget says it to Ivan, up to where the names of language and day begin.
RUSSIAN_MISSING = "Сейчас нет никого, кто говорит на этом языке: русский"
AGAIN = "Мы снова будем здесь: "
OLGA_LATER = """
from datetime import UTC, datetime, timedelta
from agents import planning
from agents.models import Agent, Shift
from chat import hints
begins = datetime.now(UTC) + timedelta(hours=5)
for olga in Agent.objects.filter(language_skills__language="ru"):
    Shift.objects.create(site=olga.site, agent=olga, zone="UTC", weekdays=list(range(7)), start=begins.time(),
                         end=(begins + timedelta(hours=2)).time())
hints.committed(planning.replanned, olga.site_id)
"""
HIRED = """
from agents.models import Agent
from chat.models import Site
site = Site.objects.get(key="site_demo_exchange")
Agent.objects.create_user("{email}", "{password}", site=site, name="Noor", role="agent")
"""


@pytest.mark.parametrize("locale", ["en-GB", "ar"])
async def test_every_page_of_the_office_has_no_violation(running: Instance, person: StartPerson, locale: str) -> None:
    page = await person("Ana", locale=locale, viewport={"width": 1280, "height": 900})
    await Desk(page, running).sign_in("admin")
    await page.locator("a[href='/console/office/']").click()
    await expect(page).to_have_url(re.compile("/console/office/service"))
    for name in PAGES:
        await page.goto(f"{running.url}/console/office/{name}")
        for summary in await page.locator("summary").all():
            await summary.click()
        await clean(page, page, name)


async def test_a_check_box_stands_beside_its_words_on_every_page(running: Instance, person: StartPerson) -> None:
    page = await person("Ana", locale="en-GB", viewport={"width": 1280, "height": 900})
    await Desk(page, running).sign_in("admin")
    for name in PAGES:
        await page.goto(f"{running.url}/console/office/{name}")
        for summary in await page.locator("summary").all():
            await summary.click()
        boxes = page.locator("input[type=checkbox]")
        widths = await boxes.evaluate_all("all => all.map((each) => each.getBoundingClientRect().width)")
        assert all(width < 30 for width in widths), (name, widths)


async def test_a_policy_is_changed_by_keyboard_and_a_mistake_is_named_at_its_field(
    start_instance: Start, person: StartPerson
) -> None:
    instance = start_instance()
    page = await person("Ana", locale="en-GB", viewport={"width": 1280, "height": 900})
    await Desk(page, instance).sign_in("admin")
    await page.goto(f"{instance.url}/console/office/policy")
    seconds = page.get_by_label("Ring 2: after, seconds")
    await seconds.focus()
    await page.keyboard.press("Control+a")
    await page.keyboard.type("0")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("must be later than the ring before it")
    await expect(page.get_by_label("Ring 2: after, seconds")).to_have_attribute("aria-invalid", "true")
    await clean(page, page, "a policy that was refused")
    await page.get_by_label("Ring 2: after, seconds").fill("20")
    await page.get_by_label("Ring 2: after, seconds").press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("Saved as version 1.")
    await expect(page.locator(".changes").first).to_contain_text("Ring 2, After, seconds")


async def test_a_vip_waits_for_the_manager_or_takes_anyone(start_instance: Start, person: StartPerson) -> None:
    instance = start_instance()
    instance.manage("shell", "-v", "0", "-c", LI_TAKES.format(0))
    page = await person("Zhao", locale="en-GB")
    async with AgentPlayer(instance, "lina"), AgentPlayer(instance, "wei"):
        customer = await Customer(page, instance).arrive("zhao")
        await customer.frame.get_by_test_id("topics").get_by_role("button").first.click()
        await customer.frame.get_by_test_id("message").fill("我的提现在哪里")
        await customer.frame.get_by_test_id("send").click()
        choice = customer.frame.get_by_test_id("manager")
        await expect(choice).to_contain_text("Li Na", timeout=PATIENCE)
        await customer.frame.get_by_test_id("wait-for-manager").click()
        await expect(customer.frame.get_by_test_id("wait-for-manager")).to_have_attribute("aria-pressed", "true")
        await expect(customer.frame.get_by_test_id("place")).to_contain_text("Li Na")
        await clean(page, next(frame for frame in page.frames if "/widget/frame" in frame.url), "the choice of a VIP")
        await customer.frame.get_by_test_id("wait-for-anyone").click()
        await expect(customer.frame.locator("[data-event=assigned]")).to_contain_text("Zhang Wei", timeout=PATIENCE)


async def test_a_customer_is_told_when_somebody_speaks_their_language_and_goes_on_in_another(
    start_instance: Start, person: StartPerson
) -> None:
    instance = start_instance()
    instance.manage("shell", "-v", "0", "-c", OLGA_LATER)
    page = await person("Ivan", locale="ru")
    await page.add_init_script("Object.defineProperty(navigator, 'languages', {get: () => ['ru', 'en']})")
    async with AgentPlayer(instance, "james") as james:
        customer = await Customer(page, instance).arrive()
        duty = customer.frame.get_by_test_id("duty")
        await expect(duty).to_have_attribute("data-on", "false", timeout=PATIENCE)
        await expect(duty).to_contain_text(RUSSIAN_MISSING)
        await expect(duty).to_contain_text(AGAIN)
        await customer.choose("Торговля")
        await expect(customer.frame.get_by_test_id("closed")).to_contain_text(AGAIN)
        await customer.frame.get_by_test_id("elsewhere").get_by_role("button").click()
        await expect(customer.frame.get_by_test_id("closed")).to_have_count(0)
        await customer.frame.get_by_test_id("message").fill("hello")
        await customer.frame.get_by_test_id("send").click()
        await expect(customer.frame.locator("[data-event=assigned]")).to_contain_text("James", timeout=PATIENCE)
        assert james.me


async def test_a_picture_set_on_a_persons_page_is_what_their_customer_sees(
    start_instance: Start, person: StartPerson
) -> None:
    instance = start_instance()
    page = await person("emma", locale="en-GB")
    office = await person("Ana", locale="en-GB", viewport={"width": 1280, "height": 900})
    await Desk(office, instance).sign_in("admin")
    async with AgentPlayer(instance, "james") as james:
        customer = await Customer(page, instance).arrive("emma")
        await customer.begin("Trading", "My order is stuck")
        await chat_of(james)
        await expect(customer.frame.locator(".bar .face")).to_have_text("JM", timeout=PATIENCE)
        await office.goto(f"{instance.url}/console/office/people")
        await office.get_by_role("link", name="James Miller").click()
        await office.locator("input[name=picture]").set_input_files([chosen("me.svg", b"<svg/>", "image/png")])
        await office.get_by_role("button", name="Set picture").click()
        await expect(office.get_by_role("alert")).to_contain_text("A picture is a PNG, JPEG, GIF, WebP or HEIC")
        await clean(office, office, "a person, the picture refused")
        await office.locator("input[name=picture]").set_input_files([chosen("me.png", picture("teal"), "image/png")])
        await office.get_by_role("button", name="Set picture").click()
        await expect(office.get_by_role("status")).to_contain_text("Saved.")
        # The chat is going on: the face changes at once.
        await loaded(customer.frame, ".bar .face img")
        await clean(page, widget(page), "an agent with a picture")
        await office.get_by_role("link", name="James Miller").click()
        await loaded(office, ".portrait")
        await clean(office, office, "a person with a picture")
        await office.get_by_role("button", name="Remove picture").click()
        await expect(customer.frame.locator(".bar .face")).to_have_text("JM", timeout=PATIENCE)


async def test_a_topic_is_seen_as_customers_will_while_it_is_written(running: Instance, person: StartPerson) -> None:
    page = await person("Ana", locale="en-GB", viewport={"width": 1280, "height": 900})
    await Desk(page, running).sign_in("admin")
    await page.goto(f"{running.url}/console/office/topic/account-security")
    seen = page.frame_locator("iframe[data-preview]")
    await expect(seen.locator(".first-aid")).to_contain_text("Change your password now.")
    await expect(page.locator(":focus")).to_have_count(0)  # the preview takes nobody's place
    await page.get_by_label("First aid, a step in each line").first.fill("Breathe.\nWrite to us.")
    await expect(seen.locator(".first-aid li")).to_have_text(["Breathe.", "Write to us."])
    await page.get_by_label("Name of field 1 in English").fill("Device")
    await expect(seen.locator(".topic-fields label")).to_have_text("Device (optional)")
    await page.get_by_label("In", exact=True).select_option("ar")
    await expect(seen.locator(".app")).to_have_attribute("dir", "rtl")
    await expect(seen.locator(".first-aid")).to_contain_text("غيّر كلمة المرور الآن.")
    await seen.get_by_test_id("message").fill("مرحبا")
    await seen.get_by_test_id("send").click()
    await expect(seen.get_by_test_id("waiting")).to_be_visible()


async def test_a_language_says_its_name_of_a_topic_while_it_is_typed(running: Instance, person: StartPerson) -> None:
    page = await person("Ana", locale="en-GB", viewport={"width": 1280, "height": 900})
    await Desk(page, running).sign_in("admin")
    await page.goto(f"{running.url}/console/office/topic")
    english = page.locator("details.language").first
    line = english.locator("summary")
    await expect(line).to_contain_text("no name yet")
    if not await english.evaluate("details => details.open"):
        await line.click()
    field = english.locator("input").first
    await field.press_sequentially("Fees")
    await expect(line).to_contain_text("✓ Fees")
    await expect(line).not_to_contain_text("no name yet", use_inner_text=True)
    await field.fill(" ")
    await expect(line).to_contain_text("no name yet", use_inner_text=True)


async def test_a_theme_is_seen_whole_before_it_is_saved_and_its_contrast_is_told(
    running: Instance, person: StartPerson
) -> None:
    page = await person("Ana", locale="en-GB", viewport={"width": 1280, "height": 900})
    await Desk(page, running).sign_in("admin")
    await page.goto(f"{running.url}/console/office/theme")
    light, dark = page.locator(".stage[data-scheme=light]"), page.locator(".stage[data-scheme=dark]")
    home = light.frame_locator("iframe[data-view=home]")
    await expect(home.get_by_test_id("topics")).to_be_visible(timeout=PATIENCE)
    bubble = dark.frame_locator("iframe[data-view=chat]").locator("[data-mine=true] .bubble")
    await expect(bubble).to_have_text("Hello, I have a question about “Account security”.", timeout=PATIENCE)
    await page.get_by_label("Colour").fill("#ffd400")
    await expect(page.locator("#contrast")).to_contain_text("Text on the colour is dark: 13.1 to 1, very easy to read.")
    await expect(page.locator("#contrast")).to_contain_text("too pale; there it is darkened to")
    await expect(bubble).to_have_css("background-color", "rgb(255, 212, 0)")
    await expect(bubble).to_have_css("color", "rgb(11, 18, 32)")
    await page.get_by_label("Side of the page").select_option("left")
    await expect(light).to_have_attribute("data-side", "left")
    await page.get_by_label("Light or dark").select_option("dark")
    await expect(light).to_be_hidden()
    await page.locator("#logo").set_input_files([chosen("logo.png", picture("teal"), "image/png")])
    await expect(page.locator("#logo-chosen")).to_have_text("logo.png")
    await expect(dark.frame_locator("iframe[data-view=home]").locator(".hero-logo")).to_be_visible(timeout=PATIENCE)
    await clean(page, page, "a theme that is being chosen")
    await page.reload()
    await expect(page.get_by_label("Colour")).not_to_have_value("#ffd400")


async def test_a_new_password_leaves_the_console_in_another_tab_at_work(running: Instance, person: StartPerson) -> None:
    email, new = f"noor-{uuid4().hex[:8]}@meridian.example", "a better one than before"
    hired = HIRED.format(email=email, password=cast.PASSWORD)
    await asyncio.to_thread(running.manage, "shell", "-v", "0", "-c", hired)
    console = await person("Noor", locale="en-GB", viewport={"width": 1280, "height": 900})
    await Desk(console, running).sign_in(email)
    profile = await console.context.new_page()
    await profile.goto(f"{running.url}/console/office/me")
    for name, value in (("present", cast.PASSWORD), ("password", new), ("again", new)):
        await profile.locator(f"input[name={name}]").fill(value)
    loaded_at = await console.evaluate("performance.timeOrigin")
    # The old session ends and the socket with it; it comes back by the new one, without being loaded again.
    connected = asyncio.create_task(console.get_by_text("Connected again.").wait_for(timeout=PATIENCE))
    await profile.locator("form:has(input[name=present]) button[type=submit]").click()
    await expect(profile.get_by_text("Saved.")).to_be_visible(timeout=PATIENCE)
    await connected
    assert await console.evaluate("performance.timeOrigin") == loaded_at
    await profile.reload()
    await expect(profile.locator("input[name=present]")).to_be_visible()
