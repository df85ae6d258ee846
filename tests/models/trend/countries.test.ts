import { existsSync, readFileSync } from "node:fs";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { aggregates, countryAliases, notCountries } from "../../../models/trend/countries/aliases.js";
import { countryName, countryOf, normalizeName } from "../../../models/trend/countries/country.js";

const shared = new URL("../../../../shared/data/", import.meta.url);
const covid = new URL("covid/time_series_covid19_confirmed_global.csv", shared);
const traps = new URL("odd-csv/12_fuzzy_trap_names.csv", shared);

function names(file: URL): string[] {
  const rows = Papa.parse<string[]>(readFileSync(file, "utf8")).data.slice(1);
  return [...new Set(rows.map((row) => row[1] ?? "").filter((name) => name !== ""))];
}

describe("country names", () => {
  test("are found whatever their accents, apostrophes, spaces and case", () => {
    for (const name of ["Côte d'Ivoire", "Cote d’Ivoire", "  COTE   D'IVOIRE ", "Co\u0302te d'Ivoire"]) {
      expect(countryOf(name)).toEqual({ kind: "country", iso: "CI" });
    }
    expect(countryOf("Türkiye").iso).toBe("TR");
    expect(countryOf("Curaçao").iso).toBe("CW");
  });

  test("are never matched by likeness", () => {
    for (const name of ["Atlantis", "Aland", "Irak", "Nigerr", "Korea", "", "=cmd|calc!A0", "Guinea Bissau Cape"]) {
      expect(countryOf(name)).toEqual({ kind: "unknown", iso: null });
    }
  });

  test("ships, games and sums are told apart from unknown names", () => {
    expect(countryOf("Diamond Princess").kind).toBe("notACountry");
    expect(countryOf("World").kind).toBe("aggregate");
  });

  test("every alias is written in normal form and leads to a code that exists, and to one kind only", () => {
    for (const [alias, iso] of Object.entries(countryAliases)) {
      expect(normalizeName(alias), alias).toBe(alias);
      expect(countryName(iso), alias).not.toBeNull();
      expect(notCountries.has(alias) || aggregates.has(alias), alias).toBe(false);
    }
  });
});

describe.skipIf(!existsSync(covid))("names of the shared tables (needs ../shared/data)", () => {
  test("every name of the JHU table has its code or is no country", () => {
    const unknown = names(covid).filter((name) => countryOf(name).kind === "unknown");
    expect(unknown).toEqual([]);
    const none = names(covid).filter((name) => countryOf(name).iso === null);
    expect(none.sort()).toEqual(["Diamond Princess", "MS Zaandam", "Summer Olympics 2020", "Winter Olympics 2022"]);
    const codes = names(covid).flatMap((name) => countryOf(name).iso ?? []);
    expect(new Set(codes).size).toBe(codes.length);
  });

  test("names that fuzzy matching confuses get the right codes", () => {
    const codes = names(traps).map((name) => countryOf(name).iso);
    const expected = "NE NG GN GW GQ PG CD CG DM DO KR KP US IE IR IQ GE SD SS ML MW AT AU SK SI";
    expect(codes.join(" ")).toBe(expected);
  });
});
