// How are events fetched that did not come by themselves? What a gap hides, and what lies before all that is held.
import { earlier, missing } from "../shared/log";
import type { Known } from "./known";

export class History {
  private readonly known: Known;
  private readonly ask: (thread: string, before: number) => Promise<unknown>;
  private readonly fetching = new Set<string>();

  /** `ask` resolves once the page has been merged. */
  constructor(known: Known, ask: (thread: string, before: number) => Promise<unknown>) {
    this.known = known;
    this.ask = ask;
  }

  /** Fetches what a gap hides; does nothing where there is none. */
  repair(thread: string): void {
    const before = missing(this.known.log(thread));
    if (before !== undefined) void this.fetch(thread, before);
  }

  /** Reads older events; false when there are none. */
  async older(thread: string): Promise<boolean> {
    const before = earlier(this.known.log(thread));
    if (before === undefined) return false;
    await this.fetch(thread, before);
    return true;
  }

  async fetch(thread: string, before: number): Promise<void> {
    // The merge of the answer looks for the next hole, so one request at a time is enough.
    if (this.fetching.has(thread)) return;
    this.fetching.add(thread);
    let answered = false;
    try {
      await this.ask(thread, before);
      answered = true;
    } catch {
      // Asked again after the next welcome.
    } finally {
      this.fetching.delete(thread);
    }
    if (answered) this.repair(thread);
  }
}
