"""Does a page keep to WCAG 2.2 A and AA, as far as a program can tell? axe-core answers, in the page itself."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from playwright.async_api import Frame, Page

from tests.support.chromium import MODULES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

RUN = """async tags => {
  const found = await axe.run(document, { runOnly: tags, iframes: false, resultTypes: ["violations"] });
  return found.violations.flatMap(rule => rule.nodes.map(node => ({
    rule: rule.id, help: rule.help, where: node.target.join(" "), why: node.failureSummary, html: node.html })));
}"""


@cache
def source() -> str:
    """The text of axe-core."""
    return (MODULES / "axe-core" / "axe.min.js").read_text()


async def violations(frame: Page | Frame) -> list[str]:
    """What is wrong in this frame, in words."""
    # A page's own policy does not bind what the test's hand does, so no exception to it is needed.
    if not await frame.evaluate("() => 'axe' in window"):
        await frame.evaluate(source())
    found: list[dict[str, Any]] = await frame.evaluate(RUN, RULES)
    return [
        f"{each['rule']}: {each['help']}\n  {each['where']}\n  {each['html'][:300]}\n  {each['why']}" for each in found
    ]


async def clean(page: Page, frame: Page | Frame, state: str) -> None:
    """No violation in this state, in light and in dark."""
    problems = []
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        await page.wait_for_timeout(200)  # colours fade, and axe reads what is painted
        found = await violations(frame)
        problems += [f"{state}, {scheme}: {each}" for each in found]
    await page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert not problems, "\n" + "\n".join(problems)
