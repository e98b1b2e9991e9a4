// What helps an agent to write: drafts, canned replies, preferences, and the seconds in which a message can be undone.
import { type Signal, signal } from "@preact/signals";
import type { Unsent } from "../shared/outbox";
import { prefixed, type Store } from "../shared/storage";
import type { Desk } from "./desk";
import { Drafts } from "./drafts";
import type { Ask, Draft, DraftOut, Welcome } from "./frames";
import { Held } from "./held";
import { PREFERRED, type Preferences } from "./preferences";
import { Replies } from "./replies";

export interface WritingOptions {
  desk: Signal<Desk>;
  /** Of this browser, and of this tab alone. */
  store: Store;
  tab: Store;
  /** The server's clock, in seconds. */
  now(): number;
  ask(request: Ask): Promise<unknown>;
  keepDraft(draft: DraftOut): boolean;
  /** It really goes. */
  release(item: Unsent<Draft>): void;
}

export class Writing {
  /** Sent by the agent's hand, but not gone yet: it can be undone. */
  readonly held: Signal<readonly Unsent<Draft>[]> = signal([]);
  readonly preferences: Signal<Preferences> = signal(PREFERRED);
  readonly replies: Replies;
  /** Kept per agent: two people may share a browser. There from the first welcome on. */
  drafts: Drafts | undefined;

  private readonly options: WritingOptions;
  private holding: Held | undefined;

  constructor(options: WritingOptions) {
    this.options = options;
    this.replies = new Replies(options.desk, options.ask);
  }

  /** Once the outbox is there. */
  welcomed({ me, enter_sends, undo_seconds, sounds, volume }: Welcome): void {
    const { store, tab, now, keepDraft, release } = this.options;
    this.preferences.value = {
      enter_sends: enter_sends ?? PREFERRED.enter_sends,
      undo_seconds: undo_seconds ?? PREFERRED.undo_seconds,
      sounds: sounds ?? PREFERRED.sounds,
      volume: volume ?? PREFERRED.volume,
    };
    this.drafts ??= new Drafts({ store: prefixed(store, `${me}.draft.`), now, send: keepDraft });
    this.holding ??= new Held({
      store: prefixed(tab, `${me}.held.`),
      seconds: () => this.preferences.value.undo_seconds,
      release,
      changed: (items) => {
        this.held.value = items;
      },
    });
    void this.readDrafts();
  }

  write(thread: string, draft: Draft): void {
    this.holding?.add(thread, draft);
  }

  /** What is held goes now: of a thread, or all of it because the page is being left. */
  release(thread?: string): void {
    this.holding?.release(thread);
    if (thread === undefined) this.drafts?.flushAll();
  }

  /** Takes back what was sent last in a thread: its words come before what has been begun since. */
  undo(thread: string): void {
    const back = this.holding?.undo(thread);
    if (!back) return;
    const begun = this.drafts?.of(thread).text;
    this.drafts?.put(thread, { kind: back.kind, text: begun ? `${back.text}\n${begun}` : back.text });
  }

  /** Reads what was begun in other browsers. */
  async readDrafts(): Promise<void> {
    try {
      const { drafts } = (await this.options.ask({ t: "drafts" })) as { drafts: DraftOut[] };
      this.drafts?.hear(drafts);
    } catch {
      // What is here stays; the next welcome asks again.
    }
  }

  async prefer(wanted: Preferences): Promise<void> {
    const before = this.preferences.peek();
    // At once, so that a second choice builds on the first; what the server refuses is as it was.
    this.preferences.value = wanted;
    try {
      await this.options.ask({ t: "prefer", ...wanted });
    } catch (problem) {
      if (this.preferences.peek() === wanted) this.preferences.value = before;
      throw problem;
    }
  }
}
