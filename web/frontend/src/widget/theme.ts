// How does the site's colour become a theme that can be read? White or dark text on it, whichever has more contrast.

/** Red, green and blue from 0 to 255, or undefined for anything but #rrggbb. */
export function parse(color: string): [number, number, number] | undefined {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color.trim());
  if (!hex) return undefined;
  const [r, g, b] = hex.slice(1).map((part) => Number.parseInt(part, 16));
  return [r ?? 0, g ?? 0, b ?? 0];
}

/** Relative luminance, 0 to 1, as WCAG 2.2 defines it. */
export function luminance(rgb: readonly number[]): number {
  const [r, g, b] = rgb.map((part) => {
    const s = part / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** The text colour for a background: white where it reaches 4.5 to 1, else near-black. */
export function inkOn(rgb: readonly number[]): string {
  return 1.05 / (luminance(rgb) + 0.05) >= 4.5 ? "#ffffff" : "#0b1220";
}

/** Contrast of two colours, 1 to 21, as WCAG 2.2 defines it. */
export function contrast(a: readonly number[], b: readonly number[]): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** The colour itself where it can be read on this ground, else so much darker or lighter that it can. */
export function readable(rgb: readonly number[], ground: readonly number[]): string {
  const towards = luminance(ground) > 0.4 ? 0 : 255;
  let mixed = rgb;
  for (let share = 0; share < 1 && contrast(mixed, ground) < 4.6; share += 0.04) {
    mixed = rgb.map((part) => Math.round(part + (towards - part) * (share + 0.04)));
  }
  return `#${mixed.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

export interface Theme {
  color: string;
  /** "light" or "dark" whatever the system says; anything else follows it. */
  scheme: string;
  /** A small picture as a data address. */
  logo: string;
}

/** The grounds on which text in the accent stands, as in tokens.css; the darker of the light ones counts. */
export const GROUNDS = { light: [234, 239, 250], dark: [26, 30, 40] };

/** Takes the site's colour as accent; anything that is not a plain colour leaves the default. */
export function paint(color: string, root: HTMLElement = document.documentElement): void {
  const rgb = parse(color);
  if (!rgb) return;
  const ink = inkOn(rgb);
  const set = (name: string, value: string): void => root.style.setProperty(name, value);
  set("--accent", color.trim());
  set("--on-accent", ink);
  // Dark text needs the ground to stay light.
  if (ink !== "#ffffff") set("--accent-deep", color.trim());
  set("--ink-on-light", readable(rgb, GROUNDS.light));
  set("--ink-on-dark", readable(rgb, GROUNDS.dark));
}

/** Shows one scheme whatever the system says, in all sheets that are there. */
export function force(scheme: string, sheets: Iterable<CSSStyleSheet> = document.styleSheets): void {
  if (scheme !== "light" && scheme !== "dark") return;
  document.documentElement.style.colorScheme = scheme;
  for (const sheet of sheets) {
    for (const rule of sheet.cssRules) {
      if (rule instanceof CSSMediaRule && rule.media.mediaText.includes("prefers-color-scheme: dark"))
        rule.media.mediaText = scheme === "dark" ? "all" : "not all";
    }
  }
}
