import { describe, expect, it } from "vitest";
import { apply, arrivals, chatsOf, type Desk, EMPTY_DESK } from "./desk";
import type { Chat, Colleague, DeskFrame, DeskItem } from "./frames";
import { agentItem, chatItem } from "./testing";

const chat = (thread: string, more: Partial<Chat> = {}): Chat =>
  chatItem(thread, { state: "active", customer: { name: thread }, ...more });
const agent = (id: string, load = 0): Colleague => agentItem(id, { load });
const snapshot = (put: DeskItem[], version = 1): DeskFrame => ({ t: "desk", base: 0, version, put });
const onto = (desk: Desk, frame: DeskFrame): Desk => {
  const after = apply(desk, frame);
  expect(after).toBeDefined();
  return after as Desk;
};

describe("a desk", () => {
  it("is what the snapshot says, whatever was there before", () => {
    const old = onto(EMPTY_DESK, snapshot([chat("a"), agent("li")], 7));
    const fresh = onto(old, snapshot([chat("b")], 1));
    expect([...fresh.items.keys()]).toEqual(["chat:b"]);
    expect(fresh.version).toBe(1);
  });

  it("takes a delta for its own version: adds, replaces, removes", () => {
    const old = onto(EMPTY_DESK, snapshot([chat("a"), chat("b"), agent("li")]));
    const next = onto(old, { t: "desk", base: 1, version: 2, put: [agent("li", 2), chat("c")], drop: ["chat:a"] });
    expect([...next.items.keys()].sort()).toEqual(["agent:li", "chat:b", "chat:c"]);
    expect(next.items.get("agent:li")).toMatchObject({ load: 2 });
    expect(next.version).toBe(2);
  });

  it("refuses a delta for another version, and stays as it was", () => {
    const old = onto(EMPTY_DESK, snapshot([chat("a")], 4));
    expect(apply(old, { t: "desk", base: 3, version: 4, drop: ["chat:a"] })).toBeUndefined();
    expect(apply(old, { t: "desk", base: 5, version: 6, put: [chat("b")] })).toBeUndefined();
    expect(old.items.has("chat:a")).toBe(true);
  });

  it("refuses a delta before any snapshot", () => {
    expect(apply(EMPTY_DESK, { t: "desk", base: 3, version: 4, put: [chat("a")] })).toBeUndefined();
  });

  it("takes fields left out as nothing to put and nothing to drop", () => {
    const old = onto(EMPTY_DESK, { t: "desk", base: 0, version: 1 });
    expect(onto(old, { t: "desk", base: 1, version: 2 }).items.size).toBe(0);
  });

  it("ends where the server's desk is, by whichever deltas it got there", () => {
    let random = 20260;
    const below = (bound: number): number => {
      random = (random * 1103515245 + 12345) % 2147483648;
      return random % bound;
    };
    const truth = new Map<string, DeskItem>();
    let desk = onto(EMPTY_DESK, snapshot([]));
    for (let step = 0; step < 400; step++) {
      const before = new Map(truth);
      for (let change = below(5); change >= 0; change--) {
        const name = `n${below(20)}`;
        const item = below(2) ? chat(name, { queued_at: below(9) }) : agent(name, below(4));
        if (below(3)) truth.set(item.key, item);
        else truth.delete(item.key);
      }
      const put = [...truth.values()].filter((item) => before.get(item.key) !== item);
      const drop = [...before.keys()].filter((key) => !truth.has(key));
      desk = onto(desk, { t: "desk", base: desk.version, version: desk.version + 1, put, drop });
      expect(new Map(desk.items)).toEqual(truth);
    }
  });
});

describe("arrivals", () => {
  const mine = { agent: "li" };

  it("are the chats that came to this agent since, not those of others and not the waiting", () => {
    const before = onto(EMPTY_DESK, snapshot([chat("old", mine), chat("next", { state: "waiting" })]));
    const after = onto(before, {
      t: "desk",
      base: 1,
      version: 2,
      put: [chat("next", mine), chat("other", { agent: "wei" }), chat("third", { state: "waiting" })],
    });
    expect(arrivals(before, after, "li").map((one) => one.thread)).toEqual(["next"]);
  });

  it("are none for the first desk: what it shows was there before the page", () => {
    const after = onto(EMPTY_DESK, snapshot([chat("a", mine)]));
    expect(arrivals(EMPTY_DESK, after, "li")).toEqual([]);
    expect(chatsOf(after, "li")).toHaveLength(1);
  });

  it("are noticed over a reconnect, whose desk is a snapshot", () => {
    const before = onto(EMPTY_DESK, snapshot([chat("a", mine)], 9));
    const after = onto(before, snapshot([chat("a", mine), chat("b", mine)], 1));
    expect(arrivals(before, after, "li").map((one) => one.thread)).toEqual(["b"]);
  });
});
