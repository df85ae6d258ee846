/** The wide layout of Johns Hopkins University: a row for each province or country, a column for each day. */
import { InputError } from "../../errors.js";
import { parseCell } from "./cells.js";
import type { Csv, CsvRow } from "./csv.js";
import { carryTotals } from "./fill.js";
import { type DateColumn, dateColumns, inOrder } from "./header-dates.js";
import { SIMULATED_MARK } from "./simulated.js";

/** Values of one country, summed over its rows. */
export interface WideSeries {
  readonly name: string;
  readonly values: Float64Array;
  readonly filledCells: number;
}

/** A wide table as it stands: values are totals or daily counts, which the table does not say. */
export interface WideTable {
  readonly firstDay: number;
  readonly series: readonly WideSeries[];
  readonly sortedDates: boolean;
  readonly provinces: number;
  readonly emptyRows: readonly number[];
  /** True when the rows say of themselves that they are simulated. */
  readonly simulated: boolean;
}

const COUNTRY_HEADINGS = ["country/region", "country_region", "country", "location", "name"];
const PROVINCE_HEADINGS = ["province/state", "province_state", "province", "state"];

/** The column with the countries' names, or -1. */
export function countryColumn(header: readonly string[]): number {
  return columnNamed(header, COUNTRY_HEADINGS);
}

/**
 * Reads a wide table.
 *
 * @throws InputError naming the row and column of the first thing that is wrong.
 */
export function readWide(csv: Csv, file: string): WideTable {
  const country = countryColumn(csv.header);
  const province = columnNamed(csv.header, PROVINCE_HEADINGS);
  const inFile = dateColumns(csv.header, file);
  const columns = inOrder(inFile, file);
  const sums = new Map<string, { values: Float64Array; filledCells: number; rows: number }>();
  const seen = new Map<string, number>();
  const emptyRows: number[] = [];
  for (const row of csv.rows) {
    checkWidth(row, csv.header.length, file);
    const name = row.cells[country] ?? "";
    if (name === "") throw new InputError("the row names no country", { where: { file, row: row.number } });
    refuseTwice(seen, name, row, province, file);
    const filled = carryTotals(readRow(row, name, columns, file));
    if (filled === null) {
      emptyRows.push(row.number);
      continue;
    }
    const sum = sums.get(name);
    if (sum === undefined) {
      sums.set(name, { values: filled.values, filledCells: filled.filled, rows: 1 });
      continue;
    }
    for (let i = 0; i < sum.values.length; i++)
      sum.values[i] = (sum.values[i] as number) + (filled.values[i] as number);
    sum.filledCells += filled.filled;
    sum.rows += 1;
  }
  return {
    firstDay: columns[0]?.day ?? 0,
    series: [...sums].map(([name, { values, filledCells }]) => ({ name, values, filledCells })),
    sortedDates: inFile.every((column, i) => column === columns[i]),
    provinces: [...sums.values()].reduce((total, { rows }) => total + (rows > 1 ? rows : 0), 0),
    emptyRows,
    simulated: csv.rows.some(({ cells }) => cells[province]?.toLowerCase() === SIMULATED_MARK),
  };
}

function readRow(row: CsvRow, name: string, columns: readonly DateColumn[], file: string): (number | null)[] {
  return columns.map(({ column, heading }) =>
    parseCell(row.cells[column] ?? "", () => ({
      file,
      row: row.number,
      column: `${column + 1} (${heading}, ${name})`,
    })),
  );
}

/** A row with too few or too many cells has shifted ones: its numbers may stand under other days. */
function checkWidth(row: CsvRow, width: number, file: string): void {
  const surplus = row.cells.slice(width).some((cell) => cell !== "");
  if (row.cells.length >= width && !surplus) return;
  throw new InputError(`${row.cells.length} cells, the header has ${width}`, {
    where: { file, row: row.number },
    next: "Give every row as many cells as the header has; put names with a comma in quotes.",
  });
}

function refuseTwice(seen: Map<string, number>, name: string, row: CsvRow, province: number, file: string): void {
  const key = `${name}\0${province === -1 ? "" : (row.cells[province] ?? "")}`;
  const before = seen.get(key);
  if (before !== undefined) {
    throw new InputError(`"${name}" is in row ${before} already, and would be counted twice`, {
      where: { file, row: row.number },
      next: "Remove one of the two rows, or name their provinces.",
    });
  }
  seen.set(key, row.number);
}

function columnNamed(header: readonly string[], names: readonly string[]): number {
  const folded = header.map((heading) => heading.toLowerCase());
  for (const name of names) {
    const column = folded.indexOf(name);
    if (column !== -1) return column;
  }
  return -1;
}
