// Which parts of a text are recovery phrases? Runs of words of a BIP-39 list whose checksum is right.
//
// The lists are large, so they are fetched only for a text that may hold one: twelve words in a row, each of three to
// eight letters, as all words of the lists are and ordinary sentences hardly ever; in Chinese twelve single characters.
import { RULES, type Span } from "./rules";

type List = Map<string, number>;

/** A letter as the server takes it: what is neither digit, mark nor sign. */
const WORD = /[\p{L}\p{Nl}\p{No}]+/gu;
const HAN = /[㐀-鿿]/u;
const CUE = new RegExp(RULES.phrase_cue, "iu");
const SHORTEST = Math.min(...RULES.phrase_lengths);
const SOURCES = import.meta.glob<string>("../../messages/phrases/*.json", { import: "default" });

interface Found {
  word: string;
  start: number;
  end: number;
}

export async function phrases(text: string): Promise<Span[]> {
  const scripts = mayHold(text);
  const wanted = RULES.languages.filter((language) => scripts.has(language.startsWith("chinese") ? "Han" : "Latin"));
  if (!wanted.length) return [];
  const lists = await Promise.all(wanted.map(list));
  const spans: Span[] = [];
  let run: Found[] = [];
  const close = async (): Promise<void> => {
    for (const length of RULES.phrase_lengths) {
      for (let at = 0; at + length <= run.length; at++) {
        const part = run.slice(at, at + length);
        const [first, last] = [part[0], part.at(-1)];
        const words = part.map(({ word }) => word);
        if (first && last && (await isPhrase(words, lists)))
          spans.push({ start: first.start, end: last.end, kind: "recovery_phrase" });
      }
    }
    run = [];
  };
  for (const match of text.matchAll(WORD)) {
    const [word, start] = [match[0], match.index];
    if ([...word].length > 1 && HAN.test(word)) {
      await close();
      spans.push(...(await block(text, word, start, lists)));
      continue;
    }
    const normal = word.toLowerCase().normalize("NFKD");
    if (lists.some((each) => each.has(normal))) run.push({ word: normal, start, end: start + word.length });
    else await close();
  }
  await close();
  return spans;
}

/** In which scripts there may be one: a quick "none" for ordinary text. A sentence in one may hold one of the other. */
function mayHold(text: string): Set<"Han" | "Latin"> {
  const found = new Set<"Han" | "Latin">();
  const row = { Han: 0, Latin: 0 };
  for (const [word] of text.matchAll(WORD)) {
    const length = [...word.normalize("NFKD").replace(/\p{M}/gu, "")].length;
    const [script, other] = HAN.test(word) ? (["Han", "Latin"] as const) : (["Latin", "Han"] as const);
    row[other] = 0;
    row[script] = (script === "Han" ? length === 1 : length >= 3 && length <= 8) ? row[script] + 1 : 0;
    if (row[script] >= SHORTEST || (script === "Han" && length >= SHORTEST)) found.add(script);
  }
  return found;
}

const loaded = new Map<string, Promise<List>>();

function list(language: string): Promise<List> {
  let found = loaded.get(language);
  if (!found) {
    found = (SOURCES[`../../messages/phrases/${language}.json`]?.() ?? Promise.resolve("")).then(
      (words) => new Map(words.split(" ").map((word, i) => [word.normalize("NFKD"), i])),
    );
    // A lost network is tried again the next time.
    found.catch(() => loaded.delete(language));
    loaded.set(language, found);
  }
  return found;
}

/** In Chinese, written as one block: only after words that announce it. */
async function block(text: string, word: string, start: number, lists: List[]): Promise<Span[]> {
  let announced = CUE.test(text.slice(Math.max(0, start - RULES.cue_reach), start));
  let rest = word;
  const cue = CUE.exec(word);
  if (cue?.index === 0) {
    announced = true;
    rest = word.slice(cue[0].length);
  }
  const from = start + word.length - rest.length;
  const words = [...rest];
  if (!announced || !RULES.phrase_lengths.includes(words.length) || !(await isPhrase(words, lists))) return [];
  return [{ start: from, end: from + rest.length, kind: "recovery_phrase" }];
}

async function isPhrase(words: readonly string[], lists: readonly List[]): Promise<boolean> {
  for (const each of lists) {
    const numbers = words.map((word) => each.get(word));
    if (numbers.some((number) => number === undefined)) continue;
    const bits = numbers.map((number) => (number ?? 0).toString(2).padStart(11, "0")).join("");
    // Where the browser has no checksums (a page without TLS), the words alone decide.
    if (!globalThis.crypto?.subtle || (await checksumIsRight(bits))) return true;
  }
  return false;
}

async function checksumIsRight(bits: string): Promise<boolean> {
  const check = Math.floor(bits.length / 33);
  const entropy =
    bits
      .slice(0, -check)
      .match(/.{8}/g)
      ?.map((byte) => Number.parseInt(byte, 2)) ?? [];
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(entropy)));
  return (hash[0] ?? 0).toString(2).padStart(8, "0").slice(0, check) === bits.slice(-check);
}
