import { FailedError } from "../../core/errors.js";
import type { Tensor, Tensors } from "../../core/tensor.js";

/**
 * A tensor of a batch by its name.
 *
 * @throws FailedError when the batch has none of that name.
 */
export function tensorIn(batch: Tensors, name: string): Tensor {
  const tensor = batch[name];
  if (tensor !== undefined) return tensor;
  throw new FailedError(`the batch has no "${name}": it holds ${Object.keys(batch).join(", ")}`);
}
