import type { Tensor } from "@tensorflow/tfjs-node";
import type { InputSpec } from "./batch.js";
import { TraceError } from "./errors.js";
import type { TensorMap } from "./record.js";
import { scope } from "./scope.js";
import type { TF } from "./tensorflow.js";

/** Runs `fn` with every layer of `tf.layers` opening a scope of its own name, so that errors can name the layer. */
export function withLayerScopes<Result>(tf: Pick<TF, "layers">, fn: () => Result): Result {
  const prototype = tf.layers.Layer.prototype;
  const { apply } = prototype;
  prototype.apply = function (this: typeof prototype, ...args: Parameters<typeof apply>) {
    return scope(this.name, () => apply.apply(this, args));
  };
  try {
    return fn();
  } finally {
    prototype.apply = apply;
  }
}

/** What a step around a model of `tf.layers` gives. */
export interface WithWeights<Result> {
  readonly result: Result;
  /** All weights afterwards, by name: running statistics may be new tensors, the others are clones. */
  readonly weights: Record<string, Tensor>;
}

/**
 * Runs `fn` with the model's variables holding the given tensors, so that a step around somebody else's model is a
 * function of its weights and can be captured. No operation and no copy is made.
 *
 * The model goes on holding what it had last: put trained weights into it with `model.setWeights`.
 *
 * @param weights all weights of the model by name, running statistics included
 * @param fn gets the variables by the same names: gradients are taken with respect to these
 * @throws Error naming a weight that is missing.
 */
export function withModelWeights<Result>(
  model: ReturnType<TF["model"]>,
  weights: TensorMap,
  fn: (variables: TensorMap) => Result,
): WithWeights<Result> {
  const variables: Record<string, Tensor> = {};
  for (const weight of model.weights) {
    const tensor = weights[weight.name];
    if (tensor === undefined) throw new Error(`the model's weight ${JSON.stringify(weight.name)} is not given`);
    weight.write(tensor);
    variables[weight.name] = weight.read();
  }
  const result = fn(variables);
  return { result, weights: Object.fromEntries(model.weights.map((weight) => [weight.name, weight.read().clone()])) };
}

/** A model of `tf.layers`, as `traceInference` wants it. */
export interface LayersFunction {
  readonly inputs: InputSpec[];
  readonly constants: TensorMap;
  /** `training` switches batch statistics and dropout on; off unless told. */
  readonly fn: (inputs: TensorMap, options?: { readonly training?: boolean }) => TensorMap;
}

/**
 * The inference function of a `tf.LayersModel`: inputs and outputs named by the model's own names, weights as
 * constants.
 *
 * @throws TraceError when an input has an unknown length beside the batch, or another element type than float32, int32
 *   and bool.
 */
export function fromLayersModel(tf: TF, model: ReturnType<TF["model"]>): LayersFunction {
  const inputs = model.inputs.map((input, i): InputSpec => {
    const name = model.inputNames[i] ?? input.name;
    const dtype = input.dtype;
    if (dtype !== "float32" && dtype !== "int32" && dtype !== "bool") {
      throw new TraceError(`the input ${JSON.stringify(name)} has the element type ${dtype}`, {});
    }
    const shape = input.shape.map((length, axis) => {
      if (length !== null) return length;
      if (axis === 0) return "batch";
      throw new TraceError(`the input ${JSON.stringify(name)} leaves the length of axis ${axis} open`, {});
    });
    return { name, dtype, shape };
  });
  const constants = Object.fromEntries(model.weights.map((weight) => [weight.name, weight.read()]));
  return {
    inputs,
    constants,
    fn(tensors, { training = false } = {}) {
      const given = inputs.map(({ name }) => {
        const tensor = tensors[name];
        if (tensor === undefined) throw new Error(`no input is called ${JSON.stringify(name)}`);
        return tensor;
      });
      const result = model.apply(given, { training });
      const results = Array.isArray(result) ? result : [result];
      return Object.fromEntries(
        results.map((tensor, i) => {
          if (!(tensor instanceof tf.Tensor)) throw new Error("a model applied to tensors gave something else");
          return [model.outputNames[i] ?? `output_${i}`, tensor];
        }),
      );
    },
  };
}
