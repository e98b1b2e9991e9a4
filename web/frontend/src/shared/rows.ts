// How do rows of a log stand together? A line for each day, and messages of one writer within minutes as one group. Pure.

/** Messages closer than this belong together. */
const GROUP_SECONDS = 5 * 60;

export interface DayRow {
  kind: "day";
  key: string;
  at: number;
}

/** The rows with a line before the first of each day, by the reader's clock. */
export function withDays<Row extends { at: number }>(flat: readonly Row[]): (Row | DayRow)[] {
  const out: (Row | DayRow)[] = [];
  let day = "";
  for (const row of flat) {
    const its = new Date(row.at * 1000).toDateString();
    if (its !== day) out.push({ kind: "day", key: `day.${its}`, at: row.at });
    day = its;
    out.push(row);
  }
  return out;
}

/** Marks the first and last of each group; `writer` says whose a row is, undefined for what is nobody's. */
export function grouped<Row extends { at: number }>(
  all: readonly Row[],
  writer: (row: Row) => string | undefined,
): (Row & { first?: boolean; last?: boolean })[] {
  const together = (a: Row | undefined, b: Row | undefined): boolean =>
    a !== undefined &&
    b !== undefined &&
    writer(a) !== undefined &&
    writer(a) === writer(b) &&
    b.at - a.at < GROUP_SECONDS;
  return all.map((row, i) =>
    writer(row) === undefined ? row : { ...row, first: !together(all[i - 1], row), last: !together(row, all[i + 1]) },
  );
}
