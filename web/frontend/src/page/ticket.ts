// What does a script add to the ticket page, which works without one? Times of the reader's own place, and news.
//
// The page is asked for again now and then; what is new in it is put in, and what the reader is writing is left alone.

/** Nobody waits at this page as in a chat; the widget is there for that. */
const ASK_MS = 15_000;

/** Times come in UTC, for those without a script. */
function localTimes(within: ParentNode): void {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  for (const time of within.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.textContent = format.format(at);
  }
}

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

localTimes(document);
setInterval(news, ASK_MS);
document.addEventListener("visibilitychange", news);
