import { describe, expect, it } from "vitest";
/** The server's tests read the same file. */
import vectors from "../../../../../tests/vectors/secrets.json";
import { secretsIn } from "./guard";

describe("the guard of the composer", () => {
  it.each(vectors.masked)("hides $text", async ({ text, kind, after }) => {
    expect(await secretsIn(text)).toMatchObject({ kinds: [kind], masked: after });
  });

  it.each(vectors.passes)("lets %j pass", async (text) => {
    expect(await secretsIn(text)).toBeUndefined();
  });

  it("knows what may be a transaction id, and what cannot", async () => {
    const id = "4e3f".repeat(16);
    expect((await secretsIn(id))?.transactions).toEqual([id]);
    expect((await secretsIn(`${id} and my password is hunter22`))?.transactions).toEqual([]);
  });
});
