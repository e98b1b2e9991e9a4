// What can be chosen while writing? A list above the field; the focus stays in the field, which names the chosen row.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

export interface Suggestion {
  key: string;
  name: string;
  /** A line that says more. */
  text: string;
  /** In small print at the end of the first line. */
  tag?: string;
  lang?: string;
}

interface Props {
  id: string;
  label: string;
  items: readonly Suggestion[];
  at: number;
  choose(index: number): void;
}

export function Suggestions({ id, label, items, at, choose }: Props): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <div class="suggestions" id={id} role="listbox" aria-label={label} ref={list} data-testid="suggestions">
      {items.map((item, i) => (
        <div
          key={item.key}
          id={`${id}.${i}`}
          class="suggestion"
          role="option"
          aria-selected={i === at}
          tabIndex={-1}
          data-testid={`suggestion-${item.name}`}
          // Pressed, not clicked: the field must not lose the focus meanwhile.
          onMouseDown={(event) => {
            event.preventDefault();
            choose(i);
          }}
        >
          <span class="suggestion-top">
            <bdi class="suggestion-name">{item.name}</bdi>
            {item.tag && <span class="suggestion-tag">{item.tag}</span>}
          </span>
          <span class="suggestion-text" dir="auto" lang={item.lang || undefined}>
            {item.text}
          </span>
        </div>
      ))}
    </div>
  );
}
