// What stands in each list, and in which order? Pure selections of the desk.
import { chatsOf, type Desk } from "./desk";
import type {
  Blocked,
  Chat,
  Colleague,
  DeskItem,
  Guest,
  Handover,
  Mention,
  Offer,
  Passing,
  Report,
  Rules,
  Team,
  Ticket,
  Topic,
} from "./frames";

type Kind = DeskItem["kind"];
type OfKind<K extends Kind> = Extract<DeskItem, { kind: K }>;

function every<K extends Kind>(desk: Desk, kind: K): OfKind<K>[] {
  const found: OfKind<K>[] = [];
  for (const item of desk.items.values()) if (item.kind === kind) found.push(item as OfKind<K>);
  return found;
}

/** One's own live chats, in the order they came: a list that reorders itself makes the hand miss. */
export function mine(desk: Desk, me: string): Chat[] {
  return chatsOf(desk, me).sort((a, b) => (a.assigned_at ?? 0) - (b.assigned_at ?? 0) || (a.key < b.key ? -1 : 1));
}

/** Who waits: urgent matters first, then by the place in the queue. */
export function waiting(desk: Desk): Chat[] {
  return every(desk, "chat")
    .filter((chat) => chat.state === "waiting")
    .sort((a, b) => Number(b.urgent ?? false) - Number(a.urgent ?? false) || a.queued_at - b.queued_at);
}

/** What oneself is being asked about: what runs out first comes first. */
export function offers(desk: Desk): Offer[] {
  return every(desk, "offer").sort((a, b) => a.expires_at - b.expires_at || (a.key < b.key ? -1 : 1));
}

/** What holds for every console of the site. */
export function rules(desk: Desk): Rules | undefined {
  return desk.items.get("rules:") as Rules | undefined;
}

/** Chats that colleagues ask oneself to take over: what runs out first comes first. */
export function handovers(desk: Desk): Handover[] {
  return every(desk, "handover").sort((a, b) => a.expires_at - b.expires_at || (a.key < b.key ? -1 : 1));
}

/** Colleagues' chats in which oneself helps, in the order in which one was asked. */
export function helping(desk: Desk): Guest[] {
  return every(desk, "guest").sort((a, b) => a.at - b.at);
}

/** Chats that oneself passed on and that came back. */
export function returned(desk: Desk): Passing[] {
  return every(desk, "passing").filter(({ outcome }) => outcome);
}

/** Who is asked to take over this chat, by oneself. */
export function passing(desk: Desk, thread: string): Passing | undefined {
  const item = desk.items.get(`passing:${thread}`);
  return item?.kind === "passing" && !item.outcome ? item : undefined;
}

/** Teams with somebody in them, by name. */
export function teams(desk: Desk): Team[] {
  return every(desk, "team")
    .filter(({ members }) => members.length)
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** A topic's name in a language; as the desk calls it where it has none. */
export function nameOfTopic({ name, names = {} }: Topic, language: string): string {
  return names[language] || names[language.split("-")[0] ?? ""] || name;
}

/** All topics with their names in a language, by name. */
export function topics(desk: Desk, language: string): Topic[] {
  return every(desk, "topic")
    .map((topic) => ({ ...topic, name: nameOfTopic(topic, language) }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
}

/** Whether a ticket waits for a moment to come. */
export function asleep(ticket: Pick<Ticket, "snoozed_until">, now: number): boolean {
  return (ticket.snoozed_until ?? 0) > now;
}

/** The notes that name oneself, the oldest first: it has waited longest. */
export function mentions(desk: Desk): Mention[] {
  return every(desk, "mention").sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}

/** What colleagues wrote and was stopped, the oldest first. */
export function reports(desk: Desk): Report[] {
  return every(desk, "report").sort((a, b) => a.at - b.at);
}

/** Customers who may not write now: those who ask to be let in again first, the longest first; then the newest. */
export function blocks(desk: Desk, now: number): Blocked[] {
  return every(desk, "block")
    .filter(({ until }) => !until || until > now)
    .sort((a, b) => (a.appealed_at ?? 1e12) - (b.appealed_at ?? 1e12) || b.at - a.at);
}

/** Everybody's live chats, by agent's name, then in the order they came. */
export function active(desk: Desk): Chat[] {
  const name = (chat: Chat): string => colleague(desk, chat.agent ?? "")?.name ?? "";
  return every(desk, "chat")
    .filter((chat) => chat.state === "active")
    .sort((a, b) => name(a).localeCompare(name(b)) || (a.assigned_at ?? 0) - (b.assigned_at ?? 0));
}

/** Tickets that are ours to do, most urgent first, the longest untouched before the others; then the customers', then what sleeps. */
export function tickets(desk: Desk, now: number): Ticket[] {
  return every(desk, "ticket")
    .filter((ticket) => ticket.state === "open" || ticket.state === "pending")
    .sort(
      (a, b) =>
        Number(asleep(a, now)) - Number(asleep(b, now)) ||
        Number(a.state === "pending") - Number(b.state === "pending") ||
        a.priority - b.priority ||
        a.updated_at - b.updated_at,
    );
}

const PRESENCE = { available: 0, away: 1, offline: 2 } as const;

/** Is somebody there for chats now? Chosen status alone is not enough: the console must be connected too. */
export function presence(one: Colleague): Colleague["status"] {
  return one.reachable ? one.status : "offline";
}

/** Room for another chat. */
export function hasRoom(one: Colleague): boolean {
  return presence(one) === "available" && one.load < one.capacity;
}

/** Everybody of the desk: who is there first, then by name. */
export function team(desk: Desk): Colleague[] {
  return every(desk, "agent").sort(
    (a, b) => PRESENCE[presence(a)] - PRESENCE[presence(b)] || a.name.localeCompare(b.name),
  );
}

/**
 * Whom a chat can be given to: those who speak the customer's language best come first, then those with most room.
 * `search` looks in names and in the names of languages.
 */
export function candidates(
  desk: Desk,
  not: string,
  language: string,
  search: string,
  languageName: (tag: string) => string,
): Colleague[] {
  const wanted = search.trim().toLocaleLowerCase();
  const spoken = language.split("-")[0] ?? "";
  const matches = (one: Colleague): boolean =>
    [one.name, ...Object.keys(one.languages).flatMap((tag) => [tag, languageName(tag)])].some((text) =>
      text.toLocaleLowerCase().includes(wanted),
    );
  return team(desk)
    .filter((one) => one.id !== not && one.capacity > 0 && matches(one))
    .sort(
      (a, b) =>
        Number(hasRoom(b)) - Number(hasRoom(a)) ||
        (b.languages[spoken] ?? 0) - (a.languages[spoken] ?? 0) ||
        b.capacity - b.load - (a.capacity - a.load),
    );
}

export function colleague(desk: Desk, id: string): Colleague | undefined {
  const found = desk.items.get(`agent:${id}`);
  return found?.kind === "agent" ? found : undefined;
}

/** Hours of a rota that nobody covers, soonest first; only leads are told. */
export function alarms(desk: Desk): OfKind<"alarm">[] {
  return every(desk, "alarm").sort((a, b) => a.start - b.start);
}

export function topic(desk: Desk, slug: string): Topic | undefined {
  const found = desk.items.get(`topic:${slug}`);
  return found?.kind === "topic" ? found : undefined;
}
