// What does a script add to the ticket page, which works without one? Times of the reader's own place, news, and one
// answer for two clicks.
//
// The page is asked for again now and then; what is new in it is put in, and what the reader is writing is left alone.
import { localTimes } from "./times";

/** Often enough that an answer seems to come by itself; only while the page is looked at. */
const ASK_MS = 5_000;

async function news(): Promise<void> {
  if (document.visibilityState !== "visible") return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    localTimes(fresh);
    const log = document.getElementById("log");
    const entries = [...(fresh.getElementById("log")?.children ?? [])];
    // Append only: what is there stays, so that a screen reader announces just what is new.
    if (log) log.append(...entries.slice(log.children.length));
    const [now, then] = [document.getElementById("state"), fresh.getElementById("state")];
    if (now && then && now.textContent !== then.textContent) now.replaceWith(then);
  } catch {
    // No network: asked again next time.
  }
}

/** While an answer is on its way the button rests; a page that the browser brings back has it again. */
function rest(on: boolean): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("form button[type=submit]")) button.disabled = on;
}

document.addEventListener("submit", () => rest(true));
addEventListener("pageshow", () => rest(false));

// Files go by a script alone; it comes after the page has been read.
const place = document.getElementById("attach");
if (place) void import("./attach").then(({ attach }) => attach(place, () => void news()));

localTimes(document);
setInterval(news, ASK_MS);
document.addEventListener("visibilitychange", news);
