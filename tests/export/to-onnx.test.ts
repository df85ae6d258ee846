/** `toOnnx(fn, specs)`: any function of tensors, its weights taken from outside. */
import * as ort from "onnxruntime-node";
import { beforeAll, expect, it } from "vitest";
import { toOnnx } from "../../export/to-onnx.js";
import { loadTfjs, type Tfjs } from "../../trace/tfjs.js";

let tf: Tfjs;
beforeAll(async () => {
  tf = await loadTfjs();
});

it("a function with a variable and two outputs, one of them whole numbers", async () => {
  const weights = tf.variable(
    tf.tensor2d([
      [1, -1],
      [0.5, 2],
      [0, 1],
    ]),
  );
  const { file, verification } = await toOnnx(
    ({ x, shift }) => {
      const y = tf.softmax(tf.matMul(x as never, weights as never));
      return { y: tf.add(y, tf.cast(shift, "float32")), best: tf.argMax(y, 1) };
    },
    { x: { shape: [null, 3], type: "float32" }, shift: { shape: [null, 1], type: "int32", range: [0, 3] } },
    { opset: 15, name: "choice" },
  );
  weights.dispose();
  expect(verification.runtimes.map(({ runtime }) => runtime)).toEqual(["onnxruntime-node", "onnxruntime-web"]);
  expect(Math.max(...verification.runtimes.map(({ largestDifference }) => largestDifference))).toBeLessThan(1e-6);
  const session = await ort.InferenceSession.create(file);
  const { y, best } = await session.run({
    x: new ort.Tensor("float32", [1, 2, 3], [1, 3]),
    shift: new ort.Tensor("int32", [1], [1, 1]),
  });
  await session.release();
  const second = 1 / (1 + Math.exp(2 - 6));
  expect(Array.from((y?.data ?? []) as Float32Array, (value) => value.toFixed(5))).toEqual(
    [2 - second, 1 + second].map((value) => value.toFixed(5)),
  );
  expect(Number(best?.data[0])).toBe(1);
});

it("names the operation and the line of what cannot be recorded", async () => {
  const read = toOnnx(({ x }) => ({ y: tf.mul(x, x.dataSync()[0] ?? 0) }), {
    x: { shape: [null, 3], type: "float32" },
  });
  await expect(read).rejects.toThrow(/reads the value of a tensor[\s\S]*to-onnx\.test\.ts/);
  const open = toOnnx(({ x }) => ({ y: tf.neg(x) }), { x: { shape: [null, null], type: "float32" } });
  await expect(open).rejects.toThrow(/"x" leaves the length of axis 1 open/);
});
