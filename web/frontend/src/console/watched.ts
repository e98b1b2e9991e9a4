// Which thresholds does this lead watch, and what is beyond them now? Kept in this browser, per person.
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Store } from "../shared/storage";
import { tick } from "./clock";
import type { Session } from "./session";
import { type Alert, alertsOf, type By, bounded, type Line, lines, type Thresholds, USUAL } from "./wall";

export interface Alarming {
  by: By;
  line: Line;
  alerts: Alert[];
}

export class Watched {
  readonly thresholds: Signal<Thresholds> = signal(USUAL);
  /** Lines beyond a threshold now; nothing for whoever leads nobody. */
  readonly alarming: ReadonlySignal<Alarming[]>;
  private readonly store: Store;

  constructor(session: Session, store: Store) {
    this.store = store;
    this.thresholds.value = bounded(store.get<Partial<Thresholds>>("thresholds") ?? {});
    this.alarming = computed(() => {
      void tick.value;
      if (!session.leads.value || !session.desk.value.version) return [];
      const now = session.now();
      return (["language", "tier"] as const).flatMap((by) =>
        lines(session.desk.value, by, this.thresholds.value.wait)
          .slice(1)
          .map((line) => ({ by, line, alerts: alertsOf(line, this.thresholds.value, now) }))
          .filter(({ alerts }) => alerts.length),
      );
    });
  }

  set(typed: Partial<Thresholds>): void {
    this.thresholds.value = bounded({ ...this.thresholds.value, ...typed });
    this.store.set("thresholds", this.thresholds.value);
  }
}
