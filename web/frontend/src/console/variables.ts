// What stands in the open places of a canned reply, and which are still open? The names of `desk/core/variables.py`.
import type { Thread } from "./frames";

export const NAMES = ["customer", "agent", "ticket", "topic", "site"] as const;
export type Values = Record<(typeof NAMES)[number], string>;

const PLACE = new RegExp(`\\{(${NAMES.join("|")})\\}`, "g");

/** The text with every place filled that has a value; the others stay, to be seen and filled by hand. */
export function fill(text: string, values: Values): string {
  return text.replace(PLACE, (place, name: keyof Values) => values[name] || place);
}

/** The places that are still open, each once. */
export function openPlaces(text: string): string[] {
  return [...new Set(text.match(PLACE))];
}

export function valuesFor(thread: Thread, agent: string, topic: string, site: string): Values {
  const ticket = thread.ticket ? String(thread.ticket.number) : "";
  return { customer: thread.customer.name.trim(), agent, ticket, topic, site };
}
