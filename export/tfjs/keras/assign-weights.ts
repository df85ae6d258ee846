/** Finds each weight of a model among those of a file, whatever path its writer put before the layer's name. */
import type { LayersModel, Tensor } from "@tensorflow/tfjs";
import { FailedError } from "../../../core/errors.js";
import type { Tfjs } from "../../../trace/tfjs.js";
import type { Weight } from "../weights.js";

type LayerWeight = LayersModel["weights"][number];

/** Weights that belong to training, or that Keras keeps beside the numbers. */
const NOT_NEEDED =
  /(^|\/)(seed_generator(_state)?|seed_generator_\d+|count|iteration|learning_rate)(\/|:|$)|^optimizer\b/;

/**
 * Puts the weights of a file into a model.
 *
 * @param path a weight's layers from the outermost model to its own, by the weight's name in tfjs
 * @throws FailedError naming the layer, for a weight that is missing, superfluous, or of another shape.
 */
export function assignWeights(tf: Tfjs, model: LayersModel, weights: readonly Weight[], file: string): void {
  const left = new Map(weights.map((weight) => [weight.name, weight]));
  const pairs: [LayerWeight, Tensor][] = [];
  for (const target of model.weights) {
    const weight = find(target, [...left.values()], file);
    left.delete(weight.name);
    const shape = target.shape.map(Number);
    if (shape.length !== weight.shape.length || shape.some((length, axis) => length !== weight.shape[axis])) {
      throw new FailedError(
        `the weight ${JSON.stringify(weight.name)} has the shape [${weight.shape.join(", ")}], and its layer needs ` +
          `[${shape.join(", ")}]`,
        { where: { file }, next: "Topology and weights belong to different models: save the model again." },
      );
    }
    pairs.push([target, tf.tensor(weight.values, [...weight.shape], weight.dtype)]);
  }
  const superfluous = [...left.keys()].find((name) => !NOT_NEEDED.test(name));
  if (superfluous !== undefined) {
    throw new FailedError(`the weight ${JSON.stringify(superfluous)} belongs to no layer of the model`, {
      where: { file },
      next: "Topology and weights belong to different models: save the model again.",
    });
  }
  for (const [target, tensor] of pairs) {
    target.write(tensor);
    tensor.dispose();
  }
}

function find(target: LayerWeight, candidates: readonly Weight[], file: string): Weight {
  const wanted = parts(target.originalName);
  const rules: ((name: readonly string[]) => boolean)[] = [
    (name) => same(name, wanted),
    // TensorFlow 2.2 put the cell's name before the weight's; Keras 3 puts the model's before the layer's.
    (name) => endsWith(name, wanted),
    (name) => endsWith(withoutCell(name), wanted),
    (name) => endsWith(withoutCell(name), withoutCell(wanted)),
    (name) => contains(name, wanted),
    // Keras 3 calls it a kernel like any other.
    (name) => wanted.at(-1) === "depthwise_kernel" && contains(name, [...wanted.slice(0, -1), "kernel"]),
  ];
  for (const rule of rules) {
    const found = candidates.filter(({ name }) => rule(parts(name)));
    const [first, second] = found;
    if (first !== undefined && second === undefined) return first;
    const [fitting, another] = found.filter(({ shape }) => same(shape.map(String), target.shape.map(String)));
    if (fitting !== undefined && another === undefined) return fitting;
    if (second !== undefined) break;
  }
  if (wanted.some((part) => /^RNNCell_\d+$/.test(part))) {
    // Cells of a stack have no names in tfjs; they stand in their order.
    const next = candidates.find(
      ({ name, shape }) =>
        contains(parts(name), [wanted[0] ?? "", wanted.at(-1) ?? ""]) &&
        same(shape.map(String), target.shape.map(String)),
    );
    if (next !== undefined) return next;
  }
  const near = candidates.filter(({ name }) => name.includes(wanted[0] ?? "")).map(({ name }) => name);
  throw new FailedError(
    `the file has no weight for ${JSON.stringify(target.originalName)}${near.length === 0 ? "" : ` (of this layer it has ${near.slice(0, 4).join(", ")})`}`,
    {
      where: { file },
      next: "The weights of this layer are missing or belong to another model: save the model again.",
    },
  );
}

function parts(name: string): string[] {
  return name.replace(/:\d+$/, "").split("/");
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i]);
}

function endsWith(name: readonly string[], wanted: readonly string[]): boolean {
  return name.length >= wanted.length && same(name.slice(name.length - wanted.length), wanted);
}

/** `gru/gru_cell/kernel` -> `gru/kernel` */
function withoutCell(name: readonly string[]): string[] {
  return name.filter((part, i) => i === 0 || i === name.length - 1 || !/(^|_)cell(_\d+)?$/.test(part));
}

/** All parts of what is wanted, in their order, with others between. */
function contains(name: readonly string[], wanted: readonly string[]): boolean {
  let at = 0;
  for (const part of name) if (part === wanted[at]) at += 1;
  return at === wanted.length && name.at(-1) === wanted.at(-1);
}
