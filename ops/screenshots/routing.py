"""What do leads and administrators see of routing? Why, the policy and the reports."""

from __future__ import annotations

import asyncio
import contextlib

from playwright.async_api import Page, expect

from ops.screenshots.studio import DESKTOP, DESKTOP_DARK, PHONE, PHONE_DARK, Look, Studio
from tests.browser.stage import PATIENCE, Desk
from tests.support.players import AgentPlayer, CustomerPlayer, identity

OFFICE = Look("", 1180, 900)
OFFICE_DARK = Look("dark", 1180, 900, dark=True)

# Somebody's capacity, by the beginning of their address.
TAKES = "from agents.models import Agent; Agent.objects.filter(email__startswith='{}').update(capacity={})"

# Seven hours of a made-up day: waits as told and as they came, and who served them.
PAST = """
import random
from datetime import timedelta
from django.utils import timezone
from agents.models import Agent
from chat import hints
from chat.actions import open_chat
from chat.models import Chat, Customer, Site
from routing import core, journal, snapshot
from routing.models import Assignment, JournalEntry, Request, WaitTold
chance, site, now = random.Random(3), Site.objects.get(key="site_demo_exchange"), timezone.now()
speak = {code: list(Agent.objects.filter(language_skills__language=code, language_skills__level__gte=4, role="agent"))
         for code in ("en", "es", "zh", "ru", "ar")}
people = [core.AgentChanged(core.Agent(agent.pk)) for agent in Agent.objects.filter(site=site, role="agent")]
begun = now - timedelta(hours=8)
journal.started(site.pk, 0, core.Policy.default(), 0)
journal.cycle(site.pk, 0, begun.timestamp(), people, [], 0, [])
JournalEntry.objects.filter(site=site, epoch=0).update(at=begun)
for number in range(260):
    code = chance.choice(["en", "en", "es", "zh", "ru", "ar"])
    customer = Customer.objects.create(site=site, language=code)
    chat, _ = hints.committed(open_chat, customer.pk, "trading", code, "hello", f"past-{number}")
    queued = now - timedelta(seconds=chance.uniform(600, 7 * 3600))
    served = queued + timedelta(seconds=chance.expovariate(1 / 80))
    ended = min(now, served + timedelta(seconds=chance.expovariate(1 / 400)))
    Chat.objects.filter(pk=chat.pk).update(state="ended", language=code, queued_at=queued, ended_at=ended)
    request = Request.objects.create(site=site, chat_id=chat.pk, topic="trading", state="done", queued_at=queued,
                                     tier=chance.choice([0, 0, 0, 1, 2, 3]))
    p50 = chance.uniform(45, 75)
    WaitTold.objects.create(request=request, p50=p50, p90=3.2 * p50, ahead=1, source="learned")
    WaitTold.objects.filter(pk=request.pk).update(at=queued)
    if chance.random() < 0.95:
        Assignment.objects.create(request=request, agent=chance.choice(speak[code]), created_at=served,
                                  accepted_at=served, ended_at=ended)
"""


async def routing(studio: Studio) -> None:
    """Everything, with one product."""
    await asyncio.to_thread(studio.instance.manage, "shell", "-v", "0", "-c", PAST)
    await asyncio.to_thread(studio.instance.manage, "count_figures", "--again")
    async with contextlib.AsyncExitStack() as stack:
        admin = await stack.enter_async_context(studio.person(locale="en-GB", timezone_id="Europe/Berlin"))
        await admin.set_viewport_size({"width": OFFICE.width, "height": OFFICE.height})
        await Desk(admin, studio.instance).sign_in("admin")
        await office(studio, admin)
        lead = await stack.enter_async_context(studio.person(locale="en-GB"))
        await lead.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
        await Desk(lead, studio.instance).sign_in("nadia")
        await why(studio, lead, stack)


async def office(studio: Studio, page: Page) -> None:
    """The pages of leads and administrators, after somebody has changed something."""
    await page.goto(f"{studio.instance.url}/console/office/topics")
    await page.get_by_role("button", name="Trading: up").click()
    await page.get_by_role("button", name="Retire API").click()
    await page.goto(f"{studio.instance.url}/console/office/theme")
    await page.locator("#side").select_option("left")
    await page.get_by_role("button", name="Save").click()
    await page.locator("#side").select_option("right")
    await page.get_by_role("button", name="Save").click()
    for number, name in enumerate(
        (
            *("waits", "fairness", "clients", "policy", "people", "plans", "acts", "service", "site", "theme"),
            *("topics", "topic/account-security", "topic"),
        ),
        1,
    ):
        await page.goto(f"{studio.instance.url}/console/office/{name}")
        await page.wait_for_load_state("networkidle")
        await studio.take(page, "office", f"{number:02d}-{name.replace('/', '-')}", OFFICE, OFFICE_DARK, PHONE)


async def why(studio: Studio, page: Page, stack: contextlib.AsyncExitStack) -> None:
    """Why one chat went to Omar, and why the next one waits."""
    for name in ("amira", "omar", "james", "dmitri"):
        await stack.enter_async_context(AgentPlayer(studio.instance, name))
    served, waiting, before = [await stack.enter_async_context(CustomerPlayer(studio.instance)) for _ in range(3)]
    await served.hello(language="ar", region="MENA")
    first = await served.start("سؤال عن التحويل")
    await served.event(first, "assigned")
    for name, units in (("amira", 0), ("omar", 1)):
        await asyncio.to_thread(studio.instance.manage, "shell", "-v", "0", "-c", TAKES.format(name, units))
    await before.hello(identity=identity(studio.instance, name="Layla Haddad", tier=1, region="MENA", language="ar"))
    await before.start("أين الإيداع؟")
    await waiting.hello(language="ar", region="MENA")
    second = await waiting.start("سؤال آخر")
    await page.get_by_test_id(f"waiting-{second}").click(timeout=PATIENCE)
    await asked(studio, page, "01-waiting", DESKTOP, DESKTOP_DARK, PHONE, PHONE_DARK)
    await page.get_by_test_id("tab-all").click()
    await page.get_by_test_id(f"all-{first}").click()
    await asked(studio, page, "02-assigned", DESKTOP)


async def asked(studio: Studio, page: Page, name: str, *looks: Look) -> None:
    """The answer to why, for the chat on the screen."""
    await page.get_by_test_id("action-why").click()
    await expect(page.get_by_test_id("why")).to_be_visible()
    await studio.take(page, "why", name, *looks)
    await page.keyboard.press("Escape")
