// How do times run on the screen? Each is a part of its own, so that a second redraws figures and not whole lists.

import { computed } from "@preact/signals";
import type { JSX } from "preact";
import { tick } from "../clock";
import { ago, running } from "../names";
import type { Session } from "../session";

/** A stop watch: `0:42`. */
export function Running({ session, since }: { session: Session; since: number }): JSX.Element {
  void tick.value;
  return <>{running(session.now() - since)}</>;
}

/** How long ago, in one short word. */
export function Ago({ session, at }: { session: Session; at: number }): JSX.Element {
  void tick.value;
  return <>{ago(session.now() - at)}</>;
}

const MINUTE_MS = 60_000;
const minute = computed(() => Math.floor(tick.value / MINUTE_MS));

/** The server's clock for what changes by itself, such as a ticket that wakes: lists are drawn anew once a minute. */
export function nowByMinute(session: Session): number {
  void minute.value;
  return session.now();
}
