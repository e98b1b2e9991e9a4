// Who waits, how long, and how well do we serve, by language and by tier? Pure figures of a lead's desk.

import type { Desk } from "./desk";
import type { Chat, Colleague, Cover } from "./frames";
import { active, team, waiting } from "./lists";

export type By = "language" | "tier";

/** What leads are told of. Seconds, chats and per cent; the service level is that of the day so far. */
export interface Thresholds {
  /** A wait longer than this is too long; also the bound of the service level. */
  wait: number;
  /** More than so many waiting in one language or tier. */
  queue: number;
  /** A lower service level than this. */
  level: number;
}

/** 60 s is about when people look elsewhere; 80 % is the field's usual promise. */
export const USUAL: Thresholds = { wait: 60, queue: 5, level: 80 };
/** Fewer chats say nothing about a level. */
export const LEAST_COUNTED = 5;
/** Waits for which figures are counted, so that a service level can be asked for at each of them. */
export const WAITS = [5, 10, 20, 30, 60, 120, 300, 600, 1_800] as const;

/** Of a day: chats that were served or given up, and how many of them were served within the bound. */
export interface Day {
  counted: number;
  within: number;
}

export interface Line {
  /** A language's tag or a tier's number; empty: all. */
  key: string;
  waiting: number;
  /** When the longest wait began; absent: nobody waits. */
  since?: number;
  urgent: number;
  /** Chats that have an agent now. */
  served: number;
  /** People at work who may take one of these, and to how many of them it could be given at this moment; by the router's
   * own count, absent until it has come. */
  there?: number;
  free?: number;
}

/** One line for all, then one for each language that anybody speaks or asks for, or each tier that anybody is in: the
 * longest wait first. */
export function lines(desk: Desk, by: By): Line[] {
  const found = new Map<string, Line>();
  const line = (key: string): Line => {
    const known = found.get(key);
    if (known) return known;
    const covered = cover(desk, by, key);
    const made: Line = { key, waiting: 0, urgent: 0, served: 0, ...covered };
    found.set(key, made);
    return made;
  };
  const all = line("");
  for (const chat of waiting(desk)) {
    for (const each of [all, line(keyBy(chat, by))]) {
      each.waiting++;
      if (chat.urgent) each.urgent++;
      each.since = Math.min(each.since ?? chat.queued_at, chat.queued_at);
    }
  }
  for (const chat of active(desk)) {
    for (const each of [all, line(keyBy(chat, by))]) each.served++;
  }
  if (by === "language") {
    // A language that nobody covers just now is a line all the same: that is what a lead looks for.
    for (const one of team(desk)) if (one.capacity) Object.keys(one.languages).forEach((tag) => void line(spoken(tag)));
  }
  found.delete("");
  const rest = [...found.values()].sort(
    (a, b) =>
      (a.since ?? Number.POSITIVE_INFINITY) - (b.since ?? Number.POSITIVE_INFINITY) ||
      b.served - a.served ||
      (a.key < b.key ? -1 : 1),
  );
  return [all, ...rest];
}

const keyBy = (chat: Chat, by: By): string => (by === "tier" ? String(chat.customer.tier ?? 0) : spoken(chat.language));

/** Whether a chat is counted in this line. */
export function belongs(chat: Chat, by: By, key: string): boolean {
  return keyBy(chat, by) === key;
}

function cover(desk: Desk, by: By, key: string): Pick<Line, "there" | "free"> {
  const found = desk.items.get(key ? `cover:${by}:${key}` : "cover:all") as Cover | undefined;
  return found ? { there: found.there, free: found.free } : {};
}

/** The share served within the bound, in whole per cent; undefined where too few chats say nothing. */
export function level(day: Day | undefined): number | undefined {
  return !day || day.counted < LEAST_COUNTED ? undefined : Math.floor((100 * day.within) / day.counted);
}

export type Alert = "wait" | "queue" | "level" | "nobody";

/** What is out of bounds in a line; `today` is its service level. */
export function alertsOf(line: Line, thresholds: Thresholds, now: number, today?: number): Alert[] {
  const found: Alert[] = [];
  if (line.waiting && line.there === 0) found.push("nobody");
  if (line.since !== undefined && now - line.since > thresholds.wait) found.push("wait");
  if (line.waiting > thresholds.queue) found.push("queue");
  if (today !== undefined && today < thresholds.level) found.push("level");
  return found;
}

/** Everybody of the desk with their chats: who is there first. */
export function people(desk: Desk): { one: Colleague; chats: Chat[] }[] {
  const chats = new Map<string, Chat[]>(team(desk).map(({ id }) => [id, []]));
  for (const chat of active(desk)) chats.get(chat.agent ?? "")?.push(chat);
  return team(desk).map((one) => ({ one, chats: chats.get(one.id) ?? [] }));
}

/** What was typed as a threshold, held within what makes sense. */
export function bounded(typed: Partial<Thresholds>): Thresholds {
  const hold = (value: unknown, least: number, most: number, usual: number): number => {
    const number = Math.round(Number(value));
    return value === "" || !Number.isFinite(number) ? usual : Math.min(most, Math.max(least, number));
  };
  return {
    wait: WAITS.find((wait) => wait === Number(typed.wait)) ?? USUAL.wait,
    queue: hold(typed.queue ?? USUAL.queue, 0, 1_000, USUAL.queue),
    level: hold(typed.level ?? USUAL.level, 0, 100, USUAL.level),
  };
}

export function spoken(tag: string): string {
  return (tag.split("-")[0] ?? "").toLowerCase();
}
