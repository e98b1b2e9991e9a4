// In which language does a face speak now? One signal that every view reads, so that a change shows everywhere.
import { type Signal, signal } from "@preact/signals";
import { choose, type Messages, type Translator, translator, type Values } from "./i18n";

export interface Speaker {
  words: Signal<Translator>;
  t(text: string, values?: Values): string;
  tn(one: string, other: string, count: number, values?: Values): string;
  /** Speaks the first of the wanted languages that there is a catalogue for. */
  speak(wanted: readonly string[]): Promise<void>;
}

/** Catalogues by path: each is a file of its own, fetched when it is wanted; English is the source text, needing none. */
export function speaker(catalogues: Record<string, () => Promise<Messages>>): Speaker {
  const byTag = new Map(
    Object.entries(catalogues).map(([path, load]) => [path.replace(/^.*\/|\.json$/g, ""), load] as const),
  );
  const words = signal(translator("en"));
  /** What was asked for last. */
  let spoken = "";
  return {
    words,
    t: (text, values) => words.value.t(text, values),
    tn: (one, other, count, values) => words.value.tn(one, other, count, values),
    async speak(wanted) {
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
    },
  };
}

function valid(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
