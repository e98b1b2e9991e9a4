// What of a text must not be sent as it is? Asked while it is written; the server masks by the same rules whatever comes.
import { phrases } from "./phrases";
import { type Kind, plainSecrets, type Span } from "./rules";

export type { Kind };

export interface Found {
  kinds: Kind[];
  /** The text with each secret replaced by dots, all of one length, so that it says nothing. */
  masked: string;
  /** Keys that may be transaction ids, as they stand in the text; empty where something else was found too. */
  transactions: string[];
}

const DOTS = "•".repeat(8);

export async function secretsIn(text: string): Promise<Found | undefined> {
  const spans: Span[] = [...plainSecrets(text), ...(await phrases(text))].sort(
    (a, b) => a.start - b.start || a.end - b.end,
  );
  if (!spans.length) return undefined;
  let masked = "";
  let at = 0;
  for (const { start, end } of spans) {
    if (start >= at) masked += text.slice(at, start) + DOTS;
    at = Math.max(at, end);
  }
  return {
    kinds: [...new Set(spans.map(({ kind }) => kind))].sort(),
    masked: masked + text.slice(at),
    transactions: spans.every(({ hex }) => hex) ? spans.map(({ start, end }) => text.slice(start, end)) : [],
  };
}
