/**
 * `kilnjs/charts`: pictures of figures as SVG text, for reports and pages. Runs everywhere.
 *
 * @example
 * ```ts
 * const svg = lineChart({
 *   title: "Loss",
 *   x: { label: "epoch" },
 *   y: { label: "loss" },
 *   series: [{ name: "training", points: [[1, 0.9], [2, 0.4]] }],
 * });
 * ```
 */

// Whole charts.

export { confusionMatrix } from "../charts/confusion-matrix.js";
export { examplePanels } from "../charts/example-panels.js";
export { heatmap, MAXIMUM_ROWS } from "../charts/heatmap.js";
export { type LineSeries, lineChart, type ReferenceLine } from "../charts/line-chart.js";
export { reliabilityChart } from "../charts/reliability-chart.js";
export { type RocSeries, rocChart } from "../charts/roc-chart.js";
export { type Panel, smallMultiples } from "../charts/small-multiples.js";

// A figure of one's own: its frame, scales, legends and colours.

export { axisFor, percent, shortNumber } from "../charts/axes.js";
export { classLegend, LEGEND_HEIGHT } from "../charts/class-legend.js";
export { type Area, type Drawing, type FigureOptions, figure } from "../charts/figure.js";
export { hatchFill, hatchPattern } from "../charts/hatch.js";
export { type ClassScale, colourOf, NO_ANSWER, probabilityScale } from "../charts/scales.js";
export type { Theme } from "../charts/theme.js";

// Marks and text.

export { characters, coordinate, element, group, type Markup } from "../charts/svg.js";
export { shorten, sizes, text, widthOf } from "../charts/text.js";
