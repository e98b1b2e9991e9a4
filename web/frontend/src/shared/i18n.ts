// How are words, plurals, numbers and times shown in the customer's or agent's language?
//
// English is the source text and needs no file. Every other language is one JSON file made from the gettext catalogue:
// source text → translation, or → translations by plural category, where the source has a plural.

export type Plurals = Partial<Record<Intl.LDMLPluralRule, string>>;
export type Messages = Record<string, string | Plurals>;
export type Values = Record<string, string | number>;

export interface Translator {
  language: string;
  /** The reader's own tag: by it go clocks and numbers. */
  locale: string;
  dir: "ltr" | "rtl";
  /** The translation of a text, its `{names}` replaced. */
  t(text: string, values?: Values): string;
  /** The translation for a number; `{count}` is the number, written in the language's own way. */
  tn(one: string, other: string, count: number, values?: Values): string;
  number(value: number): string;
  time(seconds: number): string;
  day(seconds: number, nowSeconds: number): string;
}

const RTL_LETTER = /[\u0590-\u08ff\ufb1d-\ufeff]/;
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);

/** `locale`: the reader's own tag, since "en-GB" tells the time otherwise than "en-US" in the same words. */
export function translator(language: string, messages: Messages = {}, locale = language): Translator {
  const plural = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(locale);
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
  const dir = RIGHT_TO_LEFT.has(language.split("-")[0] ?? "") ? "rtl" : "ltr";
  const fill = (text: string, values: Values = {}): string =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      if (typeof value === "number") return numbers.format(value);
      // A name or an address of the other direction must not turn the sentence around it.
      return dir === "rtl" || RTL_LETTER.test(value) ? `\u2068${value}\u2069` : value;
    });
  return {
    language,
    locale,
    dir,
    t(text, values) {
      const found = messages[text];
      return fill(typeof found === "string" ? found : text, values);
    },
    tn(one, other, count, values) {
      const forms = messages[one];
      // Without a translation the English text is shown, and English has its own plural rule.
      const english = count === 1 ? one : other;
      const found = typeof forms === "object" ? (forms[plural.select(count)] ?? forms.other) : undefined;
      return fill(found ?? english, { count, ...values });
    },
    number: (value) => numbers.format(value),
    time: (seconds) => clock.format(seconds * 1000),
    day: (seconds, now) => dayName(locale, seconds * 1000, now * 1000),
  };
}

/** "Today", "Yesterday", "Tomorrow", else the date; the year only where it is not this one. */
function dayName(locale: string, at: number, now: number): string {
  const days = Math.round((midnight(now) - midnight(at)) / 86_400_000);
  if (days >= -1 && days <= 1) {
    const name = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-days, "day");
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  }
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(at);
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/**
 * The first of the wanted languages that there is: exactly, else by its script ("zh-CN" is written in Hans), else by
 * its language alone. English when there is none.
 */
export function choose(wanted: readonly string[], available: readonly string[]): string {
  for (const tag of wanted) {
    const found = available.find((each) => each.toLowerCase() === tag.toLowerCase()) ?? likely(tag, available);
    if (found) return found;
  }
  return "en";
}

function likely(tag: string, available: readonly string[]): string | undefined {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    const same = available.filter((each) => new Intl.Locale(each).language === language);
    return same.find((each) => new Intl.Locale(each).maximize().script === script) ?? same[0];
  } catch {
    return undefined;
  }
}
