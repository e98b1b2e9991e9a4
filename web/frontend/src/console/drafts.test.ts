import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Unsent } from "../shared/outbox";
import { openStore } from "../shared/storage";
import { mapStorage } from "../shared/testing";
import { Drafts } from "./drafts";
import type { Draft, DraftOut } from "./frames";
import { Held } from "./held";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const message = (text: string): Draft => ({ kind: "message", text });

describe("drafts", () => {
  let now = 100;
  let sent: DraftOut[];
  let area: Storage;
  const open = (): Drafts =>
    new Drafts({
      store: openStore("d:", () => area),
      now: () => now,
      send: (draft) => {
        sent.push(draft);
        return true;
      },
    });

  beforeEach(() => {
    now = 100;
    sent = [];
    area = mapStorage();
  });

  it("go to the server after a pause, once for many strokes, and when the page is left", () => {
    const drafts = open();
    for (const text of ["h", "ha", "half"]) drafts.keep("a", message(text));
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1_000);
    expect(sent.map(({ thread, text }) => [thread, text])).toEqual([["a", "half"]]);
    drafts.keep("b", message("left"));
    drafts.flushAll();
    expect(sent.at(-1)?.text).toBe("left");
  });

  it("are taken from another browser where it typed later, and never over what was typed here since", () => {
    const drafts = open();
    drafts.keep("a", message("mine"));
    drafts.hear([
      { thread: "a", kind: "message", text: "older", at: 99 },
      { thread: "b", kind: "note", text: "theirs", at: 99 },
    ]);
    expect([drafts.of("a").text, drafts.of("b")]).toEqual(["mine", { kind: "note", text: "theirs", at: 99 }]);
    expect(drafts.moved.value).toBe(1);
    expect(sent.at(-1)?.text).toBe("mine");
    drafts.hear([{ thread: "a", kind: "message", text: "newer", at: 101 }]);
    expect(drafts.of("a").text).toBe("newer");
  });

  it("that were sent elsewhere are empty here, and do not come back", () => {
    const drafts = open();
    drafts.keep("a", message("half"));
    drafts.hear([{ thread: "a", kind: "message", text: "", at: 120 }]);
    expect(drafts.of("a").text).toBe("");
    drafts.hear([{ thread: "a", kind: "message", text: "half", at: 100 }]);
    expect(drafts.of("a").text).toBe("");
  });

  it("survive a reload; empty ones are let go after a day", () => {
    open().keep("a", message("half"));
    open().keep("b", message(""));
    now += 90_000;
    const drafts = open();
    expect(drafts.of("a").text).toBe("half");
    expect(drafts.of("b").at).toBe(0);
  });
});

describe("what is held", () => {
  let gone: Unsent<Draft>[];
  let shown: readonly Unsent<Draft>[];
  let seconds: number;
  let area: Storage;
  const open = (): Held =>
    new Held({
      store: openStore("h:", () => area),
      seconds: () => seconds,
      release: (item) => gone.push(item),
      changed: (items) => {
        shown = items;
      },
    });
  const texts = (): string[] => gone.map((item) => item.body.text);

  beforeEach(() => {
    gone = [];
    shown = [];
    seconds = 3;
    area = mapStorage();
  });

  it("goes after the chosen seconds, and not when it was undone", () => {
    const held = open();
    held.add("a", message("one"));
    held.add("a", message("two"));
    expect(held.undo("a")).toEqual(message("two"));
    expect(shown.map((item) => item.body.text)).toEqual(["one"]);
    vi.advanceTimersByTime(2_900);
    expect(gone).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(texts()).toEqual(["one"]);
    expect(held.undo("a")).toBeUndefined();
    expect(held.undo("b")).toBeUndefined();
  });

  it("goes in the order written, whatever is chosen meanwhile", () => {
    const held = open();
    seconds = 10;
    held.add("a", message("one"));
    seconds = 3;
    held.add("a", message("two"));
    held.add("b", message("other"));
    vi.advanceTimersByTime(3_100);
    expect(texts()).toEqual(["one", "two", "other"]);
    seconds = 10;
    held.add("a", message("three"));
    seconds = 0;
    held.add("a", message("four"));
    expect(texts().slice(3)).toEqual(["three", "four"]);
    vi.advanceTimersByTime(20_000);
    expect(gone).toHaveLength(5);
  });

  it("goes at once when the page is left, and after a crash when the tab comes back", () => {
    const held = open();
    held.add("a", message("one"));
    held.release();
    expect(texts()).toEqual(["one"]);
    held.add("a", message("two"));
    open();
    expect(texts()).toEqual(["one", "two"]);
    expect(gone[1]?.client_id).toBeTruthy();
  });
});
