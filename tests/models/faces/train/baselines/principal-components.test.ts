import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../../../../core/random.js";
import { orthonormal } from "../../../../../models/faces/train/baselines/orthonormal.js";
import {
  errorsOf,
  fitPrincipalComponents,
  type PictureParts,
} from "../../../../../models/faces/train/baselines/principal-components.js";
import { momentsOf } from "../../../../../models/faces/train/statistics/moments.js";
import { eigenSymmetric } from "../../../../../models/faces/train/statistics/symmetric.js";
import type { TF } from "../../../../../trace/tensorflow.js";
import { tensorFlowFor } from "../../../../../train/open-training.js";

const WIDTH = 40;
let tf: TF;
beforeAll(async () => {
  tf = await tensorFlowFor({ threads: 1, oneDnn: true });
});

/** Rows whose variance falls slowly from direction to direction, around a mean that is not 0. */
function pictures(count: number, seed: number): Float32Array {
  const random = Random.seeded(seed, "rows");
  const mixing = Random.seeded(1, "mixing").fillNormal(new Float32Array(WIDTH * WIDTH));
  const rows = new Float32Array(count * WIDTH);
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < WIDTH; k++) {
      const size = random.normal() * 0.9 ** k;
      for (let i = 0; i < WIDTH; i++)
        rows[row * WIDTH + i] = (rows[row * WIDTH + i] ?? 0) + size * (mixing[k * WIDTH + i] ?? 0);
    }
    for (let i = 0; i < WIDTH; i++) rows[row * WIDTH + i] = (rows[row * WIDTH + i] ?? 0) + i;
  }
  return rows;
}

function inParts(rows: Float32Array, size: number): PictureParts {
  return async function* () {
    for (let from = 0; from < rows.length; from += size * WIDTH) {
      const levels = rows.subarray(from, from + size * WIDTH);
      yield { rows: levels.length / WIDTH, levels };
    }
  };
}

/** What is left of other rows beside the first components of a whole decomposition, in double precision. */
function exactError(fittedOn: Float32Array, asked: Float32Array, components: number): number {
  const { mean, covariance } = momentsOf({ count: fittedOn.length / WIDTH, width: WIDTH, data: fittedOn });
  const { values, vectors } = eigenSymmetric(covariance, WIDTH);
  const axes = [...values.keys()].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0)).slice(0, components);
  let sum = 0;
  for (let from = 0; from < asked.length; from += WIDTH) {
    const rest = mean.map((value, i) => (asked[from + i] ?? 0) - value);
    sum += rest.reduce((total, value) => total + value * value, 0);
    for (const axis of axes) {
      sum -= rest.reduce((total, value, i) => total + value * (vectors[i * WIDTH + axis] ?? 0), 0) ** 2;
    }
  }
  return sum / asked.length;
}

describe("principal components", () => {
  const training = pictures(300, 1);
  const validation = pictures(90, 2);
  const componentsOf = async (rows: Float32Array, wanted: number, part = 64) =>
    await fitPrincipalComponents(tf, inParts(rows, part), wanted, Random.seeded(1, "components"));

  it.each([1, 5, 12])("leave of other pictures what a whole decomposition leaves: %i", async (wanted) => {
    const fitted = await componentsOf(training, wanted);
    expect(fitted.count).toBe(wanted);
    const errors = await errorsOf(tf, inParts(validation, 50), fitted);
    const exact = exactError(training, validation, wanted);
    expect(errors.components / exact).toBeCloseTo(1, 3);
    expect(errors.mean / exactError(training, validation, 0)).toBeCloseTo(1, 5);
  });

  it("are the same for the same seed, and do not hang on how the pictures are parted", async () => {
    const [one, again, other] = [
      await componentsOf(training, 5),
      await componentsOf(training, 5),
      await componentsOf(training, 5, 300),
    ];
    expect(again.components).toEqual(one.components);
    const errors = [one, other].map(async (fitted) => (await errorsOf(tf, inParts(validation, 90), fitted)).components);
    const [first = 0, second = 1] = await Promise.all(errors);
    expect(second / first).toBeCloseTo(1, 4);
  });

  it("are as many as there can be of few pictures, none of equal ones", async () => {
    expect((await componentsOf(pictures(4, 3), 12)).count).toBe(3);
    const equal = new Float32Array(6 * WIDTH).fill(0.25);
    const fitted = await componentsOf(equal, 12);
    expect(fitted.count).toBe(0);
    expect(await errorsOf(tf, inParts(equal, 4), fitted)).toEqual({ mean: 0, components: 0 });
    expect((await componentsOf(equal.subarray(0, WIDTH), 12)).count).toBe(0);
  });

  it("leave nothing in TensorFlow's memory", async () => {
    const before = tf.memory().numTensors;
    await errorsOf(tf, inParts(validation, 50), await componentsOf(training, 5));
    expect(tf.memory().numTensors).toBe(before);
  });

  it("need a picture", async () => {
    await expect(componentsOf(new Float32Array(0), 3)).rejects.toThrow("no picture");
  });
});

describe("an orthonormal basis", () => {
  it("leaves out what depends on others", () => {
    const basis = orthonormal([3, 4, 0, 6, 8, 0, 0, 0, 2], 3);
    expect([...basis].map((value) => Number(value.toFixed(6)))).toEqual([0.6, 0.8, 0, 0, 0, 1]);
    expect(orthonormal([1, 1, 0], 3, basis.subarray(0, 3)).map(Math.abs)).toEqual(new Float32Array([0.8, 0.6, 0]));
  });
});
