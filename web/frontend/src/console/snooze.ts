// Until when may a ticket sleep? The moments that people mean, in the agent's own time. Pure.

/** The hour at which a working day begins. */
const MORNING = 9;

export type Snooze = "hour" | "afternoon" | "tomorrow" | "week";

export const SNOOZES: readonly Snooze[] = ["hour", "afternoon", "tomorrow", "week"];

/** Seconds since 1970; `now` in the same. */
export function moment(snooze: Snooze, now: number): number {
  const at = new Date(now * 1000);
  switch (snooze) {
    case "hour":
      return now + 3600;
    case "afternoon":
      return now + 4 * 3600;
    case "tomorrow":
      at.setDate(at.getDate() + 1);
      break;
    case "week":
      // Monday; on a Monday the next one.
      at.setDate(at.getDate() + ((8 - at.getDay()) % 7 || 7));
  }
  at.setHours(MORNING, 0, 0, 0);
  return at.getTime() / 1000;
}
