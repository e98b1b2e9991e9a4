import { describe, expect, it } from "vitest";
import type { EventOut } from "../shared/protocol";
import { type Material, type MessageRow, rows } from "./rows";

const NOON = new Date(2026, 10, 23, 12).getTime() / 1000;
const said = (seq: number, by: EventOut["by"], text: string, at = NOON + seq, type = "message"): EventOut => ({
  seq,
  type,
  at,
  by,
  body: { text },
  client_id: `c${seq}`,
});
const CUSTOMER = { kind: "customer" } as const;
const ME = { kind: "agent", id: "me", name: "Amira" } as const;
const OMAR = { kind: "agent", id: "omar", name: "Omar" } as const;

const of = (material: Partial<Material>) =>
  rows({ me: "me", events: [], acknowledged: [], unsent: [], readByCustomer: 0, ...material });
const messages = (material: Partial<Material>): MessageRow[] =>
  of(material).filter((row): row is MessageRow => row.kind === "message" || row.kind === "note");

describe("rows", () => {
  it("tell the customer, me and a colleague apart", () => {
    const found = messages({ events: [said(1, CUSTOMER, "hi"), said(2, ME, "hello"), said(3, OMAR, "me too")] });
    expect(found.map(({ side, name }) => [side, name])).toEqual([
      ["customer", ""],
      ["me", "Amira"],
      ["colleague", "Omar"],
    ]);
  });

  it("group what one writer said within minutes, but never a note with a message", () => {
    const found = messages({
      events: [
        said(1, ME, "a"),
        said(2, ME, "b"),
        said(3, ME, "for us", NOON + 3, "note"),
        said(4, ME, "c", NOON + 4),
        said(5, ME, "much later", NOON + 900),
      ],
    });
    expect(found.map(({ first, last }) => [first, last])).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
      [true, true],
    ]);
  });

  it("put a day before its first row", () => {
    const found = of({ events: [said(1, CUSTOMER, "yesterday", NOON - 86_400), said(2, CUSTOMER, "today")] });
    expect(found.map((row) => row.kind)).toEqual(["day", "message", "day", "message"]);
  });

  it("say how far each of ours has got, and nothing about the customer's", () => {
    const found = messages({
      events: [said(1, CUSTOMER, "hi"), said(2, ME, "one"), said(3, ME, "two")],
      readByCustomer: 2,
      unsent: [
        { client_id: "x", thread: "t", at: (NOON + 9) * 1000, body: { kind: "message", text: "three" } },
        {
          client_id: "y",
          thread: "t",
          at: (NOON + 10) * 1000,
          body: { kind: "note", text: "four" },
          refused: "chat_ended",
        },
      ],
    });
    expect(found.map((row) => row.progress)).toEqual([undefined, "read", "sent", "sending", "refused"]);
  });

  it("show what was sent once, wherever it is known from", () => {
    const event = said(2, ME, "one");
    const found = messages({
      events: [event],
      acknowledged: [{ client_id: "c2", thread: "t", seq: 2, at: NOON, kind: "message", text: "one" }],
      unsent: [{ client_id: "c2", thread: "t", at: NOON * 1000, body: { kind: "message", text: "one" } }],
    });
    expect(found).toHaveLength(1);
  });
});
