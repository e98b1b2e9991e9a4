// Which notes did a colleague write in one's own chats just now? Pure.
import { isEvent } from "../shared/protocol";
import type { EventOut } from "../shared/protocol.gen";

export interface Whisper {
  thread: string;
  seq: number;
  by: string;
  text: string;
}

/** As many as can be read before the next thing; older ones are in their threads. */
const MOST = 4;

/**
 * The whispers after these events of a thread. `since` (seconds) is when this page began: older notes were there before,
 * and `held` what the log has already: a frame that comes again says nothing new.
 */
export function whispersAfter(
  before: readonly Whisper[],
  thread: string,
  events: readonly EventOut[],
  held: ReadonlySet<number>,
  me: string,
  since: number,
): readonly Whisper[] {
  const fresh = events.flatMap((event) =>
    isEvent(event, "note") &&
    event.at > since &&
    !held.has(event.seq) &&
    event.by.kind === "agent" &&
    event.by.id !== me
      ? [{ thread, seq: event.seq, by: event.by.name ?? "", text: event.body.text ?? "" }]
      : [],
  );
  return fresh.length ? [...before, ...fresh].slice(-MOST) : before;
}
