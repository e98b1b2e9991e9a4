"""How fast is the widget for whoever opens it? In a real Chromium, against a product of its own, in one run.

- `loader_bytes`, `first_open_bytes`: gzip, as the build measured them.
- `interactive_ms`: from the click on the button to the first topic that can be pressed: frame, script, socket and
  welcome included. A browser that has never been there; `interactive_again_ms`: one that has.
- `loader_main_thread_ms`: what the loader's script takes of the host page's main thread, compiling included.
- `scroll_worst_frame_ms`: the longest time between two frames while 1,000 messages are scrolled through.
"""

from __future__ import annotations

import asyncio
import json
import statistics
from typing import Any

from playwright.async_api import Browser, BrowserContext, Frame, Page

from bench.stage import Stage
from ops.places import ROOT
from tests.browser.stage import Customer
from tests.support import chromium
from tests.support.instance import Instance
from tests.support.players import AgentPlayer

MESSAGES = 1_000

# Runs in every frame before its own scripts: when is there something to press?
WATCH = """
if (location.pathname === "/widget/frame") {
  const look = () => {
    if (document.querySelector("[data-testid=topics] button")) {
      requestAnimationFrame(() => { window.readyAt = performance.timeOrigin + performance.now(); });
    } else requestAnimationFrame(look);
  };
  look();
}
"""
# Without a hand on its way to the button, which would have loaded the frame before.
CLICK = """() => {
  const button = document.querySelector("html > div").shadowRoot.querySelector("button");
  const at = performance.timeOrigin + performance.now();
  button.click();
  return at;
}"""
READY = """() => new Promise((done) => {
  const look = () => (window.readyAt ? done(window.readyAt) : requestAnimationFrame(look));
  look();
})"""
SCROLL = """async () => {
  const box = document.querySelector(".log");
  const frames = [];
  let last = performance.now();
  for (let top = box.scrollHeight; top > 0; top -= 400) {
    box.scrollTop = top;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - last);
    last = now;
  }
  return frames;
}"""


def run(quick: bool) -> dict[str, float]:
    """All of it."""
    with Stage() as stage:
        return asyncio.run(_measure(stage.instance, 3 if quick else 9))


async def _measure(instance: Instance, rounds: int) -> dict[str, float]:
    async with chromium.launched() as browser:
        result: dict[str, float] = json.loads((ROOT / "web" / "static" / "sizes.json").read_text())
        first, again = await _interactive(browser, instance, rounds)
        result["interactive_ms"] = round(first)
        result["interactive_again_ms"] = round(again)
        result["loader_main_thread_ms"] = round(await _loader(browser, instance, rounds), 1)
        result |= await _scroll(browser, instance)
        for name, value in result.items():
            print(f"{name:28} {value}", flush=True)
    return result


async def _interactive(browser: Browser, instance: Instance, rounds: int) -> tuple[float, float]:
    """Medians of the first and the second visit."""
    first, again = [], []
    for _ in range(rounds + 1):  # the first round warms the server, and does not count
        context = await browser.new_context(locale="en-GB")
        await context.add_init_script(WATCH)
        first.append(await _opened(context, instance))
        again.append(await _opened(context, instance))
        await context.close()
    return statistics.median(first[1:]), statistics.median(again[1:])


async def _opened(context: BrowserContext, instance: Instance) -> float:
    page = await context.new_page()
    await page.goto(instance.demo_url)
    await page.locator("button[aria-expanded]").wait_for()
    await page.wait_for_load_state("networkidle")
    clicked: float = await page.evaluate(CLICK)
    ready: float = await (await _frame(page)).evaluate(READY)
    await page.close()
    return ready - clicked


async def _frame(page: Page) -> Frame:
    while True:
        for frame in page.frames:
            if "/widget/frame" in frame.url:
                return frame
        await asyncio.sleep(0.01)


async def _loader(browser: Browser, instance: Instance, rounds: int) -> float:
    """Median of the time in which the main thread runs the loader, from its coming to a second after."""
    times = []
    for _ in range(rounds):
        context = await browser.new_context()
        page = await context.new_page()
        await browser.start_tracing(page=page, categories=["devtools.timeline", "v8"])
        await page.goto(instance.demo_url)
        await page.locator("button[aria-expanded]").wait_for()
        await page.wait_for_timeout(1_500)
        events = json.loads(await browser.stop_tracing())["traceEvents"]
        times.append(_own_time(events))
        await context.close()
    return statistics.median(times)


def _own_time(events: list[dict[str, Any]]) -> float:
    """Milliseconds of the loader's script: what begins within a counted stretch is counted with it."""
    own = sorted(
        (event for event in events if event.get("ph") == "X" and "widget.js" in json.dumps(event.get("args", {}))),
        key=lambda event: (event["ts"], -event.get("dur", 0)),
    )
    total, until = 0.0, 0.0
    for event in own:
        if event["name"] in ("EvaluateScript", "FunctionCall", "v8.compile", "v8.run") and event["ts"] >= until:
            total += event.get("dur", 0) / 1000
            until = event["ts"] + event.get("dur", 0)
    return total


async def _scroll(browser: Browser, instance: Instance) -> dict[str, float]:
    """1,000 messages of both sides, read back from the newest to the first."""
    context = await browser.new_context(locale="en-GB", viewport={"width": 1200, "height": 800})
    page = await context.new_page()
    customer = await Customer(page, instance).arrive("emma")
    async with AgentPlayer(instance, "james") as james:
        await customer.begin("Trading", "The first of many")
        thread = await _thread(james)
        for number in range(MESSAGES - 1):
            await james.send("send", thread=thread, client_id=f"m{number}", text=f"Line {number} of a long story. " * 3)
            if number % 100 == 99:
                await _acknowledged(james, number)
        await page.reload()
        await customer.open()
        more = customer.frame.get_by_role("button", name="Show earlier messages")
        await customer.log.locator("article").first.wait_for()
        while await more.count():
            before = await customer.log.locator("article").count()
            await more.click()
            await customer.log.locator("article").nth(before).wait_for()
        shown = await customer.log.locator("article").count()
        assert shown >= MESSAGES, shown
        frames: list[float] = await (await _frame(page)).evaluate(SCROLL)
    await context.close()
    return {
        "scroll_worst_frame_ms": round(max(frames[1:]), 1),
        "scroll_frames_over_50_ms": sum(each > 50 for each in frames[1:]),
    }


async def _acknowledged(player: AgentPlayer, number: int) -> None:
    await player.get("ack", client_id=f"m{number}")


async def _thread(agent: AgentPlayer) -> str:
    def theirs() -> str:
        items = agent.follow_desk().values()
        return next((item["thread"] for item in items if item["kind"] == "chat" and item.get("agent") == agent.me), "")

    found: str = await agent.until(theirs, "a chat")
    return found
