// What does the one script on a host page do? Draws the button, makes the frame when it is wanted, carries messages.
//
// It runs on pages that are not ours: it never throws, never changes the page's layout, and says in the console, in
// words, what a developer has to mend; and on the page, to a visitor who asked for the chat, that it cannot be reached.
// Every visitor of the host website pays for every byte, hence one closure, short ways and no library; the build holds
// it under 2 KB.
import type { Envelope, PageSeen, Settings, ToFrame, ToHost } from "./bridge";
import style from "./loader.css?inline";

type Callback = () => string | Promise<string>;
type Listener = (data: unknown) => void;
type Global = { (...command: unknown[]): void; q?: Iterable<unknown>[]; up?: boolean };
/** What `/api/v1/embed` answers: the site, or a row of the error table. */
type Told = {
  name: string;
  /** What the button is called, in the language asked for. */
  label: string;
  color: string;
  /** Which way the button and the frame take the page to read: "rtl" puts them on the left. */
  dir: string;
  /** That the chat cannot be reached after all, and that pressing here tries again; in the language asked for. */
  sorry: string;
  code?: string;
  message: string;
  data: unknown;
};

const page = window as unknown as { Switchboard?: Global };
/** A tag manager may run us as a module, where there is no current script. */
const script = (document.currentScript || document.querySelector("script[data-site]")) as HTMLScriptElement | null;
// biome-ignore lint/suspicious/noConsole: on a page that is not ours the only place to tell its developer of a mistake (docs/embed.md)
const say = (...what: unknown[]): void => console.error("Switchboard:", ...what);
/** Whatever goes wrong in a host's callback, now or later, stays out of the host's way. */
const safely = <T>(act: () => T | Promise<T>): Promise<T | undefined> =>
  new Promise<T>((done) => done(act())).catch((problem) => {
    say("a callback failed", problem);
    return undefined;
  });

// A page that embeds it twice has one all the same.
if (script && !page.Switchboard?.up) {
  // Without a key the site "undefined" is asked for, and the answer says that there is none.
  const site = encodeURIComponent(script.dataset.site as string);
  const { origin } = new URL(script.src);
  const key = `switchboard:${site}`;
  const settings: Settings = {};
  const listeners: [string, Listener][] = [];
  const root = document.createElement("div");
  const shadow = root.attachShadow({ mode: "open" });
  const button = document.createElement("button");
  const query = `?site=${site}`;
  let identity: string | Callback = "";
  let frame: HTMLIFrameElement | undefined;
  let label = "";
  let sorry = "Sorry, no answer. Try again";
  let ready = false;
  let open = false;
  let patience: number | undefined;
  let seen: string | undefined;
  // The token, behind "1" while something of this customer is open, so that the frame is worth loading;
  // empty where the browser denies storage.
  let kept = "";

  // A browser that is too old for it draws a plain button.
  safely(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    shadow.adoptedStyleSheets = [sheet];
  });
  shadow.append(button);
  button.onclick = () => show(!open);

  // Without storage the conversation lasts as long as the page.
  try {
    kept = localStorage[key] || "0";
  } catch {}
  const keep = (value: string): void => {
    kept = value;
    try {
      localStorage[key] = kept;
    } catch {}
  };
  /** Before the frame is ready nothing is lost: `init` says it all again. */
  const post = (message: ToFrame): void => {
    const envelope: Envelope<ToFrame> = { switchboard: message };
    if (ready) (frame as HTMLIFrameElement).contentWindow?.postMessage(envelope, origin);
  };
  const tell = (name: string, data?: unknown): void => {
    for (const [wanted, listener] of listeners) if (wanted === name) safely(() => listener(data));
  };
  const here = (): PageSeen => ({
    url: location.href,
    title: document.title.replace(/^\(\d+\) /, ""),
  });
  /** A callback, told by what only functions have, is asked each time, since a signed identity lives for minutes. */
  const sign = async (): Promise<void> =>
    post({
      do: "identity",
      identity: await safely(() => ((identity as Callback).call ? (identity as Callback)() : (identity as string))),
    });

  /** What the button is called, and what stands at its corner. */
  const mark = (name: string, corner = ""): void => {
    button.ariaLabel = name;
    button.dataset.n = corner;
    // Moved, it would lose the focus, and its frame what was in it.
    if (!root.isConnected) document.documentElement.append(root);
  };
  /** A visitor who asked for the chat is told that it is not there; nobody else is disturbed. */
  const fail = (): void => {
    const wanted = open;
    clearTimeout(patience);
    show(false);
    frame?.remove();
    frame = undefined;
    ready = false;
    if (!wanted) return;
    mark(sorry, sorry);
    button.focus();
  };
  const unanswered = (problem: unknown): void => {
    say(`no answer from ${origin}`, problem);
    fail();
  };

  const load = (): void => {
    if (frame) return;
    if (button.onfocus) {
      mark(label);
      frame = document.createElement("iframe");
      frame.src = `${origin}/widget/frame${query}`;
      frame.onload = () => {
        ready = true;
        post({ do: "init", token: kept.slice(1), forgets: !kept, signs: !!identity, settings, page: here(), open });
        sign();
        // A frame that failed looks from here like one that loaded, but for its silence.
        patience = setTimeout(unanswered, 4000) as unknown as number;
      };
      frame.title = label;
      button.after(frame);
    } else ask();
  };
  const show = (wanted: boolean, changed = wanted !== open): void => {
    open = wanted;
    button.ariaExpanded = open as unknown as string;
    if (open) load();
    // Not drawn yet: drawing comes back here.
    if (frame && changed) {
      (open ? frame : button).focus();
      post({ do: "look", open });
      tell(open ? "open" : "close");
    }
  };

  const commands: Record<string, (value: never, more: never) => void> = {
    open: () => show(true),
    close: () => show(false),
    identify(who: string | Callback) {
      identity = who;
      sign();
    },
    set(values: Settings) {
      Object.assign(settings, values);
      post({ do: "set", settings });
    },
    on: (name: string, listener: Listener) => listeners.push([name, listener]),
    reset() {
      identity = "";
      keep("0");
      post({ do: "reset" });
    },
  };
  const names = Object.keys(commands);
  const obey = (name: unknown, value?: unknown, more?: unknown): void => {
    if (names.includes(name as string)) safely(() => commands[name as string]?.(value as never, more as never));
    else say(`"${name}" is none of ${names}`);
  };

  const hear: { [Do in ToHost["do"]]: (message: Extract<ToHost, { do: Do }>) => void } = {
    token: ({ token, live }) => keep(+live + token),
    close: () => show(false),
    renew: sign,
    event({ name, data }) {
      if (name === "unread") {
        button.dataset.n = (data || "") as string;
        document.title = (data ? `(${data}) ` : "") + here().title;
      }
      tell(name, data);
    },
    problem: ({ text }) => say(text),
  };
  addEventListener("message", ({ data, origin: from, source }: MessageEvent<Envelope<ToHost> | undefined>) => {
    const message = data?.switchboard;
    if (frame && message && from === origin && source === frame.contentWindow) {
      clearTimeout(patience);
      hear[message.do]?.(message as never);
    }
  });

  // Asking is cheaper, and safer for a page that is not ours, than wrapping its history functions.
  setInterval(() => {
    const now = here();
    const is = now.url + now.title;
    if (seen !== is) post({ do: "page", page: now });
    seen = is;
  }, 1000);

  /** Again whenever somebody wants the chat and it is not there yet. */
  const ask = (): void => {
    fetch(`${origin}/api/v1/embed${query}&language=${settings.language || document.documentElement.lang}`)
      .then(async (answer) => {
        const told: Told = await answer.json();
        if (told.code) {
          say(told.message, site, told.data);
          return fail();
        }
        sorry = told.sorry;
        label = told.label;
        mark(label);
        root.style.setProperty("--c", told.color);
        root.dir = told.dir;
        // A hand on its way to the button: the frame can be there when it arrives.
        button.onpointerenter = button.onfocus = load;
        // Opened by a command before there was anything to open: now it happens.
        show(open, open && !frame);
        if (kept > "1") (self.requestIdleCallback || setTimeout)(load);
      })
      .catch(unanswered);
  };

  const queue = page.Switchboard?.q || [];
  page.Switchboard = obey;
  page.Switchboard.up = true;
  for (const command of queue) obey(...(command as [unknown]));
  // Who was told to open has asked already.
  if (!open) ask();
}
