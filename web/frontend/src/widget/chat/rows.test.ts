import { describe, expect, it } from "vitest";
import type { EventOut } from "../../shared/protocol";
import { type Material, type MessageRow, rows } from "./rows";

const NOON = new Date(2026, 4, 10, 12).getTime() / 1000;
const said = (seq: number, kind: "agent" | "customer", after: number, client_id = ""): EventOut => ({
  seq,
  type: "message",
  at: NOON + after,
  by: { kind, name: kind === "agent" ? "Li" : "" },
  body: { text: `m${seq}` },
  client_id,
});
const happened = (seq: number, type: string): EventOut => ({ seq, type, at: NOON, by: { kind: "system" }, body: {} });
const list = (some: Partial<Material>) => rows({ events: [], acknowledged: [], unsent: [], readByAgent: 0, ...some });
const messages = (some: Partial<Material>) => list(some).filter((row): row is MessageRow => row.kind === "message");

describe("what is read of a log", () => {
  it("marks what was read, what came to the console, and what is stored", () => {
    const events = [said(1, "customer", 0), said(2, "customer", 1), said(3, "customer", 2)];
    expect(messages({ events, readByAgent: 1, delivered: 2 }).map((row) => row.status)).toEqual([
      "read",
      "delivered",
      "sent",
    ]);
  });

  it("groups messages by writer within a few minutes", () => {
    const found = messages({
      events: [said(1, "agent", 0), said(2, "agent", 60), said(3, "customer", 70), said(4, "customer", 900)],
    });
    expect(found.map((row) => [row.first, row.last])).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
  });

  it("names each day once", () => {
    const kinds = list({ events: [said(1, "agent", -86400), said(2, "agent", 0), said(3, "agent", 5)] });
    expect(kinds.map((row) => row.kind)).toEqual(["day", "message", "day", "message", "message"]);
  });

  it("says after an end for abuse how one may write again, unless writing was paused", () => {
    const ended = { ...happened(1, "ended"), body: { reason: "abuse" } };
    const kinds = (events: EventOut[]) => list({ events }).map((row) => (row.kind === "line" ? row.event.type : ""));
    expect(kinds([ended])).toContain("ended");
    expect(kinds([ended, happened(2, "blocked")])).toEqual(["", "blocked"]);
  });

  it("shows how far each of the customer's messages has got", () => {
    const found = messages({
      events: [said(1, "customer", 0, "a"), said(3, "customer", 1, "b")],
      acknowledged: [{ client_id: "c", thread: "x", seq: 4, at: NOON + 2, text: "c" }],
      unsent: [
        { client_id: "d", thread: "x", at: (NOON + 3) * 1000, body: { kind: "message", text: "d" } },
        {
          client_id: "e",
          thread: "x",
          at: (NOON + 4) * 1000,
          body: { kind: "message", text: "e" },
          refused: "chat_ended",
        },
      ],
      readByAgent: 2,
    });
    expect(found.map((row) => row.status)).toEqual(["read", "sent", "sent", "sending", "refused"]);
  });

  it("shows a message once while its acknowledgement and its event cross", () => {
    const found = messages({
      events: [said(1, "customer", 0, "a")],
      acknowledged: [{ client_id: "a", thread: "x", seq: 1, at: NOON, text: "m1" }],
      unsent: [{ client_id: "a", thread: "x", at: NOON * 1000, body: { kind: "message", text: "m1" } }],
    });
    expect(found).toHaveLength(1);
  });

  it("passes over events that it does not know", () => {
    expect(list({ events: [happened(1, "assigned"), happened(2, "invented_later")] }).map((row) => row.kind)).toEqual([
      "day",
      "line",
    ]);
  });
});
