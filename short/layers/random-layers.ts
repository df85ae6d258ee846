/**
 * Layers of `tf.layers` that draw at random while they train are given their numbers instead: they are inputs of the step,
 * drawn from the seeded generator in the checkpoint.
 */
import type { LayersModel, Tensor } from "@tensorflow/tfjs-node";
import type { TF } from "../../trace/tensorflow.js";
import type { DrawSpec } from "../../train/nn/builder.js";

/** Asked for the numbers of a layer: uniform in [0, 1) or standard normal, of a shape with the batch. */
export type AskRandom = (layer: string, kind: DrawSpec["kind"], shape: readonly number[]) => Tensor;

/** What is used of a layer. */
interface Layer {
  readonly name: string;
  getClassName(): string;
  call(inputs: Tensor | Tensor[], kwargs: { readonly training?: boolean }): Tensor | Tensor[];
  readonly rate?: number;
  readonly stddev?: number;
  readonly noiseShape?: readonly (number | null)[] | null;
  /** Of a recurrent layer, of a wrapper, and of a stack of cells. */
  readonly cell?: Cell;
  readonly layer?: Layer;
  readonly forwardLayer?: Layer;
  readonly backwardLayer?: Layer;
  readonly layers?: readonly Layer[];
}

interface Cell {
  readonly cells?: readonly Cell[];
  /** How a cell makes a mask: `(ones, rate)`; tfjs-layers leaves it open for tests. */
  dropoutFunc?: (x: Tensor, rate: number) => Tensor;
}

/** Kept numbers times what makes up for those that are dropped. */
function masked(tf: TF, x: Tensor, uniform: Tensor, rate: number): Tensor {
  return tf.mul(x, tf.mul(tf.cast(tf.greaterEqual(uniform, rate), "float32"), 1 / (1 - rate)));
}

/** How each random layer computes with numbers that it is given. */
const calls: Readonly<Record<string, (tf: TF, layer: Layer, x: Tensor, ask: AskRandom) => Tensor>> = {
  Dropout(tf, layer, x, ask) {
    const shape = x.shape.map((size, i) => layer.noiseShape?.[i] ?? size);
    return masked(tf, x, ask(layer.name, "uniform", shape), layer.rate ?? 0);
  },
  SpatialDropout1D(tf, layer, x, ask) {
    const [rows = 1, , channels = 1] = x.shape;
    return masked(tf, x, ask(layer.name, "uniform", [rows, 1, channels]), layer.rate ?? 0);
  },
  GaussianNoise: (tf, layer, x, ask) => tf.add(x, tf.mul(ask(layer.name, "normal", x.shape), layer.stddev ?? 0)),
  GaussianDropout(tf, { name, rate = 0 }, x, ask) {
    return tf.mul(x, tf.add(tf.mul(ask(name, "normal", x.shape), Math.sqrt(rate / (1 - rate))), 1));
  },
  /** Klambauer et al. 2017: what is dropped becomes the lowest value of SELU, and mean and variance stay. */
  AlphaDropout(tf, { name, rate = 0 }, x, ask) {
    const lowest = -1.6732632423543772 * 1.0507009873554805;
    const kept = tf.cast(tf.greaterEqual(ask(name, "uniform", x.shape), rate), "float32");
    const a = ((1 - rate) * (1 + rate * lowest ** 2)) ** -0.5;
    const mixed = tf.add(tf.mul(x, kept), tf.mul(tf.sub(1, kept), lowest));
    return tf.add(tf.mul(mixed, a), -a * lowest * rate);
  },
};

/** Makes every random layer of a model ask for its numbers. */
export function giveRandomNumbers(tf: TF, model: LayersModel, ask: AskRandom): void {
  for (const layer of model.layers as unknown as readonly Layer[]) prepare(tf, layer, ask, layer.name);
}

function prepare(tf: TF, layer: Layer, ask: AskRandom, name: string): void {
  const call = calls[layer.getClassName()];
  if (call !== undefined) {
    const own = layer as { -readonly [Key in keyof Layer]: Layer[Key] };
    own.call = (inputs, { training = false }) => {
      const [x] = Array.isArray(inputs) ? inputs : [inputs];
      if (x === undefined || !training || (layer.rate ?? layer.stddev ?? 0) === 0) return inputs;
      return call(tf, layer, x, ask);
    };
  }
  if (layer.cell !== undefined) prepareCell(tf, layer.cell, ask, name);
  for (const part of [layer.layer, layer.forwardLayer, layer.backwardLayer]) {
    if (part !== undefined) prepare(tf, part, ask, `${name}/${part.name}`);
  }
  for (const part of layer.layers ?? []) prepare(tf, part, ask, `${name}/${part.name}`);
}

function prepareCell(tf: TF, cell: Cell, ask: AskRandom, name: string): void {
  cell.dropoutFunc = (ones, rate) => masked(tf, ones, ask(name, "uniform", ones.shape), rate);
  for (const part of cell.cells ?? []) prepareCell(tf, part, ask, name);
}
