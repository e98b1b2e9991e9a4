// What does the host page see of us? A button and a frame, in a shadow root, so that neither page touches the other.

export interface Face {
  readonly frame: HTMLIFrameElement | undefined;
  /** Makes the frame, once; `loaded` runs each time it has loaded. */
  load(loaded: () => void): void;
  show(open: boolean): void;
  badge(count: number): void;
  word(language: string | undefined): void;
}

export interface Setting {
  origin: string;
  site: string;
  name: string;
  color: string;
  language: string | undefined;
  toggle(): void;
  load(): void;
}

/** Put in by the build, from the message catalogue. */
declare const __WORDS__: Record<string, Record<string, string>>;

/** Given through the object model, since a host's content security policy may forbid style elements. */
const STYLE = `:host{all:initial;position:fixed;inset:auto 20px 20px auto;z-index:2147483000}
:host(:dir(rtl)){inset:auto auto 20px 20px}
button{all:initial;box-sizing:border-box;position:relative;display:block;width:56px;height:56px;border-radius:50%;background:var(--c);cursor:pointer;box-shadow:0 6px 20px #0f172a40;transition:transform .15s}
button:hover{transform:scale(1.05)}
button:focus-visible{outline:3px solid var(--c);outline-offset:3px}
svg{display:block;margin:14px;width:28px;fill:none;stroke:var(--i);stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
b{position:absolute;inset:-3px -3px auto auto;min-width:20px;font:600 12px/20px system-ui;text-align:center;border-radius:10px;background:#d92d20;color:#fff}
b:empty{display:none}
iframe{position:fixed;inset:inherit;bottom:88px;width:400px;height:min(680px,100vh - 108px);border:0;border-radius:18px;box-shadow:0 16px 56px #0f172a47;opacity:0;visibility:hidden;transform:translateY(10px);transition:.18s}
.o iframe{opacity:1;visibility:visible;transform:none}
@media(max-width:480px){iframe{inset:0!important;width:100%;height:100%;border-radius:0}.o button{visibility:hidden}}
@media(prefers-reduced-motion){*{transition:none!important}}
@media print{:host{display:none}}`;

const OPEN = "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z";
const CLOSE = "M6 9l6 6 6-6";

export function drawFace(setting: Setting): Face {
  const host = document.createElement("switchboard-chat");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  // An invalid colour is ignored by the browser, and the default of the fallback applies.
  const color = CSS.supports("color", setting.color) ? setting.color : "#2a50d8";
  host.style.setProperty("--c", color);
  host.style.setProperty("--i", light(color) ? "#0b1220" : "#fff");

  const box = root.appendChild(document.createElement("div"));
  const button = box.appendChild(document.createElement("button"));
  const picture = button.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
  const path = picture.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  const count = button.appendChild(document.createElement("b"));
  picture.setAttribute("viewBox", "0 0 24 24");
  path.setAttribute("d", OPEN);
  button.onclick = setting.toggle;
  // A hand on its way to the button: the frame can be there when it arrives.
  button.onpointerenter = button.onfocus = setting.load;

  let frame: HTMLIFrameElement | undefined;
  let open = false;
  let language = setting.language;
  const label = (): void => {
    const words = table(language || document.documentElement.lang || navigator.language);
    const t = (text: string): string => words[text] || text;
    button.ariaLabel = open ? t("Close chat") : t("Chat with us");
    if (frame) frame.title = `${t("Chat with us")} – ${setting.name}`;
  };
  label();
  button.ariaExpanded = "false";
  (document.body || document.documentElement).append(host);

  return {
    get frame() {
      return frame;
    },
    load(loaded) {
      if (frame) return;
      frame = document.createElement("iframe");
      frame.src = `${setting.origin}/widget/frame?site=${encodeURIComponent(setting.site)}`;
      frame.allow = "clipboard-write";
      frame.onload = loaded;
      label();
      box.append(frame);
    },
    show(wanted) {
      open = wanted;
      box.className = open ? "o" : "";
      path.setAttribute("d", open ? CLOSE : OPEN);
      button.ariaExpanded = String(open);
      label();
      if (open) frame?.focus();
      else button.focus();
    },
    badge(number) {
      count.textContent = number ? String(Math.min(number, 99)) : "";
    },
    word(wanted) {
      language = wanted;
      label();
    },
  };
}

function table(language: string): Record<string, string> {
  const start = language.slice(0, 2).toLowerCase();
  const found = Object.keys(__WORDS__).find((tag) => tag.startsWith(start));
  return (found && __WORDS__[found]) || {};
}

/** Is a dark sign easier to see on this colour? Only for the notations that settings use; else white. */
function light(color: string): boolean {
  const hex = /^#(..)(..)(..)$/.exec(color);
  return !!hex && [0.299, 0.587, 0.114].reduce((sum, part, i) => sum + part * Number.parseInt(hex[i + 1] || "0", 16), 0) > 170;
}
