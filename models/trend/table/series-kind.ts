/** What becomes one series: a country with all its rows, a state with its rows, or each row by itself. */
import { InputError } from "kilnjs";
import { type Country, countryOf } from "../countries/country.js";
import { regionColumns, stateColumns } from "./headings.js";
import type { NameColumn } from "./layout.js";
import type { SeriesKind } from "./options.js";
import type { SheetSeries } from "./sheet.js";

/** What a series is: a country, a ship, …; `part` is a state or another part of a country, which has no code of its own. */
export interface SeriesPlace {
  readonly kind: Country["kind"] | "part";
  readonly iso: string | null;
}

/** A row of the table under the name of the series that it belongs to. */
export interface NamedSeries extends SheetSeries {
  readonly place: SeriesPlace;
}

/** The columns that name the parts of a country: of a state, and of what is smaller. */
export interface PartColumns {
  readonly states: readonly number[];
  readonly smaller: readonly number[];
}

/**
 * The columns of a header that name parts, the one that gives the names left out.
 *
 * @throws InputError where series of a kind are asked for that no column names.
 */
export function partColumns(
  header: readonly string[],
  { column, isCountry }: NameColumn,
  kind: SeriesKind,
  file: string,
): PartColumns {
  const states = stateColumns(header).filter((one) => one !== column);
  const smaller = regionColumns(header).filter((one) => one !== column && !states.includes(one));
  const named = kind === "state" ? states : [...states, ...smaller];
  if (kind !== "country" && isCountry && named.length === 0) {
    const missing = kind === "state" ? "names a state" : "names a part of a country";
    throw new InputError(`no column ${missing}, so that series=${kind} would change nothing`, {
      where: { file },
      next: "Say --set series=country, or add a column Province/State.",
    });
  }
  return { states, smaller };
}

/** A row of the table, named as a series of a kind: `Alder, North Shore, US`. */
export function nameSeries(series: SheetSeries, kind: SeriesKind, isCountry: boolean): NamedSeries {
  const { name, state, smaller } = series;
  if (kind === "country") return { ...series, place: placeOf(name, isCountry) };
  const named = kind === "state" ? [state] : [smaller, state];
  const full = [...named, name].filter((text) => text !== "").join(", ");
  const place = placeOf(name, isCountry && full === name);
  return { ...series, name: full, region: kind === "state" ? smaller : "", place };
}

/** "Georgia" among states is none of the world's countries; "Total" is a sum wherever it stands. */
function placeOf(name: string, isCountry: boolean): SeriesPlace {
  const found = countryOf(name);
  return isCountry || found.kind === "aggregate" ? found : { kind: "part", iso: null };
}
