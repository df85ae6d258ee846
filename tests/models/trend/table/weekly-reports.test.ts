/** A week's cases on one day of a table of days: found by country and date, and spread on just those days. */
import { describe, expect, test } from "vitest";
import { Random } from "../../../../core/random.js";
import { isoDate, weekday } from "../../../../models/trend/dates.js";
import { firstDays } from "../../../../models/trend/table/case-table.js";
import type { ReadOptions } from "../../../../models/trend/table/options.js";
import { tableWarnings } from "../../../../models/trend/table/remarks.js";
import { read, refusal } from "./read.js";

/** Wednesday, 2020-01-22. */
const FIRST = 18_283;
const SUNDAY = 6;

type Cases = (day: number) => number;

/** A long table with totals, as Our World in Data writes it: `123.0`. */
function long(countries: Readonly<Record<string, Cases>>, days: number): string {
  const rows = Object.entries(countries).flatMap(([name, cases]) => {
    let total = 0;
    return Array.from({ length: days }, (_, day) => {
      total += cases(day);
      return `${name},${isoDate(FIRST + day)},${total}.0,${cases(day)}.0`;
    });
  });
  return ["country,date,total_cases,new_cases", ...rows].join("\n");
}

const daily: Cases = (day) => 50 + ((day * 37) % 23);
/** Cases of the week that ends on a weekday, from a day on; daily before. */
const weeklyFrom =
  (from: number, on: number, every = 7): Cases =>
  (day) => {
    if (day < from) return daily(day);
    const reports = weekday(FIRST + day) === on && Math.floor((FIRST + day) / 7) % (every / 7) === 0;
    return reports ? Array.from({ length: every }, (_, back) => daily(day - back)).reduce((a, b) => a + b, 0) : 0;
  };
const weekly = weeklyFrom(0, SUNDAY);
const total = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);

function reportsOf(text: string, options: ReadOptions = { weekly: "keep" }) {
  return read(text, options).findings.weeklyReports;
}

describe("a table that was reported by the week", () => {
  const text = long({ Austria: weekly, Belgium: weekly, Croatia: weekly }, 210);

  test("is refused with the countries, the weekday and the share of zeros", () => {
    const message = refusal(text);
    expect(message).toMatch(/cases\.csv: a week's cases stand on one day in 3 of 3 countries \(Austria on Sundays, /);
    expect(message).toMatch(/6 of 7 \(86 %\) of those days are 0.*--set weekly=spread.*--set weekly=keep/s);
  });

  test("is spread over the days that each report is of, and no case is lost", () => {
    const kept = read(text, { weekly: "keep" });
    const spread = read(text, { weekly: "spread" });
    for (const [i, { increments }] of spread.series.entries()) {
      expect(total(increments)).toBeCloseTo(total(kept.series[i]?.increments ?? []), 6);
      // 2020-02-03 to 2020-02-09 share what stands under Sunday.
      const from = 18_295 - spread.firstDay;
      const sum = kept.series[i]?.increments[from + 6] ?? 0;
      expect([...increments.subarray(from, from + 7)]).toEqual(Array(7).fill(sum / 7));
    }
    expect(tableWarnings(spread).join(" ")).toMatch(/each of these days has its share of the cases/);
    expect(tableWarnings(kept).join(" ")).toMatch(/takes those for days without a case.*weekly=spread/);
  });

  test("has no answers behind its last report", () => {
    const spread = read(text, { weekly: "spread" });
    const last = spread.findings.weeklyReports[0]?.to ?? "";
    expect(weekday(spread.firstDay + (spread.series[0]?.reported?.to ?? 0) - 1)).toBe(SUNDAY);
    expect(isoDate(spread.firstDay + (spread.series[0]?.reported?.to ?? 0) - 1)).toBe(last);
  });

  test("is found with a few weeks, with reports every second week, and in every layout", () => {
    expect(refusal(long({ Austria: weekly, Belgium: weeklyFrom(0, 2) }, 30))).toMatch(/2 of 2 countries.*Wednesdays/);
    expect(refusal(long({ Austria: weeklyFrom(0, 4, 14) }, 200))).toMatch(
      /two weeks' cases .* \(Austria every second Friday, .*92 %/,
    );
    const days = Array.from({ length: 100 }, (_, day) => isoDate(FIRST + day));
    const wide = `Country,${days.join()}\nPeru,${days.map((_, day) => weekly(day)).join()}`;
    expect(refusal(wide, { counts: "daily" })).toMatch(/1 of 1 countries/);
    const transposed = `Date,Peru\n${days.map((day, i) => `${day},${weekly(i)}`).join("\n")}`;
    expect(refusal(transposed, { counts: "daily" })).toMatch(/1 of 1 countries/);
  });

  test("is found when holidays move a report, a week is left out, or a correction comes between", () => {
    const shifted: Cases = (day) => {
      if (day % 35 === 32) return 0;
      if (day % 35 === 33) return weekly(day - 1);
      if (day >= 95 && day <= 101) return 0;
      return day === 120 ? -3 : weekly(day);
    };
    const found = reportsOf(long({ Peru: shifted }, 210));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ name: "Peru", weekday: SUNDAY, everyDays: 7 });
    expect(found[0]?.days).toBeGreaterThan(190);
    const [kept, spread] = (["keep", "spread"] as const).map((policy) =>
      read(long({ Peru: shifted }, 210), { weekly: policy }),
    );
    expect(total(spread?.series[0]?.increments ?? [])).toBeCloseTo(total(kept?.series[0]?.increments ?? []), 6);
  });
});

describe("a table in which some countries report by the week", () => {
  const mixed = long(
    { Austria: daily, Belgium: weeklyFrom(110, SUNDAY), Croatia: weeklyFrom(60, 2), Denmark: daily, Estonia: daily },
    210,
  );

  test("is read, with a warning by country and date", () => {
    const table = read(mixed);
    expect(table.findings.weeklyReports.map(({ name, weekday: on }) => [name, on])).toEqual([
      ["Belgium", SUNDAY],
      ["Croatia", 2],
    ]);
    const [belgium] = table.findings.weeklyReports;
    expect(belgium?.from.slice(0, 7)).toBe("2020-05");
    const warning = tableWarnings(table).join(" ");
    expect(warning).toMatch(
      /2 of 5 countries \(Belgium on Sundays, 2020-05-\d\d to 2020-08-\d\d; Croatia on Wednesdays, /,
    );
  });

  test("is spread on those countries and dates, and nowhere else", () => {
    const kept = read(mixed);
    const spread = read(mixed, { weekly: "spread" });
    for (const [i, { name, increments }] of spread.series.entries()) {
      const before = kept.series[i]?.increments ?? new Float64Array();
      const found = kept.findings.weeklyReports.find((one) => one.name === name);
      const changed = [...increments.keys()].filter((day) => increments[day] !== before[day]);
      if (found === undefined) expect(changed).toEqual([]);
      else {
        expect(isoDate(kept.firstDay + (changed[0] ?? 0)) >= found.from).toBe(true);
        expect(isoDate(kept.firstDay + (changed.at(-1) ?? 0)) <= found.to).toBe(true);
        expect([...increments.subarray(changed[0] ?? 0, (changed.at(-1) ?? 0) + 1)].every((value) => value > 0)).toBe(
          true,
        );
      }
      expect(total(increments)).toBeCloseTo(total(before), 6);
    }
  });

  test("does not tell of days that a training leaves out", () => {
    expect(firstDays(read(mixed), 100).findings.weeklyReports.map(({ name }) => name)).toEqual(["Croatia"]);
  });
});

describe("a table of days is not taken for one of weeks", () => {
  const random = Random.seeded(3, "daily");
  const few = (mean: number): Cases => {
    const values = Array.from({ length: 1200 }, () => {
      let cases = 0;
      for (let i = 0; i < 20; i++) if (random.integer(1000) < (mean / 20) * 1000) cases += 1;
      return cases;
    });
    return (day) => values[day] ?? 0;
  };

  test.each<[string, Cases]>([
    ["with quiet weekends", (day) => (weekday(FIRST + day) >= 5 ? 0 : daily(day))],
    ["with a report on every day but Sunday", (day) => (weekday(FIRST + day) === SUNDAY ? 0 : daily(day))],
    ["reported on Mondays and Thursdays", (day) => ([0, 3].includes(weekday(FIRST + day)) ? 3 * daily(day) : 0)],
    ["with a high Monday", (day) => (weekday(FIRST + day) === 0 ? 500 : 1)],
    ["without any case", () => 0],
    ["with three weeks of a break", (day) => (day > 60 && day < 82 ? 0 : daily(day))],
    ["with a case every sixth day", (day) => (day % 6 === 0 ? 1 : 0)],
  ])("%s", (_, cases) => {
    expect(reportsOf(long({ Peru: cases, Chile: daily }, 400))).toEqual([]);
  });

  test("with few cases, in 200 countries", () => {
    const countries = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`Place ${i}`, few([0.05, 0.1, 0.2, 0.5][i % 4] ?? 1)]),
    );
    expect(reportsOf(long(countries, 800), { gaps: "carry" })).toEqual([]);
  });
});
