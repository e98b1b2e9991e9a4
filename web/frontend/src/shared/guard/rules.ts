// Which parts of a text are secrets, but for recovery phrases? By the server's own rules, which are data: chat/secrets.json.
import RULES from "../../../../../chat/secrets.json";

export { RULES };

export type Kind = "recovery_phrase" | "private_key" | "card_number" | "one_time_code" | "password";

export interface Span {
  start: number;
  end: number;
  kind: Kind;
  /** 64 hexadecimal digits: a transaction id looks the same. */
  hex?: boolean;
}

/** A rule as this language writes it: digits are those of any script, as they are for the server. */
function pattern(source: string, flags = ""): RegExp {
  return new RegExp(source.replaceAll("\\d", "\\p{Nd}"), `gdu${flags}`);
}

const HEX = pattern(RULES.keys.hex);
const OTHER_KEYS = [RULES.keys.extended, RULES.keys.wif, RULES.keys.pem].map((source) => pattern(source));
const CARD = pattern(RULES.card);
const CARD_PREFIX = new RegExp(`^(?:${RULES.card_prefix})`);
const TRANSACTION = pattern(RULES.transaction_cue, "i");
const KEY = pattern(RULES.key_cue, "i");
const PASSWORD = pattern(RULES.password, "i");
const CODE = pattern(RULES.code, "i");

export function plainSecrets(text: string): Span[] {
  const found: Span[] = [];
  const whole = (rule: RegExp, kind: Kind, fits: (match: RegExpMatchArray) => boolean, more = {}): void => {
    for (const match of text.matchAll(rule)) {
      if (fits(match))
        found.push({ start: match.index ?? 0, end: (match.index ?? 0) + match[0].length, kind, ...more });
    }
  };
  const value = (rule: RegExp, kind: Kind): void => {
    for (const match of text.matchAll(rule)) {
      const [start, end] = match.indices?.[1] ?? [0, 0];
      if (end > start) found.push({ start, end, kind });
    }
  };
  whole(HEX, "private_key", (match) => !saidTransaction(text, match.index ?? 0), { hex: true });
  for (const rule of OTHER_KEYS) whole(rule, "private_key", () => true);
  whole(CARD, "card_number", (match) => isCard(match[0]));
  value(CODE, "one_time_code");
  value(PASSWORD, "password");
  return found;
}

function saidTransaction(text: string, at: number): boolean {
  const words = text.slice(Math.max(0, at - RULES.cue_reach), at);
  return words.search(TRANSACTION) >= 0 && words.search(KEY) < 0;
}

function isCard(written: string): boolean {
  const digits = [...written].map(digitOf).filter((digit) => digit >= 0);
  return CARD_PREFIX.test(digits.join("")) && new Set(digits).size > 1 && luhn(digits);
}

/** The value of a digit of any script, each of which has its ten in a row; -1 for anything else. */
function digitOf(character: string): number {
  if (!/^\p{Nd}$/u.test(character)) return -1;
  const code = character.codePointAt(0) ?? 0;
  let zero = code;
  while (zero > code - 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--;
  return (code - zero) % 10;
}

/** ISO/IEC 7812's check digit. */
function luhn(digits: readonly number[]): boolean {
  const total = digits.toReversed().reduce((sum, digit, place) => {
    const value = digit * (place % 2 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
  return total % 10 === 0;
}
