// What does the agent's desk hold after this frame? Pure: a snapshot replaces everything, a delta applies to its base.
//
// The law: the same versions give the same desk, however many deltas the server made of the way there. So nothing is
// guessed here, and a delta for another version is not applied at all.
import type { Chat, DeskFrame, DeskItem, Guest, Handover, Mention, Offer } from "./frames";

export interface Desk {
  /** 0: nothing received yet. */
  readonly version: number;
  readonly items: ReadonlyMap<string, DeskItem>;
}

export const EMPTY_DESK: Desk = { version: 0, items: new Map() };

/** The desk after a frame, or undefined when the frame is for another version: then only a new snapshot helps. */
export function apply(desk: Desk, frame: DeskFrame): Desk | undefined {
  if (frame.base !== 0 && frame.base !== desk.version) return undefined;
  const items = new Map(frame.base === 0 ? [] : desk.items);
  for (const key of frame.drop ?? []) items.delete(key);
  for (const item of frame.put ?? []) items.set(item.key, item);
  return { version: frame.version, items };
}

/** The live chats of an agent. */
export function chatsOf(desk: Desk, agent: string): Chat[] {
  const found: Chat[] = [];
  for (const item of desk.items.values()) {
    if (item.kind === "chat" && item.state === "active" && item.agent === agent) found.push(item);
  }
  return found;
}

/**
 * The chats that have come to an agent between two desks. The first desk brings no news: what it shows was there
 * before the page was.
 */
export function arrivals(before: Desk, after: Desk, agent: string): Chat[] {
  if (before.version === 0) return [];
  const had = new Set(chatsOf(before, agent).map((chat) => chat.key));
  return chatsOf(after, agent).filter((chat) => !had.has(chat.key));
}

/** The offers that were not there before; the same chat offered once more is another one. */
export function newOffers(before: Desk, after: Desk): Offer[] {
  const found: Offer[] = [];
  for (const item of after.items.values()) {
    if (item.kind !== "offer") continue;
    const was = before.items.get(item.key);
    if (was?.kind !== "offer" || was.offered_at !== item.offered_at) found.push(item);
  }
  return found;
}

/** Hand-overs that were not asked for before; asked once more is another one. */
export function newHandovers(before: Desk, after: Desk): Handover[] {
  const found: Handover[] = [];
  for (const item of after.items.values()) {
    if (item.kind !== "handover") continue;
    const was = before.items.get(item.key);
    if (was?.kind !== "handover" || was.offered_at !== item.offered_at) found.push(item);
  }
  return found;
}

/** Colleagues' chats into which oneself was asked since. */
export function newGuests(before: Desk, after: Desk): Guest[] {
  if (before.version === 0) return [];
  const found: Guest[] = [];
  for (const item of after.items.values()) if (item.kind === "guest" && !before.items.has(item.key)) found.push(item);
  return found;
}

/** The notes that name oneself and were not there before. */
export function newMentions(before: Desk, after: Desk): Mention[] {
  if (before.version === 0) return [];
  const found: Mention[] = [];
  for (const item of after.items.values()) if (item.kind === "mention" && !before.items.has(item.key)) found.push(item);
  return found;
}
