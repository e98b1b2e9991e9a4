// What does the one script on a host page do? Draws the button, makes the frame when it is wanted, carries messages.
//
// It runs on pages that are not ours: it never throws, never changes the page's layout, and says in the console, in
// words, what a developer has to mend. Every byte is paid for by every visitor of the host website.
import type { Envelope, PageSeen, Settings, ToFrame, ToHost } from "./bridge";
import { drawFace, type Face } from "./face";

type Callback = () => string | Promise<string>;
type Listener = (data: unknown) => void;
type Global = { (...command: unknown[]): void; q?: ArrayLike<unknown>[]; loaded?: boolean };

const page = window as unknown as { Switchboard?: Global };
const script = document.currentScript as HTMLScriptElement | null;

const say = (text: string, more: unknown = ""): void => {
  // biome-ignore lint/suspicious/noConsole: the console is how a host's developer learns of a mistake
  console.error(`Switchboard: ${text}`, more);
};

/** Whatever goes wrong in here stays in here. */
const safely = <T>(act: () => T): T | undefined => {
  try {
    return act();
  } catch (problem) {
    say("something went wrong.", problem);
    return undefined;
  }
};

function run(site: string, origin: string): void {
  const key = `switchboard:${site}`;
  const settings: Settings = {};
  const listeners: Record<string, Listener[]> = {};
  let kept: { token?: string; live?: boolean } = {};
  let identity: string | Callback = "";
  let face: Face | undefined;
  let color = "";
  let ready = false;
  let open = false;
  let waiting: "open" | undefined;
  let seen = "";

  try {
    kept = JSON.parse(localStorage[key] || "{}");
  } catch {
    // Storage denied, or not ours: the conversation then lasts as long as the page.
  }

  const keep = (): void => {
    try {
      localStorage[key] = JSON.stringify(kept);
    } catch {
      // As above.
    }
  };
  const post = (message: ToFrame): void => {
    face?.frame?.contentWindow?.postMessage({ switchboard: message } satisfies Envelope<ToFrame>, origin);
  };
  const tell = (name: string, data?: unknown): void => {
    for (const listener of listeners[name] || []) safely(() => listener(data));
  };
  const here = (): PageSeen => ({ url: location.href, title: document.title, referrer: document.referrer });

  /** The identity as it is now; a callback is asked each time, since a signed identity lives for minutes. */
  const signed = async (): Promise<string> => {
    try {
      return typeof identity === "function" ? await identity() : identity;
    } catch (problem) {
      say("your identify callback failed; the customer stays anonymous.", problem);
      return "";
    }
  };
  const sign = async (): Promise<void> => post({ do: "identity", identity: await signed() });

  const load = (): void => {
    face?.load(async () => {
      ready = false;
      const jwt = await signed();
      post({ do: "init", token: kept.token || "", identity: jwt, settings, page: here(), color, open });
    });
  };
  const show = (wanted: boolean): void => {
    if (!face) {
      waiting = wanted ? "open" : undefined;
      return;
    }
    if (wanted) load();
    if (wanted === open) return;
    open = wanted;
    face.show(open);
    if (ready) post({ do: open ? "open" : "close" });
    tell(open ? "open" : "close");
  };

  const commands: Record<string, (...values: never[]) => void> = {
    open: () => show(true),
    close: () => show(false),
    identify(who: string | Callback) {
      if (typeof who !== "string" && typeof who !== "function") {
        say('"identify" takes a signed JWT, or a function that returns one.');
        return;
      }
      identity = who;
      if (ready) void sign();
    },
    set(values: Settings) {
      Object.assign(settings, values);
      face?.word(settings.language);
      if (ready) post({ do: "set", settings });
    },
    on(name: string, listener: Listener) {
      listeners[name] = [...(listeners[name] || []), listener];
    },
    reset() {
      identity = "";
      kept = {};
      keep();
      if (ready) post({ do: "reset" });
    },
  };
  const obey = (command: ArrayLike<unknown>): void => {
    const [name, ...values] = Array.from(command) as [string, ...never[]];
    const act = Object.hasOwn(commands, name) && commands[name];
    if (act) safely(() => act(...values));
    else say(`there is no command "${name}"; there are ${Object.keys(commands).join(", ")}.`);
  };

  const heard = (message: ToHost): void => {
    switch (message.do) {
      case "ready":
        ready = true;
        // What was said while the frame was loading is said again, so that nothing depends on the moment.
        post({ do: open ? "open" : "close" });
        tell("ready");
        break;
      case "token":
        kept = { token: message.token, live: message.live };
        keep();
        break;
      case "close":
        show(false);
        break;
      case "unread":
        face?.badge(message.count);
        tell("unread", message.count);
        break;
      case "renew":
        if (typeof identity === "function") void sign();
        else say('the identity has expired. Give "identify" a function, and it is renewed by itself.');
        break;
      case "event":
        tell(message.name, message.data);
        break;
      case "problem":
        say(message.text);
    }
  };
  addEventListener("message", (event: MessageEvent<Envelope<ToHost>>) => {
    if (event.origin !== origin || event.source !== face?.frame?.contentWindow) return;
    if (event.data?.switchboard) safely(() => heard(event.data.switchboard));
  });

  // Asking is cheaper than wrapping the history functions of a page that is not ours.
  setInterval(() => {
    const now = here();
    if (ready && seen !== (seen = now.url + now.title)) post({ do: "page", page: now });
  }, 1000);

  const global: Global = (...command) => obey(command);
  const queue = page.Switchboard?.q || [];
  page.Switchboard = global;
  global.loaded = true;
  Array.from(queue).forEach(obey);

  fetch(`${origin}/api/v1/embed?site=${encodeURIComponent(site)}`, { credentials: "omit" })
    .then(async (answer) => {
      const told = await answer.json();
      if (!answer.ok) {
        say(why(told, site), told);
        return;
      }
      color = told.color || "";
      face = drawFace({ origin, site, name: told.name, color, language: settings.language, toggle: () => show(!open), load });
      if (waiting) show(true);
      else if (kept.live) (window.requestIdleCallback || setTimeout)(load);
    })
    .catch((problem) =>
      say(`${origin} does not answer. If this page has a content security policy, see docs/embed.md for its lines.`, problem),
    );
}

function why(told: { code: string; message: string; data: { origin?: string; allowed?: string[] } }, site: string): string {
  if (told.code === "unknown_site") return `there is no site "${site}". Check data-site in the embed snippet.`;
  if (told.code === "origin_refused") {
    return `${told.data.origin} may not embed the site "${site}". Allowed: ${told.data.allowed}. Add the origin in the site's settings.`;
  }
  return told.message;
}

safely(() => {
  if (page.Switchboard?.loaded) return;
  const site = script?.dataset.site;
  if (!script || !site) say('the snippet needs its site key: <script async src="…/widget.js" data-site="…">.');
  else run(site, new URL(script.src).origin);
});
