"""What may a browser test ask for?

| fixture | is |
|---|---|
| `browser` | one headless Chromium for the session (playwright's async API) |
| `person` | `await person("Li", locale="zh-CN")`: a page in a browser profile of its own, closed after the test |

The async API, because the sync one keeps an event loop running in the main thread and async tests beside it then fail.
All browser tests share one event loop, that of the browser. A failed test leaves each person's screen and console in
`.cache/failures/<test>/`.
"""

import re
from collections.abc import AsyncIterator, Generator
from typing import Any, Protocol

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page

from ops.places import ROOT
from tests.support import chromium
from tests.support.instance import Instance

FAILURES = ROOT / ".cache" / "failures"
FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test below this folder drives the browser, in the browser's loop."""
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "browser"):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember for `person` whether the test itself failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for the session."""
    async with chromium.launched() as found:
        yield found


@pytest.fixture(autouse=True)
def nobody_left(request: pytest.FixtureRequest) -> None:
    """A test on the shared product begins on an empty desk: an agent's first chat is this test's own."""
    if "running" in request.fixturenames:
        running: Instance = request.getfixturevalue("running")
        running.clear_desk()


class StartPerson(Protocol):
    """Opens a page for somebody; options are those of a browser context (locale, viewport, …)."""

    async def __call__(self, name: str, **options: Any) -> Page: ...


@pytest_asyncio.fixture(loop_scope="session")
async def person(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[StartPerson]:
    """People of this test, each with a profile of their own."""
    pages: dict[str, Page] = {}
    contexts: list[BrowserContext] = []
    said: dict[str, list[str]] = {}

    async def start(name: str, **options: Any) -> Page:
        context = await browser.new_context(**options)
        context.set_default_timeout(15_000)
        page = await context.new_page()
        lines = said.setdefault(name, [])
        page.on("console", lambda message: lines.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: lines.append(f"uncaught: {error}"))
        page.on("requestfailed", lambda failed: lines.append(f"failed: {failed.url} {failed.failure}"))
        contexts.append(context)
        pages[name] = page
        return page

    yield start
    if request.node.stash.get(FAILED, True):
        folder = FAILURES / re.sub(r"\W+", "-", request.node.name)
        folder.mkdir(parents=True, exist_ok=True)
        for name, page in pages.items():
            (folder / f"{name}.txt").write_text("\n".join([page.url, *said[name]]))
            if not page.is_closed():
                await page.screenshot(path=folder / f"{name}.png")
    for context in contexts:
        await context.close()
