import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Random } from "../../../../core/random.js";
import { correlationMatrix } from "../../../../models/trend/correlation.js";
import { countryOf } from "../../../../models/trend/countries/country.js";
import { reportRule, selectByIncrements } from "../../../../models/trend/selection.js";
import { readCaseTable } from "../../../../models/trend/table/read-table.js";
import { simulatedCountries } from "../../../../models/trend/train/simulate/countries.js";
import { poisson } from "../../../../models/trend/train/simulate/draws.js";
import { simulateEpidemics } from "../../../../models/trend/train/simulate/epidemics.js";
import { discreteGamma } from "../../../../models/trend/train/simulate/infections.js";
import { casesCsv, trueRCsv } from "../../../../models/trend/train/simulate/table.js";
import { meanRevertingWalk } from "../../../../models/trend/train/simulate/walk.js";

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
const epidemics = simulateEpidemics(1);
const csv = casesCsv(epidemics);
const table = readCaseTable(new TextEncoder().encode(csv), "simulated.csv");

describe("the embedded epidemics", () => {
  test("are the same for the same seed, and others for another", () => {
    expect(hash(casesCsv(simulateEpidemics(1)))).toBe(hash(csv));
    expect(hash(casesCsv(simulateEpidemics(2)))).not.toBe(hash(csv));
  });

  test("take place in about 180 real countries of six regions, each of which has its code", () => {
    expect(simulatedCountries.length).toBeGreaterThan(170);
    expect(new Set(simulatedCountries.map(({ region }) => region)).size).toBe(6);
    expect(new Set(simulatedCountries.map(({ iso }) => iso)).size).toBe(simulatedCountries.length);
    for (const { name, iso } of simulatedCountries) expect(countryOf(name).iso, name).toBe(iso);
  });

  test("are read by the loader of real tables, which sees that they are simulated", () => {
    expect(table.findings).toMatchObject({ simulated: true, counts: "cumulative", unknownNames: [], filledCells: {} });
    expect([table.series.length, table.days]).toEqual([simulatedCountries.length, 419]);
    const [first] = epidemics.epidemics;
    expect([...(table.series[0]?.increments ?? [])]).toEqual([...(first?.reported ?? [])].slice(1));
  });

  test("have the faults of real tables: corrections, silent weekends, days with no case", () => {
    const negative = table.findings.negativeIncrements;
    expect(negative.length).toBeGreaterThan(10);
    expect(negative.length).toBeLessThan(100);
    const bySunday = table.series.filter(({ increments }) => {
      const sundays = increments.filter((_, day) => (day + 3) % 7 === 6);
      return increments.some((v) => v > 100) && sundays.every((v) => v <= 0);
    });
    expect(bySunday.length).toBeGreaterThan(3);
    expect(bySunday.length).toBeLessThan(40);
  });

  test("go together within a region and hardly across, and the report's rule selects a part of them", () => {
    const region = epidemics.epidemics.map(({ country }) => country.region);
    const inside: number[] = [];
    const across: number[] = [];
    const series = table.series.map(({ increments }) => increments);
    correlationMatrix(series).forEach((r, at) => {
      const [i, j] = [Math.floor(at / series.length), at % series.length];
      if (i < j && !Number.isNaN(r)) (region[i] === region[j] ? inside : across).push(r);
    });
    expect(mean(inside)).toBeGreaterThan(0.35);
    expect(mean(inside)).toBeLessThan(0.7);
    expect(mean(across)).toBeGreaterThan(-0.05);
    expect(mean(across)).toBeLessThan(0.25);
    const selected = selectByIncrements(series, reportRule).length;
    expect(selected).toBeGreaterThan(20);
    expect(selected).toBeLessThan(120);
  });

  test("come with the true R, which leads the cases", () => {
    const r = readRows(trueRCsv(epidemics));
    expect(r.length).toBe(epidemics.epidemics.length);
    // Where R stays above 1 for two weeks, the reports of the next two weeks exceed those of the last two; and reversed.
    let agree = 0;
    let count = 0;
    for (const { reported, r: truth } of epidemics.epidemics) {
      for (let day = 60; day + 28 <= 420; day += 14) {
        const level = mean([...truth.subarray(day, day + 14)]);
        const [before, after] = [sum(reported, day, 14), sum(reported, day + 14, 14)];
        if (Math.abs(level - 1) < 0.1 || before < 100) continue;
        count += 1;
        if (level > 1 === after > before) agree += 1;
      }
    }
    expect(count).toBeGreaterThan(300);
    expect(agree / count).toBeGreaterThan(0.85);
  });
});

describe("the parts of the simulator", () => {
  test("Poisson numbers have their mean and variance, small and large", () => {
    const random = Random.seeded(1, "poisson");
    for (const expected of [0, 0.3, 4, 200]) {
      const draws = Array.from({ length: 20_000 }, () => poisson(random, expected));
      expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(mean(draws) - expected)).toBeLessThan(0.05 * Math.sqrt(expected) + 1e-12);
      const center = mean(draws);
      const variance = mean(draws.map((x) => (x - center) ** 2));
      expect(Math.abs(variance - expected)).toBeLessThan(0.05 * expected + 1e-12);
    }
  });

  test("a walk has the deviation and the memory that it was asked for", () => {
    const walk = meanRevertingWalk(Random.seeded(3, "walk"), 200_000, 20, 0.5);
    const variance = mean([...walk].map((x) => x * x));
    expect(Math.sqrt(variance)).toBeCloseTo(0.5, 1);
    const lagged = mean([...walk.subarray(0, -20)].map((x, i) => x * (walk[i + 20] as number)));
    expect(lagged / variance).toBeCloseTo(Math.exp(-1), 1);
  });

  test("delay weights sum to one and have their mean", () => {
    const weights = discreteGamma(16, 8, 3);
    expect(sum(weights, 0, 16)).toBeCloseTo(1, 12);
    expect(mean([...weights].map((w, i) => 16 * w * (i + 1)))).toBeCloseTo(8, 0);
  });
});

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

function sum(values: Float64Array, from: number, count: number): number {
  return values.subarray(from, from + count).reduce((total, value) => total + value, 0);
}

function readRows(text: string): string[] {
  return text.trim().split("\n").slice(1);
}
