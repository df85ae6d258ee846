/** Tells how a table is laid out from its header and first rows. */
import { InputError } from "kilnjs";
import type { Csv } from "./csv.js";
import { type DateColumn, dateColumn } from "./date-column.js";
import { looksLikeDate } from "./date-text.js";
import { countryColumn, isCasesHeading, regionColumns, stateColumns } from "./headings.js";
import type { SeriesKind } from "./options.js";

/**
 * `wide`: a row for each province or country, a column for each day. `long`: a row for each country and day. `transposed`:
 * a row for each day, a column for each country.
 */
export type Layout =
  | { readonly kind: "wide"; readonly names: NameColumn }
  | { readonly kind: "long"; readonly names: NameColumn; readonly dates: DateColumn }
  | { readonly kind: "transposed"; readonly dates: DateColumn };

/** The column that names countries or, where a table has none, the parts of one. */
export interface NameColumn {
  readonly column: number;
  readonly isCountry: boolean;
}

const next =
  "Give a column Country/Region and one column a day; or columns country, date and cases; or a column date and one column a country.";

/**
 * The layout of a table.
 *
 * @param series what becomes one series: states and rows need no country.
 * @throws InputError saying what the table looks like, and what one looks like that can be read.
 */
export function layoutOf(csv: Csv, series: SeriesKind, file: string): Layout {
  const where = { file, row: csv.headerRow };
  const names = nameColumn(csv.header, series);
  if (csv.header.some(looksLikeDate)) {
    if (names !== null) return { kind: "wide", names };
    refuseStates(csv, where);
    throw new InputError("the header has dates but no column Country/Region", { where, next });
  }
  const dates = dateColumn(csv);
  if (dates === null)
    throw new InputError("no column of the header is a date, and no column holds dates", { where, next });
  if (names !== null) return { kind: "long", names, dates };
  const cases = csv.header.find(isCasesHeading);
  if (cases === undefined) return { kind: "transposed", dates };
  refuseStates(csv, where);
  throw new InputError(`a column "${cases}" for each day, but no column that names the country`, { where, next });
}

function nameColumn(header: readonly string[], series: SeriesKind): NameColumn | null {
  const country = countryColumn(header);
  if (country !== -1) return { column: country, isCountry: true };
  const [state] = [...stateColumns(header), ...(series === "row" ? regionColumns(header) : [])];
  return series === "country" || state === undefined ? null : { column: state, isCountry: false };
}

/** A table of one country's states names them alone: they can be the series, and are nothing that can be summed unasked. */
function refuseStates({ header }: Csv, where: { readonly file: string; readonly row: number }): void {
  const [part] = [...stateColumns(header), ...regionColumns(header)];
  if (part === undefined) return;
  throw new InputError(`the column "${header[part]}" names parts of a country, and no column names the country`, {
    where,
    next: `Say --set series=${stateColumns(header).length > 0 ? "state" : "row"}: each part then becomes a series. Or add a column Country.`,
  });
}
