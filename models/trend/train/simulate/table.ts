/** The embedded epidemics as tables, in the shape of Johns Hopkins University's. */
import Papa from "papaparse";
import { isoDate } from "../../dates.js";
import { SIMULATED_MARK } from "../../table/simulated.js";
import type { Epidemics } from "./epidemics.js";

/**
 * Running totals of reported cases. The province column of every row says that the numbers are simulated, so that the
 * file cannot be taken for a real one, by a person or by the loader, however it is renamed.
 */
export function casesCsv(epidemics: Epidemics): string {
  return csv(epidemics, ({ reported }) => {
    let total = 0;
    return Array.from(reported, (cases) => {
      total += cases;
      return total;
    });
  });
}

/** The true effective reproduction number of each day, to six digits. */
export function trueRCsv(epidemics: Epidemics): string {
  return csv(epidemics, ({ r }) => Array.from(r, (value) => Number(value.toPrecision(6))));
}

function csv(epidemics: Epidemics, values: (epidemic: Epidemics["epidemics"][number]) => number[]): string {
  const dates = Array.from({ length: epidemics.days }, (_, day) => americanDate(epidemics.firstDay + day));
  const header = ["Province/State", "Country/Region", "Lat", "Long", ...dates];
  const rows = epidemics.epidemics.map((epidemic) => [
    SIMULATED_MARK,
    epidemic.country.name,
    "",
    "",
    ...values(epidemic),
  ]);
  return `${Papa.unparse([header, ...rows], { newline: "\n" })}\n`;
}

/** `1/22/20`, as that table has it. */
function americanDate(day: number): string {
  const [year = "", month = "", date = ""] = isoDate(day).split("-");
  return `${Number(month)}/${Number(date)}/${year.slice(2)}`;
}
