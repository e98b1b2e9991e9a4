import { describe, expect, it } from "vitest";
import { inkOn, luminance, paint, parse } from "./theme";

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
