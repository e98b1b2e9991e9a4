// What runs in the frame of a preview? The widget itself, with a rehearsal in the place of the server: it can be clicked
// through, and nothing that is typed in it goes anywhere.
import type { ToFrame } from "../loader/bridge";
import { paint } from "../widget/theme";
import { Rehearsal, type Shown } from "./rehearsal";

const SITE = "preview";
/** How often the list of topics is looked for, once a frame, until the widget has drawn it. */
const TRIES = 300;

let before: Shown | undefined;

addEventListener("message", (event: MessageEvent<{ preview?: Shown }>) => {
  if (event.source !== parent || event.origin !== location.origin || !event.data?.preview) return;
  const shown = event.data.preview;
  Rehearsal.shown = shown;
  if (!before) void start(shown);
  else change(before, shown);
  before = shown;
});
parent.postMessage({ preview: "ready" }, location.origin);

/** As the host page would say it. */
function tell(message: ToFrame): void {
  const data = { switchboard: message };
  dispatchEvent(new MessageEvent("message", { data, source: parent, origin: location.origin }));
}

async function start(shown: Shown): Promise<void> {
  const { color, scheme, logo, language } = shown;
  const config = document.getElementById("config");
  const main = document.currentScript ?? document.querySelector<HTMLScriptElement>("script[data-main]");
  if (!config || !(main instanceof HTMLScriptElement)) return;
  const origins = [location.origin];
  config.textContent = JSON.stringify({ site: SITE, origins, language, theme: { color, scheme, logo } });
  window.WebSocket = Rehearsal as unknown as typeof WebSocket;
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(`switchboard:${SITE}:`)) localStorage.removeItem(key);
  } catch {
    // Denied: then nothing is left of an earlier preview.
  }
  await import(/* @vite-ignore */ main.dataset.main ?? "");
  const page = { url: location.origin, title: "" };
  // Not open: the frame must not take the focus from whoever is editing beside it. A token makes it connect all the same.
  tell({ do: "init", token: SITE, signs: false, settings: { language }, page, open: false, forgets: false });
  go(shown, TRIES);
}

/** To the topic's first message, as a customer goes there. */
function go(shown: Shown, tries: number): void {
  const { view, topics } = shown;
  if (view.at !== "topic" || tries === 0) return;
  const order = topics.filter((each) => !each.retired).sort((a, b) => Number(b.urgent) - Number(a.urgent));
  const at = order.findIndex((each) => each.slug === view.topic);
  const row = document.querySelectorAll<HTMLButtonElement>("[data-testid=topics] button")[at];
  if (row) row.click();
  else requestAnimationFrame(() => go(shown, tries - 1));
}

function change(was: Shown, is: Shown): void {
  if (was.logo !== is.logo || was.scheme !== is.scheme || was.view.at !== is.view.at) {
    location.reload();
    return;
  }
  if (was.color !== is.color) {
    document.documentElement.removeAttribute("style");
    paint(is.color);
    if (is.scheme === "light" || is.scheme === "dark") document.documentElement.style.colorScheme = is.scheme;
  }
  if (was.language !== is.language) tell({ do: "set", settings: { language: is.language } });
  Rehearsal.last?.greet();
}
