/** A small network for each layer: it is built, trained for two steps, captured, and exported. */
import type { NetworkInput } from "../../../train/nn/network.js";
import type { Nn } from "../../../train/nn/nn.js";
import type { Category, Raw, Value } from "../../../train/nn/value.js";

/** What a case is given: a value of each kind. */
export interface CaseInputs {
  /** [6], raw. */
  readonly numbers: Raw<1>;
  /** One of three names. */
  readonly zone: Category;
  /** [7, 4], raw. */
  readonly signal: Raw<2>;
  /** [8, 8, 4], 0 to 1. */
  readonly image: Value<3>;
}

/** The inputs that the cases are given. */
export const caseInputs: readonly NetworkInput[] = [
  { name: "numbers", kind: "number", shape: [6] },
  { name: "zone", kind: "category", shape: [] },
  { name: "signal", kind: "series", shape: [7, 4] },
  { name: "image", kind: "picture", shape: [8, 8, 4] },
];

/** One layer, or a few that belong together. */
export interface LayerCase {
  readonly name: string;
  readonly make: (inputs: CaseInputs, nn: Nn) => Value;
  /** The shape that it must have, without the batch. */
  readonly shape: readonly number[];
}

const volume = (inputs: CaseInputs, nn: Nn) => nn.reshape(inputs.image, [4, 4, 4, 4]);

/** All layers. */
export const layerCases: readonly LayerCase[] = [
  { name: "dense", make: ({ numbers }, nn) => nn.dense(numbers, 5, "relu"), shape: [5] },
  {
    name: "dense without bias, by position",
    make: ({ signal }, nn) => nn.dense(signal, 3, { bias: false }),
    shape: [7, 3],
  },
  { name: "standardize", make: ({ numbers }, nn) => nn.standardize(numbers), shape: [6] },
  { name: "standardize, by channel", make: ({ signal }, nn) => nn.standardize(signal), shape: [7, 4] },
  { name: "embedding", make: ({ zone }, nn) => nn.embedding(zone, 4), shape: [4] },
  { name: "oneHot", make: ({ zone }, nn) => nn.oneHot(zone), shape: [3] },
  { name: "concat", make: ({ numbers, zone }, nn) => nn.concat([numbers, nn.embedding(zone, 2)]), shape: [8] },
  { name: "flatten, reshape", make: ({ image }, nn) => nn.reshape(nn.flatten(image), [16, 16]), shape: [16, 16] },
  {
    name: "add, multiply, average, maximum, scale",
    make: ({ numbers }, nn) => {
      const [a, b] = [nn.dense(numbers, 4), nn.dense(numbers, 4)];
      return nn.maximum([nn.add([a, b]), nn.multiply([a, b]), nn.scale(nn.average([a, b]), 0.3)]);
    },
    shape: [4],
  },
  { name: "residual", make: ({ numbers }, nn) => nn.residual(numbers, (x) => nn.dense(x, 6, "tanh")), shape: [6] },
  { name: "residual, projected", make: ({ signal }, nn) => nn.residual(signal, (x) => nn.gru(x, 5)), shape: [7, 5] },
  {
    name: "lambda, scope, shared",
    make: ({ numbers }, nn) => {
      const tower = nn.shared("tower", (x: Value<1>) => nn.batchNorm(nn.dense(nn.dropout(x, 0.3), 6, "tanh")));
      const made = nn.scope("outside", () => nn.lambda(numbers, [6], (tf, x) => tf.square(x)));
      return nn.concat([tower(numbers), tower(made)]);
    },
    shape: [12],
  },
  ...(["relu", "relu6", "leakyRelu", "elu", "selu", "sigmoid", "hardSigmoid", "tanh", "softplus"] as const).map(
    (kind) => ({
      name: kind,
      make: ({ numbers }: CaseInputs, nn: Nn) => nn[kind](nn.dense(numbers, 5)),
      shape: [5],
    }),
  ),
  ...(["softsign", "softmax", "swish", "gelu"] as const).map((kind) => ({
    name: kind,
    make: ({ numbers }: CaseInputs, nn: Nn) => nn.dense(numbers, 5, kind),
    shape: [5],
  })),
  { name: "dropout", make: ({ numbers }, nn) => nn.dropout(nn.dense(numbers, 5), 0.4), shape: [5] },
  { name: "spatialDropout", make: ({ signal }, nn) => nn.spatialDropout(nn.dense(signal, 5), 0.4), shape: [7, 5] },
  { name: "gaussianNoise", make: ({ numbers }, nn) => nn.gaussianNoise(nn.dense(numbers, 5), 0.2), shape: [5] },
  {
    name: "conv1d",
    make: ({ signal }, nn) => nn.conv1d(signal, 3, 3, { stride: 2, activation: "relu" }),
    shape: [4, 3],
  },
  {
    name: "conv1d, dilated",
    make: ({ signal }, nn) => nn.conv1d(signal, 3, 3, { dilation: 2, padding: "valid" }),
    shape: [3, 3],
  },
  { name: "conv2d", make: ({ image }, nn) => nn.conv2d(image, 3, 3, "relu"), shape: [8, 8, 3] },
  {
    name: "conv2d, stride, valid",
    make: ({ image }, nn) => nn.conv2d(image, 3, 3, { stride: 2, padding: "valid" }),
    shape: [3, 3, 3],
  },
  { name: "conv2d, dilated", make: ({ image }, nn) => nn.conv2d(image, 3, 3, { dilation: 2 }), shape: [8, 8, 3] },
  { name: "conv3d", make: (inputs, nn) => nn.conv3d(volume(inputs, nn), 3, 2), shape: [4, 4, 4, 3] },
  {
    name: "depthwiseConv2d and separableConv2d, dilated",
    make: ({ image }, nn) =>
      nn.separableConv2d(nn.depthwiseConv2d(image, 2, { dilation: 3 }), 3, 3, { dilation: 2, padding: "valid" }),
    shape: [4, 4, 3],
  },
  {
    name: "depthwiseConv2d",
    make: ({ image }, nn) => nn.depthwiseConv2d(image, 3, { multiplier: 2 }),
    shape: [8, 8, 8],
  },
  {
    name: "separableConv2d",
    make: ({ image }, nn) => nn.separableConv2d(image, 5, 3, { stride: 2 }),
    shape: [4, 4, 5],
  },
  {
    name: "convTranspose2d",
    make: ({ image }, nn) => nn.convTranspose2d(image, 3, 4, { stride: 2 }),
    shape: [16, 16, 3],
  },
  { name: "maxPool", make: ({ image }, nn) => nn.maxPool(nn.conv2d(image, 3, 3)), shape: [4, 4, 3] },
  {
    name: "averagePool, same",
    make: ({ image }, nn) => nn.averagePool(image, 3, { stride: 2, padding: "same" }),
    shape: [4, 4, 4],
  },
  { name: "maxPool of a series", make: ({ signal }, nn) => nn.maxPool(nn.conv1d(signal, 3, 3), 2), shape: [3, 3] },
  {
    name: "averagePool of a volume",
    make: (inputs, nn) => nn.averagePool(nn.conv3d(volume(inputs, nn), 2, 2), 2),
    shape: [2, 2, 2, 2],
  },
  { name: "maxPool of a volume", make: (inputs, nn) => nn.maxPool(volume(inputs, nn), 2), shape: [2, 2, 2, 4] },
  { name: "globalAveragePool", make: ({ image }, nn) => nn.globalAveragePool(nn.conv2d(image, 3, 3)), shape: [3] },
  { name: "globalMaxPool", make: ({ signal }, nn) => nn.globalMaxPool(signal), shape: [4] },
  { name: "upsample", make: ({ image }, nn) => nn.conv2d(nn.upsample(image), 2, 3), shape: [16, 16, 2] },
  { name: "upsample, bilinear", make: ({ image }, nn) => nn.upsample(image, 2, "bilinear"), shape: [16, 16, 4] },
  { name: "upsample1d", make: ({ signal }, nn) => nn.upsample1d(nn.conv1d(signal, 2, 3), 3), shape: [21, 2] },
  {
    name: "batchNorm",
    make: ({ image }, nn) => nn.batchNorm(nn.conv2d(image, 3, 3, { bias: false })),
    shape: [8, 8, 3],
  },
  { name: "layerNorm", make: ({ signal }, nn) => nn.layerNorm(signal), shape: [7, 4] },
  { name: "groupNorm", make: ({ image }, nn) => nn.groupNorm(nn.conv2d(image, 6, 3), 2), shape: [8, 8, 6] },
  { name: "simpleRNN", make: ({ signal }, nn) => nn.simpleRNN(signal, 5), shape: [7, 5] },
  { name: "gru", make: ({ signal }, nn) => nn.gru(signal, 5), shape: [7, 5] },
  { name: "gru, last", make: ({ signal }, nn) => nn.last(nn.gru(signal, 5, { backwards: true })), shape: [5] },
  { name: "lstm", make: ({ signal }, nn) => nn.lstm(signal, 5), shape: [7, 5] },
  { name: "bidirectional", make: ({ signal }, nn) => nn.bidirectional("lstm", signal, 3), shape: [7, 6] },
  { name: "bidirectional, last", make: ({ signal }, nn) => nn.last(nn.bidirectional("gru", signal, 3)), shape: [6] },
  { name: "last of a series", make: ({ signal }, nn) => nn.last(nn.conv1d(signal, 3, 2)), shape: [3] },
  { name: "attention", make: ({ signal }, nn) => nn.attention(nn.positions(signal), { heads: 2 }), shape: [7, 4] },
  {
    name: "attention, causal, to a memory",
    make: ({ signal }, nn) => nn.attention(nn.dense(signal, 6), { heads: 3, causal: true, memory: nn.gru(signal, 5) }),
    shape: [7, 6],
  },
];
