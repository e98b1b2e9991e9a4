import { describe, expect, it } from "vitest";
import { EMPTY_LOG, earlier, headOf, merge, missing } from "./log";
import type { EventOut } from "./protocol.gen";

const event = (seq: number): EventOut => ({
  seq,
  type: "message",
  at: seq,
  by: { kind: "agent" },
  body: { text: `${seq}` },
});
const frame = (after: number, upto: number, ...seqs: number[]) => ({ after, upto, events: seqs.map(event) });
const seqs = (log: { events: readonly EventOut[] }) => log.events.map((each) => each.seq);

describe("a log", () => {
  it("grows by what comes, and knows its head even when the last numbers are for others", () => {
    const log = merge(merge(EMPTY_LOG, frame(0, 2, 1, 2)), frame(2, 5, 3));
    expect(seqs(log)).toEqual([1, 2, 3]);
    expect(headOf(log)).toBe(5);
    expect(missing(log)).toBeUndefined();
  });

  it("is not changed by what it has already, however often it comes", () => {
    const once = merge(EMPTY_LOG, frame(0, 3, 1, 2, 3));
    const again = merge(merge(once, frame(0, 3, 1, 2, 3)), frame(1, 2, 2));
    expect(again).toEqual(once);
  });

  it("sees a gap, asks for what is just below the newest, and closes it page by page", () => {
    let log = merge(merge(EMPTY_LOG, frame(0, 10, 1, 10)), frame(200, 201, 201));
    expect(missing(log)).toBe(201);
    log = merge(log, frame(100, 200, 150, 200));
    expect(missing(log)).toBe(101);
    log = merge(log, frame(0, 100, 1, 10, 50));
    expect(missing(log)).toBeUndefined();
    expect(seqs(log)).toEqual([1, 10, 50, 150, 200, 201]);
  });

  it("takes absent numbers within a covered range for none of its business", () => {
    const log = merge(EMPTY_LOG, frame(0, 9, 2, 9));
    expect(missing(log)).toBeUndefined();
  });

  it("says what came before everything it holds", () => {
    expect(earlier(EMPTY_LOG)).toBe(0);
    expect(earlier(merge(EMPTY_LOG, frame(40, 50, 41)))).toBe(41);
    expect(earlier(merge(EMPTY_LOG, frame(0, 50, 41)))).toBeUndefined();
  });

  it("ends the same in whatever order the frames come", () => {
    const frames = [frame(0, 2, 1, 2), frame(2, 4, 4), frame(4, 7, 5, 7), frame(1, 5, 2, 4, 5)];
    const forwards = frames.reduce(merge, EMPTY_LOG);
    const backwards = [...frames].reverse().reduce(merge, EMPTY_LOG);
    expect(backwards).toEqual(forwards);
  });
});
