// Is the agent in the middle of choosing something from a list: a canned reply after a slash, a colleague after an at? Pure.

export interface Begun {
  /** Where the sign stands. */
  start: number;
  /** What was typed after it. */
  query: string;
}

/** The choice begun before the caret: the sign at the beginning of a word, and no space since. */
export function begunAt(text: string, caret: number, sign: string): Begun | undefined {
  const before = text.slice(0, caret);
  const start = before.lastIndexOf(sign);
  if (start < 0) return undefined;
  const query = before.slice(start + sign.length);
  if (/\s/.test(query) || /[^\s(“"'«（]$/.test(before.slice(0, start))) return undefined;
  return { start, query };
}

/** The text with the choice in the place of what was begun, and where the caret goes on. */
export function completed(text: string, caret: number, begun: Begun, chosen: string): { text: string; caret: number } {
  return { text: text.slice(0, begun.start) + chosen + text.slice(caret), caret: begun.start + chosen.length };
}
