/** The column of a table that holds its dates, and which day of a week they are in a weekly table. */
import type { Csv } from "./csv.js";
import { dateText, looksLikeDate } from "./date-text.js";
import { edgeOfHeading, isDateHeading, isWeekHeading } from "./headings.js";
import { areBareWeeks, areNoMonths } from "./iso-week.js";

/** A column of dates. */
export interface DateColumn {
  readonly date: number;
  /** Other columns that hold nothing but dates. */
  readonly others: readonly number[];
  /** True where its cells are ISO weeks without their W: `2020-53`. */
  readonly bareWeeks: boolean;
  /** Which day of its week a date is in a weekly table, where the columns tell. */
  readonly edge: "first" | "last" | null;
}

/**
 * The column that is called a date and begins with one, else the first that holds nothing but dates, else one of ISO weeks;
 * null when there is none. Of a week's first and last day, which some tables have both, the last one is taken.
 */
export function dateColumn(csv: Csv): DateColumn | null {
  const { header, preview } = csv;
  const cells = header.map((_, column) => preview.map((row) => row.cells[column] ?? "").filter((cell) => cell !== ""));
  const holdsDates = (column: number) => {
    const all = cells[column] ?? [];
    return all.length > 0 && all.every(looksLikeDate) && !/^\d+$/.test(all[0] ?? "");
  };
  const called = header.findIndex((heading, column) => isDateHeading(heading) && cells[column]?.some(looksLikeDate));
  const dates = header.flatMap((_, column) => (holdsDates(column) ? [column] : []));
  const chosen = called === -1 ? dates[0] : called;
  if (chosen !== undefined) {
    const column = withPartner(csv, chosen, dates);
    return { ...column, others: dates.filter((other) => other !== column.date), bareWeeks: false };
  }
  const weeks = header.findIndex((heading, column) => {
    const all = cells[column] ?? [];
    return (isWeekHeading(heading) && areBareWeeks(all)) || areNoMonths(all);
  });
  return weeks === -1 ? null : { date: weeks, others: [], bareWeeks: true, edge: null };
}

/** The last day beside a chosen first one, six days later in each row; else what the chosen column's heading says. */
function withPartner(
  { header, preview }: Csv,
  chosen: number,
  dates: readonly number[],
): Pick<DateColumn, "date" | "edge"> {
  for (const other of dates) {
    if (other === chosen) continue;
    const apart = preview.map(({ cells }) => daysApart(cells[chosen] ?? "", cells[other] ?? ""));
    if (apart.every((days) => days === 6)) return { date: other, edge: "last" };
    if (apart.every((days) => days === -6)) return { date: chosen, edge: "last" };
  }
  const edge = edgeOfHeading(header[chosen] ?? "");
  const last = edge === "first" ? dates.find((other) => edgeOfHeading(header[other] ?? "") === "last") : undefined;
  return last === undefined ? { date: chosen, edge } : { date: last, edge: "last" };
}

/** Days from one date to another; null where one is none, or can be read in two ways. */
function daysApart(first: string, second: string): number | null {
  const [from, to] = [dateText(first), dateText(second)];
  if (from?.kind !== "fixed" || to?.kind !== "fixed" || from.day === null || to.day === null) return null;
  return to.day - from.day;
}
