// How does one walk through a list by keyboard? One tab stop, arrows or j and k inside, Enter opens.
import type { ComponentChildren, JSX } from "preact";
import { useRef } from "preact/hooks";

interface Props<Item> {
  label: string;
  items: readonly Item[];
  keyOf(item: Item): string;
  /** The item shown beside; it is the list's tab stop. */
  current: string;
  choose(item: Item): void;
  row(item: Item): ComponentChildren;
  attributes?(item: Item): Record<string, unknown>;
}

export function RowList<Item>({ label, items, keyOf, current, choose, row, attributes }: Props<Item>): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  const stop = items.some((item) => keyOf(item) === current) ? current : keyOf(items[0] as Item);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>(".row") ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    rows[Math.max(0, Math.min(rows.length - 1, to))]?.focus();
  };

  return (
    <ul class="rows" ref={list} aria-label={label} onKeyDown={onKeyDown}>
      {items.map((item) => {
        const key = keyOf(item);
        return (
          <li key={key}>
            <button
              type="button"
              class="row"
              tabIndex={key === stop ? 0 : -1}
              aria-current={key === current}
              onClick={() => choose(item)}
              {...attributes?.(item)}
            >
              {row(item)}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
