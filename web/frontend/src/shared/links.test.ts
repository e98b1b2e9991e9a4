import { describe, expect, it } from "vitest";
import { parts } from "./links";

const hrefs = (text: string) => parts(text).flatMap((part) => part.href ?? []);

describe("links in a message", () => {
  it.each([
    ["see https://help.example/a?b=1#c.", ["https://help.example/a?b=1#c"]],
    ["(https://help.example/x_(y))", ["https://help.example/x_(y)"]],
    ["请看https://help.example/帮助。谢谢", ["https://help.example/%E5%B8%AE%E5%8A%A9"]],
    ["http://a.example and https://b.example", ["http://a.example/", "https://b.example/"]],
  ])("%s", (text, wanted) => {
    expect(hrefs(text)).toEqual(wanted);
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,<b>",
    "www.example.com",
    "ftp://files.example",
    "https://bank.example@evil.example/",
    "xhttps://no.example",
    "https://",
  ])("leaves %s alone", (text) => {
    expect(hrefs(text)).toEqual([]);
  });

  it("keeps every character of the text", () => {
    const text = "a https://x.example/, b\nhttps://y.example/‮gpj.exe c";
    expect(
      parts(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });

  it("ends an address at a character that would turn its reading round", () => {
    expect(hrefs("https://y.example/‮gpj.exe")).toEqual(["https://y.example/"]);
  });
});
