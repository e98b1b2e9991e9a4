"""What do the pages look like that Django renders? A ticket behind its link, the address, refusals of all kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from ops.screenshots.files import SCREEN, SETUP
from ops.screenshots.studio import LATE_MS, PAGE, PAGE_DARK, PHONE, PHONE_DARK, Studio

if TYPE_CHECKING:
    from ops.screenshots.told import Told

LOCALES = {"en": "en-GB", "ar": "ar", "zh": "zh-CN"}


async def ticket_pages(told: Told, confirm: str, link: str) -> None:
    """The address is confirmed, the ticket read and answered."""
    studio, story, code = told.studio, told.story, told.code
    async with studio.person(locale=story.locale) as page:
        await page.goto(confirm)
        looks = (PAGE, PAGE_DARK, PHONE) if told.whole else (PAGE,)
        await studio.take(page, "page", f"confirm-{code}", *looks)
        await page.locator("form button").click()
        await expect(page.locator("form")).to_have_count(0)
        await studio.take(page, "page", f"confirmed-{code}", *looks)
        await page.goto(link)
        await studio.take(page, "page", f"ticket-{code}", PAGE, PAGE_DARK, PHONE, PHONE_DARK)
        await page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
        await studio.take(page, "page", f"ticket-end-{code}", PAGE, PHONE)
        await page.get_by_test_id("attach").set_input_files([SCREEN, SETUP])
        await expect(page.locator(".file-refused")).to_be_visible(timeout=LATE_MS)
        await expect(page.get_by_role("log").locator("img")).to_be_visible(timeout=LATE_MS)
        await page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
        await studio.take(page, "page", f"ticket-files-{code}", *looks)
        await page.get_by_test_id("upload").get_by_role("button").last.click()
        await page.locator("textarea").fill(" ")
        await page.evaluate("() => document.querySelector('form.reply').submit()")
        await expect(page.locator(".problem")).to_be_visible()
        await page.locator(".problem").scroll_into_view_if_needed()
        await studio.take(page, "page", f"ticket-empty-answer-{code}", *looks)
        await page.locator("textarea").fill(story.reply)
        await page.locator("form.reply button").click()
        await expect(page.get_by_role("log")).to_contain_text(story.reply)


async def refusals(studio: Studio) -> None:
    """A link that is none, an address that is none, a form from elsewhere."""
    url = studio.instance.url
    for code, locale in LOCALES.items():
        async with studio.person(locale=locale) as page:
            await page.goto(f"{url}/t/nothing")
            await studio.take(page, "page", f"invalid-link-{code}", PAGE, PAGE_DARK, PHONE)
            await page.goto(f"{url}/nothing-here")
            await studio.take(page, "page", f"404-{code}", PAGE, PAGE_DARK, PHONE)
    async with studio.person(locale="en-GB") as page:
        await page.goto(f"{url}/console/sign-in")
        await page.context.clear_cookies()
        await page.locator("input[name=email]").fill("james@meridian.example")
        await page.locator("input[name=password]").fill("x")
        await page.locator("button[type=submit]").click()
        await page.wait_for_load_state()
        await studio.take(page, "page", "403-en", PAGE, PAGE_DARK)
