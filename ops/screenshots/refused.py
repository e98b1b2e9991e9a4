"""What does a customer see when the widget, or who they are, is refused? Little: the host's developer is told."""

from __future__ import annotations

import json
from typing import Any

from playwright.async_api import Route, expect

from demo import cast
from ops.screenshots import crowd
from ops.screenshots.studio import DARK, HOST, LATE_MS, LIGHT, PHONE, Studio
from tests.browser.stage import Customer
from tests.support.players import identity

ANOTHER_KEY = "site_another"
LOCALES = (("en-GB", "en"), ("ar", "ar"))
LOOKS = (LIGHT, DARK, PHONE)


async def refused(studio: Studio) -> None:
    """An identity that has expired, an origin that is not allowed, a site that is gone."""
    async with crowd.agent(studio.instance, "james"):
        await expired_identity(studio)
        await other_origin(studio)
        await site_gone(studio)


async def expired_identity(studio: Studio) -> None:
    """The customer is not to blame: the chat goes on, anonymous."""

    async def old(route: Route) -> None:
        await route.fulfill(body=json.dumps({"identity": identity(studio.instance, "emma", iat=1000, exp=1300)}))

    for (locale, code), persona in zip(LOCALES, ("emma", "layla"), strict=True):
        async with studio.person(locale=locale) as page:
            await page.set_viewport_size({"width": HOST.width, "height": HOST.height})
            await page.route("**/identity", old)
            customer = await Customer(page, studio.instance).arrive(persona)
            await expect(customer.frame.get_by_test_id("duty")).to_be_visible(timeout=LATE_MS)
            await studio.take(page, "widget", f"60-identity-expired-{code}", *LOOKS)


async def other_origin(studio: Studio) -> None:
    """No button at all; the browser's console says why."""
    address = f"http://127.0.0.1:{studio.instance.port + 1}/"
    async with studio.person(locale="en-GB") as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        async with page.expect_response("**/api/v1/embed*"):
            await page.goto(address)
        await studio.take(page, "widget", "61-origin-refused-en", HOST)
        assert any("origin" in text for text in said), said


async def site_gone(studio: Studio) -> None:
    """The site is taken away while the page is open."""

    def rename(was: str, now: str) -> None:
        change: Any = f"from chat.models import Site; Site.objects.filter(key='{was}').update(key='{now}')"
        studio.instance.manage("shell", "-v", "0", "-c", change)

    for locale, code in LOCALES:
        async with studio.person(locale=locale) as page:
            await page.set_viewport_size({"width": HOST.width, "height": HOST.height})
            await page.goto(studio.instance.demo_url)
            await page.locator("button[aria-expanded]").hover()  # the frame is loaded, and not connected yet
            await page.frame_locator("iframe").locator(".app").wait_for(state="attached")
            rename(cast.SITE_KEY, ANOTHER_KEY)
            await page.locator("button[aria-expanded]").click()
            await expect(page.frame_locator("iframe").get_by_test_id("refusal")).to_be_visible(timeout=LATE_MS)
            await studio.take(page, "widget", f"62-site-gone-{code}", *LOOKS)
            rename(ANOTHER_KEY, cast.SITE_KEY)
