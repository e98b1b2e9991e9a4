"""Keys alone: what has the focus, how is something reached, and was a pointer touched after all?"""

from __future__ import annotations

from playwright.async_api import Page

MOST_STEPS = 60

# What has the focus, in words: through shadow roots and frames.
FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at ? `${at.ariaLabel ?? ""} ${at.dataset?.testid ?? ""} ${at.innerText ?? ""} ${at.tagName}` : "";
}"""

# Kept over a reload: a pointer that was used once was used.
POINTERS = """addEventListener("pointerdown", () => sessionStorage.setItem("pointer", "used"), true)"""


async def without_pointer(page: Page) -> None:
    """From here on `pointer_used` knows."""
    await page.add_init_script(POINTERS)


async def pointer_used(page: Page) -> bool:
    """Whether anything was pressed but keys."""
    return bool(await page.evaluate("() => sessionStorage.getItem('pointer') !== null"))


async def focused(page: Page) -> str:
    """The element with the focus, inside the widget if it is there."""
    at = str(await page.evaluate(FOCUSED))
    if not at.rstrip().endswith("IFRAME"):
        return at
    frame = next(frame for frame in page.frames if "/widget/frame" in frame.url)
    return str(await frame.evaluate(FOCUSED))


async def tab_to(page: Page, words: str, key: str = "Tab") -> None:
    """Press a key until something with these words has the focus, as a person would."""
    seen = []
    for _ in range(MOST_STEPS):
        await page.keyboard.press(key)
        seen.append(await focused(page))
        if words in seen[-1]:
            return
    raise AssertionError(f"“{words}” was not reached; the focus went over {seen}")
