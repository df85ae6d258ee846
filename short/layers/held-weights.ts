/** A model of `tf.layers` as a function of its weights: they are put into it for the time of a call. */
import type { LayersModel, Tensor } from "@tensorflow/tfjs-node";
import { FailedError } from "../../core/errors.js";
import type { TF } from "../../trace/tensorflow.js";
import type { TensorMap } from "../../train/recipe.js";

/** What is used of a variable of tfjs: what it holds, and how it is replaced. */
interface Variable {
  readonly name: string;
  readonly trainable: boolean;
  read(): Tensor;
}

/** A weight by the name that it has here. */
export interface NamedWeight {
  readonly name: string;
  readonly variable: Variable;
}

/** How a layer's variable keeps its tensor (`LayerVariable` of tfjs-layers 4.22). */
interface Holder {
  val: Tensor;
  write?: (value: Tensor) => unknown;
}

/**
 * The kind in a name that tfjs made, `conv2d` of `conv2d_Conv2D3`; undefined for a name that a person gave. The number counts
 * all models of a process, and would be another one each time.
 */
function kindOf(name: string, className: string): string | undefined {
  return new RegExp(`^(.+)_${className}\\d+$`).exec(name)?.[1];
}

/**
 * All weights under names that are the same in every process: a layer's own name, or its class and which of that class it
 * is (`conv2d_2/kernel`).
 */
export function namedWeights(model: LayersModel): NamedWeight[] {
  const counts = new Map<string, number>();
  const taken = new Set<string>();
  return model.layers.flatMap((layer) => {
    const kind = kindOf(layer.name, layer.getClassName());
    const count = (counts.get(kind ?? "") ?? 0) + 1;
    counts.set(kind ?? "", count);
    const path = kind === undefined ? layer.name : `${kind}_${count}`;
    return layer.weights.map((variable) => {
      const part = variable.name.slice(variable.name.lastIndexOf("/") + 1).replace(/_\d+$/, "");
      let name = `${path}/${part}`;
      for (let copy = 2; taken.has(name); copy++) name = `${path}/${part}_${copy}`;
      taken.add(name);
      return { name, variable: variable as unknown as Variable };
    });
  });
}

/**
 * Runs `fn` while the model's variables are the given tensors themselves, so that gradients reach these. Running statistics
 * that a layer replaces meanwhile come back beside the result.
 *
 * @throws FailedError for a weight that is not given: the checkpoint is of another model.
 */
export function withHeldWeights<Result>(
  tf: TF,
  named: readonly NamedWeight[],
  weights: TensorMap,
  fn: () => Result,
): { readonly result: Result; readonly state: Record<string, Tensor> } {
  const changed = new Map<string, Tensor>();
  const before = named.map(({ name, variable }) => {
    const given = weights[name];
    if (given === undefined) throw new FailedError(`the model's weight "${name}" is not among those of the run`);
    const holder = variable as unknown as Holder;
    const value = holder.val;
    holder.val = given;
    // Layers replace their statistics inside of a tidy of their own: what is to be seen outside is kept.
    holder.write = (next) => {
      changed.get(name)?.dispose();
      const kept = tf.keep(next.clone());
      changed.set(name, kept);
      holder.val = kept;
    };
    return () => {
      holder.val = value;
      delete holder.write;
    };
  });
  try {
    const result = fn();
    return { result, state: Object.fromEntries([...changed].map(([name, kept]) => [name, kept.clone()])) };
  } finally {
    for (const restore of before) restore();
    for (const kept of changed.values()) kept.dispose();
  }
}
