// How does a theme look before it is saved? The widget in light and dark, at home and in a conversation, on its side.
import type { CustomerSiteOut } from "../shared/protocol.gen";
import { contrast, GROUNDS, inkOn, parse, readable } from "../widget/theme";
import { previews } from "./frames";
import type { Shown } from "./rehearsal";

interface Around {
  site: CustomerSiteOut;
  language: string;
  logo: string;
  agent: string;
  said: string[];
  words: Record<"white" | "dark" | "best" | "good" | "light" | "night" | "same", string>;
}

export function themePage(form: HTMLFormElement): void {
  const around = JSON.parse(document.getElementById("around")?.textContent ?? "{}") as Around;
  const told = document.getElementById("contrast");
  const stages = [...document.querySelectorAll<HTMLElement>(".stage")];
  const value = (name: string): string =>
    (form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement | null)?.value ?? "";
  let { logo } = around;

  const shown = (frame: HTMLIFrameElement): Shown => ({
    name: around.site.name,
    greeting: around.site.greeting ?? "",
    topics: around.site.topics,
    color: value("color"),
    scheme: frame.closest<HTMLElement>(".stage")?.dataset.scheme ?? "light",
    logo,
    language: around.language,
    view: frame.dataset.view === "chat" ? { at: "chat", agent: around.agent, said: around.said } : { at: "home" },
  });
  const again = previews(document.querySelectorAll<HTMLIFrameElement>("iframe[data-preview]"), shown);

  const change = (): void => {
    const color = parse(value("color"));
    for (const stage of stages) {
      stage.dataset.side = value("side");
      stage.style.setProperty("--chosen", value("color"));
      stage.style.setProperty("--ink-on-chosen", color ? inkOn(color) : "");
      stage.hidden = value("scheme") !== "auto" && value("scheme") !== stage.dataset.scheme;
    }
    if (told && color) {
      told.replaceChildren(...sentences(color, around.words).map((words) => item(words)));
      told.hidden = false;
    }
    again();
  };
  form.addEventListener("input", change);
  form.querySelector("#logo")?.addEventListener("change", async (event) => {
    const file = (event.currentTarget as HTMLInputElement).files?.[0];
    logo = file ? await address(file) : around.logo;
    again();
  });
  change();
}

/** How well it can be read, in words. */
function sentences(color: [number, number, number], words: Around["words"]): string[] {
  const ink = inkOn(color);
  const ratio = contrast(color, parse(ink) ?? color);
  const fill = (text: string, with_: Record<string, string>): string =>
    text.replace(/\{(\w+)\}/g, (whole, name) => with_[name] ?? whole);
  const how = ratio >= 7 ? words.best : words.good;
  const found = [fill(ink === "#ffffff" ? words.white : words.dark, { ratio: ratio.toFixed(1), how })];
  const own = hex(color);
  const light = readable(color, GROUNDS.light);
  const night = readable(color, GROUNDS.dark);
  if (light !== own) found.push(fill(words.light, { color: light }));
  if (night !== own) found.push(fill(words.night, { color: night }));
  if (found.length === 1) found.push(words.same);
  return found;
}

function hex(color: readonly number[]): string {
  return `#${color.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function item(words: string): HTMLParagraphElement {
  const line = document.createElement("p");
  line.textContent = words;
  return line;
}

function address(file: File): Promise<string> {
  return new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => done("");
    reader.readAsDataURL(file);
  });
}
