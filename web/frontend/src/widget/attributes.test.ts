import { describe, expect, it } from "vitest";
import { told } from "./attributes";

describe("what the host tells of the customer", () => {
  it("is taken as texts", () => {
    expect(told({ plan: "Gold", orders: 3, trial: false })).toEqual({
      attributes: { plan: "Gold", orders: "3", trial: "false" },
      problem: "",
    });
    expect(told(undefined)).toEqual({ attributes: {}, problem: "" });
  });

  it("is bounded, and what is left out is said to the developer", () => {
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`a${i}`, i]));
    expect(Object.keys(told(many).attributes)).toHaveLength(20);
    expect(told(many).problem).toContain("a20");
    for (const odd of [{ deep: {} }, { long: "x".repeat(201) }, { ["n".repeat(41)]: "x" }]) {
      expect(told(odd).attributes).toEqual({});
      expect(told(odd).problem).toContain("not taken");
    }
    expect(told("nonsense").problem).toContain("object");
    expect(told(["a"]).problem).toContain("object");
  });
});
