// In which language does a face speak now? One signal that every view reads, so that a change shows everywhere.
import { type Signal, signal } from "@preact/signals";
import { choose, type Messages, type Translator, translator, type Values } from "./i18n";

export interface Speaker {
  words: Signal<Translator>;
  t(text: string, values?: Values): string;
  tn(one: string, other: string, count: number, values?: Values): string;
  /** Speaks the first of the wanted languages that there is a catalogue for. */
  speak(wanted: readonly string[]): Promise<void>;
  /** More catalogues, of a part that has just been loaded; resolves once they are spoken. */
  also(more: Catalogues): Promise<void>;
}

/** By path: each is a file of its own, fetched when it is wanted; English is the source text, needing none. */
type Catalogues = Record<string, () => Promise<Messages>>;

export function speaker(catalogues: Catalogues): Speaker {
  const byTag = new Map(
    Object.entries(catalogues).map(([path, load]): [string, Array<typeof load>] => [tagOf(path), [load]]),
  );
  const words = signal(translator("en"));
  /** What was asked for last: the locale, and the catalogue that it speaks by. */
  let spoken = "";
  let speaks = "en";
  /** Shows a language, unless another was asked for meanwhile. */
  const show = async (tag: string, locale: string): Promise<void> => {
    // A catalogue that cannot be fetched leaves the words as they are: English is better than nothing.
    const parts = await Promise.all((byTag.get(tag) ?? []).map((load) => load())).catch(() => undefined);
    if (spoken !== locale || (!parts && tag !== "en")) return;
    words.value = translator(tag, Object.assign({}, ...(parts ?? [])), locale);
    document.documentElement.lang = tag;
    document.documentElement.dir = words.value.dir;
  };
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
      speaks = tag;
      await show(tag, locale);
    },
    async also(more) {
      for (const [path, load] of Object.entries(more)) byTag.get(tagOf(path))?.push(load);
      if (spoken) await show(speaks, spoken);
    },
  };
}

/**
 * Puts whole sentences into a pattern. They are of the page's own direction: set apart like a name or a number, a dot that
 * follows would stand at their beginning where it is read from right to left.
 */
export const said = (pattern: string, values: Record<string, string>): string =>
  pattern.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);

/** Sentences one after the other by such a pattern of `before` and `next`; what is not said is left out. */
export const inTurn = (pattern: string, sentences: readonly (string | false | undefined)[]): string =>
  sentences
    .filter((each): each is string => !!each)
    .reduce((before, next) => (before ? said(pattern, { before, next }) : next), "");

const tagOf = (path: string): string => path.replace(/^.*\/|\.json$/g, "");

function valid(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
