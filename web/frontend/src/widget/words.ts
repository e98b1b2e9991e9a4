// In which language does the widget speak now? One signal that every view reads, so that a change shows everywhere.
import { signal } from "@preact/signals";
import { choose, type Messages, translator, type Values } from "../shared/i18n";

/** Each language is a file of its own, fetched when it is wanted; English is the source text and needs none. */
const CATALOGUES = import.meta.glob<Messages>("../messages/widget/*.json", { import: "default" });
const byTag = new Map(
  Object.entries(CATALOGUES).map(([path, load]) => [path.replace(/^.*\/|\.json$/g, ""), load] as const),
);

export const words = signal(translator("en"));
/** What was asked for last. */
let spoken = "";

export const t = (text: string, values?: Values): string => words.value.t(text, values);
export const tn = (one: string, other: string, count: number, values?: Values): string =>
  words.value.tn(one, other, count, values);

/** Speaks the first of the wanted languages that there is a catalogue for. */
export async function speak(wanted: readonly string[]): Promise<void> {
  const tag = choose(wanted, ["en", ...byTag.keys()]);
  // Of the tags that mean this language, one with a region says more about dates and times.
  const same = wanted.filter((each) => valid(each) && each.split("-")[0] === tag.split("-")[0]);
  const locale = same.find((each) => each.includes("-")) ?? tag;
  if (locale === spoken) return;
  spoken = locale;
  // A catalogue that cannot be fetched leaves the words as they are: English is better than nothing.
  const messages = await byTag
    .get(tag)?.()
    .catch(() => undefined);
  // Another language may have been asked for meanwhile.
  if (spoken !== locale || (!messages && tag !== "en")) return;
  words.value = translator(tag, messages, locale);
  document.documentElement.lang = tag;
  document.documentElement.dir = words.value.dir;
}

function valid(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
