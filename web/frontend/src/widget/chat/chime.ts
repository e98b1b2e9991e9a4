// When does an answer make a sound? When the customer is not looking, unless they have turned it off.
import { effect } from "@preact/signals";
import { Chime } from "../../shared/chime";
import { isSaid } from "../../shared/protocol";
import type { Store } from "../../shared/storage";
import type { Session } from "../session";

const known = new WeakMap<Session, Chime>();

export function chimeOf(session: Session, store: Store, looking: () => boolean): Chime {
  const before = known.get(session);
  if (before) return before;
  const chime = new Chime(store);
  known.set(session, chime);
  let heard = newest(session);
  effect(() => {
    const now = newest(session);
    // What came before the first welcome is no news.
    if (now > heard && heard > 0 && !looking()) chime.play();
    heard = Math.max(heard, now);
  });
  return chime;
}

/** When an agent last said something or joined, in any thread. */
function newest(session: Session): number {
  let at = 0;
  for (const { events } of Object.values(session.known.logs.value)) {
    for (const event of events) {
      if ((isSaid(event) && event.by.kind === "agent") || event.type === "assigned") at = Math.max(at, event.at);
    }
  }
  return at;
}
