import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { EMPTY_LOG, type Log, merge } from "../shared/log";
import { Delivered } from "./delivered";

const sent: Record<string, number>[] = [];
const cursors: Record<string, { agent?: number; delivered?: number }> = {};
const logs: Record<string, Log> = {};
let online = true;
let delivered: Delivered;

const said = (thread: string, seq: number, kind: "customer" | "agent" = "customer"): void => {
  const event = { seq, type: "message", at: seq, by: { kind }, body: { text: "hi" } };
  logs[thread] = merge(logs[thread] ?? EMPTY_LOG, { after: seq - 1, upto: seq, events: [event] });
  cursors[thread] ??= {};
  delivered.note(thread);
};

beforeEach(() => {
  vi.useFakeTimers();
  sent.length = 0;
  online = true;
  for (const all of [cursors, logs]) for (const key of Object.keys(all)) delete all[key];
  delivered = new Delivered({
    log: (thread) => logs[thread] ?? EMPTY_LOG,
    cursors: (thread) => cursors[thread],
    mine: (thread) => thread !== "theirs",
    send: (threads) => online && sent.push(threads) > 0,
    confirmed: (thread, seq) => {
      cursors[thread] = { ...cursors[thread], delivered: seq };
    },
  });
});
afterEach(() => vi.useRealTimers());

it("confirms what came to many chats in one frame, once", () => {
  said("a", 1);
  said("b", 1);
  said("a", 2);
  vi.advanceTimersByTime(5_000);
  expect(sent).toEqual([{ a: 2, b: 1 }]);
});

it("says nothing of what is being read, of one's own words, and of others' chats", () => {
  said("read", 1);
  cursors.read = { agent: 1 };
  said("own", 1, "agent");
  said("theirs", 1);
  vi.advanceTimersByTime(5_000);
  expect(sent).toEqual([]);
});

it("confirms with the next news what could not be sent", () => {
  online = false;
  said("a", 1);
  vi.advanceTimersByTime(5_000);
  online = true;
  delivered.note("a");
  vi.advanceTimersByTime(5_000);
  expect(sent).toEqual([{ a: 1 }]);
});
