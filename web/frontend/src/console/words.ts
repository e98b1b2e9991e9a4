// In which language does the console speak? One signal that every view reads.
import { signal } from "@preact/signals";
import { choose, type Messages, translator, type Values } from "../shared/i18n";

const CATALOGUES = import.meta.glob<Messages>("../messages/console/*.json", { import: "default" });
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
    const messages = await byTag
      .get(tag)?.()
      .catch(() => undefined);
    if (messages || tag === "en") words.value = translator(tag, messages);
  }
  document.documentElement.lang = words.value.language;
  document.documentElement.dir = words.value.dir;
}
