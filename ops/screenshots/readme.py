"""Which pictures stand in README and docs, and how are they cut? Small, without the host's page around the widget."""

from __future__ import annotations

import base64

from playwright.async_api import FloatRect

from ops.places import ROOT
from ops.screenshots.studio import Studio

FOLDER = ROOT / "docs" / "pictures"
FRAME = FloatRect(x=24, y=32, width=400, height=680)  # the widget in a picture of its corner
CONSOLE = FloatRect(x=0, y=0, width=1120, height=660)
TICKET = FloatRect(x=110, y=56, width=680, height=580)
WHY = FloatRect(x=336, y=16, width=768, height=868)
OFFICE = FloatRect(x=0, y=0, width=1180, height=760)
POLICY = FloatRect(x=0, y=0, width=1180, height=620)
PALETTE = FloatRect(x=470, y=170, width=500, height=580)
WATCHING = FloatRect(x=0, y=0, width=1440, height=900)
VIP = FloatRect(x=0, y=0, width=390, height=700)

# File: the picture it is made from, and what of it.
PICTURES: dict[str, tuple[str, FloatRect]] = {
    "widget-waiting": ("widget-10-waiting-en", FRAME),
    "widget-arabic": ("widget-22-chat-ar", FRAME),
    "widget-dark": ("widget-22-chat-en-dark", FRAME),
    "console-busy": ("console-06-busy-small", CONSOLE),
    "ticket-page": ("page-ticket-en", TICKET),
    "why-waiting": ("why-01-waiting", WHY),
    "policy": ("office-04-policy", POLICY),
    "waiting-times": ("office-01-waits", OFFICE),
    "service": ("office-08-service", OFFICE),
    "site": ("office-09-site", OFFICE),
    "theme": ("office-10-theme", OFFICE),
    "topic": ("office-12-topic-account-security", OFFICE),
    "palette": ("console-20-palette", PALETTE),
    "watching": ("console-31-watching", WATCHING),
    "wall": ("moments-31-wall-alarm", WATCHING),
    "widget-cut-off": ("widget-71-blocked-home-en", FRAME),
    "vip-choice": ("vip-01-choice-zh", VIP),
}


async def cut(studio: Studio) -> None:
    """Make them anew, those of which a picture was just taken."""
    FOLDER.mkdir(exist_ok=True)
    async with studio.person() as page:
        for name, (source, part) in PICTURES.items():
            if not (studio.folder / f"{source}.png").exists():
                continue
            picture = base64.b64encode((studio.folder / f"{source}.png").read_bytes()).decode()
            await page.set_content(
                "<style>body { margin: 0 } div { position: relative; overflow: hidden }"
                f"div, div::after {{ border-radius: {18 if part is FRAME else 0}px }}"
                'div::after { position: absolute; inset: 0; content: ""; box-shadow: inset 0 0 0 1px #8886 }</style>'
                f'<div style="width: {part["width"]}px; height: {part["height"]}px">'
                f'<img style="margin: {-part["y"]}px 0 0 {-part["x"]}px" src="data:image/png;base64,{picture}"></div>'
            )
            shown = page.locator("div")
            await page.locator("img").evaluate("picture => picture.decode()")
            # Without round corners no transparency either, which makes it smaller.
            await shown.screenshot(path=FOLDER / f"{name}.png", omit_background=part is FRAME)
