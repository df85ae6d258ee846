/**
 * The networks of the public tfjs examples (https://github.com/tensorflow/tfjs-examples, tfjs-models), rebuilt from their
 * descriptions with random weights and shorter sides, so that all of them take a few seconds.
 */
import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs";
import type { Tfjs } from "../../trace/tfjs.js";

type Build = (tf: Tfjs) => LayersModel;

const symbol = (value: unknown): SymbolicTensor => value as SymbolicTensor;

/** MobileNet v1: depthwise separable blocks between batch normalisations and ReLU6, padded by hand. */
function mobilenet(tf: Tfjs, size: number, top: (x: SymbolicTensor) => SymbolicTensor[]): LayersModel {
  const { layers: l } = tf;
  const input = tf.input({ shape: [size, size, 3], name: "input_1" });
  const finished = (x: SymbolicTensor, name: string): SymbolicTensor => {
    const normal = symbol(l.batchNormalization({ name: `${name}_bn`, epsilon: 1e-3 }).apply(x));
    return symbol(l.reLU({ maxValue: 6, name: `${name}_relu` }).apply(normal));
  };
  const padded = (x: SymbolicTensor, name: string): SymbolicTensor =>
    symbol(
      l
        .zeroPadding2d({
          padding: [
            [0, 1],
            [0, 1],
          ],
          name,
        })
        .apply(x),
    );
  const start = l.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: "valid", useBias: false, name: "conv1" });
  let x = finished(symbol(start.apply(padded(input, "conv1_pad"))), "conv1");
  for (const [i, [filters, strides]] of (
    [
      [8, 1],
      [16, 2],
      [16, 1],
    ] as const
  ).entries()) {
    const name = `conv_dw_${i + 1}`;
    const padding = strides === 2 ? "valid" : "same";
    const depthwise = l.depthwiseConv2d({ kernelSize: 3, strides, padding, useBias: false, name });
    x = finished(symbol(depthwise.apply(strides === 2 ? padded(x, `conv_pad_${i + 1}`) : x)), name);
    const pointwise = l.conv2d({ filters, kernelSize: 1, padding: "same", useBias: false, name: `conv_pw_${i + 1}` });
    x = finished(symbol(pointwise.apply(x)), `conv_pw_${i + 1}`);
  }
  return tf.model({ inputs: input, outputs: top(x) });
}

/** By the name of the example. */
export const publicExamples: Readonly<Record<string, Build>> = {
  iris: (tf) =>
    tf.sequential({
      layers: [
        tf.layers.dense({ units: 10, activation: "sigmoid", inputShape: [4] }),
        tf.layers.dense({ units: 3, activation: "softmax" }),
      ],
    }),
  mnist: (tf) =>
    tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [14, 14, 1], kernelSize: 3, filters: 8, activation: "relu" }),
        tf.layers.maxPooling2d({ poolSize: 2, strides: 2 }),
        tf.layers.conv2d({ kernelSize: 3, filters: 8, activation: "relu" }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 10, activation: "softmax" }),
      ],
    }),
  "mobilenet, classifier": (tf) =>
    mobilenet(tf, 24, (x) => {
      const pooled = tf.layers.globalAveragePooling2d({ name: "global_average_pooling2d_1" }).apply(x);
      const shaped = tf.layers.reshape({ targetShape: [1, 1, 16] }).apply(pooled);
      const dropped = tf.layers.dropout({ rate: 0.001 }).apply(shaped);
      const scores = tf.layers
        .conv2d({ filters: 20, kernelSize: 1, padding: "same", name: "conv_preds" })
        .apply(dropped);
      const likely = tf.layers.activation({ activation: "softmax" }).apply(scores);
      return [symbol(tf.layers.reshape({ targetShape: [20] }).apply(likely))];
    }),
  "transfer learning, head": (tf) =>
    tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [3, 3, 16] }),
        tf.layers.dense({ units: 20, activation: "relu", kernelInitializer: "varianceScaling" }),
        tf.layers.dense({ units: 4, kernelInitializer: "varianceScaling", useBias: false, activation: "softmax" }),
      ],
    }),
  "posenet, four heads": (tf) =>
    mobilenet(tf, 33, (x) => [
      symbol(tf.layers.conv2d({ filters: 17, kernelSize: 1, activation: "sigmoid", name: "heatmap" }).apply(x)),
      symbol(tf.layers.conv2d({ filters: 34, kernelSize: 1, name: "offset" }).apply(x)),
      symbol(tf.layers.conv2d({ filters: 32, kernelSize: 1, name: "displacement_fwd" }).apply(x)),
      symbol(tf.layers.conv2d({ filters: 32, kernelSize: 1, name: "displacement_bwd" }).apply(x)),
    ]),
  "lstm-text-generation": (tf) =>
    tf.sequential({
      layers: [
        tf.layers.lstm({ units: 8, returnSequences: true, inputShape: [6, 10] }),
        tf.layers.lstm({ units: 8 }),
        tf.layers.dense({ units: 10, activation: "softmax" }),
      ],
    }),
  "sentiment, lstm": (tf) =>
    tf.sequential({
      layers: [
        tf.layers.embedding({ inputDim: 30, outputDim: 6, inputLength: 8 }),
        tf.layers.lstm({ units: 6 }),
        tf.layers.dense({ units: 1, activation: "sigmoid" }),
      ],
    }),
  "sentiment, cnn": (tf) =>
    tf.sequential({
      layers: [
        tf.layers.embedding({ inputDim: 30, outputDim: 6, inputLength: 12 }),
        tf.layers.dropout({ rate: 0.5 }),
        tf.layers.conv1d({ filters: 8, kernelSize: 5, activation: "relu", padding: "valid" }),
        tf.layers.globalMaxPool1d({}),
        tf.layers.dense({ units: 1, activation: "sigmoid" }),
      ],
    }),
  "mnist-acgan, generator": (tf) => {
    const stack = tf.sequential({
      layers: [
        tf.layers.dense({ units: 3 * 3 * 8, inputShape: [6], activation: "relu" }),
        tf.layers.reshape({ targetShape: [3, 3, 8] }),
        tf.layers.conv2dTranspose({ filters: 6, kernelSize: 5, strides: 1, padding: "valid", activation: "relu" }),
        tf.layers.batchNormalization(),
        tf.layers.conv2dTranspose({ filters: 1, kernelSize: 5, strides: 2, padding: "same", activation: "tanh" }),
      ],
    });
    const latent = tf.input({ shape: [6] });
    const digit = tf.input({ shape: [1] });
    const embedded = tf.layers.flatten().apply(tf.layers.embedding({ inputDim: 10, outputDim: 6 }).apply(digit));
    const joined = tf.layers.multiply().apply([latent, symbol(embedded)]);
    return tf.model({ inputs: [latent, digit], outputs: symbol(stack.apply(joined)) });
  },
  "mnist-acgan, discriminator": (tf) => {
    const stack = tf.sequential({
      layers: [
        tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: "same", strides: 2, inputShape: [12, 12, 1] }),
        tf.layers.leakyReLU({ alpha: 0.2 }),
        tf.layers.dropout({ rate: 0.3 }),
        tf.layers.flatten(),
      ],
    });
    const image = tf.input({ shape: [12, 12, 1] });
    const features = symbol(stack.apply(image));
    return tf.model({
      inputs: image,
      outputs: [
        symbol(tf.layers.dense({ units: 1, activation: "sigmoid" }).apply(features)),
        symbol(tf.layers.dense({ units: 10, activation: "softmax" }).apply(features)),
      ],
    });
  },
  "addition-rnn": (tf) =>
    tf.sequential({
      layers: [
        tf.layers.lstm({ units: 6, recurrentInitializer: "glorotNormal", inputShape: [5, 6] }),
        tf.layers.repeatVector({ n: 3 }),
        tf.layers.lstm({ units: 6, returnSequences: true }),
        tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 6 }) }),
        tf.layers.activation({ activation: "softmax" }),
      ],
    }),
  "jena-weather, gru": (tf) =>
    tf.sequential({
      layers: [
        tf.layers.gru({ units: 6, inputShape: [6, 4], dropout: 0.1, recurrentDropout: 0.1 }),
        tf.layers.dense({ units: 1 }),
      ],
    }),
  "date-conversion-attention": (tf) => {
    const from = tf.input({ shape: [6] });
    const to = tf.input({ shape: [5] });
    const encoded = symbol(
      tf.layers
        .lstm({ units: 6, returnSequences: true })
        .apply(tf.layers.embedding({ inputDim: 20, outputDim: 6, inputLength: 6 }).apply(from)),
    );
    const decoded = symbol(
      tf.layers
        .lstm({ units: 6, returnSequences: true })
        .apply(tf.layers.embedding({ inputDim: 12, outputDim: 6, inputLength: 5 }).apply(to)),
    );
    const scores = tf.layers.dot({ axes: [2, 2] }).apply([decoded, encoded]);
    const attention = symbol(tf.layers.activation({ activation: "softmax", name: "attention" }).apply(scores));
    const context = symbol(tf.layers.dot({ axes: [2, 1] }).apply([attention, encoded]));
    const both = tf.layers.concatenate().apply([context, decoded]);
    const answer = tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 12, activation: "softmax" }) });
    return tf.model({ inputs: [from, to], outputs: symbol(answer.apply(both)) });
  },
};
