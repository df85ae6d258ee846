/** One of each chart, with names that want to be markup. */
import { barChart } from "../../charts/bar-chart.js";
import { confusionMatrix } from "../../charts/confusion-matrix.js";
import type { FigureOptions } from "../../charts/figure.js";
import { heatmap } from "../../charts/heatmap.js";
import { lineChart } from "../../charts/line-chart.js";
import { reliabilityChart } from "../../charts/reliability-chart.js";
import { rocChart } from "../../charts/roc-chart.js";
import { smallMultiples } from "../../charts/small-multiples.js";

/** A name that breaks every picture that does not escape it. */
export const hostile = `<script>alert("1")</script> & 'Côte' \u0000\ud800]]>`;

const corners = [
  { falsePositiveRate: 0, truePositiveRate: 0 },
  { falsePositiveRate: 0.2, truePositiveRate: 0.7 },
  { falsePositiveRate: 1, truePositiveRate: 1 },
];

/** Every chart by name: makes one from what all charts share. */
export const samples: Readonly<Record<string, (figure: FigureOptions) => string>> = {
  lineChart: (figure) =>
    lineChart({
      ...figure,
      x: { label: "epoch" },
      y: { label: "loss" },
      series: [
        {
          name: hostile,
          points: [
            [1, 0.7],
            [2, 0.6],
            [3, Number.NaN],
            [4, 0.5],
            [5, 0.52],
          ],
        },
        {
          name: "validation",
          points: [
            [1, 0.71],
            [5, 0.53],
          ],
          dots: true,
        },
      ],
      references: [{ name: "base rate", value: 0.69 }],
      markers: [{ name: "best", x: 4 }],
    }),
  heatmap: (figure) =>
    heatmap({
      ...figure,
      names: ["a", hostile, "c"],
      matrix: [1, 0.6, Number.NaN, 0.6, 1, -0.4, Number.NaN, -0.4, 1],
      groups: ["north", hostile, "north"],
    }),
  confusionMatrix: (figure) =>
    confusionMatrix({
      ...figure,
      classes: ["decrease", hostile],
      counts: [
        [10, 2],
        [0, 0],
      ],
    }),
  rocChart: (figure) =>
    rocChart({
      ...figure,
      series: [
        {
          name: "network",
          points: corners,
          auc: 0.75,
          interval: [0.7, 0.8],
          atHalf: { falsePositiveRate: 0.2, truePositiveRate: 0.7 },
        },
        { name: hostile, points: corners.slice(0, 2), auc: 0.6 },
      ],
    }),
  reliabilityChart: (figure) =>
    reliabilityChart({
      ...figure,
      series: [
        {
          name: hostile,
          bins: [
            { low: 0, high: 0.5, count: 10, said: 0.3, happened: 0.2, interval: [0.1, 0.4] },
            { low: 0.5, high: 1, count: 0, said: 0.75, happened: null, interval: null },
          ],
        },
      ],
    }),
  smallMultiples: (figure) =>
    smallMultiples({
      ...figure,
      knownLabel: "window",
      laterLabel: "after",
      panels: [
        { title: hostile, caption: "said 90 %", values: [5, 9, -3, 0], known: 3, ends: ["1 May", "4 May"] },
        { title: "zeros", caption: "nothing", values: [0, 0], known: 1 },
      ],
    }),
  barChart: (figure) =>
    barChart({
      ...figure,
      axis: { label: "MCC" },
      bars: [
        { name: hostile, value: 0.4, interval: [0.3, 0.5], highlight: true },
        { name: "persistence", value: -0.1 },
      ],
      references: [{ name: "guessing", value: 0 }],
    }),
};
