// What has an agent begun to write, in which thread? Kept here through a reload, and on the server for another browser.
//
// The newest typing wins on both sides, by the server's clock. What was sent stays as an empty draft for a while, so that
// an older one in another browser does not come back.
import { type Signal, signal } from "@preact/signals";
import type { Store } from "../shared/storage";
import type { Draft, DraftOut } from "./frames";

interface Kept extends Draft {
  /** When the last key was pressed, in seconds by the server's clock. */
  at: number;
}

const NOTHING: Kept = { kind: "message", text: "", at: 0 };
/** After a pause as short as between two thoughts. */
const PAUSE_MS = 800;
const EMPTY_KEPT_SECONDS = 86_400;

export interface DraftsOptions {
  store: Store;
  /** The server's clock, in seconds. */
  now(): number;
  /** False when there is no connection: then it goes with the next welcome. */
  send(draft: DraftOut): boolean;
}

export class Drafts {
  /** Grows whenever a draft has become another one from outside: from another browser, or by an undo. */
  readonly moved: Signal<number> = signal(0);

  private readonly options: DraftsOptions;
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(options: DraftsOptions) {
    this.options = options;
    for (const thread of options.store.keys()) {
      const { text, at } = this.of(thread);
      if (!text && at < options.now() - EMPTY_KEPT_SECONDS) options.store.remove(thread);
    }
  }

  of(thread: string): Kept {
    const kept = this.options.store.get<Kept>(thread);
    return kept ? { ...kept, at: kept.at ?? 0 } : NOTHING;
  }

  /** The agent has typed. */
  keep(thread: string, { kind, text }: Draft): void {
    const { at } = this.of(thread);
    // Two strokes of one moment keep their order.
    this.options.store.set(thread, { kind, text, at: Math.max(this.options.now(), at + 0.001) });
    clearTimeout(this.timers.get(thread));
    this.timers.set(
      thread,
      setTimeout(() => this.flush(thread), PAUSE_MS),
    );
  }

  /** It became another one by something else than typing in its field. */
  put(thread: string, draft: Draft): void {
    this.keep(thread, draft);
    this.moved.value++;
  }

  /** The server's drafts, after a welcome or a look elsewhere: what is newer there is taken, what is newer here sent. */
  hear(drafts: readonly DraftOut[]): void {
    const theirs = new Map(drafts.map((draft) => [draft.thread, draft]));
    let moved = false;
    for (const { thread, ...draft } of drafts) {
      if (draft.at <= this.of(thread).at) continue;
      this.options.store.set(thread, draft);
      moved = true;
    }
    for (const thread of this.options.store.keys()) {
      if (this.of(thread).at > (theirs.get(thread)?.at ?? 0)) this.flush(thread);
    }
    if (moved) this.moved.value++;
  }

  /** Field or page are being left: what is still in its pause goes now. */
  flushAll(): void {
    for (const thread of [...this.timers.keys()]) this.flush(thread);
  }

  /** Signing out on purpose: nothing stays behind at this device; the server keeps what it has. */
  clear(): void {
    this.flushAll();
    for (const thread of this.options.store.keys()) this.options.store.remove(thread);
  }

  private flush(thread: string): void {
    clearTimeout(this.timers.get(thread));
    this.timers.delete(thread);
    const kept = this.of(thread);
    if (kept.at) this.options.send({ thread, ...kept });
  }
}
