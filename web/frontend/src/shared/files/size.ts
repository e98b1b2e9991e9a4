// How large is it, as people say it? In the units that a file manager shows.
const UNITS = ["byte", "kilobyte", "megabyte"] as const;

export function sizeIn(locale: string, bytes: number): string {
  const step = bytes < 1000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: UNITS[step] ?? "byte",
    unitDisplay: step ? "short" : "long", // "2 bytes"; short it is "2 byte"
    maximumFractionDigits: step === 2 && value < 10 ? 1 : 0,
  }).format(value);
}
