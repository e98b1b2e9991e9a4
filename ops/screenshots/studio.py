"""How is a picture taken? A page as a person has it, in the looks that matter, into a file with a lasting name."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, FloatRect, Page

from tests.support.instance import Instance

SETTLE_MS = 350  # for sizes, scrolling and fonts to come to rest
ACTION_MS = 20_000
LATE_MS = 40_000  # for what comes of several steps on a busy machine

# Keeps every socket that a page opens, so that a scene can cut the line at once instead of after a minute's silence.
SOCKETS_AT_HAND = """
window.WebSocket = class extends WebSocket {
  constructor(...args) { super(...args); (window.openSockets ??= []).push(this); }
};
"""


@dataclass(frozen=True)
class Look:
    """In which colours, and how large. `clip` is what is kept of a wide screen."""

    name: str
    width: int
    height: int
    dark: bool = False
    clip: FloatRect | None = None


# The widget stands in the corner of the host's page; the rest of that page is not ours.
CORNER = FloatRect(x=556, y=0, width=444, height=800)
LIGHT = Look("", 1000, 800, clip=CORNER)
DARK = Look("dark", 1000, 800, dark=True, clip=CORNER)
PHONE = Look("phone", 390, 844)
PHONE_DARK = Look("phone-dark", 390, 844, dark=True)
KEYBOARD = Look("phone-keyboard", 390, 500)
HOST = Look("host", 1000, 800)
DESKTOP = Look("", 1440, 900)
DESKTOP_SMALL = Look("small", 1120, 660)
DESKTOP_DARK = Look("dark", 1440, 900, dark=True)
PAGE = Look("", 900, 800)
PAGE_DARK = Look("dark", 900, 800, dark=True)


@dataclass
class Picture:
    """One file, and what it shows."""

    name: str
    group: str

    @property
    def file(self) -> str:
        """Its name in the folder."""
        return f"{self.name}.png"


@dataclass
class Studio:
    """The product, the browser, and the folder for the pictures."""

    instance: Instance
    browser: Browser
    folder: Path
    pictures: list[Picture] = field(default_factory=list)
    taken: Callable[[], None] = lambda: None

    @contextlib.asynccontextmanager
    async def person(self, **options: Any) -> AsyncIterator[Page]:
        """A page in a browser profile of its own."""
        context = await self.browser.new_context(reduced_motion="reduce", **options)
        context.set_default_timeout(ACTION_MS)
        await context.add_init_script(SOCKETS_AT_HAND)
        try:
            yield await context.new_page()
        finally:
            await context.close()

    async def take(self, page: Page, group: str, name: str, *looks: Look, still: bool = False) -> None:
        """One picture for every look; afterwards the page has the first look again. `still`: no hand is moved."""
        first, *others = looks
        if not still:
            await page.mouse.move(0, 0)  # nothing is pointed at
        for look in (first, *others):
            await self._dress(page, look)
            full = "-".join(part for part in (group, name, look.name) if part)
            picture = Picture(full, group)
            await page.screenshot(path=self.folder / picture.file, animations="disabled", clip=look.clip)
            self.pictures = [each for each in self.pictures if each.name != full] + [picture]
            self.taken()
        if others:
            await self._dress(page, first)

    async def _dress(self, page: Page, look: Look) -> None:
        await page.emulate_media(color_scheme="dark" if look.dark else "light", reduced_motion="reduce")
        if page.viewport_size != {"width": look.width, "height": look.height}:
            await page.set_viewport_size({"width": look.width, "height": look.height})
        await page.wait_for_timeout(SETTLE_MS)


async def cut_the_line(context: BrowserContext) -> None:
    """The network is gone, and every page of this person knows at once."""
    await context.set_offline(True)
    for page in context.pages:
        for frame in page.frames:
            await frame.evaluate("() => (window.openSockets ?? []).forEach(socket => socket.close())")
