import { describe, expect, it } from "vitest";
import { moment } from "./snooze";

const at = (text: string): number => new Date(text).getTime() / 1000;

describe("a ticket sleeps", () => {
  it("for some hours, until tomorrow morning, or until Monday", () => {
    const friday = at("2026-11-27T16:30:00");
    expect(moment("hour", friday)).toBe(at("2026-11-27T17:30:00"));
    expect(moment("afternoon", friday)).toBe(at("2026-11-27T20:30:00"));
    expect(moment("tomorrow", friday)).toBe(at("2026-11-28T09:00:00"));
    expect(moment("week", friday)).toBe(at("2026-11-30T09:00:00"));
    expect(moment("week", at("2026-11-30T08:00:00"))).toBe(at("2026-12-07T09:00:00"));
    expect(moment("week", at("2026-11-29T08:00:00"))).toBe(at("2026-11-30T09:00:00"));
  });
});
