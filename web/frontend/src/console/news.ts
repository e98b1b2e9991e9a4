// What has happened elsewhere and was not looked at yet? Chats that came, and what colleagues noted in one's own.
import { type Signal, signal } from "@preact/signals";
import type { EventOut } from "../shared/protocol.gen";
import { type Whisper, whispersAfter } from "./whispers";

export class News {
  /** Chats that came and were not looked at yet. */
  readonly fresh: Signal<ReadonlySet<string>> = signal(new Set());
  /** What colleagues noted in one's own chats and nobody has looked at yet. */
  readonly whispers: Signal<readonly Whisper[]> = signal([]);

  came(threads: readonly string[]): void {
    this.fresh.value = new Set([...this.fresh.value, ...threads]);
  }

  /** The thread is before the agent's eyes. */
  looked(thread: string): void {
    if (!this.fresh.peek().has(thread)) return;
    this.fresh.value = new Set([...this.fresh.peek()].filter((each) => each !== thread));
  }

  /** The agent has taken note of what was whispered about a thread. */
  heard(thread: string): void {
    if (!this.whispers.peek().some((each) => each.thread === thread)) return;
    this.whispers.value = this.whispers.peek().filter((each) => each.thread !== thread);
  }

  /** The newest whisper among these events, where there is one; see `whispersAfter`. */
  listen(
    thread: string,
    events: readonly EventOut[],
    held: ReadonlySet<number>,
    me: string,
    since: number,
  ): Whisper | undefined {
    const before = this.whispers.peek();
    const after = whispersAfter(before, thread, events, held, me, since);
    if (after === before) return undefined;
    this.whispers.value = after;
    return after.at(-1);
  }
}
