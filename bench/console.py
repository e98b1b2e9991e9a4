"""How fast is the console for whoever works in it all day? In a real Chromium, against a product of its own.

An agent with 50 open chats, on a desk with 5,000 of the past:

- `console_paint_ms`: from the reload of the page until the first of one's own chats is on the screen: page, scripts,
  socket, welcome and desk included.
- `switch_ms`: from the press on another chat until its log and its field are there.
- `input_ms`: from a key until its letter is drawn, while 20 messages a second arrive in the open chats; the slowest of
  a hundred but five.
- `memory_growth_mib`: what the heap has grown by after an hour's traffic, replayed fast into the open chats.
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
from contextlib import AsyncExitStack

from playwright.async_api import Page

from bench.stage import Stage
from tests.browser.stage import Desk
from tests.support import chromium
from tests.support.instance import Instance
from tests.support.players import CustomerPlayer

CHATS, HISTORY = 50, 5_000
PACE = 20.0  # messages a second, from all customers together
KEYS = 100
HOUR = 3_000  # messages: about what 50 chats say in an hour

AGENT = f"""
from agents.models import Agent
from chat.models import Site
from tests.support.history import fill
fill(Site.objects.get(key="site_demo_exchange").pk, {HISTORY}, 30)
Agent.objects.filter(email="james@meridian.example").update(capacity={CHATS + 10})
"""
PAINTED = """() => new Promise((done) => {
  const look = () => (document.querySelector("[data-testid^=mine-]")
    ? requestAnimationFrame(() => done(performance.now()))
    : requestAnimationFrame(look));
  look();
})"""
SWITCH = """(thread) => new Promise((done) => {
  const begun = performance.now();
  document.querySelector(`[data-testid="mine-${thread}"]`).click();
  const look = () => {
    const log = document.querySelector("[data-testid=log] article");
    const field = document.querySelector("[data-testid=composer-text]");
    const shown = document.querySelector(`[data-testid="mine-${thread}"][aria-current]`);
    if (log && field && shown) requestAnimationFrame(() => done(performance.now() - begun));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""
LISTEN = """() => {
  window.delays = [];
  document.addEventListener("keydown", (event) => {
    const at = event.timeStamp;
    requestAnimationFrame(() => setTimeout(() => window.delays.push(performance.now() - at)));
  }, true);
}"""


def run(quick: bool) -> dict[str, float]:
    """All of it."""
    with Stage() as stage:
        stage.instance.manage("shell", "-v", "0", "-c", AGENT)
        return asyncio.run(_measure(stage.instance, 3 if quick else 9))


async def _measure(instance: Instance, rounds: int) -> dict[str, float]:
    async with chromium.launched() as browser, AsyncExitStack() as stack:
        page = await browser.new_page(locale="en-GB", viewport={"width": 1440, "height": 900})
        await Desk(page, instance).sign_in("james")
        customers = [await stack.enter_async_context(CustomerPlayer(instance)) for _ in range(CHATS)]
        threads = []
        for customer in customers:
            await customer.hello(language="en", region="EUR")
            threads.append(await customer.start("Hello, where is my transfer?"))
            await customer.event(threads[-1], "assigned")
        result = {
            "console_paint_ms": round(await _painted(page, rounds)),
            "switch_ms": round(await _switched(page, threads, rounds)),
            "input_ms": round(await _typed(page, customers, threads), 1),
            "memory_growth_mib": round(await _grown(page, customers, threads), 1),
        }
        for name, value in result.items():
            print(f"{name:28} {value}", flush=True)
    return result


async def _painted(page: Page, rounds: int) -> float:
    times: list[float] = []
    for _ in range(rounds + 1):  # the first round warms the server, and does not count
        await page.reload(wait_until="commit")
        times.append(await page.evaluate(PAINTED))
    return statistics.median(times[1:])


async def _switched(page: Page, threads: list[str], rounds: int) -> float:
    times: list[float] = [await page.evaluate(SWITCH, thread) for thread in threads[: rounds * 2 + 1]]
    return statistics.median(times[1:])


async def _typed(page: Page, customers: list[CustomerPlayer], threads: list[str]) -> float:
    talking = asyncio.create_task(_talk(customers, threads, KEYS * 4))
    await page.get_by_test_id("composer-text").focus()
    await page.evaluate(LISTEN)
    for number in range(KEYS):
        await page.keyboard.press("a" if number % 6 else "Space")
        await asyncio.sleep(0.05)
    delays: list[float] = await page.evaluate("window.delays")
    talking.cancel()
    await asyncio.gather(talking, return_exceptions=True)
    return sorted(delays)[int(len(delays) * 0.95) - 1]


async def _grown(page: Page, customers: list[CustomerPlayer], threads: list[str]) -> float:
    before = await _heap(page)
    await _talk(customers, threads, HOUR, pause=0.0)
    await page.wait_for_timeout(3_000)
    return (await _heap(page) - before) / 2**20


async def _heap(page: Page) -> float:
    """Bytes in use by scripts, after everything that nobody needs has been collected."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("HeapProfiler.collectGarbage")
    size: float = (await devtools.send("Runtime.getHeapUsage"))["usedSize"]
    await devtools.detach()
    return size


async def _talk(customers: list[CustomerPlayer], threads: list[str], count: int, pause: float = 1 / PACE) -> None:
    """So many messages from all customers in turn, each acknowledged; with a pause between two."""
    for number, (customer, thread) in zip(range(count), itertools.cycle(zip(customers, threads, strict=True))):
        answer = await customer.say(thread, f"And another thing, number {number}.")
        assert answer["t"] == "ack", answer
        await asyncio.sleep(pause)
