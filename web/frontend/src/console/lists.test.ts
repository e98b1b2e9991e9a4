import { describe, expect, it } from "vitest";
import { candidates, hasRoom, mine, nameOfTopic, presence, team, tickets, topics, waiting } from "./lists";
import { agentItem as agent, chatItem as chat, deskOf as desk, ticketItem as ticket } from "./testing";

describe("a topic's name", () => {
  const trading = {
    kind: "topic",
    key: "topic:trading",
    slug: "trading",
    name: "Trading",
    names: { zh: "交易" },
  } as const;

  it("is the one of the reader's language, by its base too, or the desk's own", () => {
    expect(nameOfTopic(trading, "zh-Hans")).toBe("交易");
    expect(nameOfTopic(trading, "ru")).toBe("Trading");
    expect(topics(desk(trading), "zh")[0]?.name).toBe("交易");
  });
});

describe("lists", () => {
  it("let one's own chats stand in the order they came", () => {
    const own = { state: "active", agent: "me" } as const;
    const found = mine(desk(chat("b", { ...own, assigned_at: 9 }), chat("a", { ...own, assigned_at: 5 })), "me");
    expect(found.map((one) => one.thread)).toEqual(["a", "b"]);
  });

  it("put urgent matters before those who wait longer", () => {
    const found = waiting(desk(chat("long", { queued_at: 1 }), chat("urgent", { queued_at: 8, urgent: true })));
    expect(found.map((one) => one.thread)).toEqual(["urgent", "long"]);
  });

  it("show tickets that are ours to do by priority, then the customers' to answer, then those that sleep, and no solved ones", () => {
    const found = tickets(
      desk(
        ticket(1),
        ticket(2, { priority: 1 }),
        ticket(3, { state: "pending", priority: 1 }),
        ticket(4, { state: "solved" }),
        ticket(5, { priority: 1, snoozed_until: 200 }),
        ticket(6, { priority: 2, snoozed_until: 50 }),
      ),
      100,
    );
    expect(found.map((one) => one.number)).toEqual([2, 6, 1, 3, 5]);
  });

  it("take nobody for present whose console is not connected", () => {
    const gone = agent("gone", { reachable: false });
    expect(presence(gone)).toBe("offline");
    expect(hasRoom(gone)).toBe(false);
    expect(team(desk(gone, agent("here"))).map((one) => one.id)).toEqual(["here", "gone"]);
  });
});

describe("candidates for a transfer", () => {
  const all = desk(
    agent("full", { load: 3, languages: { ar: 5 } }),
    agent("arabic", { languages: { ar: 3 } }),
    agent("better", { languages: { ar: 5 }, load: 2 }),
    agent("idle"),
    agent("admin", { capacity: 0 }),
  );
  const names = (search = ""): string[] =>
    candidates(all, "idle2", "ar", search, (tag) => (tag === "ar" ? "Arabic" : tag)).map((one) => one.id);

  it("come by room, then by the customer's language", () => {
    expect(names()).toEqual(["better", "arabic", "idle", "full"]);
  });

  it("are found by name and by language", () => {
    expect(names("ARAB")).toEqual(["better", "arabic", "full"]);
    expect(names("idle")).toEqual(["idle"]);
    expect(names("nobody")).toEqual([]);
  });

  it("are never the one who has the chat", () => {
    const found = candidates(all, "better", "ar", "", (tag) => tag);
    expect(found.map((one) => one.id)).not.toContain("better");
  });
});
