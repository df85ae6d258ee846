/** One table of cases in every form that people have it in. */
import Papa from "papaparse";
import { isoDate } from "../../../../models/trend/dates.js";

/** Running totals of countries: `totals[country][day]`. */
export interface Totals {
  readonly names: readonly string[];
  readonly firstDay: number;
  readonly totals: readonly (readonly number[])[];
}

export const layouts = ["wide", "long", "transposed"] as const;
export const dateForms = ["iso", "slashes", "compact", "us", "us2", "european", "named", "timed"] as const;
export const encodings = [
  "utf-8",
  "utf-8 bom",
  "utf-16le",
  "utf-16be",
  "utf-16le bom",
  "utf-16be bom",
  "latin1",
] as const;

/** How a table is written. */
export interface Form {
  readonly layout: (typeof layouts)[number];
  readonly delimiter: "," | ";" | "\t" | "|";
  readonly dates: (typeof dateForms)[number];
  readonly newline: "\n" | "\r\n" | "\r";
  readonly encoding: (typeof encodings)[number];
  readonly quotes: boolean;
}

/** A day as a form writes it. */
export function writeDate(day: number, form: Form["dates"]): string {
  const iso = isoDate(day);
  const [year = "", month = "", date = ""] = iso.split("-");
  const name = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][Number(month) - 1];
  const written: Record<Form["dates"], string> = {
    iso,
    slashes: `${year}/${Number(month)}/${Number(date)}`,
    compact: `${year}${month}${date}`,
    us: `${month}/${date}/${year}`,
    us2: `${Number(month)}/${Number(date)}/${year.slice(2)}`,
    european: `${date}.${month}.${year}`,
    named: `${date} ${name} ${year}`,
    timed: `${iso} 00:00:00`,
  };
  return written[form];
}

/** The cells of a table. */
export function cellsOf({ names, firstDay, totals }: Totals, layout: Form["layout"], dates: Form["dates"]): string[][] {
  const days = totals[0]?.map((_, i) => writeDate(firstDay + i, dates)) ?? [];
  const cell = (country: number, day: number) => String(totals[country]?.[day]);
  if (layout === "wide") {
    const header = ["Province/State", "Country/Region", "Lat", "Long", ...days];
    return [header, ...names.map((name, c) => ["", name, "1.0", "2.0", ...days.map((_, d) => cell(c, d))])];
  }
  if (layout === "transposed") {
    return [["Date", ...names], ...days.map((day, d) => [day, ...names.map((_, c) => cell(c, d))])];
  }
  const rows = names.flatMap((name, c) =>
    days.map((day, d) => ["X", name, day, cell(c, d), String((totals[c]?.[d] ?? 0) - (totals[c]?.[d - 1] ?? 0)), "7"]),
  );
  return [["iso_code", "location", "date", "total_cases", "new_cases", "total_deaths"], ...rows];
}

/** The file. */
export function bytesOf(totals: Totals, form: Form): Uint8Array {
  const cells = cellsOf(totals, form.layout, form.dates);
  const { delimiter, newline, quotes } = form;
  return encode(`${Papa.unparse(cells, { delimiter, newline, quotes })}${newline}`, form.encoding);
}

/** Bytes of a text. */
export function encode(text: string, encoding: Form["encoding"]): Uint8Array {
  if (encoding === "utf-8") return new TextEncoder().encode(text);
  if (encoding === "utf-8 bom") return new TextEncoder().encode(`\ufeff${text}`);
  if (encoding === "latin1") return Uint8Array.from(text, (character) => character.charCodeAt(0));
  const marked = encoding.endsWith("bom") ? `\ufeff${text}` : text;
  const bytes = new Uint8Array(2 * marked.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < marked.length; i++) view.setUint16(2 * i, marked.charCodeAt(i), encoding.startsWith("utf-16le"));
  return bytes;
}
