/** A `tf.LayersModel` behind the face of a network. */
import type { LayersModel, Tensor } from "@tensorflow/tfjs-node";
import { FailedError, UsageError } from "../../core/errors.js";
import type { Random } from "../../core/random.js";
import { makeTensor, sizeOf, type Tensors } from "../../core/tensor.js";
import { withLayerScopes } from "../../trace/layers.js";
import type { TF } from "../../trace/tensorflow.js";
import { download } from "../../train/host-tensors.js";
import type { DrawSpec } from "../../train/nn/builder.js";
import type { NetworkResult } from "../../train/nn/network.js";
import type { TensorMap } from "../../train/recipe.js";
import type { TrainableNetwork } from "../recipe/trainable.js";
import { type NamedWeight, namedWeights, withHeldWeights } from "./held-weights.js";
import { type AskRandom, giveRandomNumbers } from "./random-layers.js";

/** How the fields of a model's file reach the model. */
export interface LayersBorder {
  /** Names of the inputs, in the order of the model's; `scale` is what a picture's levels are multiplied by. */
  readonly inputs: readonly { readonly name: string; readonly scale: number }[];
  /** Names of the outputs, in the order of the model's, with what they have in a row. */
  readonly outputs: readonly { readonly name: string; readonly width: number }[];
}

/** Rows of the call that finds out which random numbers a model asks for. */
const TRIAL_ROWS = 2;

/** A model, which belongs to this network from now on. */
export class LayersNetwork implements TrainableNetwork {
  readonly weights: ReadonlyMap<string, { readonly trainable: boolean; readonly decays: boolean }>;
  readonly widths: Readonly<Record<string, number>>;
  readonly #tf: TF;
  readonly #model: LayersModel;
  readonly #named: readonly NamedWeight[];
  readonly #border: LayersBorder;
  readonly #start: Tensors;
  readonly #draws = new Map<string, DrawSpec>();
  #ask: AskRandom = () => {
    throw new FailedError("a layer asks for random numbers outside of a call");
  };

  constructor(tf: TF, model: LayersModel, border: LayersBorder) {
    this.#tf = tf;
    this.#model = model;
    this.#border = border;
    this.#named = namedWeights(model);
    this.widths = Object.fromEntries(border.outputs.map(({ name, width }) => [name, width]));
    const learned = new Set(model.trainableWeights.map(({ name }) => name));
    this.weights = new Map(
      this.#named.map(({ name, variable }) => {
        const trainable = learned.has(variable.name);
        return [name, { trainable, decays: trainable && variable.read().rank > 1 }];
      }),
    );
    this.#start = download(Object.fromEntries(this.#named.map(({ name, variable }) => [name, variable.read()])));
    giveRandomNumbers(tf, model, (layer, kind, shape) => this.#ask(layer, kind, shape));
    this.#findDraws();
  }

  /** The weights as the model was made with them: fresh ones came from the seed. */
  initialize(): Tensors {
    return this.#start;
  }

  draw(random: Random, rows: number): Tensors {
    return Object.fromEntries(
      [...this.#draws].map(([name, { kind, shape }]) => {
        const target = new Float32Array(rows * sizeOf(shape));
        const drawn = kind === "uniform" ? random.fillUniform(target) : random.fillNormal(target);
        return [name, makeTensor("float32", [rows, ...shape], drawn)];
      }),
    );
  }

  forward(_: TF, weights: TensorMap, inputs: TensorMap, random?: TensorMap): NetworkResult {
    let asked = 0;
    this.#ask = () => {
      const tensor = random?.[drawName(asked++)];
      if (tensor === undefined)
        throw new FailedError("the model asks for other random numbers than when it was looked at");
      return tensor;
    };
    const given = this.#border.inputs.map(({ name, scale }, i) => this.#input(inputs[name], name, scale, i));
    return this.#apply(weights, given, random !== undefined);
  }

  /** A field as the model wants it: its shape with the batch in front, its element type. */
  #input(field: Tensor | undefined, name: string, scale: number, i: number): Tensor {
    if (field === undefined) throw new FailedError(`the input "${name}" was not given`);
    const tf = this.#tf;
    const { shape, dtype } = this.#model.inputs[i] ?? { shape: [null], dtype: "float32" as const };
    const shaped = tf.reshape(field, [-1, ...shape.slice(1).map((size) => size ?? 1)]);
    const scaled = scale === 1 ? shaped : tf.mul(shaped, scale);
    return scaled.dtype === dtype ? scaled : tf.cast(scaled, dtype as "float32");
  }

  #apply(weights: TensorMap, given: Tensor[], training: boolean): NetworkResult {
    const tf = this.#tf;
    const { result, state } = withHeldWeights(tf, this.#named, weights, () =>
      withLayerScopes(tf, () => this.#model.apply(given, { training })),
    );
    const results = (Array.isArray(result) ? result : [result]) as Tensor[];
    const outputs = Object.fromEntries(
      this.#border.outputs.map(({ name, width }, i) => {
        const made = results[i];
        if (made === undefined) throw new FailedError(`the model gave no output for "${name}"`);
        return [name, tf.reshape(made, [-1, width]) as Tensor];
      }),
    );
    return { outputs, state: training ? state : {} };
  }

  /** Applies the model once in training, to see what it asks for. */
  #findDraws(): void {
    const tf = this.#tf;
    this.#ask = (_, kind, [rows, ...shape]) => {
      if (rows !== TRIAL_ROWS) {
        throw new UsageError("a layer's noiseShape has another first dimension than the batch", {
          next: "Leave the first dimension of noiseShape null.",
        });
      }
      this.#draws.set(drawName(this.#draws.size), { kind, shape });
      return tf.ones([rows, ...shape]);
    };
    tf.tidy(() => {
      const given = this.#model.inputs.map(({ shape, dtype }) =>
        tf.zeros([TRIAL_ROWS, ...shape.slice(1).map((size) => size ?? 1)], dtype as "float32"),
      );
      const weights = Object.fromEntries(this.#named.map(({ name, variable }) => [name, variable.read()]));
      this.#apply(weights, given, true);
    });
  }
}

/** In the order in which layers ask: the same in each call. */
function drawName(index: number): string {
  return `draw_${index + 1}`;
}
