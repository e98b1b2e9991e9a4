import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Known } from "./known";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a block", () => {
  it("holds until its end, which comes by itself", () => {
    const known = new Known();
    known.block({ category: "spam", at: 1_000, until: 1_060 }, 1_000);
    expect(known.blocked.value?.category).toBe("spam");
    vi.advanceTimersByTime(59_000);
    expect(known.blocked.value).toBeDefined();
    vi.advanceTimersByTime(2_000);
    expect(known.blocked.value).toBeUndefined();
  });

  it("for good has no end, and outlives what a browser's timer can count", () => {
    const known = new Known();
    known.block({ category: "threats", at: 1_000 }, 1_000);
    vi.advanceTimersByTime(2 ** 31);
    expect(known.blocked.value?.category).toBe("threats");
  });

  it("longer than a timer counts ends when it should", () => {
    const known = new Known();
    const month = 30 * 86_400;
    known.block({ category: "fraud", at: 0, until: month }, 0);
    vi.advanceTimersByTime((month - 10) * 1_000);
    expect(known.blocked.value).toBeDefined();
    vi.advanceTimersByTime(20_000);
    expect(known.blocked.value).toBeUndefined();
  });

  it("is lifted by the server, and gone with the customer", () => {
    const known = new Known();
    known.block({ category: "spam", at: 1_000, until: 9_000 }, 1_000);
    known.block(null, 1_001);
    expect(known.blocked.value).toBeUndefined();
    known.block({ category: "spam", at: 1_000, until: 9_000 }, 1_000);
    known.forget();
    expect(known.blocked.value).toBeUndefined();
  });

  it("that has run out before it was told holds nobody", () => {
    const known = new Known();
    known.block({ category: "spam", at: 1_000, until: 1_060 }, 2_000);
    expect(known.blocked.value).toBeUndefined();
  });
});
