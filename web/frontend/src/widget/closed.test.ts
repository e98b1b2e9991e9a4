import { describe, expect, it } from "vitest";
import { alternatives, nobodyHere, notInOwn, opensAgain } from "./closed";

const NOON = Date.UTC(2026, 10, 25, 12) / 1000;

describe("a desk that is closed for one language", () => {
  it("offers the languages that are here and that the customer reads, but not their own", () => {
    const desk = { on_duty: false, languages: ["en", "es", "zh"] };
    expect(alternatives(desk, "ar", ["ar-EG", "en-GB", "en"])).toEqual(["en"]);
    expect(alternatives(desk, "zh-Hans", ["zh-CN", "es"])).toEqual(["es"]);
    expect(alternatives({ on_duty: false }, "ar", ["en"])).toEqual([]);
  });

  it("says whether only the language is missing", () => {
    expect(nobodyHere({ on_duty: false, languages: ["en"] }, "ar")).toBe("Nobody who speaks Arabic is here right now");
    expect(nobodyHere({ on_duty: false }, "ar")).toBe("Nobody is on duty right now");
  });

  it("says in which language it will be, where the customer's own is not written here", () => {
    expect(notInOwn({ id: "c", language: "en", unserved_language: "hi" })).toBe(
      "We are sorry: nobody here writes Hindi yet. You will be answered in English.",
    );
    expect(notInOwn({ id: "c", language: "ar" })).toBe("");
  });

  it("says when it opens, if that is known and still to come", () => {
    const tomorrow = NOON + 86_400;
    expect(opensAgain({ on_duty: false, opens_at: tomorrow }, NOON)).toMatch(
      /^Somebody will be here again: Tomorrow, /,
    );
    expect(opensAgain({ on_duty: false, opens_at: NOON - 1 }, NOON)).toBe("");
    expect(opensAgain({ on_duty: false }, NOON)).toBe("");
  });
});
