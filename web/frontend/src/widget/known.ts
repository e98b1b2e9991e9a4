// What does the widget know of the customer's threads? Signals that the views read, and how each frame changes them.
import { batch, computed, type Signal, signal } from "@preact/signals";
import { EMPTY_LOG, type Log, merge } from "../shared/log";
import { type Events, isSaid } from "../shared/protocol";
import type { Cursors, CustomerSiteOut } from "../shared/protocol.gen";
import type { CustomerQueue, CustomerWelcome, Thread } from "./frames";

type ById<T> = Record<string, T>;

/** Acknowledged, but its event has not come back yet: shown as sent meanwhile. */
export interface Acknowledged {
  client_id: string;
  thread: string;
  seq: number;
  at: number;
  text: string;
}

type Block = NonNullable<CustomerWelcome["blocked"]>;

/** What a timer of a browser can count. */
const LONGEST_MS = 2 ** 31 - 1;

/** A person who stopped writing without saying so. */
const TYPING_LAPSE_MS = 6_000;

export class Known {
  readonly welcome: Signal<CustomerWelcome | undefined> = signal(undefined);
  /** Why this customer may not write now; undefined where they may. */
  readonly blocked: Signal<Block | undefined> = signal(undefined);
  /** Of the welcome, or read over HTTP while no socket comes through. */
  readonly site: Signal<CustomerSiteOut | undefined> = signal(undefined);
  /** Newest first, as the server lists them. */
  readonly threads: Signal<Thread[]> = signal([]);
  readonly logs: Signal<ById<Log>> = signal({});
  readonly queues: Signal<ById<CustomerQueue>> = signal({});
  /** Who is writing, by thread. */
  readonly typing: Signal<ById<string>> = signal({});
  readonly acknowledged: Signal<Acknowledged[]> = signal([]);
  /** Messages of agents that the customer has not seen, in all threads. */
  readonly unread = computed(() => this.threads.value.reduce((sum, thread) => sum + this.unreadOf(thread), 0));

  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  thread(id: string): Thread | undefined {
    return this.threads.value.find((each) => each.id === id);
  }

  log(id: string): Log {
    return this.logs.value[id] ?? EMPTY_LOG;
  }

  unreadOf(thread: Thread): number {
    const read = thread.read.customer ?? 0;
    return this.log(thread.id).events.filter((each) => each.seq > read && isSaid(each) && each.by.kind === "agent")
      .length;
  }

  /** A welcome replaces what was known of the site and of all threads; their logs stay. */
  greet(frame: CustomerWelcome): void {
    batch(() => {
      this.threads.value = frame.threads ?? [];
      this.welcome.value = frame;
      this.site.value = frame.site;
    });
  }

  /** Blocked, answered, or let in again; a block that runs out ends by itself. `now` in seconds. */
  block(block: Block | null | undefined, now: number): void {
    clearTimeout(this.timers.get("block"));
    const left = block?.until ? (block.until - now) * 1_000 : LONGEST_MS;
    this.blocked.value = left > 0 ? (block ?? undefined) : undefined;
    if (!this.blocked.value) return;
    this.timers.set(
      "block",
      setTimeout(() => this.block(block, now + Math.min(left, LONGEST_MS) / 1_000), Math.min(left, LONGEST_MS)),
    );
  }

  /** Somebody came on duty, or the last one left. */
  duty(desk: CustomerWelcome["desk"]): void {
    if (this.welcome.value) this.welcome.value = { ...this.welcome.value, desk };
  }

  /** A thread as it stands now; a new one goes to the front. */
  put(stands: Thread): void {
    const thread = { ...stands, read: furthest(stands.read, this.thread(stands.id)?.read) };
    const at = this.threads.value.findIndex((each) => each.id === thread.id);
    this.threads.value =
      at < 0 ? [thread, ...this.threads.value] : this.threads.value.map((each, i) => (i === at ? thread : each));
    if (thread.chat.state !== "waiting") this.queues.value = without(this.queues.value, thread.id);
  }

  queue(frame: CustomerQueue): void {
    this.queues.value = { ...this.queues.value, [frame.thread]: frame };
  }

  merge(thread: string, frame: Pick<Events, "after" | "upto" | "events">): void {
    this.logs.value = { ...this.logs.value, [thread]: merge(this.log(thread), frame) };
    const here = new Set(frame.events.map((event) => event.client_id));
    if (this.acknowledged.value.some((each) => here.has(each.client_id))) {
      this.acknowledged.value = this.acknowledged.value.filter((each) => !here.has(each.client_id));
    }
    // Whoever has sent is not writing any more, even if the frame that says so comes later.
    if (frame.events.some((event) => isSaid(event) && event.by.kind === "agent")) this.writes(thread);
  }

  startOver(thread: string): void {
    this.logs.value = { ...this.logs.value, [thread]: EMPTY_LOG };
  }

  acknowledge(one: Acknowledged): void {
    if (this.log(one.thread).events.some((event) => event.client_id === one.client_id)) return;
    this.acknowledged.value = [...this.acknowledged.value, one];
  }

  /** Somebody is writing in a thread; without a name, nobody is. */
  writes(thread: string, name?: string): void {
    clearTimeout(this.timers.get(thread));
    if (name === undefined) {
      if (thread in this.typing.value) this.typing.value = without(this.typing.value, thread);
      return;
    }
    this.typing.value = { ...this.typing.value, [thread]: name };
    this.timers.set(
      thread,
      setTimeout(() => this.writes(thread), TYPING_LAPSE_MS),
    );
  }

  forget(): void {
    this.welcome.value = undefined;
    this.threads.value = [];
    this.logs.value = {};
    this.queues.value = {};
    this.typing.value = {};
    this.acknowledged.value = [];
    this.blocked.value = undefined;
  }
}

/** Marks never go backwards, even where two servers' frames overtake each other. */
function furthest(a: Cursors, b: Cursors = {}): Cursors {
  return {
    customer: Math.max(a.customer ?? 0, b.customer ?? 0),
    agent: Math.max(a.agent ?? 0, b.agent ?? 0),
    delivered: Math.max(a.delivered ?? 0, b.delivered ?? 0),
  };
}

function without<T>(all: ById<T>, id: string): ById<T> {
  if (!(id in all)) return all;
  const { [id]: _, ...rest } = all;
  return rest;
}
