import type { Tensor } from "@tensorflow/tfjs-node";
import { FailedError } from "kilnjs";
import type { TensorMap } from "kilnjs/train";

/**
 * A tensor by its name.
 *
 * @throws FailedError when there is none: the checkpoint is of another network.
 */
export function weight<Kind extends Tensor>(tensors: TensorMap, name: string): Kind {
  const tensor = tensors[name];
  if (tensor === undefined) throw new FailedError(`there is no tensor "${name}"`);
  return tensor as Kind;
}

/** The tensors below a path: `gru/kernel` is `kernel` of `gru`. */
export function below(tensors: TensorMap, path: string): TensorMap {
  return Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(`${path}/`))
      .map(([name, tensor]) => [name.slice(path.length + 1), tensor]),
  );
}
