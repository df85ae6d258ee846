/** Runs a part of the rows through the network, some at a time, and keeps what is small: what it said, and what is true. */
import type { Tensor2D } from "@tensorflow/tfjs-node";
import { FailedError, InterruptedError } from "../../core/errors.js";
import { sliceRows, type Tensor, type Tensors } from "../../core/tensor.js";
import type { TF } from "../../trace/tensorflow.js";
import type { Dataset } from "../../train/data/dataset.js";
import type { PartName } from "../../train/data/splits/split-options.js";
import { tensorNamed } from "../../train/optimizers/optimizer.js";
import type { Forward } from "../../train/recipe.js";
import type { Answered } from "../metrics.js";
import { type Answering, answerOf } from "./answers.js";
import type { RowLoss } from "./losses.js";
import { answeringWeights, type TrainableNetwork } from "./trainable.js";

/** Rows in one call. */
const ROWS = 512;

/** What one output said of every row of a part. */
export interface Said extends Answered {
  /** Numbers in a row of `said` and of `answer`. */
  readonly width: number;
  /** What the network gives, before temperature and unit, [rows * width of the network]. */
  readonly said: Float32Array;
  /** The mean loss. */
  readonly loss: number;
}

/** The outputs of a part. */
export type Measured = Readonly<Record<string, Said>>;

/** What is measured with. */
export interface MeasureParts {
  readonly network: TrainableNetwork;
  readonly judges: Readonly<Record<string, RowLoss>>;
  readonly answering: readonly Answering[];
}

/** The function that is run on rows with their truth: what the network says, what it answers, losses and weights. */
export function measuringForward(tf: TF, { network, judges, answering }: MeasureParts): Forward {
  return (weights, inputs) => {
    const { outputs } = network.forward(tf, answeringWeights(network, weights), inputs);
    const results: Record<string, ReturnType<typeof tensorNamed>> = {};
    for (const one of answering) {
      const said = tensorNamed(outputs, one.name) as Tensor2D;
      const judge = judges[one.name];
      if (judge === undefined) throw new FailedError(`there is no loss for ${one.name}`);
      const { losses, weights: counts } = judge(tf, said, tensorNamed(inputs, one.name));
      results[`said/${one.name}`] = said;
      results[`answer/${one.name}`] = answerOf(tf, one, said);
      results[`loss/${one.name}`] = losses;
      results[`count/${one.name}`] = counts;
    }
    return results;
  };
}

/** How a part is run: what `EvaluateContext.run` is. */
export type RunRows = (inputs: Tensors) => Promise<Tensors>;

/** Goes through a part. */
export async function measure(
  dataset: Dataset,
  part: PartName,
  answering: readonly Answering[],
  run: RunRows,
  signal?: AbortSignal,
): Promise<Measured> {
  const { rows } = dataset.parts[part];
  const gathered = new Map<string, number[][] | Float32Array[]>();
  const truths = new Map<string, Tensor[]>();
  for (let from = 0; from < rows; from += ROWS) {
    if (signal?.aborted) throw new InterruptedError("stopped while evaluating");
    const real = Math.min(ROWS, rows - from);
    // Every call has as many rows: the last one's last row again, and cut off below.
    const count = Math.min(ROWS, rows);
    const indices = Uint32Array.from({ length: count }, (_, i) => Math.min(from + i, rows - 1));
    const batch = await dataset.read(part, indices);
    const results = await run(batch);
    for (const [name, tensor] of Object.entries(results)) {
      const list = (gathered.get(name) ?? []) as Float32Array[];
      list.push(sliceRows(tensor, 0, real).data as Float32Array);
      gathered.set(name, list);
    }
    for (const { name } of answering) {
      const truth = batch[name];
      if (truth === undefined) throw new FailedError(`the data have no "${name}"`);
      truths.set(name, [...(truths.get(name) ?? []), sliceRows(truth, 0, real)]);
    }
  }
  return Object.fromEntries(
    answering.map((one): [string, Said] => {
      const joined = (kind: string) => join((gathered.get(`${kind}/${one.name}`) ?? []) as Float32Array[]);
      const answer = joined("answer");
      const labels = one.output.kind === "labels" ? one.facts.names[one.name] : undefined;
      const losses = sum(joined("loss"));
      const counts = sum(joined("count"));
      return [
        one.name,
        {
          answer,
          said: joined("said"),
          truth: joinTruth(truths.get(one.name) ?? []),
          rows,
          width: rows === 0 ? 0 : answer.length / rows,
          loss: counts === 0 ? 0 : losses / counts,
          ...(labels === undefined ? {} : { labels }),
        },
      ];
    }),
  );
}

function join(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let from = 0;
  for (const part of parts) {
    whole.set(part, from);
    from += part.length;
  }
  return whole;
}

function joinTruth(parts: readonly Tensor[]): Float32Array | Int32Array {
  if (parts[0]?.type !== "int32") return join(parts.map(({ data }) => data as Float32Array));
  return Int32Array.from(parts.flatMap(({ data }) => [...data]));
}

function sum(values: Float32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
