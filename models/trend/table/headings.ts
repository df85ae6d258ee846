/** Names that columns have in the tables that people have. */

/** Columns with the country's name, most telling first. */
const COUNTRY = [
  "country region",
  "country",
  "location",
  "country name",
  "countryname",
  "countriesandterritories",
  "countries and territories",
  "country territory",
  "country territory area",
  "country area territory",
  "entity",
  "nation",
  "territory",
  "name",
];

/** Columns that name a state or province. */
const STATE = ["province state", "province", "state", "admin1"];

/** Columns that name a part of a country; together they name a row. */
const REGION = [...STATE, "admin2", "county", "subdivision"];

/** Columns with the date. */
const DATE = [
  "date",
  "date reported",
  "date rep",
  "daterep",
  "day",
  "report date",
  "reported date",
  "observation date",
  "observationdate",
  "time",
  "week",
  "last update",
];

/** Columns with the number of an ISO week after its year: `2020-53`. */
const WEEK = ["week", "year week", "yearweek", "iso week", "isoweek", "iso yearweek", "iso year week", "week iso"];

/** Columns that say of each row what its numbers are. */
const INDICATOR = ["indicator", "indicator name", "measure", "variable", "metric", "statistic"];

/** Columns with running totals. */
const TOTAL = [
  "total cases",
  "totalcases",
  "cumulative cases",
  "cumulativecases",
  "confirmed",
  "confirmed cases",
  "total confirmed",
  "total confirmed cases",
  "total confirmed cases of covid 19",
  "cumulative confirmed cases",
  "cumulative number of cases",
  "cases total",
  "cases cumulative",
  "cum cases",
  "cumulative count",
];

/** Columns with the cases of a day, or of a week. */
const NEW = [
  "new cases",
  "newcases",
  "daily cases",
  "daily new cases",
  "new confirmed cases",
  "daily confirmed cases",
  "daily new confirmed cases",
  "cases new",
  "cases daily",
  "daily count",
  "weekly cases",
  "cases weekly",
  "new weekly cases",
  "weekly count",
];

/** Columns whose name does not say which of the two they are. */
const CASES = ["cases", "reported cases", "number of cases", "count", "value"];

/** Columns of case tables that hold something else. */
const OTHER =
  /^(lat|latitude|long|lon|longitude|population|pop data ?\d*|month|year|week|month name|uid|fips|code\d?|iso.*|index|)$|code|region|continent|deaths|died|mortality|recovered|vaccin|test|hospital|icu|positive|rate|stringency|per (hundred|thousand|million|capita)|smoothed|average|id$/;

/** A heading as it is compared: lower case, with one blank for whatever stands between words. */
export function foldHeading(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[\s_./()-]+/g, " ")
    .trim();
}

/** The column with the countries' names, or -1. */
export function countryColumn(header: readonly string[]): number {
  return columnNamed(header, COUNTRY);
}

/** The columns that name a part of a country. */
export function regionColumns(header: readonly string[]): number[] {
  return header.flatMap((heading, column) => (REGION.includes(foldHeading(heading)) ? [column] : []));
}

/** The columns that name a state or province. */
export function stateColumns(header: readonly string[]): number[] {
  return header.flatMap((heading, column) => (STATE.includes(foldHeading(heading)) ? [column] : []));
}

/** The column that says of each row what its numbers are, or -1. */
export function indicatorColumn(header: readonly string[]): number {
  return columnNamed(header, INDICATOR);
}

/**
 * Of the names that rows have for what their numbers are, the one that means cases: running totals first, as among columns.
 * Null when none does, or several do.
 */
export function casesAmong(names: readonly string[]): string | null {
  const usual = names[casesColumn(names)];
  if (usual !== undefined) return usual;
  const like = names.filter(
    (name) => /\b(cases?|confirmed|infections?)\b/.test(foldHeading(name)) && !isOtherHeading(name),
  );
  return like.length === 1 ? (like[0] ?? null) : null;
}

/** True for the usual names of a column of weeks. */
export function isWeekHeading(heading: string): boolean {
  return WEEK.includes(foldHeading(heading));
}

/** Which day of a week or another span a column's name says that its dates are; null when it does not say. */
export function edgeOfHeading(heading: string): "first" | "last" | null {
  const folded = foldHeading(heading);
  const first = /start|begin|\b(sdate|from|first|commencing)\b/.test(folded);
  const last = /\bend|ending|enddate|\b(edate|until|through|to)\b/.test(folded);
  return first === last ? null : first ? "first" : "last";
}

/** True for the usual names of a date column. */
export function isDateHeading(heading: string): boolean {
  return DATE.includes(foldHeading(heading));
}

/** True for a heading of a column that holds numbers of cases. */
export function isCasesHeading(heading: string): boolean {
  const folded = foldHeading(heading);
  return [TOTAL, NEW, CASES].some((names) => names.includes(folded));
}

/** True for a heading that every table has where it has a header. */
export function isKnownHeading(heading: string): boolean {
  return (
    isDateHeading(heading) || isCasesHeading(heading) || [COUNTRY, REGION].some((n) => n.includes(foldHeading(heading)))
  );
}

/** True for a heading that is no number of cases: a code, a place on the map, deaths, a rate. */
export function isOtherHeading(heading: string): boolean {
  return OTHER.test(foldHeading(heading));
}

/** The first column with a usual name for totals, then for daily cases, then for cases; -1 when there is none. */
export function casesColumn(header: readonly string[]): number {
  for (const names of [TOTAL, NEW, CASES]) {
    const column = columnNamed(header, names);
    if (column !== -1) return column;
  }
  return -1;
}

/** What the name of a column says of its numbers; null when it does not say. */
export function countsOfHeading(heading: string): "cumulative" | "daily" | null {
  const folded = foldHeading(heading);
  const total = /\b(total\w*|cumul\w*|cum)\b/.test(folded);
  const daily = /\b(new\w*|daily|weekly|increments?)\b/.test(folded);
  if (total !== daily) return total ? "cumulative" : "daily";
  return !total && /\bconfirmed\b/.test(folded) ? "cumulative" : null;
}

function columnNamed(header: readonly string[], names: readonly string[]): number {
  const folded = header.map(foldHeading);
  for (const name of names) {
    const column = folded.indexOf(name);
    if (column !== -1) return column;
  }
  return -1;
}
