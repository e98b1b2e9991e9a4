"""Do the examples of docs/embed.md do what they say? Taken out of the document, built, and used in a browser."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from ops import node
from ops.places import ROOT
from tests.browser.conftest import StartPerson
from tests.browser.shop import DEMO_SITE, Pages, served, shop
from tests.browser.stage import PATIENCE, Customer, chat_of
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, identity

Start = Callable[..., Instance]

DOCUMENT = ROOT / "docs" / "embed.md"
ALLOW = """
from chat.models import Site
site = Site.objects.get(key="site_demo_exchange")
site.allowed_origins.append("{}")
site.save()
"""
WEB_VIEWS = {
    "Android": "Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/AP4A; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36",
    "iOS": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Mobile/22B83",
}


def build(instance: Instance, folder: Path) -> None:
    """Make the applications of tests/browser/examples.mjs around what the document says."""
    npm, env = node.npm(Path(sys.executable))
    argv = [*npm, "run", "--silent", "examples", "--", str(DOCUMENT), str(folder), instance.url, DEMO_SITE]
    done = subprocess.run(argv, cwd=ROOT / "tests/browser", env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["switchboard.js", "Support.jsx", "Support.vue"]


@contextmanager
def website(instance: Instance, folder: Path) -> Iterator[str]:
    """A website with the applications, where one can be emma, mei or nobody; its address."""
    signed_in = ""

    class Application(Pages):
        def do_GET(self) -> None:
            name = self.path.strip("/")
            if name == "switchboard-identity":
                self.answer(
                    200 if signed_in else 403, "text/plain", signed_in and identity(instance, signed_in, sub=signed_in)
                )
            elif (folder / name).is_file():
                self.answer(200, "text/javascript", (folder / name).read_text())
            else:
                page = '<!doctype html><html lang="en"><title>Shop</title><div id="app"></div>'
                self.answer(200, "text/html", f'{page}<script type="module" src="/{name}.js"></script></html>')

        def do_POST(self) -> None:
            nonlocal signed_in
            signed_in = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer(200, "text/plain", "")

    with served(Application) as address:
        yield address


async def press(page: Page, name: str) -> None:
    """One of the application's own buttons; the open widget may lie over it."""
    await page.get_by_role("button", name=name, exact=True).dispatch_event("click")


@pytest.mark.parametrize("framework", ["react", "vue"])
async def test_an_application_as_in_the_document_keeps_the_chat_over_routes_and_gives_it_to_nobody_else(
    start_instance: Start, person: StartPerson, tmp_path: Path, framework: str
) -> None:
    instance = start_instance()
    build(instance, tmp_path)
    page = await person("a developer's first visitor", locale="en-GB")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    with website(instance, tmp_path) as address:
        instance.manage("shell", "-v", "0", "-c", ALLOW.format(address))
        await page.goto(f"{address}/{framework}")
        customer = Customer(page, instance)
        await press(page, "Be emma")
        await customer.open()
        await expect(page.locator("script[data-site]")).to_have_count(1)
        async with AgentPlayer(instance, "james") as james:
            await customer.begin("Trading", "My order is stuck")
            thread = await chat_of(james)
            await james.say(thread, "Which one?")
            await customer.sees("Which one?")
            detail = next(frame for frame in james.seen if frame["t"] == "thread" and frame["id"] == thread)
            assert detail["customer"]["name"] == "Emma Clark"
            # A page without the component, and back: drawn anew, nothing is lost, nobody is signed out.
            await press(page, "Go to markets")
            await expect(page.get_by_role("heading", name="markets")).to_be_visible()
            await james.say(thread, "Are you there?")
            await customer.sees("Are you there?")
            await press(page, "Go to home")
            await customer.write("It is order 20418")
            await james.event(thread, "message", text="It is order 20418")
            await press(page, "Español")
            await expect(customer.frame.locator(".app")).to_have_attribute("lang", "es", timeout=PATIENCE)
            # A page that is loaded anew, by the same user, has the same conversation.
            await page.reload()
            await press(page, "Be emma")
            await customer.open()
            card = customer.frame.get_by_test_id("thread")
            await expect(card.or_(customer.log).first).to_be_visible(timeout=PATIENCE)
            if await card.count():
                await card.click()
            await customer.sees("Which one?")
            # Somebody else on the same computer has nothing of it, nor has nobody.
            for whom in ("Be mei", "Be nobody"):
                await press(page, whom)
                await expect(customer.frame.get_by_test_id("topics")).to_be_visible(timeout=PATIENCE)
                await expect(customer.frame.get_by_text("Which one?")).to_have_count(0)
                await expect(customer.frame.get_by_test_id("thread")).to_have_count(0)
            await press(page, "Be emma")
            await expect(customer.frame.get_by_test_id("thread")).to_have_count(1, timeout=PATIENCE)
            await expect(page.locator("iframe")).to_have_count(1)
    assert [text for text in said if "Switchboard" in text or "Warning" in text] == []


@pytest.mark.parametrize("system", WEB_VIEWS)
async def test_in_a_web_view_the_chat_fills_the_screen_and_the_agent_sees_the_app(
    start_instance: Start, person: StartPerson, system: str
) -> None:
    instance = start_instance()
    section = DOCUMENT.read_text().partition("## In an app")[2]
    [commands] = re.findall(r"```js\n(.*?)```", section, re.S)
    size = {"width": 390, "height": 844}
    page = await person(
        system, locale="en-GB", user_agent=WEB_VIEWS[system], viewport=size, is_mobile=True, has_touch=True
    )
    with shop(instance) as address:
        instance.manage("shell", "-v", "0", "-c", ALLOW.format(address))
        await page.goto(address)
        await expect(page.locator("button[aria-expanded]")).to_be_visible(timeout=PATIENCE)
        await page.evaluate(commands)
        customer = Customer(page, instance)
        async with AgentPlayer(instance, "james") as james:
            await customer.begin("Trading", "My order is stuck")
            assert await page.locator("iframe").bounding_box() == {"x": 0, "y": 0, **size}
            thread = await chat_of(james)
            detail = next(frame for frame in james.seen if frame["t"] == "thread" and frame["id"] == thread)
            assert detail["customer"]["device"] == "Meridian 5.2.1, Pixel 9"
            await james.say(thread, "Which one?")
            await customer.sees("Which one?")
            # The web view's storage keeps it when the app comes back.
            await page.reload()
            await page.evaluate(commands)
            await customer.sees("Which one?")
