/** Runs an ONNX model that has no contract: a prefix of a graph, under the converter's own names. */
import type { Tensor as OrtTensor } from "onnxruntime-common";
import { compareOutputs } from "../../core/agreement.js";
import { makeTensor, type Tensor, type Tensors } from "../../core/tensor.js";
import type { LoadedRuntime } from "./runtimes.js";

/** The model's outputs that are float32, int32 or bool; others (sizes as int64) are left out. Unused feeds are dropped. */
export async function runRaw({ runtime, options }: LoadedRuntime, model: Uint8Array, feeds: Tensors): Promise<Tensors> {
  const session = await runtime.InferenceSession.create(model, options);
  try {
    const inputs: Record<string, OrtTensor> = {};
    for (const name of session.inputNames) {
      const feed = feeds[name];
      if (feed !== undefined) inputs[name] = new runtime.Tensor(feed.type, feed.data as Float32Array, feed.dims);
    }
    const answers = await session.run(inputs);
    const outputs: Record<string, Tensor> = {};
    for (const [name, { type, dims, data }] of Object.entries(answers)) {
      if (type === "float32" || type === "int32" || type === "bool") {
        outputs[name] = makeTensor(type, dims, (data as Float32Array).slice());
      }
    }
    return outputs;
  } finally {
    await session.release();
  }
}

/** How far one value is from the expected one; another shape is infinitely far away. */
export function distance(got: Tensor, expected: Tensor): { absolute: number; scaled: number } {
  const sameShape = got.dims.length === expected.dims.length && got.dims.every((d, axis) => d === expected.dims[axis]);
  if (!sameShape) return { absolute: Number.POSITIVE_INFINITY, scaled: Number.POSITIVE_INFINITY };
  const { maxAbsDifference, maxScaledDifference } = compareOutputs({ value: got }, { value: expected });
  return { absolute: maxAbsDifference, scaled: maxScaledDifference };
}
