/** Which class computes a layer: tfjs's own, or one of Kiln's where tfjs lacks it or computes something else than Keras. */
import { FailedError } from "../../../core/errors.js";
import { activationName } from "./activations.js";
import type { Config } from "./json-object.js";

/** What decides beside the class and its options. */
export interface Origin {
  /** True when Keras 3 wrote the model. */
  readonly keras3: boolean;
  /** The layer's path, for messages. */
  readonly where: string;
}

/** The class to make, and its options as that class reads them. */
export interface Choice {
  readonly className: string;
  readonly config: Config;
}

/** Classes of tfjs that compute what Keras does, with all options that tfjs has. */
const AS_THEY_ARE = new Set([
  ...["InputLayer", "Dense", "Activation", "Dropout", "SpatialDropout1D", "Flatten", "RepeatVector", "Reshape"],
  ...["Permute", "Masking", "Embedding", "Add", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot"],
  ...["GaussianNoise", "GaussianDropout", "AlphaDropout", "BatchNormalization", "LayerNormalization", "Rescaling"],
  ...["Conv2D", "Conv3D", "Conv2DTranspose", "Conv3DTranspose", "SeparableConv2D", "Conv1D", "Cropping2D"],
  ...["UpSampling2D", "DepthwiseConv2D", "ZeroPadding2D", "MaxPooling1D", "AveragePooling1D", "MaxPooling2D"],
  ...["AveragePooling2D", "MaxPooling3D", "AveragePooling3D", "GlobalAveragePooling1D", "GlobalMaxPooling1D"],
  ...["GlobalAveragePooling2D", "GlobalMaxPooling2D", "RNN", "SimpleRNN", "SimpleRNNCell", "GRU", "GRUCell", "LSTM"],
  ...["LSTMCell", "StackedRNNCells", "ConvLSTM2D", "ConvLSTM2DCell", "TimeDistributed", "Bidirectional"],
  ...["ReLU", "LeakyReLU", "PReLU", "ELU", "ThresholdedReLU", "Softmax", "CenterCrop", "Resizing", "CategoryEncoding"],
]);

/** Layers that do something in training only. */
const IDENTITY = new Set([
  ...["Identity", "ActivityRegularization", "SpatialDropout2D", "SpatialDropout3D", "RandomFlip", "RandomRotation"],
  ...["RandomZoom", "RandomTranslation", "RandomContrast", "RandomBrightness", "RandomCrop", "RandomHeight"],
  ...["RandomWidth", "SpectralNoise"],
]);

/** Classes that Kiln has and tfjs has not; `layers/` holds one file a family. */
const OWN = new Set([
  ...["Subtract", "ZeroPadding1D", "ZeroPadding3D", "Cropping1D", "Cropping3D", "UpSampling1D", "UpSampling3D"],
  ...["GlobalAveragePooling3D", "GlobalMaxPooling3D", "GroupNormalization", "UnitNormalization", "RMSNormalization"],
  ...["Normalization", "DepthwiseConv1D", "SeparableConv1D", "Conv1DTranspose", "Attention", "AdditiveAttention"],
  ...["MultiHeadAttention", "EinsumDense"],
]);

/** Why a class cannot be converted. */
const REFUSED: Readonly<Record<string, string>> = {
  Lambda: "it is a function in Python or JavaScript, which the file does not carry",
  TFOpLambda: "it is a call of TensorFlow in the middle of a Keras model, which tfjs does not read either",
  TensorFlowOpLayer: "it is a call of TensorFlow in the middle of a Keras model, which tfjs does not read either",
  StringLookup: "it takes strings, and no graph here carries them",
  IntegerLookup: "it looks numbers up in a table of Python's",
  TextVectorization: "it takes strings, and no graph here carries them",
  Hashing: "it takes strings, and no graph here carries them",
};

/**
 * Chooses the class of a layer.
 *
 * @throws FailedError naming the layer, its class and option, when it cannot be converted.
 */
export function layerClass(className: string, given: Config, origin: Origin): Choice {
  const config = activated(given, origin);
  checkOptions(className, config, origin);
  if (IDENTITY.has(className)) return own("Identity", { name: config.name, dtype: config.dtype });
  if (OWN.has(className)) return own(className, config);
  if (!AS_THEY_ARE.has(className)) throw refused(className, REFUSED[className], origin);
  return special(className, config, origin) ?? { className, config };
}

/** The class as it is registered with tfjs, under a name that is nobody else's. */
function own(className: string, config: Config): Choice {
  if (config.data_format === "channels_first") {
    throw new FailedError(
      `the layer ${String(config.name)} (${className}) has its channels first, which is converted for tfjs's own layers only`,
      { next: "Build the model with channels last (keras.config.set_image_data_format)." },
    );
  }
  return { className: ownName(className), config };
}

/** `GRU` -> `KilnGRU`. */
export function ownName(className: string): string {
  return `Kiln${className}`;
}

function activated(config: Config, origin: Origin): Config {
  const changed: Config = { ...config };
  for (const key of ["activation", "recurrent_activation"]) {
    if (config[key] !== undefined && config[key] !== null) changed[key] = activationName(config[key], origin);
  }
  return changed;
}

/** Where options make another class of it. */
function special(className: string, config: Config, { keras3 }: Origin): Choice | undefined {
  switch (className) {
    case "GRU":
    case "GRUCell":
      return config.reset_after === true ? own(className, without(config, "reset_after")) : undefined;
    case "Conv1D":
      return config.padding === "causal" || groups(config) > 1 ? own(className, config) : undefined;
    case "Conv2D":
      return groups(config) > 1 ? own(className, config) : undefined;
    case "BatchNormalization":
      return { className, config: { ...config, axis: single(config.axis) } };
    case "ReLU":
      return Number(config.negative_slope ?? 0) !== 0 || Number(config.threshold ?? 0) !== 0
        ? own(className, config)
        : undefined;
    case "LeakyReLU":
      return { className, config: { ...config, alpha: config.negative_slope ?? config.alpha ?? 0.3 } };
    case "ELU":
      return Number(config.alpha ?? 1) === 1 ? undefined : own(className, config);
    case "CenterCrop":
      return own(className, config);
    case "UpSampling2D":
      return keras3 && config.interpolation === "bilinear" ? own(className, config) : undefined;
    case "Resizing":
      return keras3 ? own(className, config) : undefined;
    case "CategoryEncoding":
      return own(className, config);
    case "GlobalAveragePooling1D":
    case "GlobalMaxPooling1D":
    case "GlobalAveragePooling2D":
    case "GlobalMaxPooling2D":
      return config.keepdims === true ? own(className, config) : undefined;
    case "Softmax":
      return { className, config: { ...config, axis: single(config.axis ?? -1) } };
    case "InputLayer":
      return { className, config: without(config, "ragged", "optional", "type_spec") };
    default:
      return undefined;
  }
}

function checkOptions(className: string, config: Config, { where }: Origin): void {
  const refuse = (what: string, next: string): never => {
    throw new FailedError(`the layer ${where} (${className}) cannot be converted: ${what}`, { next });
  };
  if (config.stateful === true) {
    refuse(
      "it is stateful, and a graph remembers nothing from one call to the next",
      "Build it with stateful = false.",
    );
  }
  if (config.zero_output_for_mask === true) {
    refuse("zero_output_for_mask is not supported", "Multiply the output by the mask after the layer.");
  }
  if (config.rms_scaling === true) refuse("rms_scaling is not supported", "Use RMSNormalization instead.");
  if (config.lora_rank !== undefined && config.lora_rank !== null) {
    refuse("its weights are in two parts (lora_rank)", "Merge the LoRA weights before the model is saved.");
  }
  // Keras writes down the default, too: time, of a series.
  if (className === "MultiHeadAttention" && ![undefined, null, "1"].includes(axesText(config.attention_axes))) {
    refuse("attention over chosen axes is not supported", "Reshape the input so that time is its second axis.");
  }
  if (className !== "InputLayer") return;
  if (config.ragged === true || config.sparse === true) {
    const kind = config.ragged === true ? "ragged" : "sparse";
    refuse(`it takes ${kind} tensors`, "Feed the model with dense tensors.");
  }
  if (config.dtype === "string") {
    refuse("it takes strings, and no graph here carries them", "Look words up outside of the model.");
  }
}

function axesText(axes: unknown): string | null | undefined {
  return axes === null || axes === undefined ? axes : String(axes);
}

function groups(config: Config): number {
  return Number(config.groups ?? 1);
}

/** Keras writes an axis as a list of one now and then. */
function single(axis: unknown): unknown {
  return Array.isArray(axis) && axis.length === 1 ? axis[0] : axis;
}

function without(config: Config, ...keys: readonly string[]): Config {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !keys.includes(key)));
}

function refused(className: string, why: string | undefined, { where }: Origin): FailedError {
  return new FailedError(
    `the layer ${where} is of the class ${className}, which cannot be converted: ${why ?? "it is not one of Keras' or tfjs's own layers that are known"}`,
    { next: "Build this part from other layers, or convert the function that computes it with toOnnx(fn, specs)." },
  );
}
