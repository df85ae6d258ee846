/** Inputs of rows as a table of numbers, for learners that know nothing else: numbers as they are, categories as 0 and 1. */
import type { Tensors } from "../../core/tensor.js";
import type { FeatureMatrix } from "../../train/baselines/matrix.js";
import type { Dataset } from "../../train/data/dataset.js";
import type { PartName } from "../../train/data/splits/split-options.js";
import type { AnyModelSpec } from "../define-model.js";
import type { ShortFacts } from "../facts.js";
import { shapeOf } from "../fields.js";

/** Wider tables (pictures, long series) are not learned from: they take long, and tell little without a network. */
const MOST_COLUMNS = 200;

/** Rows that are learned from; more make a baseline slower, and hardly better. */
const MOST_ROWS = 20_000;

/** Columns of a model's inputs; null where there are too many, or pictures among them. */
export function columnsOf({ inputs }: AnyModelSpec, facts: ShortFacts): number | null {
  let columns = 0;
  for (const [name, spec] of Object.entries(inputs)) {
    if (spec.kind === "picture") return null;
    columns += spec.kind === "category" ? (facts.names[name]?.length ?? 0) : shapeOf(spec).reduce((a, b) => a * b, 1);
  }
  return columns > MOST_COLUMNS ? null : columns;
}

/** Rows of a part, evenly taken where there are too many, with everything that the reader gives for them. */
export async function rowsOf(dataset: Dataset, part: PartName, most = MOST_ROWS): Promise<Tensors> {
  const { rows } = dataset.parts[part];
  const count = Math.min(rows, most);
  return await dataset.read(
    part,
    Uint32Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count)),
  );
}

/** The table of some rows: numbers standardised by the training part, since a penalty is the same for all columns. */
export function featuresOf(spec: AnyModelSpec, facts: ShortFacts, rows: Tensors, columns: number): FeatureMatrix {
  const count = Object.values(rows)[0]?.dims[0] ?? 0;
  const values = new Float64Array(count * columns);
  let from = 0;
  for (const [name, input] of Object.entries(spec.inputs)) {
    const data = rows[name]?.data ?? [];
    if (input.kind === "category") {
      const width = facts.names[name]?.length ?? 0;
      for (let row = 0; row < count; row++) {
        const index = Number(data[row] ?? -1);
        if (index >= 0) values[row * columns + from + index] = 1;
      }
      from += width;
      continue;
    }
    const width = shapeOf(input).reduce((a, b) => a * b, 1);
    const statistics = facts.statistics[name] ?? [];
    for (let row = 0; row < count; row++) {
      for (let i = 0; i < width; i++) {
        const { mean = 0, deviation = 1 } = statistics[i % Math.max(1, statistics.length)] ?? {};
        const value = (Number(data[row * width + i] ?? 0) - mean) / (deviation > 0 ? deviation : 1);
        values[row * columns + from + i] = Number.isFinite(value) ? value : 0;
      }
    }
    from += width;
  }
  return { rows: count, columns, values };
}
