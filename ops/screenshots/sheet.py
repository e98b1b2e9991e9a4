"""How are all pictures seen at once? A page with every picture by name, and that page as one picture."""

from __future__ import annotations

import html
from itertools import groupby

from ops.screenshots.studio import Studio

TITLES = {
    "widget": "Widget",
    "vip": "Widget of a VIP",
    "console": "Console",
    "pane": "The customer's pane",
    "work": "Working together",
    "moments": "Seldom moments",
    "why": "Why",
    "office": "Reports and settings",
    "page": "Pages",
}
STYLE = """
body { margin: 0; padding: 24px; background: #e9ecf1; color: #131824; font: 14px/1.4 system-ui, sans-serif; }
h1 { margin: 0 0 16px; font-size: 22px; } h2 { margin: 28px 0 12px; font-size: 17px; }
section { display: flex; flex-wrap: wrap; gap: 18px; }
figure { display: grid; margin: 0; }
figcaption { width: 0; min-width: 100%; margin-top: 4px; overflow-wrap: anywhere; font-size: 12px; }
img { display: block; height: var(--high); border-radius: 6px; box-shadow: 0 1px 6px #0003; }
"""
HIGH = {
    "widget": 320,
    "vip": 320,
    "console": 300,
    "pane": 300,
    "work": 300,
    "moments": 300,
    "why": 340,
    "office": 280,
    "page": 260,
}
SHEET_WIDTH = 2400


async def write(studio: Studio) -> None:
    """`index.html`, and `contact-sheet.png` made from it."""
    order = list(TITLES)
    pictures = sorted(studio.pictures, key=lambda picture: order.index(picture.group))
    parts = [f"<!doctype html><meta charset=utf-8><title>Switchboard</title><style>{STYLE}</style><h1>Switchboard</h1>"]
    for group, found in groupby(pictures, key=lambda picture: picture.group):
        parts.append(f'<h2>{TITLES[group]}</h2><section style="--high: {HIGH[group]}px">')
        for picture in found:
            name = html.escape(picture.name)
            parts.append(
                f'<figure><a href="{name}.png"><img src="{name}.png" alt=""></a>'
                f"<figcaption>{name}</figcaption></figure>"
            )
        parts.append("</section>")
    index = studio.folder / "index.html"
    index.write_text("\n".join(parts))
    async with studio.person(viewport={"width": SHEET_WIDTH, "height": 1000}) as page:
        await page.goto(index.as_uri())
        await page.screenshot(path=studio.folder / "contact-sheet.png", full_page=True)
