import { existsSync, readFileSync } from "node:fs";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { aggregates } from "../../../../models/trend/countries/aggregates.js";
import { countryName, countryOf, isoOfNumeric } from "../../../../models/trend/countries/country.js";
import { normalizeName } from "../../../../models/trend/countries/normalize.js";
import { notCountries } from "../../../../models/trend/countries/not-countries.js";
import { spellings } from "../../../../models/trend/countries/spellings.js";
import { jhuEarlyNames, jhuNames } from "./jhu.js";
import { furtherNames, owidNames } from "./other-tables.js";
import { whoNames } from "./who.js";

const shared = new URL("../../../../../shared/data/", import.meta.url);
const covid = new URL("covid/time_series_covid19_confirmed_global.csv", shared);
const traps = new URL("odd-csv/12_fuzzy_trap_names.csv", shared);

/** Lines "FR France" as pairs. */
function pairs(table: string): [code: string, name: string][] {
  return table
    .trim()
    .split("\n")
    .map((line) => [line.slice(0, 2), line.slice(3)]);
}

function codeOf(name: string): string {
  const { kind, iso } = countryOf(name);
  return { country: iso ?? "", notACountry: "--", aggregate: "++", unknown: "??" }[kind];
}

function namesIn(file: URL): string[] {
  const rows = Papa.parse<string[]>(readFileSync(file, "utf8")).data.slice(1);
  return [...new Set(rows.map((row) => row[1] ?? "").filter((name) => name !== ""))];
}

describe("every name of the tables that people have gets its code, or is listed as none", () => {
  test.each([
    ["Johns Hopkins University", jhuNames, 201],
    ["Johns Hopkins University, early 2020", jhuEarlyNames, 36],
    ["WHO", whoNames, 251],
    ["Our World in Data", owidNames, 69],
    ["ECDC, World Bank, United Nations, ISO", furtherNames, 54],
  ])("%s", (_, table, count) => {
    const expected = pairs(table);
    expect(expected.length).toBe(count);
    expect(expected.map(([, name]) => `${codeOf(name)} ${name}`)).toEqual(
      expected.map(([code, name]) => `${code} ${name}`),
    );
  });

  test("in the table of Johns Hopkins University no two rows share a code", () => {
    const codes = pairs(jhuNames).flatMap(([code]) => (code === "--" ? [] : [code]));
    expect(new Set(codes).size).toBe(codes.length);
  });

  test("each ISO name leads to its own code", () => {
    for (const iso of ["AX", "BV", "GS", "TF", "UM", "YT", "ZW", "XK"])
      expect(codeOf(countryName(iso) ?? "")).toBe(iso);
  });
});

describe("one name in many forms", () => {
  test.each([
    "Côte d'Ivoire",
    "Cote d’Ivoire",
    "Cote d`Ivoire",
    "Cote d´Ivoire",
    "Cote dʼIvoire",
    "  COTE   D'IVOIRE ",
    "Co\u0302te d'Ivoire",
    "\ufeffCo\u0302te\u00a0d\u2032Ivoire",
  ])("%j", (name) => {
    expect(countryOf(name)).toEqual({ kind: "country", iso: "CI" });
  });

  test.each([
    ["Türkiye", "TR"],
    ["Tu\u0308rkiye", "TR"],
    ["TÜRKİYE", "TR"],
    ["Re\u0301union", "RE"],
    ["Saint Barthe\u0301lemy", "BL"],
    ["Guinea\u2011Bissau", "GW"],
    ["Timor–Leste", "TL"],
    ["Antigua & Barbuda", "AG"],
    ["Bosnia&Herzegovina", "BA"],
    ["Åland Islands", "AX"],
    ["Lao People\u2019s Democratic Republic", "LA"],
  ])("%j is %s", (name, iso) => {
    expect(codeOf(name)).toBe(iso);
  });

  test("composed and decomposed spellings of every name are the same", () => {
    for (const [, name] of [jhuNames, whoNames, owidNames].flatMap(pairs)) {
      expect(codeOf(name.normalize("NFD")), name).toBe(codeOf(name.normalize("NFC")));
    }
  });
});

describe("nothing is guessed", () => {
  test.each([
    "Atlantis",
    "Aland",
    "Irak",
    "Nigerr",
    "Korea",
    "",
    "=cmd|calc!A0",
    "Guinea Bissau Cape",
    "Virgin Islands",
  ])("%j is unknown", (name) => {
    expect(countryOf(name)).toEqual({ kind: "unknown", iso: null });
  });

  test.each(["constructor", "__proto__", "toString", "hasOwnProperty"])(
    "%s, which every object has, is unknown",
    (name) => {
      expect(countryOf(name)).toEqual({ kind: "unknown", iso: null });
    },
  );
});

describe("the tables of names", () => {
  const lines = Object.entries(spellings).flatMap(([iso, names]) => names.map((name) => ({ iso, name })));

  test("lead to codes that exist", () => {
    for (const { iso, name } of lines) {
      expect(countryName(iso), `${iso} ${name}`).not.toBeNull();
      expect(codeOf(name)).toBe(iso);
    }
  });

  test("hold each name once, in one table only", () => {
    const keys = [...lines.map(({ name }) => name), ...notCountries, ...aggregates].map(normalizeName);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });
});

test("numeric codes of map data become alpha-2", () => {
  expect(isoOfNumeric("004")).toBe("AF");
  expect(isoOfNumeric("756")).toBe("CH");
  expect(isoOfNumeric("999")).toBeNull();
});

describe.skipIf(!existsSync(covid))("the shared tables (needs ../shared/data)", () => {
  test("the list of names above is that of the real table", () => {
    expect(namesIn(covid).sort()).toEqual(
      pairs(jhuNames)
        .map(([, name]) => name)
        .sort(),
    );
  });

  test("names that fuzzy matching confuses: 25 of 25", () => {
    const expected = "NE NG GN GW GQ PG CD CG DM DO KR KP US IE IR IQ GE SD SS ML MW AT AU SK SI";
    expect(namesIn(traps).map(codeOf).join(" ")).toBe(expected);
  });
});
