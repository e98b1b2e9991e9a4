// What does the one script on a host page do? Draws the button, makes the frame when it is wanted, carries messages.
//
// It runs on pages that are not ours: it never throws, never changes the page's layout, and says in the console, in
// words, what a developer has to mend. Every visitor of the host website pays for every byte, hence one closure, short
// ways and no library; the build holds it under 2 KB.
import type { Envelope, PageSeen, Settings, ToFrame, ToHost } from "./bridge";
import style from "./loader.css?inline";

type Callback = () => string | Promise<string>;
type Listener = (data: unknown) => void;
type Global = { (...command: unknown[]): void; q?: ArrayLike<unknown>[]; up?: boolean };
/** What `/api/v1/embed` answers: the site, or a row of the error table. */
type Told = {
  name: string;
  /** What the button is called, in the language asked for. */
  label: string;
  color: string;
  /** Which way the button and the frame take the page to read: "rtl" puts them on the left. */
  dir: string;
  code?: string;
  message: string;
  data: unknown;
};

const page = window as unknown as { Switchboard?: Global };
/** A tag manager may run us as a module, where there is no current script. */
const script = (document.currentScript || document.querySelector("script[data-site]")) as HTMLScriptElement | null;
// biome-ignore lint/suspicious/noConsole: the console is how a host's developer learns of a mistake
const say = (text: string, more: unknown = ""): void => console.error(`Switchboard: ${text}`, more);
/** Whatever goes wrong in a host's callback, now or later, stays out of the host's way. */
const safely = <T>(act: () => T | Promise<T>): Promise<T | undefined> =>
  new Promise<T>((done) => done(act())).catch((problem) => {
    say("a callback failed", problem);
    return undefined;
  });

function run(site: string, origin: string): void {
  const key = `switchboard:${site}`;
  const settings: Settings = {};
  const listeners: [string, Listener][] = [];
  const root = document.createElement("div");
  const button = document.createElement("button");
  const query = `?site=${site}`;
  let identity: string | Callback = "";
  let frame: HTMLIFrameElement | undefined;
  let told: Told | undefined;
  let ready = false;
  let open = false;
  let seen = "";
  // The token, behind "1" while something of this customer is open, so that the frame is worth loading;
  // empty where the browser denies storage.
  let kept = "0";

  // Without storage the conversation lasts as long as the page.
  try {
    kept = localStorage[key] || kept;
  } catch {
    kept = "";
  }
  const keep = (value: string): void => {
    kept = value;
    try {
      localStorage[key] = kept;
    } catch {}
  };
  /** Before the frame is ready nothing is lost: `init` says it all again. */
  const post = (message: ToFrame): void => {
    if (ready) frame?.contentWindow?.postMessage({ switchboard: message } satisfies Envelope<ToFrame>, origin);
  };
  const tell = (name: string, data?: unknown): void => {
    for (const [wanted, listener] of listeners) if (wanted === name) safely(() => listener(data));
  };
  const here = (): PageSeen => ({
    url: location.href,
    title: document.title.replace(/^\(\d+\) /, ""),
  });
  /** A callback is asked each time, since a signed identity lives for minutes. */
  const sign = async (): Promise<void> =>
    post({
      do: "identity",
      identity: (await safely(() => (typeof identity === "function" ? identity() : identity))) || "",
    });

  const load = (): void => {
    if (frame || !told) return;
    frame = document.createElement("iframe");
    frame.src = `${origin}/widget/frame${query}`;
    frame.onload = () => {
      ready = true;
      post({
        do: "init",
        token: kept.slice(1),
        signs: !!identity,
        forgets: !kept,
        settings,
        page: here(),
        open,
      });
      sign();
    };
    frame.title = button.ariaLabel as string;
    button.after(frame);
  };
  const show = (wanted: boolean): void => {
    const changed = wanted !== open;
    open = wanted;
    if (open) load();
    // Not drawn yet: drawing comes back here.
    if (!frame) return;
    button.ariaExpanded = `${open}`;
    if (!changed) return;
    (open ? frame : button).focus();
    post({ do: "look", open });
    tell(open ? "open" : "close");
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
        button.dataset.n = `${data || ""}`;
        document.title = (data ? `(${data}) ` : "") + here().title;
      }
      tell(name, data);
    },
    problem: ({ text }) => say(text),
  };
  addEventListener("message", ({ data, origin: from, source }: MessageEvent<Envelope<ToHost> | undefined>) => {
    const message = data?.switchboard;
    if (frame && message && from === origin && source === frame.contentWindow) hear[message.do]?.(message as never);
  });

  // Asking is cheaper, and safer for a page that is not ours, than wrapping its history functions.
  setInterval(() => {
    const now = here();
    const is = now.url + now.title;
    if (seen !== is) post({ do: "page", page: now });
    seen = is;
  }, 1000);

  const draw = ({ color, dir, label }: Told): void => {
    const sheet = new CSSStyleSheet();
    const shadow = root.attachShadow({ mode: "open" });
    sheet.replaceSync(style);
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(button);
    root.style.setProperty("--c", color);
    root.dir = dir;
    button.onclick = () => show(!open);
    // A hand on its way to the button: the frame can be there when it arrives.
    button.onpointerenter = button.onfocus = load;
    button.ariaLabel = label;
    document.documentElement.append(root);
    button.ariaExpanded = "false";
    // Opened by a command before there was anything to open: now it happens.
    const wanted = open;
    open = false;
    show(wanted);
    if (kept > "1") (window.requestIdleCallback || setTimeout)(load);
  };

  const queue = page.Switchboard?.q || [];
  page.Switchboard = obey;
  page.Switchboard.up = true;
  for (const command of queue) obey(...(Array.from(command) as [unknown]));

  fetch(`${origin}/api/v1/embed${query}&language=${settings.language || document.documentElement.lang}`)
    .then((answer) => answer.json())
    .then((answer: Told) => {
      const { code, message, data } = answer;
      if (code) say(`${message} data-site="${site}" ${JSON.stringify(data)}`);
      else {
        told = answer;
        draw(answer);
      }
    })
    .catch((problem) => say(`no answer from ${origin}. Does your CSP allow it?`, problem));
}

// Without a key the site "undefined" is asked for, and the answer says that there is none.
if (script && !page.Switchboard?.up) run(encodeURIComponent(`${script.dataset.site}`), new URL(script.src).origin);
