// Is anybody there? Away by itself after a while without a hand on the console, with a warning first.
//
// After as many minutes as the site says: whoever reads a long case, or talks to a colleague, is at work; whoever went
// home is not, and keeps customers waiting for nobody. Typing, moving and scrolling all count, in any window of the console.
import { type Signal, signal } from "@preact/signals";
import type { Store } from "../shared/storage";
import { tick } from "./clock";
import { colleague, rules } from "./lists";
import type { Session } from "./session";

/** As long as the desk has not come. */
const USUAL_MINUTES = 15;
/** Long enough to notice it from across the room. */
export const WARNING_MS = 60_000;
/** Windows of one browser tell each other no more often than this. */
const SHARED_MS = 5_000;
const HANDS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "input"] as const;

export class Idle {
  /** Seconds until this person is away; 0: no warning. */
  readonly left: Signal<number> = signal(0);
  private readonly session: Session;
  private readonly store: Store;
  private touched: number;
  private told = 0;
  private asking = false;

  constructor(session: Session, store: Store, now = Date.now()) {
    this.session = session;
    this.store = store;
    this.touched = now;
  }

  listen(): void {
    for (const each of HANDS) addEventListener(each, () => this.hand(), { passive: true, capture: true });
    tick.subscribe((now) => this.look(now));
  }

  /** Somebody is there. */
  hand(now = Date.now()): void {
    this.touched = now;
    this.left.value = 0;
    if (now - this.told < SHARED_MS) return;
    this.told = now;
    this.store.set("touched", now);
  }

  look(now = Date.now()): void {
    const me = colleague(this.session.desk.value, this.session.me.value);
    if (me?.status !== "available") {
      // The time begins with being available, or one would be away again at once.
      this.touched = now;
      this.left.value = 0;
      return;
    }
    const elsewhere = this.store.get<number>("touched") ?? 0;
    // A clock that was set back must not keep anybody there for ever.
    const last = Math.max(this.touched, elsewhere <= now ? elsewhere : 0);
    const idle = now - last;
    const most = (rules(this.session.desk.value)?.idle_minutes ?? USUAL_MINUTES) * 60_000;
    this.left.value = idle < most - WARNING_MS ? 0 : Math.max(0, Math.ceil((most - idle) / 1000));
    if (idle >= most) void this.away();
  }

  private async away(): Promise<void> {
    if (this.asking || this.session.connection.value !== "online") return;
    this.asking = true;
    try {
      await this.session.ask({ t: "idle" });
    } catch {
      // Asked again with the next tick.
    } finally {
      this.asking = false;
    }
  }
}
