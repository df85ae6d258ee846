/** The contract of `trend`: raw daily increments in, a calibrated probability out. All scaling is in the graph. */

import { batch, CONTRACT_FORMAT_VERSION, type Contract } from "kilnjs";
import { z } from "zod";
import { labelNames, labelRules } from "./labels.js";

/** The shortest and the longest window, in days. */
const WINDOW_RANGE = { minimum: 7, maximum: 56 } as const;

/** The largest count that the graph promises to handle: more people than there are cannot fall ill in a day. */
export const MAXIMUM_INCREMENT = 1e9;

/** The part of the training configuration that the contract depends on. */
export const trendContractConfig = z.object({
  window: z.int().min(WINDOW_RANGE.minimum).max(WINDOW_RANGE.maximum),
  label: z.enum(labelNames),
});

export type TrendContractConfig = z.infer<typeof trendContractConfig>;

/**
 * The contract of the one graph, `trend`, for a window of `window` days. With two classes the outputs are one number a
 * row, of the second class; with more they are [batch, classes].
 */
export function trendContract({ window, label }: TrendContractConfig): Contract {
  const days = { name: "days", size: window };
  const { classes, meaning } = labelRules[label];
  const answer = classes.length === 2 ? [batch] : [batch, { name: "classes", size: classes.length }];
  const said =
    classes.length === 2
      ? { probability: `calibrated ${meaning}`, logit: "log(p / (1 - p)) of the same probability" }
      : {
          probability: `calibrated probability of each class (${classes.join(", ")}); the last two together: ${meaning}`,
          logit: "their logarithms up to a constant: probability is its softmax",
        };
  return {
    formatVersion: CONTRACT_FORMAT_VERSION,
    model: "trend",
    name: "trend",
    title: "Epidemic trend",
    description: `Reads the last ${window} days of new cases of one country and answers the ${meaning}.`,
    processing: "trend@1",
    inputs: [
      {
        name: "increments",
        kind: { kind: "series" },
        type: "float32",
        dimensions: [batch, days],
        unit: "cases/day",
        description: "new cases of each day, oldest first; a correction may be negative",
        // A country's rough weeks. Corrections and counts of other sizes are edge cases: among numbers drawn independently,
        // windows that no country ever had would swing the network, and rounding with it, further than any real one.
        sample: { distribution: "uniform", minimum: 300, maximum: 1300 },
        range: { minimum: -MAXIMUM_INCREMENT, maximum: MAXIMUM_INCREMENT },
      },
      {
        name: "start_weekday",
        kind: { kind: "number" },
        type: "int32",
        dimensions: [batch, { name: "one", size: 1 }],
        unit: "weekday, 0 = Monday",
        description: "weekday of the oldest day",
        sample: { distribution: "integer", minimum: 0, maximum: 6 },
        range: { minimum: 0, maximum: 6 },
      },
    ],
    outputs: [
      {
        name: "probability",
        type: "float32",
        dimensions: answer,
        unit: "probability",
        description: said.probability,
        labels: [...classes],
      },
      {
        name: "logit",
        type: "float32",
        dimensions: answer,
        unit: "log odds",
        description: said.logit,
      },
    ],
    edgeCases: edgeCases.map(({ name, increments, weekday }) => ({
      name,
      inputs: { increments: [...increments], start_weekday: [weekday] },
    })),
  };
}

/** Where runtimes like to differ: no spread at all, counts far beyond a float's comfort, signs, one odd day. */
const edgeCases = [
  { name: "zeros", increments: [0], weekday: 0 },
  { name: "one case a day", increments: [1], weekday: 1 },
  { name: "constant large", increments: [1e7], weekday: 6 },
  { name: "large and rough", increments: [1e7, 9.5e6, 1.1e7, 1.05e7, 2e6, 0, 3e7], weekday: 3 },
  { name: "reporting week", increments: [0, 0, 0, 0, 0, 0, 9134], weekday: 2 },
  { name: "negative correction", increments: [21000, 24500, 19000, 22000, 17500, 9000, -348840], weekday: 4 },
  { name: "all negative", increments: [-5, -1, -300], weekday: 5 },
  { name: "almost constant", increments: [1000000, 1000001], weekday: 0 },
] as const;
