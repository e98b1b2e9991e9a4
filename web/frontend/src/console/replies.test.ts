import { describe, expect, it } from "vitest";
import { begunAt, completed } from "./completion";
import type { Reply, Thread } from "./frames";
import { ranked, wording } from "./replies";
import { fill, openPlaces, valuesFor } from "./variables";

const reply = (name: string, more: Partial<Reply> = {}): Reply => ({ id: name, name, texts: { en: name }, ...more });
const names = (found: Reply[]): string[] => found.map((one) => one.name);

describe("a choice begun with a sign", () => {
  it("counts at the beginning of a word, up to the caret", () => {
    expect(begunAt("/he", 3, "/")).toEqual({ start: 0, query: "he" });
    expect(begunAt("Well, /hello there", 9, "/")).toEqual({ start: 6, query: "he" });
    expect(begunAt("您好 /问", 5, "/")).toEqual({ start: 3, query: "问" });
  });

  it("is not an address, a fraction, or something finished", () => {
    for (const text of ["https://x", "1/2", "/hello there", "a@b"]) {
      expect(begunAt(text, text.length, text.includes("@") ? "@" : "/")).toBeUndefined();
    }
  });

  it("is replaced whole, and the caret goes behind it", () => {
    const begun = begunAt("Well, /he today", 9, "/");
    expect(begun && completed("Well, /he today", 9, begun, "Hello!")).toEqual({
      text: "Well, Hello! today",
      caret: 12,
    });
  });
});

describe("canned replies", () => {
  it("come by name, then by topic, by the customer's language, one's own before others", () => {
    const list = [
      reply("hi-other", { topic: "api" }),
      reply("hi-any"),
      reply("hi-own", { own: true }),
      reply("hi-arabic", { texts: { ar: "مرحبا" } }),
      reply("hi-topic", { topic: "trading" }),
      reply("contains", { texts: { en: "say hi" } }),
      reply("zzz"),
    ];
    expect(names(ranked(list, { query: "hi", topic: "trading", language: "en-GB" }))).toEqual([
      "hi-topic",
      "hi-own",
      "hi-any",
      "hi-arabic",
      "hi-other",
      "contains",
    ]);
    expect(names(ranked(list, { query: "hi-a", topic: "", language: "ar" }))).toEqual(["hi-arabic", "hi-any"]);
  });

  it("speak the customer's language, else English, else what there is", () => {
    expect(wording(reply("a", { texts: { en: "hi", pt: "oi" } }), "pt-BR")).toEqual({ language: "pt", text: "oi" });
    expect(wording(reply("a", { texts: { en: "hi", pt: "oi" } }), "ru").text).toBe("hi");
    expect(wording(reply("a", { texts: { zh: "您好" } }), "ru").text).toBe("您好");
  });

  it("fill the places that have a value, and say which are open", () => {
    const thread = { customer: { name: " Layla " }, ticket: undefined } as unknown as Thread;
    const values = valuesFor(thread, "Amira", "Trading", "Meridian");
    const filled = fill("Dear {customer}, {agent} of {site}: #{ticket} {unknown} {customer}", values);
    expect(filled).toBe("Dear Layla, Amira of Meridian: #{ticket} {unknown} Layla");
    expect(openPlaces(filled)).toEqual(["{ticket}"]);
    expect(openPlaces("{} {nobody}")).toEqual([]);
  });
});
