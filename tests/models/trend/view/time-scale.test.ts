/** Days on the screen, and dates in two languages. */
import { describe, expect, it } from "vitest";
import { parseIsoDate } from "../../../../models/trend/dates.js";
import { dayScale, longDate, writtenDate } from "../../../../models/trend/view/time-scale.js";

const first = parseIsoDate("2021-11-01", "day");

it("writes a date as its readers do, whatever the machine's time zone", () => {
  expect(longDate(first + 23, "en")).toBe("24 November 2021");
  expect(writtenDate("2021-11-24", "zh-Hant")).toBe("2021年11月24日");
});

describe("a scale", () => {
  const days = { firstDay: first, from: 2, to: 11 };
  const scale = dayScale(days, [50, 150], "en");

  it("leaves half a day at either end", () => {
    expect([scale.place(2), scale.place(11)].map(Math.round)).toEqual([55, 145]);
  });

  it("finds the day of a pixel, the nearest one", () => {
    for (const day of [2, 5, 11]) {
      expect(scale.at(scale.place(day))).toBe(day);
      expect(scale.at(scale.place(day) + 4)).toBe(day);
      expect(scale.at(scale.place(day) + 6)).toBe(day + 1);
    }
  });

  it("has ticks within it whose dates do not touch", () => {
    const { ticks } = dayScale({ firstDay: first, from: 0, to: 60 }, [0, 600], "en");
    expect(ticks.length).toBeGreaterThan(2);
    const places = ticks.map(({ x }) => x);
    for (const [i, x] of places.slice(1).entries()) expect(x - (places[i] ?? 0)).toBeGreaterThanOrEqual(92);
    expect(ticks.every(({ x }) => x >= 0 && x <= 600)).toBe(true);
    expect(ticks.every(({ label }) => /^\d{1,2} \w{3,4}$/.test(label))).toBe(true);
  });

  it("names months of a long curve, not days", () => {
    const { ticks } = dayScale({ firstDay: first, from: 0, to: 400 }, [0, 600], "en");
    expect(ticks.every(({ label }) => /^\w{3,4} \d{4}$/.test(label))).toBe(true);
  });
});
