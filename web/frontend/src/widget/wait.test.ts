import { describe, expect, it } from "vitest";
import { rungs, type Steady, steady, UNKNOWN } from "./wait";

describe("the expected wait", () => {
  it.each([
    [5, 40, { low: 0, high: 1 }],
    [50, 150, { low: 0, high: 3 }],
    [70, 200, { low: 1, high: 5 }],
    [60, 60, { low: 0, high: 1 }],
    [700, 1500, { low: 10, high: 30 }],
    [90_000, 99_000, { low: 90, high: 120 }],
  ])("%i to %i s is rounded outwards", (p50, p90, range) => {
    expect(rungs(p50, p90)).toEqual(range);
  });

  it("is shown at once, and changed only by what holds", () => {
    const at = (state: Steady, p50: number, p90: number, seconds: number) => steady(state, p50, p90, seconds * 1000);
    let state = at(UNKNOWN, 70, 200, 0);
    expect(state.shown).toEqual({ low: 1, high: 5 });
    state = at(state, 130, 200, 2);
    state = at(state, 70, 200, 4);
    state = at(state, 130, 200, 6);
    state = at(state, 130, 200, 10);
    expect(state.shown).toEqual({ low: 1, high: 5 });
    state = at(state, 130, 200, 14);
    expect(state.shown).toEqual({ low: 2, high: 5 });
  });

  it("says nothing when nothing is known", () => {
    expect(steady(steady(UNKNOWN, 1, 2, 0), null, undefined, 1)).toEqual(UNKNOWN);
  });
});
