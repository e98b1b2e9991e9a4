import { describe, expect, it } from "vitest";
import { force, inkOn, luminance, contrast as measured, paint, parse, readable } from "./theme";

const contrast = (a: string, b: string) => {
  const [x, y] = [luminance(parse(a) ?? []), luminance(parse(b) ?? [])].sort((p, q) => q - p);
  return ((x ?? 0) + 0.05) / ((y ?? 0) + 0.05);
};

describe("the site's colour", () => {
  it.each(["#000000", "#2a50d8", "#767676", "#ff0000", "#00c853", "#ffd400", "#ffffff", "#808080"])(
    "%s carries text of at least 4.5 to 1",
    (color) => {
      expect(contrast(color, inkOn(parse(color) ?? []))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(["red", "#fff", "url(x)", "#12345g", "", "#000000;--surface:#000"])("takes %j for no colour", (color) => {
    const root = document.createElement("div");
    paint(color, root);
    expect(root.style.cssText).toBe("");
  });
});

describe("text in the site's colour", () => {
  const light = [234, 239, 250];
  const dark = [26, 30, 40];
  it.each(["#000000", "#2a50d8", "#ffd400", "#ffffff", "#808080", "#00c853"])(
    "%s can be read on light and dark ground",
    (color) => {
      const rgb = parse(color) ?? [];
      for (const ground of [light, dark])
        expect(measured(parse(readable(rgb, ground)) ?? [], ground)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it("is left as it is where it can be read already", () => {
    expect(readable([0, 0, 128], light)).toBe("#000080");
  });
});

describe("the site's scheme", () => {
  it.each([
    ["dark", "all"],
    ["light", "not all"],
    ["auto", "(prefers-color-scheme: dark)"],
    ["url(x)", "(prefers-color-scheme: dark)"],
  ])("%s makes the dark rules hold for %s", (scheme, media) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("@media (prefers-color-scheme: dark) { :root { --surface: #000; } }");
    force(scheme, [sheet]);
    expect((sheet.cssRules[0] as CSSMediaRule).media.mediaText).toBe(media);
    document.documentElement.removeAttribute("style");
  });
});
