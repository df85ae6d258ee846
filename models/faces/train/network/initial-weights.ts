/** Weights before training, from the seeded generator. */
import type { Random } from "kilnjs";
import { makeTensor, sizeOf, type Tensor, type Tensors } from "kilnjs";
import { COLOURS, channelsOf, INNER_SIDE, type NetworkSettings } from "./shapes.js";

/** Gain of the last layer: the first pictures are one flat grey, and no noise has to be unlearnt. */
const FLAT = 0.05;

/**
 * Kernels are normal with variance gain / inputs of a unit (He et al. 2015: gain 2 before a rectifier, 1 elsewhere);
 * biases are zero.
 */
export function initialWeights(settings: NetworkSettings, random: Random): Tensors {
  const { latent, hidden, upsampling } = settings;
  const channels = channelsOf(settings);
  const inner = INNER_SIDE * INNER_SIDE * channels[3];
  const weights: Record<string, Tensor> = {};
  const layer = (name: string, shape: number[], inputs: number, outputs: number, gain = 2) => {
    weights[`${name}/kernel`] = normal(random, shape, Math.sqrt(gain / inputs));
    weights[`${name}/bias`] = makeTensor("float32", [outputs], new Float32Array(outputs));
  };
  channels.forEach((outputs, i) => {
    const inputs = channels[i - 1] ?? COLOURS;
    layer(`encoder/conv${i + 1}`, [4, 4, inputs, outputs], 16 * inputs, outputs);
  });
  layer("encoder/dense", [inner, hidden], inner, hidden);
  layer("encoder/mean", [hidden, latent], hidden, latent, 1);
  // The variances start near 1, where the prior has them.
  layer("encoder/log_variance", [hidden, latent], hidden, latent, 0.01);
  layer("decoder/dense1", [latent, hidden], latent, hidden);
  layer("decoder/dense2", [hidden, inner], hidden, inner);
  [...channels].reverse().forEach((inputs, i) => {
    const outputs = [...channels].reverse()[i + 1] ?? COLOURS;
    const gain = i === channels.length - 1 ? FLAT : 2;
    // A transposed convolution of stride 2 makes each output from a quarter of its kernel.
    if (upsampling === "transposed") layer(`decoder/up${i + 1}`, [4, 4, outputs, inputs], 4 * inputs, outputs, gain);
    else layer(`decoder/up${i + 1}`, [3, 3, inputs, outputs], 9 * inputs, outputs, gain);
  });
  return weights;
}

function normal(random: Random, shape: number[], deviation: number): Tensor {
  const data = random.fillNormal(new Float32Array(sizeOf(shape)));
  for (let i = 0; i < data.length; i++) data[i] = (data[i] as number) * deviation;
  return makeTensor("float32", shape, data);
}
