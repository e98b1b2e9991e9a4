// What is the customer told about the wait? A range that is honest and does not jump about.
//
// The server sends seconds from now, p50 and p90, up to every two seconds. Shown as they come they would flicker, so
// they are rounded outwards to a ladder of minutes, and a new rung is shown only after it has held for a while.

import { tn } from "./words";

/** Minutes; `low` 0 means less than `high`. */
export interface Range {
  low: number;
  high: number;
}

export interface Steady {
  shown: Range | undefined;
  /** What has been measured lately, and since when, in milliseconds. */
  next: Range | undefined;
  since: number;
}

/** Minutes that people say: nobody waits 13 minutes, they wait 10 to 15. */
const LADDER = [0, 1, 2, 3, 5, 8, 10, 15, 20, 30, 45, 60, 90, 120];
const HOLD_MS = 8_000;

export const UNKNOWN: Steady = { shown: undefined, next: undefined, since: 0 };

/** Seconds to a range on the ladder, outwards; beyond its end the last rung. */
export function rungs(p50: number, p90: number): Range {
  const last = LADDER.at(-1) ?? 0;
  const high = LADDER.find((rung) => rung > 0 && rung * 60 >= p90) ?? last;
  const low = LADDER.findLast((rung) => rung * 60 <= p50 && rung < high) ?? 0;
  return { low, high };
}

/** Takes a new measurement at `now` (milliseconds); what is shown changes only when it has held. */
export function steady(
  state: Steady,
  p50: number | null | undefined,
  p90: number | null | undefined,
  now: number,
): Steady {
  if (typeof p50 !== "number" || typeof p90 !== "number") return UNKNOWN;
  const next = rungs(p50, p90);
  if (!state.shown) return { shown: next, next, since: now };
  if (same(next, state.shown)) return { shown: state.shown, next, since: now };
  if (!state.next || !same(next, state.next)) return { shown: state.shown, next, since: now };
  return now - state.since >= HOLD_MS ? { shown: next, next, since: now } : state;
}

/** A range as people say it. */
export function spoken({ low, high }: Range): string {
  if (low === 0) return tn("less than {count} minute", "less than {count} minutes", high);
  return tn("{low} to {count} minute", "{low} to {count} minutes", high, { low });
}

function same(a: Range, b: Range): boolean {
  return a.low === b.low && a.high === b.high;
}
