// How are events fetched that did not come by themselves? What a gap hides, and what lies before all that is held.
import { earlier, missing } from "../shared/log";
import type { Page } from "../shared/protocol";
import { isPlaceholder } from "./frames";
import type { Known } from "./known";

export class History {
  private readonly known: Known;
  private readonly ask: (thread: string, before: number) => Promise<Page>;
  private readonly fetching = new Set<string>();

  /** `ask` resolves once the page has been merged. */
  constructor(known: Known, ask: (thread: string, before: number) => Promise<Page>) {
    this.known = known;
    this.ask = ask;
  }

  /** Fetches until there is no gap; does nothing where there is none. */
  async repair(thread: string): Promise<void> {
    const before = missing(this.known.log(thread));
    if (before !== undefined && (await this.fetch(thread, before))) await this.repair(thread);
  }

  /** One page of what came before; false when there is nothing, or no answer now. */
  async older(thread: string): Promise<boolean> {
    const before = earlier(this.known.log(thread));
    return before !== undefined && !isPlaceholder(thread) && (await this.fetch(thread, before));
  }

  /** One page; one request at a time for each thread. */
  async fetch(thread: string, before: number): Promise<boolean> {
    if (this.fetching.has(thread)) return false;
    this.fetching.add(thread);
    try {
      await this.ask(thread, before);
      return true;
    } catch {
      // Asked again after the next welcome.
      return false;
    } finally {
      this.fetching.delete(thread);
    }
  }
}
