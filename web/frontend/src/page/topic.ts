// How does the form of a topic look to customers? It is read with each key, in the language that is looked at.
import type { CustomerTopicOut } from "../shared/protocol.gen";
import { previews } from "./frames";
import type { Shown } from "./rehearsal";

interface Around {
  site: string;
  theme: Record<string, string>;
  others: { slug: string; names: Record<string, string>; urgent: boolean }[];
  slug: string;
  usual: string;
}

const FIELDS = 5;
/** A topic that is being made has no slug yet. */
const NEW = "new";

/** The line of a language says what its topic is called, as it is being typed. */
function tellName(form: HTMLFormElement, field: HTMLInputElement): void {
  const named = form.querySelector<HTMLElement>(`[data-named="${CSS.escape(field.name)}"]`);
  const unnamed = form.querySelector<HTMLElement>(`[data-unnamed="${CSS.escape(field.name)}"]`);
  const name = named?.querySelector("bdi");
  if (!named || !unnamed || !name) return;
  name.textContent = field.value.trim();
  named.hidden = !name.textContent;
  unnamed.hidden = !named.hidden;
}

export function topicPage(form: HTMLFormElement): void {
  const around = JSON.parse(document.getElementById("around")?.textContent ?? "{}") as Around;
  const language = document.querySelector<HTMLSelectElement>("#preview-language");
  const frame = document.querySelector<HTMLIFrameElement>("iframe[data-preview]");
  if (!language || !frame) return;
  const value = (name: string): string => {
    const field = form.elements.namedItem(name);
    return field instanceof HTMLInputElement ||
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement
      ? field.value.trim()
      : "";
  };
  const ticked = (name: string): boolean => {
    const field = form.elements.namedItem(name);
    return field instanceof HTMLInputElement && field.checked;
  };
  /** As the server chooses (`text_in`): this language, else the site's usual one, else English, else any. */
  const order = (): string[] => {
    const every = [language.value, around.usual, "en", ...Array.from(language.options, (option) => option.value)];
    return [...new Set(every.flatMap((code) => [code, code.split("-")[0] ?? ""]))];
  };
  const text = (name: string): string =>
    order()
      .map((code) => value(`${name}.${code}`))
      .find(Boolean) ?? "";
  const named = (names: Record<string, string>): string | undefined =>
    order()
      .map((code) => names[code])
      .find(Boolean);
  const slug = around.slug || NEW;

  const topic = (): CustomerTopicOut => ({
    slug,
    name: text("names") || "…",
    urgent: ticked("urgent"),
    at_hand: text("at_hand"),
    first_aid: text("first_aid"),
    fields: Array.from({ length: FIELDS }, (_, row) => row)
      .filter((row) => text(`field.${row}`))
      .map((row) => ({
        name: `field-${row}`,
        label: text(`field.${row}`),
        kind: value(`field.${row}.kind`) === "transaction" ? "transaction" : "text",
        required: ticked(`field.${row}.required`),
      })),
  });
  const shown = (): Shown => {
    const others = around.others.map(({ slug: other, names, urgent }) =>
      other === slug ? topic() : { slug: other, urgent, name: named(names) ?? other },
    );
    return {
      name: around.site,
      greeting: "",
      topics: others.some((each) => each.slug === slug) ? others : [...others, topic()],
      color: around.theme.color ?? "",
      scheme: around.theme.scheme ?? "",
      logo: around.theme.logo ?? "",
      language: language.value,
      view: { at: "topic", topic: slug },
    };
  };
  const again = previews([frame], shown);
  form.addEventListener("input", again);
  form.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLInputElement) tellName(form, target);
  });
  language.addEventListener("change", again);
}
