// What does the console know of the threads it follows? Signals that the views read, and how each frame changes them.
import { type Signal, signal } from "@preact/signals";
import { EMPTY_LOG, type Log, merge } from "../shared/log";
import { isSaid } from "../shared/protocol";
import type { Events, Typing } from "../shared/protocol.gen";
import type { Draft, Thread } from "./frames";

type ById<T> = Record<string, T>;

/** Acknowledged, but its event has not come back yet: shown as sent meanwhile. */
export interface Acknowledged extends Draft {
  client_id: string;
  thread: string;
  seq: number;
  at: number;
}

export interface Looker {
  id: string;
  name: string;
}

/** Who is writing in a thread: the customer, a colleague by name. */
export interface Writers {
  customer?: boolean;
  agent?: string;
}

/** A person who stopped writing without saying so. */
const TYPING_LAPSE_MS = 6_000;

export class Known {
  readonly threads: Signal<ById<Thread>> = signal({});
  readonly logs: Signal<ById<Log>> = signal({});
  readonly typing: Signal<ById<Writers>> = signal({});
  /** Colleagues who have a thread on their screens, by thread; oneself too. */
  readonly lookers: Signal<ById<readonly Looker[]>> = signal({});
  readonly acknowledged: Signal<Acknowledged[]> = signal([]);

  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  log(id: string): Log {
    return this.logs.value[id] ?? EMPTY_LOG;
  }

  /** Messages of the customer that no agent has read. */
  unread(id: string): number {
    const read = this.threads.value[id]?.read.agent ?? 0;
    return this.log(id).events.filter((each) => each.seq > read && isSaid(each) && each.by.kind === "customer").length;
  }

  put(thread: Thread): void {
    this.threads.value = { ...this.threads.value, [thread.id]: thread };
    if (thread.events) {
      this.merge(thread.id, { after: thread.after ?? 0, upto: thread.upto ?? 0, events: thread.events });
    }
  }

  read(id: string, read: Thread["read"]): void {
    const thread = this.threads.value[id];
    if (!thread) return;
    // Cursors are monotone, frames about them may overtake each other.
    const further = {
      customer: Math.max(read.customer ?? 0, thread.read.customer ?? 0),
      agent: Math.max(read.agent ?? 0, thread.read.agent ?? 0),
      delivered: Math.max(read.delivered ?? 0, thread.read.delivered ?? 0),
    };
    this.threads.value = { ...this.threads.value, [id]: { ...thread, read: further } };
  }

  /** Whether its customer is connected. */
  present(id: string, online: boolean): void {
    const thread = this.threads.value[id];
    if (thread) {
      this.threads.value = { ...this.threads.value, [id]: { ...thread, customer: { ...thread.customer, online } } };
    }
  }

  /** Who has a thread on a screen now. */
  looked(id: string, agents: readonly Looker[]): void {
    this.lookers.value = { ...this.lookers.value, [id]: agents };
  }

  merge(id: string, frame: Pick<Events, "after" | "upto" | "events">): void {
    this.logs.value = { ...this.logs.value, [id]: merge(this.log(id), frame) };
    const here = new Set(frame.events.map((event) => event.client_id));
    if (this.acknowledged.value.some((each) => here.has(each.client_id))) {
      this.acknowledged.value = this.acknowledged.value.filter((each) => !here.has(each.client_id));
    }
    // Whoever has sent is not writing any more, even if the frame that says so comes later.
    for (const event of frame.events) {
      if (isSaid(event) && event.by.kind !== "system") this.writes({ thread: id, by: event.by, on: false });
    }
  }

  startOver(id: string): void {
    this.logs.value = { ...this.logs.value, [id]: EMPTY_LOG };
  }

  acknowledge(one: Acknowledged): void {
    if (this.log(one.thread).events.some((event) => event.client_id === one.client_id)) return;
    this.acknowledged.value = [...this.acknowledged.value, one];
  }

  writes({ thread, by, on }: Pick<Typing, "thread" | "by" | "on">): void {
    if (by.kind === "system") return;
    const timer = `${by.kind} ${thread}`;
    clearTimeout(this.timers.get(timer));
    const { [by.kind]: was, ...others } = this.typing.value[thread] ?? {};
    if (!on && !was) return;
    const its: Writers = !on
      ? others
      : by.kind === "customer"
        ? { ...others, customer: true }
        : { ...others, agent: by.name ?? "" };
    this.typing.value = { ...this.typing.value, [thread]: its };
    if (on)
      this.timers.set(
        timer,
        setTimeout(() => this.writes({ thread, by, on: false }), TYPING_LAPSE_MS),
      );
  }
}
