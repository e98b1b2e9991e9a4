// How does one walk through a list by keyboard? One tab stop, arrows or j and k inside, Enter opens.
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useWindow } from "./useWindow";

interface Props<Item> {
  label: string;
  items: readonly Item[];
  keyOf(item: Item): string;
  /** The item shown beside; it is the list's tab stop. */
  current: string;
  choose(item: Item): void;
  row(item: Item): ComponentChildren;
  attributes?(item: Item): Record<string, unknown>;
  /** What stands beside a row and is pressed by itself. */
  beside?(item: Item): ComponentChildren;
}

export function RowList<Item>({
  label,
  items,
  keyOf,
  current,
  choose,
  row,
  attributes,
  beside,
}: Props<Item>): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  /** A row that is to have the focus and was not drawn when it was asked for. */
  const sought = useRef(-1);
  const { from, to, height } = useWindow(list, items.length);
  const drawn = items.slice(from, to);
  // Among what is drawn, or Tab would pass the list by.
  const stop = drawn.some((item) => keyOf(item) === current) ? current : keyOf((drawn[0] ?? items[0]) as Item);

  const rowAt = (at: number): HTMLElement | null | undefined =>
    list.current?.querySelector<HTMLElement>(`[data-at="${at}"]`);
  useLayoutEffect(() => {
    const found = sought.current >= 0 && rowAt(sought.current);
    if (!found) return;
    sought.current = -1;
    found.focus();
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = Number((document.activeElement as HTMLElement | null)?.dataset?.at ?? -1);
    const last = items.length - 1;
    const next = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, Home: 0, End: last }[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    const wanted = Math.max(0, Math.min(last, next));
    const found = rowAt(wanted);
    if (found) {
      found.focus();
      return;
    }
    sought.current = wanted;
    // Into sight: the window follows, and the row takes the focus once it is drawn.
    const edge = wanted === 0 ? "start" : "end";
    list.current?.scrollIntoView({ block: edge });
  };

  const space = height
    ? { paddingBlockStart: `${from * height}px`, paddingBlockEnd: `${(items.length - to) * height}px` }
    : {};
  return (
    <ul class="rows" ref={list} aria-label={label} style={space} onKeyDown={onKeyDown}>
      {drawn.map((item, place) => {
        const key = keyOf(item);
        return (
          <li key={key} aria-setsize={items.length} aria-posinset={from + place + 1}>
            <button
              type="button"
              class="row"
              data-at={from + place}
              tabIndex={key === stop ? 0 : -1}
              aria-current={key === current}
              onClick={() => choose(item)}
              {...attributes?.(item)}
            >
              {row(item)}
            </button>
            {beside?.(item)}
          </li>
        );
      })}
    </ul>
  );
}
