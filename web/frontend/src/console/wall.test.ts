import { describe, expect, it } from "vitest";
import type { Chat, Colleague } from "./frames";
import { agentItem, chatItem, coverItem, deskOf as desk } from "./testing";
import { alertsOf, belongs, bounded, type Line, level, lines, people, USUAL } from "./wall";
import { whispersAfter } from "./whispers";

const chat = (thread: string, language: string, fields: Partial<Chat> = {}): Chat =>
  chatItem(thread, { language, queued_at: 100, ...fields });
const served = (thread: string, waited: number, fields: Partial<Chat> = {}): Chat =>
  chat(thread, "en", { state: "active", agent: "li", assigned_at: 100 + waited, ...fields });
const colleague = (id: string, languages: string[], fields: Partial<Colleague> = {}): Colleague =>
  agentItem(id, { languages: Object.fromEntries(languages.map((language) => [language, 5])), ...fields });
const of = (found: Line[], key: string): Line => {
  const line = found.find((each) => each.key === key);
  if (!line) throw new Error(`no line ${key}`);
  return line;
};

describe("the wall's lines", () => {
  it("show a language that nobody covers now", () => {
    const found = lines(desk(colleague("li", ["zh"], { status: "away" }), coverItem("language:zh", 0, 0)), "language");
    expect(of(found, "zh")).toMatchObject({ waiting: 0, there: 0, free: 0 });
  });

  const full = desk(
    chat("a", "ar", { queued_at: 50, urgent: true, customer: { name: "", tier: 3 } }),
    chat("b", "zh-Hant", { queued_at: 80 }),
    chat("c", "zh", { queued_at: 90 }),
    served("d", 10),
    served("e", 61, { customer: { name: "", tier: 3 } }),
    colleague("li", ["zh", "en"], { load: 3 }),
    colleague("wei", ["zh"]),
    colleague("sam", ["ar"], { status: "away" }),
    colleague("ana", ["ar"], { capacity: 0 }),
    colleague("gone", ["ar"], { reachable: false }),
    coverItem("all", 2, 1),
    coverItem("language:zh", 2, 1),
    coverItem("language:ar", 0, 0),
    coverItem("tier:3", 1, 1),
  );

  it("count by language, its variants together, the longest wait first", () => {
    const found = lines(full, "language");
    expect(found.map(({ key }) => key)).toEqual(["", "ar", "zh", "en"]);
    expect(of(found, "zh")).toMatchObject({ waiting: 2, since: 80, there: 2, free: 1 });
    expect(of(found, "ar")).toMatchObject({ waiting: 1, urgent: 1, since: 50, there: 0, free: 0 });
    expect(of(found, "")).toMatchObject({ waiting: 3, since: 50, served: 2, there: 2, free: 1 });
  });

  it("count by tier too", () => {
    const found = lines(full, "tier");
    expect(of(found, "3")).toMatchObject({ waiting: 1, served: 1, there: 1, free: 1 });
    expect(of(found, "0")).toMatchObject({ waiting: 2, served: 1 });
  });

  it("say nothing of who is free until the router's count has come, and raise no alarm for it", () => {
    const found = of(lines(full, "tier"), "0");
    expect(found).not.toHaveProperty("there");
    expect(alertsOf(found, USUAL, 100)).toEqual([]);
  });

  it("know their own chats", () => {
    const one = chat("a", "zh-Hant", { customer: { name: "", tier: 2 } });
    expect([belongs(one, "language", "zh"), belongs(one, "tier", "2"), belongs(one, "tier", "0")]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("say nothing of a level by a handful of chats", () => {
    expect(level({ counted: 4, within: 3 })).toBeUndefined();
    expect(level(undefined)).toBeUndefined();
    expect(level({ counted: 10, within: 9 })).toBe(90);
  });

  it("list everybody with their chats", () => {
    const found = people(full);
    expect(found.find(({ one }) => one.id === "li")?.chats.map(({ thread }) => thread)).toEqual(["d", "e"]);
    expect(found.find(({ one }) => one.id === "wei")?.chats).toEqual([]);
  });
});

describe("thresholds", () => {
  const line: Line = { key: "ar", waiting: 1, since: 100, urgent: 0, served: 0, there: 1, free: 0 };

  it("alert for what is beyond them, and not for what is just within", () => {
    expect(alertsOf(line, USUAL, 160)).toEqual([]);
    expect(alertsOf(line, USUAL, 161)).toEqual(["wait"]);
    expect(alertsOf({ ...line, waiting: 6, there: 0 }, USUAL, 100)).toEqual(["nobody", "queue"]);
    expect(alertsOf(line, USUAL, 100, 79)).toEqual(["level"]);
    expect(alertsOf(line, USUAL, 100, 80)).toEqual([]);
  });

  it("are held within what makes sense, whatever was typed or stored", () => {
    expect(bounded({ wait: 7, queue: -4, level: 400 })).toEqual({ wait: 60, queue: 0, level: 100 });
    expect(bounded({ wait: "" as never, queue: "x" as never, level: Number.NaN })).toEqual(USUAL);
    expect(bounded({ wait: "120" as never })).toEqual({ ...USUAL, wait: 120 });
  });
});

describe("whispers", () => {
  const note = (seq: number, by = "nadia", at = 200) => ({
    seq,
    type: "note",
    at,
    by: { kind: "agent" as const, id: by, name: by },
    body: { text: `note ${seq}` },
  });
  const heard = (events: ReturnType<typeof note>[], held: number[] = []) =>
    whispersAfter([], "a", events, new Set(held), "me", 100).map(({ text }) => text);

  it("are what colleagues noted since the page began", () => {
    expect(heard([note(1), note(2, "me"), note(3, "nadia", 99)])).toEqual(["note 1"]);
  });

  it("are told once, also when their frame comes again", () => {
    expect(heard([note(1), note(2)], [1])).toEqual(["note 2"]);
  });

  it("are no more than can be read", () => {
    expect(heard([1, 2, 3, 4, 5, 6].map((seq) => note(seq)))).toEqual(["note 3", "note 4", "note 5", "note 6"]);
  });
});
