// In which language does the widget speak now? One signal that every view reads, so that a change shows everywhere.
import { signal } from "@preact/signals";
import { choose, type Messages, translator, type Values } from "../shared/i18n";

/** Each language is a file of its own, fetched when it is wanted; English is the source text and needs none. */
const CATALOGUES = import.meta.glob<Messages>("../messages/widget/*.json", { import: "default" });
const byTag = new Map(
  Object.entries(CATALOGUES).map(([path, load]) => [path.replace(/^.*\/|\.json$/g, ""), load] as const),
);

export const words = signal(translator("en"));

export const t = (text: string, values?: Values): string => words.value.t(text, values);
export const tn = (one: string, other: string, count: number, values?: Values): string =>
  words.value.tn(one, other, count, values);

/** Speaks the first of the wanted languages that there is a catalogue for. */
export async function speak(wanted: readonly string[]): Promise<void> {
  const tag = choose(wanted, ["en", ...byTag.keys()]);
  if (tag !== words.value.language) {
    // A catalogue that cannot be fetched leaves the words as they are: English is better than nothing.
    const messages = await byTag
      .get(tag)?.()
      .catch(() => undefined);
    if (messages || tag === "en") words.value = translator(tag, messages);
  }
  document.documentElement.lang = words.value.language;
  document.documentElement.dir = words.value.dir;
}
