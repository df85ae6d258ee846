/** Networks that nobody thought of: grown by fast-check, and shrunk to the smallest one that fails. */

import type { Tensor } from "@tensorflow/tfjs-node";
import fc from "fast-check";
import * as ort from "onnxruntime-node";
import { beforeAll, expect, it } from "vitest";
import { traceInference } from "../../../trace/batch.js";
import { weights } from "../../../trace/onnx/case-weights.js";
import { writeOnnx } from "../../../trace/onnx/write.js";
import { loadTensorFlow, type TF } from "../../../trace/tensorflow.js";
import { seededInputs } from "../models.js";

/** A few in every run of the suite, many in `npm run matrix`. */
const RUNS = process.env.KILN_MATRIX === "1" ? 300 : 20;
const SEED = 19;

let tf: TF;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});

const width = fc.integer({ min: 1, max: 4 });
const kernel = fc.integer({ min: 1, max: 3 });
const stride = fc.integer({ min: 1, max: 2 });
const padding = fc.constantFrom("same" as const, "valid" as const);

const step = fc.oneof(
  fc.record({ kind: fc.constant("conv" as const), width, kernel, stride, padding }),
  fc.record({ kind: fc.constant("depthwise" as const), kernel, padding }),
  fc.record({ kind: fc.constant("transposed" as const), width, kernel, stride }),
  fc.record({ kind: fc.constant("pool" as const), kernel, stride, padding, largest: fc.boolean() }),
  fc.record({ kind: fc.constant("normalise" as const) }),
  fc.record({ kind: fc.constant("scale" as const) }),
  fc.record({ kind: fc.constant("pad" as const), before: kernel, after: stride }),
  fc.record({
    kind: fc.constant("activate" as const),
    how: fc.constantFrom("relu", "sigmoid", "tanh", "elu", "relu6", "leakyRelu"),
  }),
  fc.record({ kind: fc.constant("branch" as const), join: fc.constantFrom("add", "concat", "max") }),
  fc.record({ kind: fc.constant("larger" as const), nearest: fc.boolean() }),
  fc.record({ kind: fc.constant("crop" as const) }),
  fc.record({ kind: fc.constant("squeeze" as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

const end = fc.constantFrom("picture", "mean", "flat", "softmax");
const network = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 7 }),
  end,
  opset: fc.constantFrom(13, 15, 18, 21, 23),
  batch: fc.constantFrom(1, 3, 16),
});

/** One step; one that the picture has become too small for does nothing. */
function apply(x: Tensor, one: Step): Tensor {
  const [batch = 0, height = 0, columns = 0, channels = 0] = x.shape;
  const tooSmall =
    "kernel" in one && "padding" in one && one.padding === "valid" && Math.min(height, columns) < one.kernel;
  if (tooSmall || height * columns > 900) return x;
  switch (one.kind) {
    case "conv": {
      const y = tf.conv2d(
        x as never,
        weights(tf, one.kernel, one.kernel, channels, one.width),
        one.stride,
        one.padding,
      );
      return tf.add(y, weights(tf, one.width));
    }
    case "depthwise":
      return tf.depthwiseConv2d(x as never, weights(tf, one.kernel, one.kernel, channels, 1), 1, one.padding);
    case "transposed":
      return tf.conv2dTranspose(
        x as never,
        weights(tf, one.kernel, one.kernel, one.width, channels),
        [batch, height * one.stride, columns * one.stride, one.width],
        one.stride,
        "same",
      );
    case "pool":
      return (one.largest ? tf.maxPool : tf.avgPool)(x as never, one.kernel, one.stride, one.padding);
    case "normalise":
      return tf.batchNorm(
        x,
        weights(tf, channels),
        tf.add(tf.abs(weights(tf, channels)), 0.1),
        weights(tf, channels),
        weights(tf, channels),
      );
    case "scale":
      return tf.sub(tf.mul(x, weights(tf, channels)), 0.25);
    case "pad":
      return tf.pad(x, [
        [0, 0],
        [one.before, one.after],
        [one.after, 0],
        [0, 0],
      ]);
    case "activate":
      return tf[one.how as "relu"](x);
    case "branch": {
      const other = tf.relu(tf.conv2d(x as never, weights(tf, 1, 1, channels, channels), 1, "same"));
      if (one.join === "concat") return channels > 8 ? x : tf.concat([x, other], 3);
      return one.join === "add" ? tf.add(x, other) : tf.maximum(x, other);
    }
    case "larger": {
      const size: [number, number] = [height * 2, columns * 2];
      return one.nearest
        ? tf.image.resizeNearestNeighbor(x as never, size)
        : tf.image.resizeBilinear(x as never, size, false, true);
    }
    case "crop":
      return height < 2 ? x : tf.slice(x, [0, 1, 0, 0], [-1, height - 1, -1, -1]);
    case "squeeze":
      return tf.mul(x, tf.sigmoid(tf.mean(x, [1, 2], true)));
  }
}

function run(x: Tensor, { steps, end: last }: { steps: readonly Step[]; end: string }): Tensor {
  const y = steps.reduce(apply, x);
  if (last === "mean") return tf.mean(y, [1, 2]);
  if (last === "softmax") return tf.softmax(tf.mean(y, [1, 2]));
  if (last === "picture") return y;
  const width = y.shape.slice(1).reduce((a, b) => a * b, 1);
  const flat = tf.reshape(y, [-1, width]);
  return tf.tanh(tf.add(tf.matMul(flat as never, tf.div(weights(tf, width, 3), width) as never), weights(tf, 3)));
}

it(`${RUNS} random networks, written directly, equal eager tfjs`, async () => {
  await fc.assert(
    fc.asyncProperty(network, async (one) => {
      const spec = { name: "x", dtype: "float32" as const, shape: ["batch", 7, 6, 3] as const };
      const graph = traceInference(tf, ({ x }) => ({ y: run(x as Tensor, one) }), [spec]);
      const session = await ort.InferenceSession.create(writeOnnx(graph, { opset: one.opset }));
      const inputs = seededInputs(tf, [spec], one.batch);
      const want = tf.tidy(() => run(inputs.x as Tensor, one));
      const x = inputs.x as Tensor;
      const { y } = await session.run({ x: new ort.Tensor("float32", x.dataSync() as Float32Array, x.shape) });
      await session.release();
      expect(y?.dims).toEqual(want.shape);
      const values = want.dataSync();
      // Of the largest number: a sum over large terms that cancel has no more digits than they have.
      const scale = Math.max(1, ...values.map(Math.abs));
      const worst = Math.max(...Array.from(values, (value, i) => Math.abs(Number(y?.data[i]) - value)));
      tf.dispose([want, x]);
      expect(worst / scale).toBeLessThanOrEqual(1e-5);
    }),
    { numRuns: RUNS, seed: SEED },
  );
});
