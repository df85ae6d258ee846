/** What tfjs answers to a case. */
import type { Tensor as TfjsTensor } from "@tensorflow/tfjs";
import { FailedError } from "../../../core/errors.js";
import { makeTensor, type Tensor, type Tensors } from "../../../core/tensor.js";
import type { Tfjs } from "../../../trace/tfjs.js";
import type { Convertible } from "../convertible.js";

/** Computes the outputs of a model in tfjs, by name. */
export async function tfjsAnswer(tf: Tfjs, { reference, outputs }: Convertible, feeds: Tensors): Promise<Tensors> {
  const given = toTfjs(tf, feeds);
  const results = await reference(given);
  try {
    const answers: Record<string, Tensor> = {};
    for (const [i, name] of outputs.entries()) {
      const result = results[i];
      if (result === undefined) throw new FailedError(`tfjs gave no output ${JSON.stringify(name)}`);
      answers[name] = await fromTfjs(result);
    }
    return answers;
  } finally {
    tf.dispose([...Object.values(given), ...results]);
  }
}

/** Feeds as tensors of tfjs, to be disposed of by the caller. */
export function toTfjs(tf: Tfjs, feeds: Tensors): Record<string, TfjsTensor> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { data, dims, type }]) => {
      if (type !== "float32" && type !== "int32" && type !== "bool") throw new Error(`tfjs has no ${type}`);
      return [name, tf.tensor(data, [...dims], type)];
    }),
  );
}

/** The values of a tensor of tfjs. */
export async function fromTfjs(tensor: TfjsTensor): Promise<Tensor> {
  const { dtype, shape } = tensor;
  // The CPU backend casts int32 to float32 by name alone: the array stays what it was.
  const data: ArrayLike<number> = await tensor.data();
  if (dtype === "float32") return makeTensor("float32", shape, Float32Array.from(data));
  if (dtype === "int32") return makeTensor("int32", shape, Int32Array.from(data));
  if (dtype === "bool") return makeTensor("bool", shape, Uint8Array.from(data));
  throw new FailedError(`tfjs gave a tensor of ${dtype}, which cannot be compared`);
}
