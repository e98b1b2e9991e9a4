// Which rows of a long list are drawn? Those in sight and some around them; the others are empty space of their height.
import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** Fewer cost less to draw than to watch. */
const LEAST = 80;
/** Rows drawn beyond either edge: a quick turn of the wheel, and the arrows' next stops. */
const AROUND = 25;
/** The window moves in steps, so that not every pixel draws anew. */
const STEP = 10;

export interface Shown {
  /** From this index, inclusive. */
  from: number;
  /** Up to this one, exclusive. */
  to: number;
  /** Pixels of one row; 0: not known, and then all are drawn. */
  height: number;
}

/** The rows to draw where `top` pixels of the list have been scrolled past and `seen` are in sight. */
export function windowOf(count: number, height: number, top: number, seen: number): Shown {
  if (count < LEAST || height <= 0) return { from: 0, to: count, height: 0 };
  const first = Math.floor(Math.max(0, top) / height / STEP) * STEP;
  const last = Math.ceil((Math.max(0, top) + seen) / height / STEP) * STEP;
  return { from: Math.max(0, Math.min(first, count) - AROUND), to: Math.min(count, last + AROUND), height };
}

/** Rows of one height, in the next element around that scrolls. */
export function useWindow(list: RefObject<HTMLElement | null>, count: number): Shown {
  const [shown, setShown] = useState<Shown>({ from: 0, to: count < LEAST ? count : LEAST, height: 0 });
  useLayoutEffect(() => {
    const rows = list.current;
    const scroller = rows && scrolling(rows);
    if (!rows || !scroller) {
      setShown({ from: 0, to: count, height: 0 });
      return;
    }
    const look = (): void => {
      const height = rows.querySelector("li")?.getBoundingClientRect().height ?? 0;
      const top = scroller.getBoundingClientRect().top - rows.getBoundingClientRect().top;
      const next = windowOf(count, height, top, scroller.clientHeight);
      setShown((was) => (was.from === next.from && was.to === next.to && was.height === next.height ? was : next));
    };
    look();
    scroller.addEventListener("scroll", look, { passive: true });
    const resized = typeof ResizeObserver === "undefined" ? undefined : new ResizeObserver(look);
    resized?.observe(scroller);
    return () => {
      scroller.removeEventListener("scroll", look);
      resized?.disconnect();
    };
  }, [count]);
  // What has left the list since the last look is not drawn.
  return { ...shown, from: Math.min(shown.from, count), to: Math.min(shown.to, count) };
}

function scrolling(from: HTMLElement): HTMLElement | null {
  for (let at = from.parentElement; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return null;
}
