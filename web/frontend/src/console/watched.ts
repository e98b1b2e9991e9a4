// Which bounds do the leads of this site watch, and what is beyond them now? Kept on the server, the same for all leads.
import { computed, type ReadonlySignal } from "@preact/signals";
import { tick } from "./clock";
import { rules } from "./lists";
import type { Session } from "./session";
import { Today } from "./today";
import {
  type Alert,
  alertsOf,
  type By,
  bounded,
  type Day,
  type Line,
  level,
  lines,
  type Thresholds,
  USUAL,
} from "./wall";

export interface Alarming {
  by: By;
  line: Line;
  alerts: Alert[];
}

export class Watched {
  readonly thresholds: ReadonlySignal<Thresholds>;
  /** Lines beyond a threshold now; nothing for whoever leads nobody. */
  readonly alarming: ReadonlySignal<Alarming[]>;
  readonly today: Today;
  private readonly session: Session;

  constructor(session: Session, today = new Today()) {
    this.session = session;
    this.today = today;
    this.thresholds = computed(() => {
      const { wait, queue, level: least } = rules(session.desk.value) ?? {};
      return { wait: wait ?? USUAL.wait, queue: queue ?? USUAL.queue, level: least ?? USUAL.level };
    });
    this.alarming = computed(() => {
      void tick.value;
      if (!session.leads.value || !session.desk.value.version) return [];
      return (["language", "tier"] as const).flatMap((by) =>
        lines(session.desk.value, by)
          .slice(1)
          .map((line) => ({ by, line, alerts: this.alertsOf(by, line) }))
          .filter(({ alerts }) => alerts.length),
      );
    });
  }

  /** Begins to follow the day. */
  follow(): void {
    // The number alone: thresholds are another object with every desk.
    const wait = computed(() => this.thresholds.value.wait);
    this.today.follow(this.session, () => wait.value);
  }

  /** The chats of the day so far; of a language or tier, or (empty key) of all. */
  day(by: By, key: string): Day {
    const { all, [by]: days } = this.today.days.value;
    return (key ? days[key] : all) ?? { counted: 0, within: 0 };
  }

  /** The service level of the day so far, in per cent. */
  level(by: By, key: string): number | undefined {
    return level(this.day(by, key));
  }

  alertsOf(by: By, line: Line): Alert[] {
    return alertsOf(line, this.thresholds.value, this.session.now(), this.level(by, line.key));
  }

  /** Other bounds, for all leads. */
  async set(typed: Partial<Thresholds>): Promise<void> {
    await this.session.aside({ t: "wall", ...bounded({ ...this.thresholds.value, ...typed }) });
  }
}
