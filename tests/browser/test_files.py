"""Do files go both ways as people send them: chosen, pasted, over a bad line, and the wrong ones?"""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Callable

from PIL import Image
from playwright.async_api import FilePayload, FrameLocator, Page, Route, expect

from tests.browser.axe import clean
from tests.browser.conftest import StartPerson
from tests.browser.stage import PATIENCE, Customer, Desk
from tests.browser.test_accessibility import widget
from tests.support.instance import Instance
from tests.support.players import CustomerPlayer

Start = Callable[..., Instance]

PASTE = """async ([selector, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
  const field = document.querySelector(selector);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def picture(color: str = "steelblue", size: tuple[int, int] = (640, 400)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


def chosen(name: str, data: bytes, kind: str = "") -> FilePayload:
    return FilePayload(name=name, mimeType=kind, buffer=data)


async def loaded(page: Page | FrameLocator, selector: str) -> None:
    """A picture is there, not only its frame."""
    await expect(page.locator(selector)).to_have_js_property("complete", True, timeout=PATIENCE)
    await expect(page.locator(selector)).not_to_have_js_property("naturalWidth", 0)


async def test_pictures_go_both_ways_and_can_be_looked_at(start_instance: Start, person: StartPerson) -> None:
    instance = start_instance()
    page = await person("emma", locale="en-GB")
    customer = await Customer(page, instance).arrive("emma")
    await customer.begin("Trading", "This is what I see")
    # While waiting, and something that is no file for us beside it.
    attach = customer.frame.get_by_test_id("attach")
    await attach.set_input_files(
        [chosen("screen.png", picture()), chosen("setup.exe", b"MZ\x90"), chosen("notes.txt", b"order 20418")]
    )
    log = customer.log
    await expect(log.get_by_test_id("picture")).to_have_count(1, timeout=PATIENCE)
    await expect(log.get_by_text("notes.txt")).to_be_visible(timeout=PATIENCE)
    refused = log.get_by_test_id("upload")
    await expect(refused.get_by_role("alert")).to_contain_text("cannot be sent", timeout=PATIENCE)
    await clean(page, widget(page), "files while waiting, one refused")
    await refused.get_by_role("button", name="Delete").click()
    await expect(refused).to_have_count(0)

    james_page = await person("james")
    james = await Desk(james_page, instance).sign_in("james")
    await james.open_first()
    theirs = james_page.get_by_test_id("log").get_by_test_id("picture")
    await loaded(james_page, "[data-testid=picture] img")
    await theirs.click()
    viewer = james_page.get_by_test_id("viewer")
    await expect(viewer).to_be_visible()
    await loaded(james_page, "[data-testid=viewer] .viewer-room img")
    await clean(james_page, james_page, "the console with a picture in full")
    await james_page.keyboard.press("Escape")
    await expect(viewer).to_have_count(0)
    await expect(theirs).to_be_focused()
    # One keystroke: what is in the clipboard is with the customer.
    await james_page.evaluate(PASTE, ["[data-testid=composer-text]", list(picture("salmon"))])
    await expect(log.get_by_test_id("picture")).to_have_count(2, timeout=PATIENCE)
    await log.get_by_test_id("picture").nth(1).click()
    await expect(customer.frame.get_by_test_id("viewer")).to_be_visible()
    await clean(page, widget(page), "a picture in full")
    async with page.expect_download() as download:
        await customer.frame.get_by_test_id("viewer").get_by_role("link").click()
    assert (await (await download.value).path()).stat().st_size > 0


async def test_an_upload_outlives_a_tunnel_and_a_reload(start_instance: Start, person: StartPerson) -> None:
    instance = start_instance()
    page = await person("emma", locale="en-GB")
    customer = await Customer(page, instance).arrive("emma")
    await customer.begin("Trading", "A recording of the screen")
    film = b"\0\0\0\x20ftypisom" + os.urandom(3 * 1024 * 1024)
    parts, dark = 0, asyncio.Event()

    async def tunnel(route: Route) -> None:
        nonlocal parts
        parts += route.request.method == "PATCH"
        if parts <= 2:
            await route.continue_()
        else:
            dark.set()
            await route.abort()

    await page.context.route("**/api/v1/files**", tunnel)
    await page.context.route("**/api/v1/files/**", tunnel)
    await customer.frame.get_by_test_id("attach").set_input_files([chosen("recording.mp4", film, "video/mp4")])
    await asyncio.wait_for(dark.wait(), PATIENCE)
    await expect(customer.frame.get_by_role("progressbar")).not_to_have_js_property("value", 0)
    await page.reload()
    await page.context.unroute_all()
    await customer.open()
    await expect(customer.frame.get_by_test_id("upload")).to_have_count(0, timeout=PATIENCE)
    # It begins like a recording, and no player opens it: said so, and it can be had all the same.
    await expect(customer.log.locator(".file-remark")).to_contain_text("cannot be played here", timeout=PATIENCE)
    await expect(customer.log.get_by_role("link", name="recording.mp4")).to_be_visible()


async def test_files_chosen_before_the_first_message_go_along_with_it(
    start_instance: Start, person: StartPerson
) -> None:
    instance = start_instance()
    page = await person("emma", locale="en-GB")
    customer = await Customer(page, instance).arrive("emma")
    await customer.choose("Trading")
    attach = customer.frame.get_by_test_id("attach")
    await attach.set_input_files([chosen("screen.png", picture()), chosen("wrong.txt", b"not this one")])
    waiting = customer.frame.get_by_role("list", name="Sent with your message").get_by_test_id("upload")
    await expect(waiting).to_have_count(2, timeout=PATIENCE)
    await clean(page, widget(page), "first message with files")
    await waiting.filter(has_text="wrong.txt").get_by_role("button", name="Cancel").click()
    await expect(waiting).to_have_count(1)
    await customer.begin_here("This is what I see")
    await expect(customer.log.get_by_test_id("picture")).to_have_count(1, timeout=PATIENCE)
    james_page = await person("james")
    james = await Desk(james_page, instance).sign_in("james")
    await james.open_first()
    await james.sees("This is what I see")
    await loaded(james_page, "[data-testid=picture] img")
    await expect(james_page.get_by_test_id("log")).not_to_contain_text("wrong.txt")


async def test_files_go_from_the_tickets_page_with_progress_and_again_after_a_failure(
    start_instance: Start, person: StartPerson
) -> None:
    instance = start_instance()
    async with CustomerPlayer(instance) as emma:
        await emma.hello(language="en")
        thread = await emma.start("My transfer has not arrived")
        link = (await emma.ask("escalate", thread=thread))["link"]
    page = await person("emma, a day later", locale="en-GB")
    await page.goto(link)
    broken = True

    async def proxy(route: Route) -> None:
        if broken and route.request.method == "PATCH":
            await route.fulfill(status=400, json={"code": "file_part_invalid", "message": "", "retryable": False})
        else:
            await route.continue_()

    await page.route("**/api/v1/files/**", proxy)
    attach = page.get_by_test_id("attach")
    await attach.set_input_files([chosen("bank.png", picture()), chosen("setup.exe", b"MZ")])
    uploads = page.get_by_test_id("upload")
    await expect(uploads.nth(0).get_by_role("alert")).to_have_text("Not sent.", timeout=PATIENCE)
    await expect(uploads.nth(1).get_by_role("alert")).to_contain_text("Files of this kind cannot be sent.")
    await clean(page, page, "files on the ticket's page, not sent")
    broken = False
    await uploads.nth(0).get_by_role("button", name="Try again").click()
    await expect(page.locator("#log").get_by_role("link", name="bank.png")).to_be_visible(timeout=PATIENCE)
    await expect(uploads).to_have_count(1)
    await uploads.get_by_role("button", name="Delete").click()
    await expect(uploads).to_have_count(0)
    await clean(page, page, "a file in the ticket")
