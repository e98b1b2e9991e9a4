// What has been written but is not stored by the server yet? It is kept here until it is acknowledged or refused.
import type { Refused } from "./protocol";
import type { Store } from "./storage";

/** One unsent thing. `body` is what its face needs to make the frame anew. */
export interface Unsent<Body> {
  client_id: string;
  /** A thread's id, or a placeholder of the face's own while the thread does not exist yet. */
  thread: string;
  /** When it was written, in milliseconds, by the server's clock as far as it is known; also the order of sending. */
  at: number;
  body: Body;
  /** Set once the server refused it for good; it stays until its writer decides. */
  refused?: string;
}

const RETRY_MS = 2_000;

export interface OutboxOptions<Body> {
  store: Store;
  /** Sends one; false when it cannot be sent now (no connection, or its thread does not exist yet). */
  send(item: Unsent<Body>): boolean;
  /** The list has changed. */
  changed(items: readonly Unsent<Body>[]): void;
}

/**
 * Everything goes out in the order written, and again after each reconnect, with the same `client_id`: the server
 * stores it once. Each entry has its own key in the store, so two tabs of one customer do not overwrite each other.
 */
export class Outbox<Body> {
  private readonly options: OutboxOptions<Body>;
  private items: Unsent<Body>[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: OutboxOptions<Body>) {
    this.options = options;
    for (const key of options.store.keys()) {
      const item = options.store.get<Unsent<Body>>(key);
      if (item && item.client_id === key) this.items.push(item);
      else options.store.remove(key);
    }
    this.items.sort((a, b) => a.at - b.at);
  }

  list(): readonly Unsent<Body>[] {
    return this.items;
  }

  has(clientId: string): boolean {
    return this.items.some((item) => item.client_id === clientId);
  }

  add(item: Unsent<Body>): void {
    // Two messages of one millisecond keep their order.
    const last = this.items.at(-1);
    const kept = { ...item, at: last ? Math.max(item.at, last.at + 1) : item.at };
    this.options.store.set(kept.client_id, kept);
    this.items = [...this.items, kept];
    this.options.send(kept);
    this.options.changed(this.items);
  }

  /** After a welcome, and once a placeholder has become a thread. */
  resend(): void {
    for (const item of this.items) if (!item.refused) this.options.send(item);
  }

  /** Stored by the server, or no longer wanted by its writer. */
  settle(clientId: string): Unsent<Body> | undefined {
    const item = this.items.find((each) => each.client_id === clientId);
    if (!item) return undefined;
    this.options.store.remove(clientId);
    this.items = this.items.filter((each) => each !== item);
    this.options.changed(this.items);
    return item;
  }

  /** The server refused it: again in a while when that may help, else it waits for its writer. */
  refuse(clientId: string, refused: Refused): boolean {
    if (!this.has(clientId)) return false;
    if (refused.retryable) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.resend(), refused.retryAfter || RETRY_MS);
    } else {
      this.change(clientId, (item) => ({ ...item, refused: refused.code }));
    }
    return true;
  }

  /** The writer wants a refused one tried again. */
  retry(clientId: string): void {
    this.change(clientId, ({ refused: _, ...item }) => item);
    const item = this.items.find((each) => each.client_id === clientId);
    if (item) this.options.send(item);
  }

  /** The thread of a placeholder exists now. */
  rename(placeholder: string, thread: string): void {
    for (const { client_id, thread: old } of this.items) {
      if (old === placeholder) this.change(client_id, (item) => ({ ...item, thread }));
    }
    this.resend();
  }

  clear(): void {
    clearTimeout(this.timer);
    for (const item of this.items) this.options.store.remove(item.client_id);
    this.items = [];
    this.options.changed(this.items);
  }

  private change(clientId: string, make: (item: Unsent<Body>) => Unsent<Body>): void {
    this.items = this.items.map((item) => {
      if (item.client_id !== clientId) return item;
      const changed = make(item);
      this.options.store.set(clientId, changed);
      return changed;
    });
    this.options.changed(this.items);
  }
}
