// Which messages have come to this console without being read? Confirmed for the customers, many chats in one frame.
import { headOf, type Log } from "../shared/log";
import { isSaid } from "../shared/protocol";
import type { Cursors } from "../shared/protocol.gen";

/** A chat that is on the screen is read by then, and reading says it all. */
const GATHER_MS = 1_000;

interface Options {
  log(thread: string): Log;
  /** How far the thread has been read and confirmed; undefined where it is not known. */
  cursors(thread: string): Cursors | undefined;
  /** Is it one of the agent's own chats? Others are not theirs to confirm. */
  mine(thread: string): boolean;
  /** False where it could not be sent. */
  send(threads: Record<string, number>): boolean;
  confirmed(thread: string, seq: number): void;
}

export class Delivered {
  private readonly came = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: Options) {}

  /** Something has come to a thread. */
  note(thread: string): void {
    this.came.add(thread);
    this.timer ??= setTimeout(() => this.tell(), GATHER_MS);
  }

  private tell(): void {
    this.timer = undefined;
    const threads: Record<string, number> = {};
    for (const thread of this.came) {
      const seq = this.unconfirmed(thread);
      if (seq) threads[thread] = seq;
    }
    this.came.clear();
    if (!Object.keys(threads).length || !this.options.send(threads)) return;
    for (const [thread, seq] of Object.entries(threads)) this.options.confirmed(thread, seq);
  }

  /** How far, where the customer has said something that is neither read nor confirmed; else 0. */
  private unconfirmed(thread: string): number {
    const cursors = this.options.cursors(thread);
    if (!cursors || !this.options.mine(thread)) return 0;
    const known = Math.max(cursors.agent ?? 0, cursors.delivered ?? 0);
    const log = this.options.log(thread);
    const news = log.events.some((event) => event.seq > known && isSaid(event) && event.by.kind === "customer");
    return news ? headOf(log) : 0;
  }
}
