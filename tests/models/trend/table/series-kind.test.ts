/** Rows of states and counties: as countries, as states, or each by itself. */
import { describe, expect, test } from "vitest";
import { isoDate } from "../../../../models/trend/dates.js";
import { tableNotes, tableWarnings } from "../../../../models/trend/table/remarks.js";
import { read, refusal } from "./read.js";

const days = Array.from({ length: 20 }, (_, day) => day);
const dates = days.map((day) => isoDate(18_300 + day));

const COUNTIES = [
  ["Alder", "North Shore", 5],
  ["Birch", "North Shore", 7],
  ["Cedar", "Georgia", 11],
  ["Unassigned", "Georgia", 2],
] as const;

/** As Johns Hopkins University has them: FIPS with a fraction, and the population before the days. */
const counties = [
  `UID,iso2,iso3,code3,FIPS,Admin2,Province_State,Country_Region,Lat,Long_,Combined_Key,Population,${dates.join()}`,
  ...COUNTIES.map(
    ([county, state, step], i) =>
      `8400100${i},US,USA,840,100${i}.0,${county},${state},US,30.1,-86.6,"${county}, ${state}, US",55000,${days.map((day) => step * day).join()}`,
  ),
].join("\n");

function steps(text: string, options: Parameters<typeof read>[1] = {}): Record<string, number | undefined> {
  const table = read(text, options);
  for (const { increments } of table.series) expect(new Set(increments).size).toBe(1);
  return Object.fromEntries(table.series.map(({ name, increments }) => [name, increments[0]]));
}

describe("a table of counties", () => {
  test("is one country, and says that this is too little and what else it can be", () => {
    expect(steps(counties)).toEqual({ US: 25 });
    expect(tableWarnings(read(counties)).join(" ")).toMatch(
      /4 rows became one series, US, which is too few to learn from: --set series=state or --set series=row makes/,
    );
  });

  test("is states or rows where that is asked for, without codes and without a list of unknown names", () => {
    expect(steps(counties, { series: "state" })).toEqual({ "North Shore, US": 12, "Georgia, US": 13 });
    const rows = { "Alder, North Shore, US": 5, "Birch, North Shore, US": 7, "Cedar, Georgia, US": 11 };
    expect(steps(counties, { series: "row" })).toEqual({ ...rows, "Unassigned, Georgia, US": 2 });
    const table = read(counties, { series: "row" });
    expect(table.series.map(({ iso }) => iso)).toEqual([null, null, null, null]);
    expect(table.findings).toMatchObject({ unknownNames: [], notCountries: [], otherKinds: ["country", "state"] });
    expect(tableNotes(table)[0]).toMatch(/^4 rows, 19 days/);
    expect(tableWarnings(table)).toEqual([]);
  });

  test("keeps countries without parts as they are", () => {
    const table = read(
      `Province/State,Country/Region,${dates.join()}\nHubei,China,${days.join()}\n,France,${days.join()}\n,World,${days.join()}`,
      { series: "row" },
    );
    expect(table.series.map(({ name, iso }) => [name, iso])).toEqual([
      ["Hubei, China", null],
      ["France", "FR"],
    ]);
    expect(table.findings.aggregates).toEqual(["World"]);
  });

  test("says so when a hundred rows and more become one series among others", () => {
    const many = Array.from({ length: 120 }, (_, i) => `P${i},China,${days.map((day) => day * (i + 1)).join()}`);
    const text = [`Province/State,Country/Region,${dates.join()}`, ...many, `,France,${days.join()}`].join("\n");
    expect(tableWarnings(read(text)).join(" ")).toMatch(/120 rows became one series, China: --set series=state or/);
  });
});

describe("a table without countries", () => {
  const long = [
    "date,county,state,fips,cases,deaths",
    ...COUNTIES.flatMap(([county, state, step]) =>
      dates.map((date, day) => `${date},${county},${state},01001,${step * day},0`),
    ),
  ].join("\n");

  test("asks for the series, and reads states or counties", () => {
    expect(refusal(long)).toMatch(/"state" names parts of a country.*--set series=state/s);
    expect(steps(long, { series: "state" })).toEqual({ "North Shore": 12, Georgia: 13 });
    expect(steps(long, { series: "row" })).toMatchObject({ "Alder, North Shore": 5, "Cedar, Georgia": 11 });
    // A state is none of the world's countries, though it may share a name with one.
    expect(read(long, { series: "state" }).series.map(({ iso }) => iso)).toEqual([null, null]);
    const wide = `State,${dates.join()}\nGeorgia,${days.join()}\nTotal,${days.join()}`;
    expect(refusal(wide)).toMatch(/"State" names parts of a country/);
    expect(steps(wide, { series: "state" })).toEqual({ Georgia: 1 });
  });
});

test.each<["state" | "row", string, RegExp]>([
  ["row", `Country,${dates.join()}\nPeru,${days.join()}`, /no column names a part of a country, so that series=row/],
  ["state", `County,Country,${dates.join()}\nA,Peru,${days.join()}`, /no column names a state, so that series=state/],
  ["state", `Date,Peru\n${dates.map((date) => `${date},1`).join("\n")}`, /a column for each country: series=state/],
])("series=%s is refused where it would change nothing", (series, text, message) => {
  expect(refusal(text, { series })).toMatch(message);
});
