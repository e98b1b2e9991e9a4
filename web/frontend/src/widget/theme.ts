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

/** Takes the site's colour as accent; anything that is not a plain colour leaves the default. */
export function paint(color: string, root: HTMLElement = document.documentElement): void {
  const rgb = parse(color);
  if (!rgb) return;
  root.style.setProperty("--accent", color.trim());
  root.style.setProperty("--on-accent", inkOn(rgb));
}
