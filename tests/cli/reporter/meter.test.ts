import { describe, expect, it } from "vitest";
import { Meter } from "../../../cli/reporter/meter.js";

const report = (done: number, total = 100) => ({ label: "training", done, total, unit: "steps" });

describe("Meter", () => {
  it("says nothing of rate and time before there are two reports", () => {
    const meter = new Meter();
    meter.add(report(0), 0);
    expect(meter.reading(report(0), 500)).toEqual({ fraction: 0, rate: null, left: null, elapsed: 0.5 });
  });

  it("counts from where the work began: a resumed run is not fast", () => {
    const meter = new Meter();
    meter.add(report(80), 0);
    meter.add(report(90), 2000);
    expect(meter.reading(report(90), 2000)).toEqual({ fraction: 0.9, rate: 5, left: 2, elapsed: 2 });
  });

  it("follows a change of speed within its window", () => {
    const meter = new Meter();
    for (let second = 0; second <= 20; second++) meter.add(report(second, 1000), second * 1000);
    for (let second = 1; second <= 20; second++) meter.add(report(20 + 10 * second, 1000), (20 + second) * 1000);
    expect(meter.reading(report(220, 1000), 40_000).rate).toBe(10);
    expect(meter.overall(report(220, 1000), 40_000)).toBe(5.5);
  });

  it("has a rate for work that reports once a minute", () => {
    const meter = new Meter();
    meter.add(report(0), 0);
    meter.add(report(1), 60_000);
    meter.add(report(2), 120_000);
    expect(meter.reading(report(2), 120_000)).toMatchObject({ rate: 1 / 60, left: 98 * 60 });
  });

  it("knows no fraction and no end when the total is unknown, and never more than all of it", () => {
    const meter = new Meter();
    meter.add(report(0, 0), 0);
    meter.add(report(10, 0), 1000);
    expect(meter.reading(report(10, 0), 1000)).toEqual({ fraction: null, rate: 10, left: null, elapsed: 1 });
    expect(meter.reading(report(120, 100), 1000)).toMatchObject({ fraction: 1, left: 0 });
  });
});
