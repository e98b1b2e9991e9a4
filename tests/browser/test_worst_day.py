"""A customer's worst day: a phone, a train, Arabic, and a recording of the screen that has to arrive."""

from __future__ import annotations

import os

from playwright.async_api import FilePayload, expect

from tests.browser.conftest import StartPerson
from tests.browser.stage import PATIENCE, Customer, Desk
from tests.support.instance import Instance

PHONE = {"width": 360, "height": 740}
RECORDING = b"\0\0\0\x20ftypisom" + os.urandom(5 * 1024 * 1024)


async def test_a_customer_on_a_train_is_helped_in_arabic_and_loses_nothing(
    running: Instance, person: StartPerson
) -> None:
    amira = await Desk(await person("Amira", locale="en-GB"), running).sign_in("amira")
    page = await person("Layla", locale="ar", viewport=PHONE, has_touch=True, is_mobile=True)
    layla = await Customer(page, running).arrive("layla")
    await layla.choose("الإيداع والسحب")
    field = layla.frame.get_by_test_id("message")
    # Half a sentence, and the tab is gone: what was typed is there again.
    await field.fill("أرسلت المال ولم يصل")
    await field.blur()
    await page.reload()
    await layla.open()
    if not await field.is_visible():
        await layla.choose("الإيداع والسحب")
    await expect(field).to_have_value("أرسلت المال ولم يصل", timeout=PATIENCE)
    await layla.fill_in()
    await layla.frame.get_by_test_id("send").tap()
    await layla.sees("أرسلت المال ولم يصل")
    await amira.open_first()
    await amira.sees("أرسلت المال ولم يصل")
    await amira.write("مرحبا ليلى، هل ترسلين تسجيلا للشاشة؟")
    await layla.sees("مرحبا ليلى، هل ترسلين تسجيلا للشاشة؟")
    # Into the tunnel, with a recording on its way and a word after it.
    await page.context.set_offline(True)
    await layla.frame.get_by_test_id("attach").set_input_files(
        [FilePayload(name="تسجيل الشاشة.mp4", mimeType="video/mp4", buffer=RECORDING)]
    )
    await expect(layla.frame.get_by_test_id("upload")).to_be_visible()
    # On a phone's keyboard Enter begins a line; the button sends.
    await field.fill("ها هو التسجيل")
    await layla.frame.get_by_test_id("send").tap()
    await amira.write("لا تقلقي، أنا هنا")
    await page.context.set_offline(False)
    await expect(amira.page.get_by_test_id("log").get_by_role("link", name="تسجيل الشاشة.mp4")).to_be_visible(
        timeout=PATIENCE
    )
    await amira.sees("ها هو التسجيل")
    await layla.sees("لا تقلقي، أنا هنا")
    await expect(layla.frame.get_by_test_id("upload")).to_have_count(0)
    # Nothing is wider than the phone, and the field is where the thumb is.
    wide = await page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    await expect(field).to_be_in_viewport()
    await amira.page.get_by_test_id("action-resolve").click()
    await amira.page.get_by_test_id("resolved").click()
    rate = layla.frame.get_by_test_id("rate")
    await expect(rate).to_be_visible(timeout=PATIENCE)
    await rate.locator("label").last.tap()
    await layla.frame.get_by_test_id("rate").get_by_role("button").last.tap()
    await expect(layla.frame.get_by_test_id("rated")).to_be_visible(timeout=PATIENCE)
