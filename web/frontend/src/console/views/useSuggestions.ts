// How does choosing from a list while writing work? Arrows move, Enter or Tab choose, Escape lets go until more is typed.
import { useState } from "preact/hooks";
import { type Begun, begunAt, completed } from "../completion";
import type { Suggestion } from "./Suggestions";

export interface Source {
  sign: string;
  label: string;
  /** What fits, best first. */
  items(query: string): Suggestion[];
  /** What is written in the place of the sign and the query. */
  chosen(item: Suggestion): string;
}

export interface Choosing {
  label: string;
  items: Suggestion[];
  at: number;
  choose(index: number): void;
  /** True when the key was for the list. */
  key(event: KeyboardEvent): boolean;
}

const MOST = 40;

export function useSuggestions(
  text: string,
  caret: number,
  sources: readonly Source[],
  put: (text: string, caret: number) => void,
): Choosing | undefined {
  // Which row, of which query: with another query the best one is first again.
  const [place, setPlace] = useState({ of: "", at: 0 });
  const [left, setLeft] = useState("");
  const [source, begun] = first(text, caret, sources);
  if (!source || !begun) return undefined;
  const of = `${source.sign}${begun.start}:${begun.query}`;
  const items = source.items(begun.query).slice(0, MOST);
  if (!items.length || left === of) return undefined;
  const at = place.of === of ? Math.min(place.at, items.length - 1) : 0;

  const choose = (index: number): void => {
    const item = items[index];
    if (!item) return;
    const after = completed(text, caret, begun, source.chosen(item));
    put(after.text, after.caret);
  };
  const key = (event: KeyboardEvent): boolean => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const by = event.key === "ArrowDown" ? 1 : -1;
      setPlace({ of, at: (at + by + items.length) % items.length });
    } else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") choose(at);
    else if (event.key === "Escape") setLeft(of);
    else return false;
    event.preventDefault();
    return true;
  };
  return { label: source.label, items, at, choose, key };
}

function first(text: string, caret: number, sources: readonly Source[]): [Source | undefined, Begun | undefined] {
  for (const source of sources) {
    const begun = begunAt(text, caret, source.sign);
    if (begun) return [source, begun];
  }
  return [undefined, undefined];
}
