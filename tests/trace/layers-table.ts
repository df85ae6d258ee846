/** A model for each layer class of tfjs that makes sense in inference, in the variants that compute differently. */

import type { TF } from "../../trace/tensorflow.js";

type Model = ReturnType<TF["model"]>;
type Layer = ReturnType<TF["layers"]["dense"]> | ReturnType<TF["layers"]["flatten"]>;

/** One model of the table. */
export interface LayerCase {
  readonly name: string;
  readonly build: (tf: TF) => Model;
  /** Integers below this go in, instead of real numbers. */
  readonly below?: number;
  /** Set where tf2onnx cannot express it: what the refusal has to say. */
  readonly refused?: RegExp;
}

const series = [4, 3];
const picture = [6, 6, 3];
const volume = [4, 4, 4, 2];

function one(
  name: string,
  inputShape: number[],
  layer: (tf: TF) => unknown,
  more: Omit<LayerCase, "name" | "build"> = {},
): LayerCase {
  return chain(name, inputShape, (tf) => [layer(tf)], more);
}

function chain(
  name: string,
  inputShape: number[],
  layers: (tf: TF) => unknown[],
  more: Omit<LayerCase, "name" | "build"> = {},
): LayerCase {
  return {
    name,
    build: (tf) => {
      const input = tf.input({ shape: inputShape });
      let last = input;
      for (const layer of layers(tf)) last = (layer as Layer).apply(last) as typeof input;
      return tf.model({ inputs: input, outputs: last });
    },
    ...more,
  };
}

function merge(name: string, layer: (tf: TF) => unknown, shape: number[] = [4, 3]): LayerCase {
  return {
    name,
    build: (tf) => {
      const a = tf.input({ shape });
      const b = tf.input({ shape });
      return tf.model({ inputs: [a, b], outputs: (layer(tf) as Layer).apply([a, b]) as typeof a });
    },
  };
}

const activations = [
  "elu",
  "hardSigmoid",
  "linear",
  "relu",
  "relu6",
  "selu",
  "sigmoid",
  "softmax",
  "softplus",
  "softsign",
  "tanh",
  "swish",
  "mish",
  "gelu",
  "gelu_new",
] as const;

export const layerCases: readonly LayerCase[] = [
  one("dense", [5], (tf) => tf.layers.dense({ units: 4 })),
  one("dense over a series", series, (tf) => tf.layers.dense({ units: 4, activation: "relu" })),
  ...activations.map((activation) =>
    one(`activation ${activation}`, [7], (tf) => tf.layers.activation({ activation })),
  ),
  one("elu", [7], (tf) => tf.layers.elu()),
  one("reLU", [7], (tf) => tf.layers.reLU({ maxValue: 0.5 })),
  one("leakyReLU", [7], (tf) => tf.layers.leakyReLU({ alpha: 0.2 })),
  one("prelu", picture, (tf) => tf.layers.prelu({ sharedAxes: [1, 2] })),
  one("prelu of a vector", [5], (tf) => tf.layers.prelu()),
  one("softmax", [4, 5], (tf) => tf.layers.softmax({ axis: -1 })),
  one("thresholdedReLU", [7], (tf) => tf.layers.thresholdedReLU({ theta: 0.3 })),

  one("conv1d same", series, (tf) => tf.layers.conv1d({ filters: 4, kernelSize: 3, padding: "same" })),
  one("conv1d dilated", series, (tf) => tf.layers.conv1d({ filters: 4, kernelSize: 2, dilationRate: 2 })),
  one("conv1d strided", series, (tf) => tf.layers.conv1d({ filters: 4, kernelSize: 3, strides: 2, padding: "same" })),
  one("conv2d same", picture, (tf) => tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: "same" })),
  one("conv2d valid", picture, (tf) => tf.layers.conv2d({ filters: 4, kernelSize: [2, 3], activation: "relu" })),
  one("conv2d strided", picture, (tf) =>
    tf.layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: "same", activation: "relu" }),
  ),
  one("conv2d dilated", picture, (tf) => tf.layers.conv2d({ filters: 4, kernelSize: 2, dilationRate: 2 })),
  one("conv3d", volume, (tf) => tf.layers.conv3d({ filters: 3, kernelSize: 2, padding: "same" })),
  one("conv3d strided", volume, (tf) => tf.layers.conv3d({ filters: 3, kernelSize: 3, strides: 2, padding: "valid" })),
  one("depthwiseConv2d", picture, (tf) => tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 })),
  one("depthwiseConv2d strided", picture, (tf) =>
    tf.layers.depthwiseConv2d({ kernelSize: 3, strides: 2, padding: "same" }),
  ),
  one("separableConv2d", picture, (tf) => tf.layers.separableConv2d({ filters: 4, kernelSize: 3, padding: "same" })),
  one("conv2dTranspose 4x4/2", picture, (tf) =>
    tf.layers.conv2dTranspose({ filters: 4, kernelSize: 4, strides: 2, padding: "same" }),
  ),
  one("conv2dTranspose 3x3/1 valid", picture, (tf) => tf.layers.conv2dTranspose({ filters: 4, kernelSize: 3 })),
  chain("conv2dTranspose 3x3/2 twice (odd padding)", picture, (tf) => [
    tf.layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: "same", activation: "relu" }),
    tf.layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: "same", activation: "sigmoid" }),
  ]),
  chain("conv3dTranspose twice (odd padding)", [2, 2, 2, 2], (tf) => [
    tf.layers.conv3dTranspose({ filters: 3, kernelSize: 3, strides: 2, padding: "same" }),
    tf.layers.conv3dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: "same" }),
  ]),
  one("convLstm2d", [2, 5, 5, 2], (tf) => tf.layers.convLstm2d({ filters: 2, kernelSize: 3, returnSequences: true })),

  one("maxPooling1d", series, (tf) => tf.layers.maxPooling1d({ poolSize: 2 })),
  one("averagePooling1d", series, (tf) => tf.layers.averagePooling1d({ poolSize: 3, strides: 1, padding: "same" })),
  one("maxPooling2d", picture, (tf) => tf.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: "same" })),
  one("averagePooling2d", picture, (tf) => tf.layers.averagePooling2d({ poolSize: 3, strides: 2, padding: "same" })),
  one("maxPooling3d", volume, (tf) => tf.layers.maxPooling3d({ poolSize: 2 } as never)),
  one("averagePooling3d", volume, (tf) => tf.layers.averagePooling3d({ poolSize: 2, padding: "same" } as never)),
  one("globalMaxPooling1d", series, (tf) => tf.layers.globalMaxPooling1d()),
  one("globalAveragePooling1d", series, (tf) => tf.layers.globalAveragePooling1d()),
  one("globalMaxPooling2d", picture, (tf) => tf.layers.globalMaxPooling2d({})),
  one("globalAveragePooling2d", picture, (tf) => tf.layers.globalAveragePooling2d({})),

  one("batchNormalization", [5], (tf) => tf.layers.batchNormalization()),
  one("batchNormalization of pictures", picture, (tf) => tf.layers.batchNormalization()),
  one("batchNormalization along rows", picture, (tf) => tf.layers.batchNormalization({ axis: 1 })),
  one("layerNormalization", series, (tf) => tf.layers.layerNormalization()),
  one("layerNormalization over two axes", series, (tf) => tf.layers.layerNormalization({ axis: [1, 2] })),

  one("embedding", [5], (tf) => tf.layers.embedding({ inputDim: 9, outputDim: 3 }), { below: 9 }),
  chain(
    "embedding with mask, then gru",
    [3],
    (tf) => [tf.layers.embedding({ inputDim: 9, outputDim: 3, maskZero: true }), tf.layers.gru({ units: 4 })],
    { below: 9 },
  ),

  one("simpleRNN", series, (tf) => tf.layers.simpleRNN({ units: 4 })),
  one("simpleRNN sequences", series, (tf) => tf.layers.simpleRNN({ units: 4, returnSequences: true })),
  one("gru", series, (tf) => tf.layers.gru({ units: 4 })),
  one("gru sequences, backwards", series, (tf) =>
    tf.layers.gru({ units: 4, returnSequences: true, goBackwards: true, recurrentActivation: "sigmoid" }),
  ),
  one("lstm", series, (tf) => tf.layers.lstm({ units: 4 })),
  one("lstm sequences", series, (tf) =>
    tf.layers.lstm({ units: 4, returnSequences: true, recurrentActivation: "sigmoid" }),
  ),
  one("rnn of stacked cells", series, (tf) =>
    tf.layers.rnn({ cell: [tf.layers.gruCell({ units: 3 }), tf.layers.lstmCell({ units: 4 })] as never }),
  ),
  one("bidirectional gru, concatenated", series, (tf) =>
    tf.layers.bidirectional({ layer: tf.layers.gru({ units: 3, returnSequences: true }), mergeMode: "concat" }),
  ),
  one("bidirectional lstm, summed", series, (tf) =>
    tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 3 }), mergeMode: "sum" }),
  ),
  one("timeDistributed dense", series, (tf) =>
    tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 4, activation: "tanh" }) }),
  ),
  one("timeDistributed conv2d", [2, 5, 5, 2], (tf) =>
    tf.layers.timeDistributed({ layer: tf.layers.conv2d({ filters: 3, kernelSize: 3 }) }),
  ),
  chain("masking, then lstm", series, (tf) => [tf.layers.masking({ maskValue: 0 }), tf.layers.lstm({ units: 3 })]),

  merge("add", (tf) => tf.layers.add()),
  merge("average", (tf) => tf.layers.average()),
  merge("maximum", (tf) => tf.layers.maximum()),
  merge("minimum", (tf) => tf.layers.minimum()),
  merge("multiply", (tf) => tf.layers.multiply()),
  merge("concatenate", (tf) => tf.layers.concatenate({ axis: 1 })),
  merge("concatenate along the last axis", (tf) => tf.layers.concatenate()),
  merge("dot", (tf) => tf.layers.dot({ axes: 1 }), [5]),
  merge("dot, normalised, over series", (tf) => tf.layers.dot({ axes: -1, normalize: true })),

  one("flatten", picture, (tf) => tf.layers.flatten()),
  one("reshape", picture, (tf) => tf.layers.reshape({ targetShape: [9, -1] as never })),
  one("permute", picture, (tf) => tf.layers.permute({ dims: [3, 1, 2] })),
  one("repeatVector", [4], (tf) => tf.layers.repeatVector({ n: 3 })),
  one("upSampling2d nearest", picture, (tf) => tf.layers.upSampling2d({ size: [2, 3] })),
  one("upSampling2d bilinear", picture, (tf) => tf.layers.upSampling2d({ size: [2, 2], interpolation: "bilinear" })),
  one("zeroPadding2d", picture, (tf) =>
    tf.layers.zeroPadding2d({
      padding: [
        [1, 2],
        [0, 1],
      ] as never,
    }),
  ),
  one("cropping2D", picture, (tf) =>
    tf.layers.cropping2D({
      cropping: [
        [1, 2],
        [0, 1],
      ],
    }),
  ),
  one("dropout and noise (nothing, in inference)", series, (tf) => tf.layers.dropout({ rate: 0.5 })),
  one("spatialDropout1d", series, (tf) => tf.layers.spatialDropout1d({ rate: 0.5 })),
  one("alphaDropout", series, (tf) => tf.layers.alphaDropout({ rate: 0.5 })),
  one("gaussianDropout", series, (tf) => tf.layers.gaussianDropout({ rate: 0.5 })),
  one("gaussianNoise", series, (tf) => tf.layers.gaussianNoise({ stddev: 0.5 })),
  one("rescaling", picture, (tf) => tf.layers.rescaling({ scale: 1 / 255, offset: -0.5 })),
  one("centerCrop", picture, (tf) => tf.layers.centerCrop({ height: 4, width: 3 })),
];
