import { describe, expect, it } from "vitest";
/** The server's tests read the same file. */
import vectors from "../../../../../tests/vectors/asking.json";
import { asksFor } from "./asking";

describe("the warning before a secret is asked for", () => {
  it.each(vectors.asks)("knows that $text asks", ({ text, kind }) => {
    expect(asksFor(text)).toBe(kind);
  });

  it.each(vectors.passes)("leaves %j alone", (text) => {
    expect(asksFor(text)).toBeUndefined();
  });

  it("reads what a reader sees, to the end of a long text", () => {
    expect(asksFor("Please send me your pass\u200bword")).toBe("password");
    expect(asksFor(`${"nothing to see here ".repeat(230)}please send me your password`)).toBe("password");
    expect(asksFor("the password is never asked for by us and ".repeat(110))).toBeUndefined();
  });
});
