import { describe, expect, test } from "vitest";
import { axisFor, shortNumber } from "../../charts/axes.js";
import { spread } from "../../charts/end-labels.js";
import {
  classOf,
  colourOf,
  correlationScale,
  inkOn,
  NO_ANSWER,
  probabilityScale,
  shareScale,
} from "../../charts/scales.js";
import { coordinate } from "../../charts/svg.js";
import { shorten, widthOf, wrap } from "../../charts/text.js";

describe("axes", () => {
  test("are round and hold every value", () => {
    const axis = axisFor([0.013, 0.094, Number.NaN], { label: "x" });
    expect(axis.domain).toEqual([0, 0.1]);
    expect(axis.ticks.map(({ label }) => label)).toContain("0.06");
    expect(axis.place(0, 100)(0.05)).toBeCloseTo(50, 9);
  });

  test("have a range even where all values are alike, or there is none", () => {
    for (const values of [[3, 3], [], [0], [0.3, 0.1 + 0.2], [2 / 3, (2 / 3) * (1 + Number.EPSILON)]]) {
      const { domain, ticks } = axisFor(values, { label: "x" });
      expect(domain[1]).toBeGreaterThan(domain[0]);
      expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
      expect(ticks.length).toBeGreaterThan(1);
    }
  });

  test("logarithmic ones leave zero and negative values out, and step by powers of ten", () => {
    const axis = axisFor([0, -5, 3, 40_000], { label: "x", scale: "log" });
    expect(axis.domain).toEqual([1, 100_000]);
    expect(axis.ticks.map(({ label }) => label)).toEqual(["1", "10", "100", "1k", "10k", "100k"]);
    expect(axisFor([2, 70], { label: "x", scale: "log" }).ticks.map(({ value }) => value)).toEqual([
      1, 2, 5, 10, 20, 50, 100,
    ]);
  });

  test("of whole numbers have no tick between them", () => {
    const { ticks } = axisFor([1, 5], { label: "epoch", whole: true, domain: [1, 5] });
    expect(ticks.map(({ label }) => label)).toEqual(["1", "2", "3", "4", "5"]);
  });

  test("write a true minus", () => {
    expect(axisFor([-1, 1], { label: "x" }).ticks[0]?.label).toBe("\u22121.0");
  });
});

test.each([
  [0, "0"],
  [0.04312, "0.0431"],
  [12.5, "12.5"],
  [4522, "4,522"],
  [348_840, "349k"],
  [-3, "−3"],
])("%d is written %s", (value, text) => {
  expect(shortNumber(value)).toBe(text);
});

describe("labels at line ends", () => {
  test("stay where they are when there is room, and move apart evenly when there is none", () => {
    expect(spread([10, 50, 90], 15, 0, 100)).toEqual([10, 50, 90]);
    const moved = spread([40, 41, 42], 15, 0, 100);
    expect(moved.map((y, i) => (i === 0 ? 15 : y - (moved[i - 1] ?? 0)))).toEqual([15, 15, 15]);
    expect(moved.reduce((sum, y) => sum + y, 0) / 3).toBeCloseTo(41, 9);
  });

  test("stay in the plot and join blocks that touch", () => {
    const moved = spread([1, 2, 3, 30, 31], 12, 0, 100);
    for (let i = 1; i < moved.length; i++)
      expect((moved[i] ?? 0) - (moved[i - 1] ?? 0)).toBeGreaterThanOrEqual(12 - 1e-9);
    expect(Math.min(...moved)).toBeGreaterThanOrEqual(0);
    expect(spread([99, 100], 15, 0, 100)).toEqual([85, 100]);
  });
});

describe("text", () => {
  test("wraps at spaces, and a long word has a line of its own", () => {
    const lines = wrap("one two three Llanfairpwllgwyngyllgogerychwyrndrobwll four", 70, 13);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join(" ")).toBe("one two three Llanfairpwllgwyngyllgogerychwyrndrobwll four");
    expect(wrap("", 100)).toEqual([]);
  });

  test("is cut with an ellipsis only where it must be, never inside a character", () => {
    expect(shorten("France", 200)).toBe("France");
    const cut = shorten("Saint Vincent and the Grenadines", 100);
    expect(cut).toMatch(/…$/);
    expect(widthOf(cut)).toBeLessThanOrEqual(100);
    expect(shorten("😀😀😀😀😀😀😀😀", 40)).toMatch(/^(😀)+…$/u);
  });

  test("in wide scripts is wider", () => {
    expect(widthOf("日本")).toBeGreaterThan(1.5 * widthOf("xy"));
  });
});

describe("scales of classes", () => {
  test.each([probabilityScale, correlationScale, shareScale])(
    "have one colour for each range",
    ({ edges, colours }) => {
      expect(edges.length).toBe(colours.length + 1);
      expect([...edges].sort((a, b) => a - b)).toEqual(edges);
      expect(new Set(colours).size).toBe(colours.length);
    },
  );

  /** CIE lightness, 0 to 100. */
  function lightness(colour: string): number {
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 116 * Math.cbrt(0.2126 * r + 0.7152 * g + 0.0722 * b) - 16;
  }

  test.each([shareScale])("are read in grey print: each class is clearly darker", ({ colours }) => {
    for (let i = 1; i < colours.length; i++) {
      expect(lightness(colours[i - 1] ?? "") - lightness(colours[i] ?? "")).toBeGreaterThan(7);
    }
  });

  test("probabilities grow darker from one half to either end, and as dark in both directions", () => {
    const shades = probabilityScale.colours.map(lightness);
    const middle = classOf(probabilityScale, 0.5);
    expect(middle * 2 + 1).toBe(shades.length);
    for (let step = 1; step <= middle; step++) {
      const [fall = 0, rise = 0] = [shades[middle - step], shades[middle + step]];
      expect((shades[middle - step + 1] ?? 0) - fall).toBeGreaterThan(7);
      expect((shades[middle + step - 1] ?? 0) - rise).toBeGreaterThan(7);
      expect(Math.abs(fall - rise)).toBeLessThan(5);
    }
    // Grey is the answer of none of them.
    for (const colour of probabilityScale.colours)
      expect(saturation(colour)).toBeGreaterThan(saturation(NO_ANSWER) - 1);
    expect(saturation(NO_ANSWER)).toBeLessThan(20);

    /** Difference of the largest and the smallest channel, 0 to 255. */
    function saturation(colour: string): number {
      const channels = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
      return Math.max(...channels) - Math.min(...channels);
    }
  });

  test("correlations above the neutral class grow darker, and all below it are light", () => {
    const { colours } = correlationScale;
    for (let i = 4; i < colours.length; i++) {
      expect(lightness(colours[i - 1] ?? "")).toBeGreaterThan(lightness(colours[i] ?? "") + 3);
    }
    for (const colour of colours.slice(0, 3)) expect(lightness(colour)).toBeGreaterThan(83);
  });

  test("give an edge to the class above, and what is outside to the first or last", () => {
    expect(classOf(correlationScale, 0.55)).toBe(classOf(correlationScale, 0.6));
    expect(classOf(correlationScale, 0.5499)).toBe(classOf(correlationScale, 0.5));
    expect([classOf(probabilityScale, -1), classOf(probabilityScale, 1), classOf(probabilityScale, 7)]).toEqual([
      0, 6, 6,
    ]);
  });

  test("refuse edges and colours that do not fit together", () => {
    const short = { edges: [0, 1], colours: shareScale.colours };
    expect(() => classOf(short, 0.5)).toThrow(/2 edges do not enclose 7 colours/);
    expect(() => colourOf({ edges: [0], colours: [] }, 0.5)).toThrow(/1 edges do not enclose 0 colours/);
  });

  test("ink on each colour has a contrast of 3.9 at least", () => {
    for (const colour of [...probabilityScale.colours, ...shareScale.colours]) {
      const [light, dark] = [luminance(colour), luminance(inkOn(colour))].sort((a, b) => b - a) as [number, number];
      expect((light + 0.05) / (dark + 0.05), colour).toBeGreaterThan(3.9);
    }
    function luminance(colour: string): number {
      return ((lightness(colour) + 16) / 116) ** 3;
    }
  });
});

test("a coordinate is short, and what is none is refused", () => {
  expect([1, 1.005, 2 / 3, -0.001].map(coordinate)).toEqual(["1", "1", "0.67", "0"]);
  expect(() => coordinate(Number.NaN)).toThrow(RangeError);
});
