/** The comparison with pythae as data and as Markdown. */
import { spreadOf } from "../measure/statistics.js";
import { markdownTable } from "../report/format.js";
import type { Machine } from "../report/machine.js";
import type { Score } from "./compare.js";

/** One side of one seed. `seconds` is training with its data and the evaluation after each epoch. */
export interface Side extends Score {
  readonly seconds: number;
}

/** One seed. */
export interface SeedResult {
  readonly seed: number;
  readonly kiln: Side;
  readonly pythae: Side;
}

/** The whole result. */
export interface PythaeResult {
  readonly formatVersion: 1;
  readonly created: string;
  readonly machine: Machine;
  readonly preset: string;
  readonly set: readonly string[];
  readonly start: "pytorch" | "kiln";
  readonly seeds: readonly SeedResult[];
}

/** A figure worth a column: where less is better, or more. */
interface Column {
  readonly title: string;
  readonly of: (side: Side) => number;
  readonly digits: number;
}

const columns: readonly Column[] = [
  { title: "MSE", of: ({ mse }) => mse, digits: 5 },
  { title: "MSE of draws", of: ({ mseOfDraws }) => mseOfDraws, digits: 5 },
  { title: "KL, nats", of: ({ kl }) => kl, digits: 2 },
  { title: "ELBO, nats", of: ({ elbo }) => elbo, digits: 1 },
  { title: "active units", of: ({ activeUnits }) => activeUnits, digits: 0 },
  { title: "training, s", of: ({ seconds }) => seconds, digits: 0 },
];

/** The report. */
export function pythaeMarkdown(result: PythaeResult): string {
  const { seeds, machine, preset, set, start, created } = result;
  const row = (label: string, side: Side) => [label, ...columns.map(({ of, digits }) => of(side).toFixed(digits))];
  const rows = seeds.flatMap(({ seed, kiln, pythae }) => [
    row(`seed ${seed}, Kiln`, kiln),
    row(`seed ${seed}, pythae`, pythae),
  ]);
  const medians = (["kiln", "pythae"] as const).map((name) => [
    `median, ${name === "kiln" ? "Kiln" : "pythae"}`,
    ...columns.map(({ of, digits }) => spreadOf(seeds.map((seed) => of(seed[name]))).median.toFixed(digits)),
  ]);
  const begins = start === "kiln" ? "Kiln's first weights" : "PyTorch's own first weights";
  return `${[
    "# faces beside pythae",
    `${machine.processor}, ${machine.cores} cores; ${created}. Preset ${preset} with ${set.join(", ")}; pythae starts from ${begins}.`,
    "On the validation pictures, both sides scored by the same program: MSE of levels 0..1 decoding the means, and decoding draws; ELBO of the normal decoder that the loss stands for (variance klWeight / 2).",
    markdownTable(["", ...columns.map(({ title }) => title)], [...rows, ...medians]),
  ].join("\n\n")}\n`;
}
