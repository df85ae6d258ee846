/** The inputs that a conversion is checked on: draws at several batch sizes and seeds, and values at the edges. */
import { Random } from "../../../core/random.js";
import { allocate, type ElementArray, makeTensor, type Tensors } from "../../../core/tensor.js";
import { type InputSpec, lengthsAt } from "../../../trace/batch.js";

/** What an input holds, both ends included. */
export interface InputRange {
  readonly minimum: number;
  readonly maximum: number;
  /** Whole numbers only, though the input is declared as real: tfjs declares the indices of an embedding so. */
  readonly whole?: boolean;
}

/** One set of inputs. */
export interface Case {
  readonly name: string;
  readonly batch: number;
  readonly feeds: Tensors;
}

/** How much is checked. */
export interface CasePlan {
  readonly batches: readonly number[];
  readonly seeds: readonly number[];
  /** Batch size of the cases at the edges. */
  readonly edgeBatch: number;
}

/** What every conversion is checked on, unless its model takes too long in JavaScript. */
export const FULL_PLAN: CasePlan = { batches: [1, 3, 16], seeds: [1, 2], edgeBatch: 3 };

/** Makes the cases of a plan. A model of a fixed batch size is asked at that one. */
export function makeCases(
  inputs: readonly InputSpec[],
  ranges: Readonly<Record<string, InputRange>>,
  plan: CasePlan,
): Case[] {
  const free = inputs.some(({ shape }) => shape.includes("batch"));
  const batches = free ? plan.batches : [1];
  const draws = batches.flatMap((batch) =>
    plan.seeds.map((seed) => ({
      name: `seed ${seed}, batch ${batch}`,
      batch,
      feeds: feeds(inputs, batch, (input, data) => draw(input, data, ranges[input.name], seed)),
    })),
  );
  const edges = (["lowest", "middle", "highest", "alternating"] as const).map((edge) => ({
    name: `${edge} values, batch ${plan.edgeBatch}`,
    batch: plan.edgeBatch,
    feeds: feeds(inputs, free ? plan.edgeBatch : 1, (input, data) => fillEdge(input, data, ranges[input.name], edge)),
  }));
  return [...draws, ...edges];
}

function feeds(
  inputs: readonly InputSpec[],
  batch: number,
  fill: (input: InputSpec, data: ElementArray) => void,
): Tensors {
  return Object.fromEntries(
    inputs.map((input) => {
      const dims = lengthsAt(input.shape, batch);
      const data = allocate(
        input.dtype,
        dims.reduce((product, length) => product * length, 1),
      );
      fill(input, data);
      return [input.name, makeTensor(input.dtype, dims, data)];
    }),
  );
}

function draw({ name, dtype }: InputSpec, data: ElementArray, range: InputRange | undefined, seed: number): void {
  const random = Random.seeded(seed, `convert/${name}`);
  for (let i = 0; i < data.length; i++) {
    if (dtype === "bool") data[i] = random.integer(2);
    else if (dtype === "int32") {
      const { minimum, maximum } = range ?? { minimum: 0, maximum: 9 };
      data[i] = Math.ceil(minimum) + random.integer(Math.floor(maximum) - Math.ceil(minimum) + 1);
    } else if (range === undefined) data[i] = random.normal();
    else if (range.whole === true) data[i] = range.minimum + random.integer(range.maximum - range.minimum + 1);
    else data[i] = random.between(range.minimum, range.maximum);
  }
}

function fillEdge(
  { dtype }: InputSpec,
  data: ElementArray,
  range: InputRange | undefined,
  edge: "lowest" | "middle" | "highest" | "alternating",
): void {
  const standard =
    dtype === "float32" ? { minimum: -3, maximum: 3 } : { minimum: 0, maximum: dtype === "bool" ? 1 : 9 };
  const { minimum, maximum } = range ?? standard;
  const half = (minimum + maximum) / 2;
  const middle = dtype === "float32" && range?.whole !== true ? half : Math.floor(half);
  for (let i = 0; i < data.length; i++) {
    if (edge === "lowest") data[i] = minimum;
    else if (edge === "highest") data[i] = maximum;
    else if (edge === "middle") data[i] = middle;
    else data[i] = i % 2 === 0 ? minimum : maximum;
  }
}
