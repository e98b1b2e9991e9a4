import { describe, expect, it } from "vitest";
import { choose, translator } from "./i18n";

const FORMS = {
  ar: { zero: "٠", one: "واحدة", two: "رسالتان", few: "few {count}", many: "many {count}", other: "other {count}" },
  ru: { one: "{count} сообщение", few: "{count} сообщения", many: "{count} сообщений", other: "{count} сообщения" },
};

describe("a translator", () => {
  it("fills in names, and numbers in the language's own way", () => {
    const { t } = translator("en");
    expect(t("{name} has {count} of {total}", { name: "Li {count}", count: 1200 })).toBe(
      "Li {count} has 1,200 of {total}",
    );
  });

  it("isolates what would turn a sentence round", () => {
    expect(translator("en").t("With {name}", { name: "أميرة" })).toBe("With \u2068أميرة\u2069");
    expect(translator("ar").t("{email}.", { email: "l…@x.example" })).toBe("\u2068l…@x.example\u2069.");
  });

  it("has the six plural forms of Arabic", () => {
    const { tn } = translator("ar", { "{count} message": FORMS.ar });
    const form = (count: number) => tn("{count} message", "{count} messages", count).split(" ")[0];
    expect([0, 1, 2, 3, 11, 100].map(form)).toEqual(["٠", "واحدة", "رسالتان", "few", "many", "other"]);
  });

  it("has the plural forms of Russian", () => {
    const { tn } = translator("ru", { "{count} message": FORMS.ru });
    const form = (count: number) => tn("{count} message", "{count} messages", count);
    expect([1, 2, 5, 11, 21].map(form)).toEqual([
      "1 сообщение",
      "2 сообщения",
      "5 сообщений",
      "11 сообщений",
      "21 сообщение",
    ]);
  });

  it("shows English, with English plurals, where a translation is missing", () => {
    const { t, tn, dir } = translator("ar");
    expect([t("Send"), tn("{count} day", "{count} days", 2), dir]).toEqual(["Send", "2 days", "rtl"]);
  });

  it("names today and yesterday by the reader's calendar day", () => {
    const { day } = translator("en");
    const noon = new Date(2026, 4, 10, 12).getTime() / 1000;
    expect(day(noon - 3600, noon)).toBe("Today");
    expect(day(noon - 13 * 3600, noon)).toBe("Yesterday");
    expect(day(noon - 5 * 86400, noon)).toBe("Tuesday, May 5");
  });
});

describe("choosing a language", () => {
  const available = ["en", "zh-Hans", "ar"];
  it.each([
    [["zh-CN"], "zh-Hans"],
    [["zh"], "zh-Hans"],
    [["ar-EG", "en"], "ar"],
    [["fr", "ar"], "ar"],
    [["fr"], "en"],
    [["not a tag", "zh-hans"], "zh-Hans"],
  ])("%j is %s", (wanted, chosen) => {
    expect(choose(wanted, available)).toBe(chosen);
  });
});
