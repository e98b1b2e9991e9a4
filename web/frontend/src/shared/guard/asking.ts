// Does what an agent writes ask the customer for a secret? Said while it is written; the server judges by the same rules,
// which are data: chat/asked, a file for each language, explained in chat/asking.py.
export type Asked = "password" | "code" | "key" | "phrase" | "card";

interface Rules {
  whole_words: boolean;
  stems: string[];
  secrets: Record<string, string[]>;
  requests: string[];
  after: string[];
  then: string[];
  forbidden: string[];
  calming: string[];
  other: string[];
}

interface Compiled {
  stems: string[];
  asking: [Asked, RegExp][];
  forbidden: RegExp;
  calming: RegExp;
  other: RegExp;
}

const FILES = import.meta.glob<Rules>("../../../../../chat/asked/*.json", { eager: true, import: "default" });
const GAP = "(?<gap>[^.!?。！？؟।\\n]{0,60}?)";
const SENTENCE = /[^.!?。！？؟।\n]+[.!?。！？؟।]*/g;
const PIECE = 320;
const STEP = 160;
/** A letter or digit of any script, as the server takes `\w`. */
const LETTER = "[\\p{L}\\p{N}_]";
const NOT_SEEN = /(?![\n\t\r])[\p{Cf}\p{Cc}]/gu;

const LANGUAGES: Compiled[] = Object.keys(FILES)
  .sort()
  .map((file) => compiled(FILES[file] as Rules));

/** The kind of secret that a text asks its reader for. */
export function asksFor(text: string): Asked | undefined {
  const plain = asSeen(text);
  const spoken = LANGUAGES.filter(({ stems }) => stems.some((stem) => plain.includes(stem)));
  if (!spoken.length) return undefined;
  for (const [sentence] of plain.matchAll(SENTENCE)) {
    const letters = [...sentence];
    for (let at = 0; at < Math.max(1, letters.length - STEP); at += STEP) {
      const piece = letters.slice(at, at + PIECE).join("");
      for (const rules of spoken) {
        const kind = asks(piece, rules);
        if (kind) return kind;
      }
    }
  }
  return undefined;
}

function asks(sentence: string, { asking, forbidden, calming, other }: Compiled): Asked | undefined {
  const calm = sentence.replace(calming, " ");
  for (const [kind, expression] of asking) {
    const found = expression.exec(calm);
    if (!found || forbidden.test(calm.slice(0, found.index + found[0].length))) continue;
    if (!other.test(found.groups?.gap ?? "")) return kind;
  }
  return undefined;
}

function asSeen(text: string): string {
  const composed = text.normalize("NFKC").replaceAll("’", "'").toLowerCase().replace(NOT_SEEN, "");
  const letters = composed.replaceAll("i\u0307", "i").replaceAll("ı", "i");
  return letters
    .split("\n")
    .map((line) => line.trim().replace(/\s+/g, " "))
    .join("\n");
}

function compiled(rules: Rules): Compiled {
  const [start, end] = rules.whole_words ? ["(?<!\\w)", "(?!\\w)"] : ["", ""];
  const asking: [Asked, RegExp][] = [];
  for (const [kind, names] of Object.entries(rules.secrets)) {
    const named = `${start}(?:${names.join("|")})${end}`;
    const add = (alternatives: string[], make: (either: string) => string): void => {
      if (alternatives.length) asking.push([kind as Asked, pattern(make(`(?:${alternatives.join("|")})`))]);
    };
    add(rules.requests, (either) => `${start}${either}${GAP}${named}`);
    add(rules.after, (either) => `(?<gap>)${named}${either}`);
    add(rules.then, (either) => `${named}${GAP}${either}`);
  }
  const { stems, forbidden, calming, other } = rules;
  return {
    stems,
    asking,
    forbidden: pattern(forbidden.join("|")),
    calming: pattern(calming.join("|"), "g"),
    other: pattern(other.join("|")),
  };
}

/** An expression as this language writes it: here `\w` and `\b` would know the letters of English alone. */
function pattern(source: string, flags = ""): RegExp {
  const edge = `(?:(?<!${LETTER})(?=${LETTER})|(?<=${LETTER})(?!${LETTER}))`;
  return new RegExp(source.replaceAll("\\w", LETTER).replaceAll("\\b", edge), `u${flags}`);
}
