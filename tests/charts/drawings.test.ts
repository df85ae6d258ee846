/** That each chart draws its data where they belong. */
import { describe, expect, test } from "vitest";
import { barChart } from "../../charts/bar-chart.js";
import { confusionMatrix } from "../../charts/confusion-matrix.js";
import { heatmap } from "../../charts/heatmap.js";
import { lineChart } from "../../charts/line-chart.js";
import { reliabilityChart } from "../../charts/reliability-chart.js";
import { rocChart } from "../../charts/roc-chart.js";
import { correlationScale } from "../../charts/scales.js";
import { smallMultiples } from "../../charts/small-multiples.js";

const title = "t";
/** Attributes of every element of one name, as numbers where they are. */
function elements(svg: string, name: string): Record<string, string>[] {
  return [...svg.matchAll(new RegExp(`<${name}\\b([^>]*)>`, "g"))].map(([, attributes = ""]) =>
    Object.fromEntries(
      [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key ?? "", value ?? ""]),
    ),
  );
}
const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, content]) => content ?? "");

describe("line chart", () => {
  const axes = { x: { label: "epoch" }, y: { label: "loss" } };

  test("breaks a curve where a value is missing and leaves out what a logarithm has not", () => {
    const points = [
      [1, 10],
      [2, 100],
      [3, Number.NaN],
      [4, 10],
      [5, 0],
      [6, 100],
      [7, 10],
    ] as const;
    const count = (scale: "linear" | "log"): number => {
      const svg = lineChart({ title, ...axes, y: { label: "loss", scale }, series: [{ name: "a", points }] });
      return (elements(svg, "path")[0]?.d?.match(/M/g) ?? []).length;
    };
    expect(count("linear")).toBe(2);
    expect(count("log")).toBe(3);
  });

  test("draws higher values higher, from the left edge to the right", () => {
    const svg = lineChart({
      title,
      ...axes,
      series: [
        {
          name: "a",
          points: [
            [0, 0],
            [5, 1],
            [10, 2],
          ],
        },
      ],
    });
    const corners = (elements(svg, "path")[0]?.d ?? "")
      .split(/[ML]/)
      .slice(1)
      .map((pair) => pair.split(",").map(Number));
    const [first, second, third] = corners as [[number, number], [number, number], [number, number]];
    expect(second[0] - first[0]).toBeCloseTo(third[0] - second[0], 1);
    expect(first[1] - second[1]).toBeCloseTo(second[1] - third[1], 1);
    expect(third[1]).toBeLessThan(first[1]);
  });

  test("names every curve and every baseline, and keeps baselines within the scale", () => {
    const svg = lineChart({
      title,
      ...axes,
      series: [
        {
          name: "training",
          points: [
            [1, 0.5],
            [2, 0.4],
          ],
        },
      ],
      references: [{ name: "majority", value: 0.9 }],
    });
    expect(texts(svg)).toEqual(expect.arrayContaining(["training", "majority", "0.9"]));
    expect(svg).toContain("majority: 0.9.");
  });

  test("has nothing to say about no data, and says so", () => {
    expect(lineChart({ title, ...axes, series: [{ name: "a", points: [] }] })).toContain("a: no values.");
  });
});

describe("heatmap", () => {
  test("draws each value in its colour: as many cells as there are", () => {
    const svg = heatmap({
      title,
      names: ["a", "b", "c"],
      matrix: [1, 0.6, -0.7, 0.6, 1, 0, -0.7, 0, 1],
      order: [0, 1, 2],
    });
    const area = (colour: string | undefined): number => {
      const d = elements(svg, "path").find(({ fill }) => fill === colour)?.d ?? "";
      return [...d.matchAll(/h(\d+)v/g)].reduce((sum, [, width]) => sum + Number(width) / 22, 0);
    };
    const { colours } = correlationScale;
    expect(area(colours.at(-1))).toBe(3);
    expect(area(colours[0])).toBe(2);
    expect(area(colours[3])).toBe(2);
    expect(area(colours[7])).toBe(2);
  });

  test("leaves cells without a value hatched and explains it", () => {
    const { NaN: none } = Number;
    const svg = heatmap({ title, names: ["a", "b"], matrix: [1, none, none, none] });
    expect(texts(svg)).toContain("no value: the row never varies");
    expect(svg).toContain("the correlation of 2 rows");
  });

  test("orders rows by likeness unless it is told an order", () => {
    const names = ["x1", "y1", "x2", "y2"];
    const matrix = names.flatMap((a) => names.map((b) => (a === b ? 1 : a[0] === b[0] ? 0.9 : 0)));
    const drawn = texts(heatmap({ title, names, matrix })).filter((name) => names.includes(name));
    expect(["x1x2y1y2", "x2x1y1y2", "x1x2y2y1", "x2x1y2y1", "y1y2x1x2", "y2y1x1x2", "y1y2x2x1", "y2y1x2x1"]).toContain(
      drawn.join(""),
    );
    expect(
      texts(heatmap({ title, names, matrix, order: [3, 2, 1, 0] })).filter((name) => names.includes(name)),
    ).toEqual([...names].reverse());
  });

  test("of two hundred rows of noise stays below one and a half megabytes", () => {
    const names = Array.from({ length: 200 }, (_, i) => `country ${i}`);
    const matrix = Float32Array.from({ length: 200 ** 2 }, (_, k) => Math.sin(Math.floor(k / 200) * (k % 200)));
    expect(heatmap({ title, names, matrix }).length).toBeLessThan(1_500_000);
  });

  test("refuses what cannot be seen or does not fit", () => {
    expect(() => heatmap({ title, names: ["a"], matrix: [1, 2] })).toThrow(/no matrix of 1/);
    expect(() => heatmap({ title, names: ["a"], matrix: [1], order: [0, 1] })).toThrow(/names row 1: there are 1/);
    const names = new Array<string>(1201).fill("a");
    expect(() => heatmap({ title, names, matrix: new Float32Array(1201 ** 2) })).toThrow(/1200 at most/);
  });
});

describe("confusion matrix", () => {
  test("writes counts, shares of the row and sums", () => {
    const svg = confusionMatrix({
      title,
      classes: ["down", "up"],
      counts: [
        [1500, 500],
        [25, 75],
      ],
    });
    expect(texts(svg)).toEqual(expect.arrayContaining(["1,500", "75 %", "25 %", "2,000", "1,525", "95 %"]));
    expect(svg).toContain("Of 2000 that were down: 1500 called down, 500 called up.");
  });

  test("has no share for a class that never occurs", () => {
    expect(
      texts(
        confusionMatrix({
          title,
          classes: ["a", "b"],
          counts: [
            [0, 0],
            [1, 2],
          ],
        }),
      ),
    ).toContain("–");
  });

  test("refuses counts that are no square", () => {
    expect(() => confusionMatrix({ title, classes: ["a", "b"], counts: [[1, 2]] })).toThrow(RangeError);
  });
});

test("ROC curves begin and end in the corners and write their areas", () => {
  const points = [0, 0.001, 0.002, 0.5, 1].map((x) => ({ falsePositiveRate: x, truePositiveRate: Math.sqrt(x) }));
  const svg = rocChart({ title, series: [{ name: "rnn", points, auc: 0.81234, interval: [0.79, 0.83] }] });
  expect(texts(svg)).toContain("rnn: AUC 0.812 (0.790–0.830)");
  const d = elements(svg, "path")[0]?.d ?? "";
  const [first, last] = [d.split("L")[0]?.slice(1), d.split("L").at(-1)].map((pair) => pair?.split(",").map(Number));
  const frame = elements(svg, "line")
    .filter((line) => line.class === "k-axis-line")
    .map((line) => Object.values(line).slice(1).map(Number));
  const [left, bottom, right] = frame[0] ?? [];
  expect(first).toEqual([left, bottom]);
  expect(last?.[0]).toBe(right);
});

test("a reliability diagram draws a mark for each bin that has answers, and its count", () => {
  const bins = [
    { low: 0, high: 0.5, count: 1200, said: 0.3, happened: 0.35, interval: [0.3, 0.4] as const },
    { low: 0.5, high: 1, count: 0, said: 0.75, happened: null, interval: null },
  ];
  const svg = reliabilityChart({
    title,
    series: [
      { name: "a", bins },
      { name: "b", bins },
    ],
  });
  expect(elements(svg, "circle").length).toBe(1);
  expect(texts(svg)).toEqual(expect.arrayContaining(["1,200", "0"]));
  expect(svg).toContain("30 % said, 35 % happened (1200 answers)");
});

test("panels draw known days full and later days hollow, corrections below the line", () => {
  const panel = { title: "France", caption: "c", values: [4, 8, -8, 4], known: 2 };
  const svg = smallMultiples({ title, knownLabel: "window", laterLabel: "after", panels: [panel] });
  const bars = elements(svg, "rect").filter(({ height }) => Number(height) > 12 && Number(height) < 80);
  expect(bars.map((bar) => bar.class)).toEqual(["k-series-0", "k-series-0", "k-series-1-line", "k-series-1-line"]);
  expect(Number(bars[1]?.height)).toBeCloseTo(Number(bars[2]?.height), 1);
  expect(Number(bars[2]?.y)).toBeGreaterThan(Number(bars[1]?.y));
});

describe("bar chart", () => {
  const bars = [
    { name: "rnn", value: 0.5, interval: [0.4, 0.6] as const, highlight: true },
    { name: "persistence", value: -0.25 },
  ];

  test("bars begin at zero and are as long as their value", () => {
    const rects = elements(barChart({ title, axis: { label: "MCC" }, bars }), "rect").filter(
      ({ height }) => height === "16",
    );
    expect(Number(rects[0]?.width)).toBeCloseTo(2 * Number(rects[1]?.width), 0);
    expect(Number(rects[1]?.x) + Number(rects[1]?.width)).toBeCloseTo(Number(rects[0]?.x), 1);
  });

  test("makes room for the names that are set bold", () => {
    for (const name of ["unit 31", "reconstructions", "a"]) {
      const bars = [
        { name, value: 1, highlight: true },
        { name: "b", value: 2 },
      ];
      expect(texts(barChart({ title, axis: { label: "nats" }, bars }))).toContain(name);
    }
  });

  test("dots have no bar, and an axis that need not hold zero", () => {
    const svg = barChart({
      title,
      mark: "dot",
      axis: { label: "AUC" },
      bars: [{ name: "a", value: 0.8, interval: [0.79, 0.81] }],
    });
    expect(elements(svg, "circle").length).toBe(1);
    expect(texts(svg)).not.toContain("0.0");
    expect(texts(svg)).toContain("0.800 (0.790 to 0.810)");
  });
});
