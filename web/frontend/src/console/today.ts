// How well has the day been served so far? From the figures that the worker counts every minute, in this browser's zone.
import { effect, type Signal, signal } from "@preact/signals";
import type { Session } from "./session";
import { type By, type Day, spoken } from "./wall";

export type Days = Record<By, Readonly<Record<string, Day>>> & { all: Day | undefined };

const NOTHING: Days = { language: {}, tier: {}, all: undefined };
const EVERY_MS = 60_000;

type Counted = Record<string, number>;
interface Answer {
  total: Counted;
  values: Record<string, Counted>;
}

export class Today {
  readonly days: Signal<Days> = signal(NOTHING);
  private readonly fetch: typeof fetch;
  private asked = 0;

  constructor(get: typeof fetch = (...args) => fetch(...args)) {
    this.fetch = get;
  }

  /** From now on, as long as this person leads. */
  follow(session: Session, bound: () => number): void {
    effect(() => {
      const within = bound();
      if (!session.leads.value || session.connection.value !== "online") return;
      void this.read(within);
      const timer = setInterval(() => void this.read(within), EVERY_MS);
      return () => clearInterval(timer);
    });
  }

  async read(within: number): Promise<void> {
    const asked = ++this.asked;
    try {
      const [language, tier] = await Promise.all([this.ask("language", within), this.ask("tier", within)]);
      // The answer to what was asked last counts.
      if (asked !== this.asked) return;
      this.days.value = {
        language: daysOf(language, within),
        tier: daysOf(tier, within),
        all: day(language.total, within),
      };
    } catch {
      // What was known stays; the next minute asks again.
    }
  }

  private async ask(by: By, within: number): Promise<Answer> {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";
    const now = new Date();
    const date = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
    const query = new URLSearchParams({ from: date.join("-"), to: date.join("-"), zone, by, within: String(within) });
    const response = await this.fetch(`/api/v1/reports/service?${query}`);
    if (!response.ok) throw new Error(String(response.status));
    return (await response.json()) as Answer;
  }
}

function daysOf({ values }: Answer, within: number): Record<string, Day> {
  const found: Record<string, Day> = {};
  for (const [value, counted] of Object.entries(values)) {
    const key = spoken(value);
    const [one, more] = [day(counted, within), found[key]];
    found[key] = more ? { counted: more.counted + one.counted, within: more.within + one.within } : one;
  }
  return found;
}

function day(counted: Counted, within: number): Day {
  return {
    counted: (counted.served ?? 0) + (counted.abandoned ?? 0),
    within: counted[`within_${within}`] ?? 0,
  };
}
