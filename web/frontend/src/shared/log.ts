// What does a client hold of a thread's log, and what is missing? Pure: frames in, a new log out.
//
// Numbers may be absent (they are not for this audience), so a gap cannot be seen from the numbers of events alone.
// Each frame says the range it covers; the ranges joined are what is held, and a hole between them is a gap.
import type { EventOut } from "./protocol.gen";

/** All that this audience may see with `after < seq <= upto`. */
export interface Span {
  after: number;
  upto: number;
}

export interface Log {
  /** In order of `seq`, each once. */
  readonly events: readonly EventOut[];
  /** Ascending, neither touching nor overlapping. */
  readonly spans: readonly Span[];
}

export const EMPTY_LOG: Log = { events: [], spans: [] };

/** Adds what a frame covers. Overlaps and repetitions change nothing. */
export function merge(log: Log, frame: Span & { events: readonly EventOut[] }): Log {
  const held = new Set(log.events.map((event) => event.seq));
  const fresh = frame.events.filter((event) => !held.has(event.seq));
  const spans = join([...log.spans, { after: frame.after, upto: frame.upto }]);
  if (!fresh.length) return { events: log.events, spans };
  const last = log.events.at(-1)?.seq ?? 0;
  const events = [...log.events, ...fresh];
  // The common case is a new event at the end, which needs no sorting.
  if (fresh.some((event, i) => event.seq <= (i ? (fresh[i - 1]?.seq ?? 0) : last))) {
    events.sort((a, b) => a.seq - b.seq);
  }
  return { events, spans };
}

/** The highest `seq` that is covered: what hello tells the server. */
export function headOf(log: Log): number {
  return log.spans.at(-1)?.upto ?? 0;
}

/** `before` of the `history` request that would narrow the newest hole, or undefined when there is none. */
export function missing(log: Log): number | undefined {
  const newest = log.spans.at(-1);
  return log.spans.length > 1 && newest ? newest.after + 1 : undefined;
}

/** `before` of the `history` request for what came before everything held, or undefined when the start is held. */
export function earlier(log: Log): number | undefined {
  const oldest = log.spans[0];
  if (!oldest) return 0;
  return oldest.after > 0 ? oldest.after + 1 : undefined;
}

function join(spans: Span[]): Span[] {
  const sorted = spans.filter((span) => span.upto > span.after).sort((a, b) => a.after - b.after);
  const joined: Span[] = [];
  for (const span of sorted) {
    const last = joined.at(-1);
    if (last && span.after <= last.upto) last.upto = Math.max(last.upto, span.upto);
    else joined.push({ ...span });
  }
  return joined;
}
