import { describe, expect, it } from "vitest";
import { inTurn, said } from "./words";

describe("sentences", () => {
  it("stand in their pattern as they are, without marks that turn what follows around", () => {
    expect(said("{words}.", { words: "لا يوجد أحد" })).toBe("لا يوجد أحد.");
    expect(said("{words}.", { words: "{words} and $&" })).toBe("{words} and $&.");
  });

  it("follow each other as the language sets them, and what is not said is left out", () => {
    expect(inTurn("{before} {next}", ["One.", "", false, "Two.", undefined, "Three."])).toBe("One. Two. Three.");
    expect(inTurn("{before}{next}", ["一。", "二。"])).toBe("一。二。");
    expect(inTurn("{before} {next}", [])).toBe("");
  });
});
