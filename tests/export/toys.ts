/** Small graphs for the tests of `export/`: two that convert, and one for each trap of tf2onnx. */
import { batch, type Contract } from "../../core/contract.js";
import { Random } from "../../core/random.js";
import { GraphModelBuilder } from "../fixtures/graph-model.js";
import type { FrozenGraph } from "./frozen.js";

const common = { formatVersion: 2, model: "toy", processing: "toy@1" } as const;

/** Deterministic weights in about [-scale, scale]. */
function weights(seed: number, count: number, scale = 0.5): number[] {
  const random = Random.seeded(seed, "toy weights");
  return Array.from({ length: count }, () => random.between(-scale, scale));
}

/**
 * Two inputs, one of them int32, and three outputs, two of which are one tensor: `probability` = sigmoid(dense(values) +
 * table[code]), `again` is another name for `logit`. `unused` is an input that no node reads.
 */
export function classifier(name = "toy", size = 4): FrozenGraph {
  const contract: Contract = {
    ...common,
    name,
    title: "Toy",
    description: "Tells small toys from large ones.",
    inputs: [
      {
        name: "values",
        kind: { kind: "number" },
        type: "float32",
        dimensions: [batch, { name: "measures", size }],
        unit: "centimetres",
        description: "measurements",
        sample: { distribution: "normal", mean: 0, deviation: 3 },
      },
      {
        name: "code",
        kind: { kind: "number" },
        type: "int32",
        dimensions: [batch, { name: "one", size: 1 }],
        unit: "code",
        description: "colour",
        sample: { distribution: "integer", minimum: 0, maximum: 2 },
        range: { minimum: 0, maximum: 2 },
      },
    ],
    outputs: ["probability", "logit", "again"].map((output) => ({
      name: output,
      type: "float32",
      dimensions: [batch],
      unit: "1",
      description: `the ${output}`,
      labels: ["small", "large"],
    })),
    edgeCases: [
      { name: "zeros", inputs: { values: [0], code: [0] } },
      { name: "large", inputs: { values: [1e7, -1e7], code: [2] } },
    ],
  };
  const b = new GraphModelBuilder();
  b.placeholder("values", "DT_FLOAT", [-1, size]);
  b.placeholder("code", "DT_INT32", [-1, 1]);
  b.floats("dense/kernel", [size, 1], weights(1, size));
  b.op("dense/MatMul", "MatMul", ["values", "dense/kernel"], { transpose_a: { b: false }, transpose_b: { b: false } });
  b.op("colour/Cast", "Cast", ["code"], {
    SrcT: { type: "DT_INT32" },
    DstT: { type: "DT_FLOAT" },
    Truncate: { b: false },
  });
  b.floats("colour/scale", [1], [0.25]);
  b.op("colour/Mul", "Mul", ["colour/Cast", "colour/scale"]);
  b.op("sum/AddV2", "AddV2", ["dense/MatMul", "colour/Mul"]);
  b.ints("flat", [1], [-1]);
  b.op("logit", "Reshape", ["sum/AddV2", "flat"], { Tshape: { type: "DT_INT32" } });
  b.op("probability", "Sigmoid", ["logit"]);
  return { contract, builder: b, outputs: { again: "logit" } };
}

/** One picture-shaped output from a vector, through transposed convolutions of the given kernel and stride 2. */
export function decoder(kernel: number): FrozenGraph {
  const contract: Contract = {
    ...common,
    name: "toy_decoder",
    title: "Toy decoder",
    description: "Draws a toy.",
    edgeCases: [{ name: "zeros", inputs: { latent: [0] } }],
    inputs: [
      {
        name: "latent",
        kind: { kind: "number" },
        type: "float32",
        dimensions: [batch, { name: "latent", size: 5 }],
        unit: "1",
        description: "what to draw",
        sample: { distribution: "normal", mean: 0, deviation: 1 },
      },
    ],
    outputs: [
      {
        name: "image",
        type: "float32",
        dimensions: [batch, { name: "height", size: 8 }, { name: "width", size: 8 }, { name: "channels", size: 2 }],
        unit: "1",
        description: "the picture",
      },
    ],
  };
  const b = new GraphModelBuilder();
  b.placeholder("latent", "DT_FLOAT", [-1, 5]);
  b.floats("dense/kernel", [5, 12], weights(2, 60));
  b.op("dense/MatMul", "MatMul", ["latent", "dense/kernel"], { transpose_a: { b: false }, transpose_b: { b: false } });
  b.ints("dense/shape", [4], [-1, 2, 2, 3]);
  b.op("dense/Reshape", "Reshape", ["dense/MatMul", "dense/shape"], { Tshape: { type: "DT_INT32" } });
  transposed(b, "up1", "dense/Reshape", kernel, [4, 4, 3], 3);
  transposed(b, "up2", "up1/Relu", kernel, [8, 8, 2], 3);
  b.op("image", "Sigmoid", ["up2/Relu"]);
  return { contract, builder: b };
}

/** Conv2DTranspose as tfjs records it: the batch is taken from the input's shape, then relu. */
function transposed(
  b: GraphModelBuilder,
  scope: string,
  input: string,
  kernel: number,
  [height, width, channels]: readonly [number, number, number],
  from: number,
): void {
  b.op(`${scope}/Shape`, "Shape", [input], { out_type: { type: "DT_INT32" } });
  b.ints(`${scope}/begin`, [1], [0]);
  b.ints(`${scope}/end`, [1], [1]);
  b.ints(`${scope}/step`, [1], [1]);
  b.op(`${scope}/batch`, "StridedSlice", [`${scope}/Shape`, `${scope}/begin`, `${scope}/end`, `${scope}/step`], {
    T: { type: "DT_INT32" },
    Index: { type: "DT_INT32" },
    shrink_axis_mask: { i: "1" },
    begin_mask: { i: "0" },
    end_mask: { i: "0" },
    ellipsis_mask: { i: "0" },
    new_axis_mask: { i: "0" },
  });
  const sizes = [height, width, channels].map((size, axis) => b.ints(`${scope}/size${axis}`, [], [size]));
  b.op(`${scope}/Pack`, "Pack", [`${scope}/batch`, ...sizes], {
    T: { type: "DT_INT32" },
    N: { i: "4" },
    axis: { i: "0" },
  });
  b.floats(`${scope}/kernel`, [kernel, kernel, channels, from], weights(kernel, kernel * kernel * channels * from, 1));
  b.op(`${scope}/Conv2DBackpropInput`, "Conv2DBackpropInput", [`${scope}/Pack`, `${scope}/kernel`, input], {
    strides: { list: { i: ["1", "2", "2", "1"] } },
    padding: { s: btoa("SAME") },
    data_format: { s: btoa("NHWC") },
    dilations: { list: { i: ["1", "1", "1", "1"] } },
  });
  b.op(`${scope}/Relu`, "Relu", [`${scope}/Conv2DBackpropInput`]);
}

/** A graph with an op that tf2onnx has no converter for, in the layer `squash`. */
export function log1p(): FrozenGraph {
  const toy = classifier("toy");
  toy.builder.op("squash/Log1p", "Log1p", ["probability"]);
  toy.builder.op("squashed", "Identity", ["squash/Log1p"]);
  return { ...toy, outputs: { ...toy.outputs, logit: "squashed" } };
}
