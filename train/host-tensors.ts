/** Between tensors of our own (typed arrays that outlive everything) and TensorFlow's (memory that must be given back). */
import type { Tensor as TfTensor } from "@tensorflow/tfjs-node";
import { makeTensor, type Tensor, type Tensors, tfjsType } from "../core/tensor.js";
import type { TF } from "../trace/tensorflow.js";
import type { TensorMap } from "./recipe.js";

/**
 * Copies tensors into TensorFlow. The caller disposes them.
 *
 * @example
 * ```ts
 * const weights = upload(tf, { bias: makeTensor("float32", [1], Float32Array.of(0)) });
 * ```
 */
export function upload(tf: TF, tensors: Tensors): Record<string, TfTensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { type, dims, data }]) => [
      name,
      tf.tensor(data, [...dims], tfjsType(type, name)),
    ]),
  );
}

/**
 * Copies tensors out of TensorFlow.
 *
 * @example
 * ```ts
 * const bias = download(weights).bias?.data;
 * ```
 */
export function download(tensors: TensorMap): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, downloadOne(tensor)]));
}

/** Gives tensors back; one that is held under two names is given back once. */
export function dispose(...maps: readonly TensorMap[]): void {
  for (const tensor of new Set(maps.flatMap((map) => Object.values(map)))) tensor.dispose();
}

function downloadOne(tensor: TfTensor): Tensor {
  // The native binding hands out its own buffer: copied, since it is freed with the tensor.
  const data = tensor.dataSync().slice();
  if (tensor.dtype === "float32") return makeTensor("float32", tensor.shape, data as Float32Array);
  if (tensor.dtype === "int32") return makeTensor("int32", tensor.shape, data as Int32Array);
  return makeTensor("bool", tensor.shape, data as Uint8Array);
}
