/** Rows of a country that end where others begin: a change of level, and nobody is counted twice. */
import { describe, expect, test } from "vitest";
import { isoDate } from "../../../../models/trend/dates.js";
import { tableWarnings } from "../../../../models/trend/table/remarks.js";
import { read } from "./read.js";

/** 2020-02-20. */
const FIRST = 18_312;
const DAYS = 40;
/** 2020-03-10, from which on states are reported. */
const CHANGE = 19;

const north = (day: number) => Math.trunc(8 * 1.12 ** day);
const west = (day: number) => Math.trunc(4 * 1.12 ** day);
const alder = (day: number) => Math.trunc(5 * 1.12 ** day);

type Cell = (day: number) => number | string;

/** Totals of the parts of US, and of Estonia. */
function wide(parts: Readonly<Record<string, Cell>>): string {
  const days = Array.from({ length: DAYS }, (_, day) => day);
  const row = (part: string, country: string, cell: Cell) => `"${part}",${country},${days.map(cell).join()}`;
  return [
    `Province/State,Country/Region,${days.map((day) => isoDate(FIRST + day)).join()}`,
    ...Object.entries(parts).map(([part, cell]) => row(part, "US", cell)),
    row("", "Estonia", (day) => 6 + day),
  ].join("\n");
}

/** Counties before the change, and what stands in their cells after it; states the other way round. */
function counties(after: string | number, before: string | number): string {
  const until =
    (cases: Cell): Cell =>
    (day) =>
      day < CHANGE ? cases(day) : after;
  const since =
    (cases: Cell): Cell =>
    (day) =>
      day < CHANGE ? before : cases(day);
  return wide({
    "Alder County, NS": until(alder),
    "Birch County, NS": until((day) => north(day) - alder(day)),
    "Cedar County, WP": until(west),
    "North Shore": since(north),
    "West Plain": since(west),
  });
}

const sum = (values: ArrayLike<number> = []) => Array.from(values).reduce((total, value) => total + value, 0);

describe("counties that become states", () => {
  test.each<[string, string | number, string | number]>([
    ["emptied, with zeros before the states", "", 0],
    ["emptied, with nothing before the states", "", ""],
    ["zeroed, with zeros before the states", 0, 0],
    ["zeroed, with nothing before the states", 0, ""],
    ["emptied by NA", "NA", 0],
  ])("%s", (_, after, before) => {
    const table = read(counties(after, before));
    const increments = table.series[0]?.increments ?? new Float64Array();
    expect(increments[CHANGE - 1]).toBe(11);
    expect(sum(increments)).toBe(984);
    expect([...increments]).toEqual(
      Array.from({ length: DAYS - 1 }, (_, day) => north(day + 1) + west(day + 1) - north(day) - west(day)),
    );
    expect(table.findings.handovers).toEqual([
      {
        name: "US",
        date: "2020-03-10",
        ended: ["Alder County, NS (row 2)", "Birch County, NS (row 3)", "Cedar County, WP (row 4)"],
        began: ["North Shore (row 5)", "West Plain (row 6)"],
        before: 91,
        after: 102,
      },
    ]);
    expect(table.findings.countries[0]?.missing).toEqual({ before: 0, inside: 0, after: 0 });
    const warning = tableWarnings(table).join(" ");
    expect(warning).toMatch(
      /US: rows end where others begin, on 2020-03-10\. Alder County, NS \(row 2\).* 91 cases.* 102/,
    );
    expect(warning).not.toMatch(/No values at the table's end/);
    expect(sum(table.series[1]?.increments)).toBe(39);
  });

  test("are neither missing nor left out, whatever the policy", () => {
    const { series, findings } = read(counties("", 0), { missing: "drop" });
    expect([series.length, findings.dropped]).toEqual([2, []]);
    expect(read(counties("", 0), { missing: "refuse" }).series).toHaveLength(2);
  });

  test("a few days after they ended, and back to counties", () => {
    const paused = wide({
      "Alder County": (day) => (day < 15 ? 100 + day : ""),
      "North Shore": (day) => (day < 18 ? 0 : day < 30 ? 102 + day : ""),
      "Birch County": (day) => (day < 30 ? "" : 104 + day),
    });
    const increments = read(paused).series[0]?.increments ?? new Float64Array();
    expect([...increments.subarray(13, 19)]).toEqual([1, 0, 0, 0, 6, 1].slice(0, 6));
    expect(sum(increments)).toBe(143 - 100);
    expect(read(paused).findings.handovers.map(({ date }) => date)).toEqual(["2020-03-09", "2020-03-21"]);
  });

  test("in a long table, where a country's own row ends", () => {
    const days = Array.from({ length: DAYS }, (_, day) => day);
    const rows = days.flatMap((day) => {
      const parts =
        day < CHANGE
          ? [["", north(day) + west(day)]]
          : [
              ["North", north(day)],
              ["West", west(day)],
            ];
      return parts.map(([part, total]) => `US,${part},${isoDate(FIRST + day)},${total}`);
    });
    const table = read(["country,province,date,total_cases", ...rows].join("\n"));
    expect(table.series[0]?.increments[CHANGE - 1]).toBe(11);
    expect(sum(table.series[0]?.increments)).toBe(984);
  });
});

describe("what is no handover", () => {
  test.each<[string, Readonly<Record<string, Cell>>]>([
    [
      "a part that ends long before another begins",
      { North: (d) => (d < 10 ? 50 : ""), West: (d) => (d < 30 ? 0 : 60) },
    ],
    [
      "a small part that begins beside one that ended",
      { North: (d) => (d < 10 ? 500 : ""), West: (d) => (d < 10 ? 0 : d) },
    ],
    ["a large one", { North: (d) => (d < 10 ? 3 : ""), West: (d) => (d < 10 ? 0 : 900 + d) }],
    ["a part that begins while the others go on", { North: (d) => 50 + d, West: (d) => (d < 10 ? 0 : 60 + d) }],
    ["a part that ends while the others go on", { North: (d) => (d < 10 ? 50 : ""), West: (d) => 60 + d }],
  ])("%s", (_, parts) => {
    const table = read(wide(parts));
    expect(table.findings.handovers).toEqual([]);
    // As ever: an ended row stays where it was.
    const last = Object.values(parts).map((cell) => {
      const values = Array.from({ length: DAYS }, (_, day) => cell(day)).filter((value) => value !== "");
      return [Number(values[0]), Number(values.at(-1))];
    });
    expect(sum(table.series[0]?.increments)).toBe(last.reduce((total, [from = 0, to = 0]) => total + to - from, 0));
  });
});
