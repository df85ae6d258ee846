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
  "entity",
  "nation",
  "territory",
  "name",
];

/** Columns that name a part of a country; together they name a row. */
const REGION = ["province state", "province", "state", "admin1", "admin2", "county", "subdivision"];

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
];

/** Columns with the cases of a day. */
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
];

/** Columns whose name does not say which of the two they are. */
const CASES = ["cases", "reported cases", "number of cases", "count", "value"];

/** Columns of case tables that hold something else. */
const OTHER =
  /^(lat|latitude|long|lon|longitude|population|pop data ?\d*|month|year|month name|uid|fips|code\d?|iso.*|index|)$|code|region|continent|deaths|died|mortality|recovered|vaccin|test|hospital|icu|positive|rate|stringency|per (hundred|thousand|million|capita)|smoothed|average|id$/;

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
  const daily = /\b(new\w*|daily|increments?)\b/.test(folded);
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
