/** How weights begin, drawn from the seeded generator. */
import { UsageError } from "../../core/errors.js";
import type { Random } from "../../core/random.js";
import { sizeOf } from "../../core/tensor.js";

/** What an initialiser is told of a weight. */
export interface WeightForm {
  readonly shape: readonly number[];
  /** How many numbers go into one output, and how many outputs a number goes into. */
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Draws the numbers of a weight, row-major. */
export type InitialiserFunction = (random: Random, form: WeightForm) => Float32Array;

const names = [
  "zeros",
  "ones",
  "glorotUniform",
  "glorotNormal",
  "heUniform",
  "heNormal",
  "lecunUniform",
  "lecunNormal",
  "orthogonal",
] as const;

/** The name of an initialiser, or one of your own. */
export type Initialiser = (typeof names)[number] | InitialiserFunction;

const fill =
  (value: number): InitialiserFunction =>
  (_, { shape }) =>
    new Float32Array(sizeOf(shape)).fill(value);

const uniform =
  (limit: (form: WeightForm) => number): InitialiserFunction =>
  (random, form) => {
    const most = limit(form);
    return Float32Array.from({ length: sizeOf(form.shape) }, () => random.between(-most, most));
  };

const normal =
  (deviation: (form: WeightForm) => number): InitialiserFunction =>
  (random, form) => {
    const by = deviation(form);
    return Float32Array.from({ length: sizeOf(form.shape) }, () => by * random.normal());
  };

/**
 * Orthogonal rows or columns (Saxe et al. 2014), whichever are fewer: the last dimension against all others. A weight
 * with several gates side by side is drawn gate by gate.
 */
const orthogonal: InitialiserFunction = (random, { shape, fanOut }) => {
  const columns = shape.at(-1) ?? 1;
  const rows = sizeOf(shape) / columns;
  const width = Math.min(columns, fanOut);
  const data = new Float32Array(rows * columns);
  for (let from = 0; from < columns; from += width) {
    const tall = rows >= width;
    const vectors = orthonormal(random, tall ? width : rows, tall ? rows : width);
    vectors.forEach((vector, v) => {
      vector.forEach((value, i) => {
        const [row, column] = tall ? [i, v] : [v, i];
        data[row * columns + from + column] = value;
      });
    });
  }
  return data;
};

/** Gram-Schmidt on normal vectors, each freed from the ones before it twice: once is not enough in floating point. */
function orthonormal(random: Random, count: number, length: number): Float64Array[] {
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors) {
        const along = dot(vector, other);
        for (let i = 0; i < length; i++) vector[i] = (vector[i] as number) - along * (other[i] as number);
      }
    }
    const norm = Math.sqrt(dot(vector, vector));
    if (norm > 1e-6) vectors.push(vector.map((value) => value / norm));
  }
  return vectors;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

const known: Readonly<Record<(typeof names)[number], InitialiserFunction>> = {
  zeros: fill(0),
  ones: fill(1),
  glorotUniform: uniform(({ fanIn, fanOut }) => Math.sqrt(6 / (fanIn + fanOut))),
  glorotNormal: normal(({ fanIn, fanOut }) => Math.sqrt(2 / (fanIn + fanOut))),
  heUniform: uniform(({ fanIn }) => Math.sqrt(6 / fanIn)),
  heNormal: normal(({ fanIn }) => Math.sqrt(2 / fanIn)),
  lecunUniform: uniform(({ fanIn }) => Math.sqrt(3 / fanIn)),
  lecunNormal: normal(({ fanIn }) => Math.sqrt(1 / fanIn)),
  orthogonal,
};

/**
 * The numbers that a weight begins with.
 *
 * @throws UsageError for a name that is none of the known ones, or a function that gives another number of numbers.
 */
export function initialNumbers(
  initialiser: Initialiser,
  random: Random,
  form: WeightForm,
  weight: string,
): Float32Array {
  const draw = typeof initialiser === "function" ? initialiser : known[initialiser];
  if (draw === undefined) {
    throw new UsageError(`${weight}: there is no initialiser "${initialiser}"`, {
      next: `There are ${names.join(", ")}.`,
    });
  }
  const data = draw(random, form);
  if (data.length === sizeOf(form.shape)) return data;
  throw new UsageError(`the initialiser of ${weight} gave ${data.length} numbers for [${form.shape.join(", ")}]`);
}
