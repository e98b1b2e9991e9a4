// What has an agent begun to write, in which thread? Kept until it is sent, also through a reload.
import type { Store } from "../shared/storage";
import type { Draft } from "./frames";

const NOTHING: Draft = { kind: "message", text: "" };

export class Drafts {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  of(thread: string): Draft {
    return this.store.get<Draft>(thread) ?? NOTHING;
  }

  keep(thread: string, draft: Draft): void {
    if (draft.text) this.store.set(thread, draft);
    else this.store.remove(thread);
  }

  clear(): void {
    for (const thread of this.store.keys()) this.store.remove(thread);
  }
}
