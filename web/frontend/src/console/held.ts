// What was sent but may still be undone? It is held here for the seconds the agent chose, then it really goes.
//
// Kept in the tab's own storage: after a crash or a reload what was held goes at once, and no other tab sends it too.
import { newId } from "../shared/ids";
import type { Unsent } from "../shared/outbox";
import type { Store } from "../shared/storage";
import type { Draft } from "./frames";

export interface HeldOptions {
  store: Store;
  /** For how long; 0: not at all. */
  seconds(): number;
  /** It goes. */
  release(item: Unsent<Draft>): void;
  changed(items: readonly Unsent<Draft>[]): void;
}

export class Held {
  private readonly options: HeldOptions;
  private items: Unsent<Draft>[] = [];

  constructor(options: HeldOptions) {
    this.options = options;
    const { store } = options;
    const left = store.keys().map((key) => store.get<Unsent<Draft>>(key));
    for (const item of left.filter((each) => each !== undefined).sort((a, b) => a.at - b.at)) this.go(item);
  }

  add(thread: string, body: Draft): void {
    const item = { client_id: newId(), thread, at: Date.now(), body };
    const seconds = this.options.seconds();
    if (!seconds) {
      this.release(thread);
      this.options.release(item);
      return;
    }
    this.options.store.set(item.client_id, item);
    this.set([...this.items, item]);
    setTimeout(() => this.due(item), seconds * 1000);
  }

  /** The newest of a thread, held no longer and not sent; undefined when nothing is held there. */
  undo(thread: string): Draft | undefined {
    const item = this.items.findLast((each) => each.thread === thread);
    if (!item) return undefined;
    this.options.store.remove(item.client_id);
    this.set(this.items.filter((each) => each !== item));
    return item.body;
  }

  /** All of a thread go now, or all there is: what comes next must come after them. */
  release(thread?: string): void {
    for (const item of this.items) if (thread === undefined || item.thread === thread) this.go(item);
  }

  /** In the order written, also when the time was made shorter meanwhile. */
  private due(item: Unsent<Draft>): void {
    if (!this.items.includes(item)) return;
    for (const each of this.items) if (each.thread === item.thread && each.at <= item.at) this.go(each);
  }

  private go(item: Unsent<Draft>): void {
    this.options.release(item);
    this.options.store.remove(item.client_id);
    this.set(this.items.filter((each) => each !== item));
  }

  private set(items: Unsent<Draft>[]): void {
    this.items = items;
    this.options.changed(items);
  }
}
