// What lies on a desk in tests? One of each, and what a test is about in `fields`.
import type { Desk } from "./desk";
import type { Chat, Colleague, Cover, DeskItem, Thread, Ticket } from "./frames";

export const chatItem = (thread: string, fields: Partial<Chat> = {}): Chat => ({
  kind: "chat",
  key: `chat:${thread}`,
  thread,
  state: "waiting",
  topic: "trading",
  language: "en",
  queued_at: 1,
  customer: { name: "" },
  ...fields,
});

export const agentItem = (id: string, fields: Partial<Colleague> = {}): Colleague => ({
  kind: "agent",
  key: `agent:${id}`,
  id,
  name: id,
  role: "agent",
  status: "available",
  reachable: true,
  load: 0,
  capacity: 3,
  languages: { en: 5 },
  ...fields,
});

/** Of a line of the wall: `language:zh`, `tier:3`, `all`. */
export const coverItem = (line: string, there: number, free: number): Cover => ({
  kind: "cover",
  key: `cover:${line}`,
  there,
  free,
});

export const ticketItem = (number: number, fields: Partial<Ticket> = {}): Ticket => ({
  kind: "ticket",
  key: `ticket:${number}`,
  number,
  thread: `t${number}`,
  state: "open",
  priority: 3,
  subject: "",
  topic: "trading",
  customer: { name: "" },
  updated_at: number,
  ...fields,
});

export const deskOf = (...items: DeskItem[]): Desk => ({
  version: 1,
  items: new Map(items.map((each) => [each.key, each])),
});

/** A chat in English with the agent `me`, as the console follows it. */
export const threadFrame = (customer: Partial<Thread["customer"]> = {}): Thread => ({
  t: "thread",
  id: "a",
  customer: {
    id: "c",
    name: "Layla",
    verified: true,
    tier: 0,
    language: "en",
    region: "",
    region_source: "default",
    ...customer,
  },
  chat: { id: "x", state: "active", topic: "api", language: "en", queued_at: 1, agent: { id: "me", name: "Ada" } },
  read: {},
  writable: true,
});
