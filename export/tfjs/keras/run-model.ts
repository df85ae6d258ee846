/**
 * Runs a model of `tf.layers` layer by layer, in the order of its graph, and carries masks as Keras does. (tfjs's own way
 * hands a mask on to layers that it does not belong to.)
 */
import type { LayersModel, layers, Tensor } from "@tensorflow/tfjs";
import { TraceError } from "../../../trace/errors.js";
import { scope } from "../../../trace/scope.js";
import type { Tfjs } from "../../../trace/tfjs.js";

type Layer = layers.Layer;

/** A value with the mask that goes with it: 1 where a step counts. */
interface Masked {
  readonly value: Tensor;
  readonly mask: Tensor | null;
}

/** A call of a layer in a model, as tfjs keeps it. */
interface CallNode {
  readonly outboundLayer: Layer;
  readonly inputTensors: readonly { readonly id: number }[];
  readonly outputTensors: readonly { readonly id: number }[];
  readonly callArgs?: Record<string, unknown>;
}

/** What tfjs's containers have and do not declare. */
interface Container {
  readonly inputs: readonly { readonly id: number }[];
  readonly outputs: readonly { readonly id: number }[];
  readonly nodesByDepth: Readonly<Record<string, readonly CallNode[]>>;
}

/** Layers that take a mask into account, in tfjs as in Keras. */
const TAKES_MASK = new Set(["SimpleRNN", "GRU", "LSTM", "RNN", "Bidirectional", "KilnGRU"]);

/** Layers that hand a mask on unchanged, and compute the same with it and without. */
const HANDS_ON = new Set([
  ...["Dense", "Activation", "Dropout", "SpatialDropout1D", "GaussianNoise", "GaussianDropout", "AlphaDropout"],
  ...["BatchNormalization", "LayerNormalization", "ReLU", "LeakyReLU", "PReLU", "ELU", "ThresholdedReLU", "Add"],
  ...["Multiply", "Average", "Maximum", "Minimum", "Concatenate", "KilnIdentity", "KilnSubtract", "KilnReLU"],
  ...["KilnUnitNormalization", "KilnRMSNormalization", "KilnGroupNormalization", "Rescaling", "KilnNormalization"],
]);

/** Layers that compute something else in Keras when there is a mask, and the same as ever in tfjs. */
const KERAS_ONLY = new Set([
  ...["Softmax", "TimeDistributed", "KilnAttention", "KilnAdditiveAttention", "KilnMultiHeadAttention", "Dot"],
  ...["ConvLSTM2D", "KilnGlobalAveragePooling1D"],
]);

/**
 * Computes the outputs of a model.
 *
 * @param keras true where Keras wrote the model, so that Keras' meaning of a mask is the right one
 * @throws TraceError naming a layer whose mask cannot be taken into account.
 */
export function runModel(tf: Tfjs, model: LayersModel, inputs: readonly Tensor[], keras: boolean): Tensor[] {
  const given = inputs.map((value): Masked => ({ value, mask: null }));
  return new Walk(tf, keras).model(model, given).map(({ value }) => value);
}

class Walk {
  readonly #tf: Tfjs;
  readonly #keras: boolean;

  constructor(tf: Tfjs, keras: boolean) {
    this.#tf = tf;
    this.#keras = keras;
  }

  model(model: LayersModel, inputs: readonly Masked[]): Masked[] {
    const inner = graphOf(model);
    const { inputs: starts, outputs: ends, nodesByDepth } = inner;
    const values = new Map<number, Masked>();
    for (const [i, { id }] of starts.entries()) {
      const value = inputs[i];
      if (value !== undefined) values.set(id, value);
    }
    const depths = Object.keys(nodesByDepth).map(Number);
    for (const depth of depths.sort((a, b) => b - a)) {
      for (const node of nodesByDepth[depth] ?? []) this.#node(node, values);
    }
    return ends.map(({ id }) => known(values.get(id)));
  }

  #node({ outboundLayer: layer, inputTensors, outputTensors, callArgs }: CallNode, values: Map<number, Masked>): void {
    const inputs = inputTensors.flatMap(({ id }) => {
      const value = values.get(id);
      return value === undefined ? [] : [value];
    });
    // An InputLayer is a call of its own output.
    if (layer.getClassName() === "InputLayer" || inputs.length !== inputTensors.length) return;
    const results = this.#layer(layer, inputs, callArgs ?? {});
    for (const [i, { id }] of outputTensors.entries()) values.set(id, known(results[i]));
  }

  #layer(layer: Layer, inputs: readonly Masked[], callArgs: Record<string, unknown>): Masked[] {
    if (isModel(this.#tf, layer)) return scope(layer.name, () => this.model(layer, inputs));
    const className = layer.getClassName();
    const masks = inputs.map(({ mask }) => mask);
    const masked = masks.some((mask) => mask !== null);
    if (masked && this.#keras && className === "GlobalAveragePooling1D") return [this.#maskedMean(layer, inputs)];
    if (masked && this.#keras && KERAS_ONLY.has(className)) {
      throw new TraceError(
        `the layer ${layer.name} (${className}) is given a mask, which Keras takes into account there and tfjs does not`,
        { scope: layer.name },
        "Switch the mask off (mask_zero, Masking) before this layer, or use a recurrent layer, which takes it.",
      );
    }
    const values = inputs.map(({ value }) => value);
    // States are among the inputs already; tfjs keeps the symbolic ones that it was built with beside them.
    const { initialState: _, constants: __, mask: ___, ...kwargs }: Record<string, unknown> = callArgs;
    if (masked && TAKES_MASK.has(className)) kwargs.mask = masks[0];
    const result = layer.apply(values.length === 1 ? (values[0] as Tensor) : values, kwargs) as Tensor | Tensor[];
    const outputs = Array.isArray(result) ? result : [result];
    const made = this.#masksAfter(layer, className, values, masks, masked);
    const [mask] = masks;
    const [first, ...states] = outputs;
    if (this.#keras && className === "Bidirectional" && mask !== null && mask !== undefined && made !== null && first) {
      return [
        { value: this.#zeroed(layer, first, mask), mask: made },
        ...states.map((value) => ({ value, mask: null })),
      ];
    }
    return outputs.map((value, i): Masked => ({ value, mask: i === 0 ? made : null }));
  }

  /** In Keras, masked steps of a Bidirectional are zeros; in tfjs they hold what the step before gave. */
  #zeroed(layer: Layer, value: Tensor, mask: Tensor): Tensor {
    const tf = this.#tf;
    return scope(layer.name, () => tf.mul(value, tf.expandDims(tf.cast(mask, "float32"), 2)));
  }

  /** The mask of a layer's first output. */
  #masksAfter(
    layer: Layer,
    className: string,
    values: readonly Tensor[],
    masks: readonly (Tensor | null)[],
    masked: boolean,
  ): Tensor | null {
    const makes = className === "Masking" || className === "Embedding";
    if (!makes && !masked) return null;
    if (!makes && !TAKES_MASK.has(className) && !HANDS_ON.has(className)) return null;
    const own = className.startsWith("Kiln") && className !== "KilnGRU";
    if (own) return masks[0] ?? null;
    if (masks.length > 1 && masks.some((mask) => mask === null)) {
      // Keras: where one branch has a mask and another has none, what has none counts everywhere.
      return className === "Concatenate" ? null : null;
    }
    const one = values.length === 1;
    const made: unknown = layer.computeMask(
      (one ? values[0] : [...values]) as Tensor,
      (one ? (masks[0] ?? undefined) : [...masks]) as Tensor,
    );
    const first: unknown = Array.isArray(made) ? made[0] : made;
    return first instanceof this.#tf.Tensor ? first : null;
  }

  /** Keras leaves masked steps out of the mean; tfjs does not. */
  #maskedMean(layer: Layer, [input]: readonly Masked[]): Masked {
    const tf = this.#tf;
    return scope(layer.name, () => {
      const { value, mask } = known(input);
      if (mask === null) throw new Error("a masked mean without a mask");
      const weights = tf.expandDims(tf.cast(mask, "float32"), 2);
      const sum = tf.sum(tf.mul(value, weights), 1);
      return { value: tf.div(sum, tf.sum(weights, 1)), mask: null };
    });
  }
}

/** A Sequential keeps its graph in a model of its own, made when it is built. */
function graphOf(model: LayersModel): Container {
  const holder = model as unknown as Container & { model?: Container; build(): void };
  if (model.getClassName() !== "Sequential") return holder;
  if (holder.model === undefined || holder.model === null) holder.build();
  return holder.model ?? holder;
}

function isModel(tf: Tfjs, layer: unknown): layer is LayersModel {
  return layer instanceof tf.LayersModel;
}

function known(value: Masked | undefined): Masked {
  if (value === undefined) throw new Error("a tensor of the model is computed by no layer");
  return value;
}
