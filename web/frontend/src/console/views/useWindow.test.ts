import { describe, expect, it } from "vitest";
import { windowOf } from "./useWindow";

describe("the rows that are drawn", () => {
  it("are all, where there are few or their height is not known", () => {
    expect(windowOf(79, 50, 0, 500)).toEqual({ from: 0, to: 79, height: 0 });
    expect(windowOf(5_000, 0, 0, 500)).toEqual({ from: 0, to: 5_000, height: 0 });
  });

  it("are those in sight and some around, however many there are", () => {
    expect(windowOf(5_000, 50, 0, 500)).toEqual({ from: 0, to: 35, height: 50 });
    expect(windowOf(5_000, 50, 100_000, 500)).toEqual({ from: 1_975, to: 2_035, height: 50 });
    expect(windowOf(5_000, 50, 249_500, 500)).toEqual({ from: 4_965, to: 5_000, height: 50 });
  });

  it("always cover what is in sight", () => {
    for (let top = 0; top < 20_000; top += 37) {
      const { from, to } = windowOf(1_000, 54, top, 610);
      expect(from * 54).toBeLessThanOrEqual(top);
      expect(to * 54).toBeGreaterThanOrEqual(Math.min(top + 610, 54_000));
    }
  });

  it("stay within the list when it has shrunk below where one had scrolled to", () => {
    const { from, to } = windowOf(100, 50, 100_000, 500);
    expect(from).toBeLessThanOrEqual(to);
    expect(to).toBe(100);
  });
});
