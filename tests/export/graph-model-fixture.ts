/** Graph-models as tensorflowjs_converter writes them, node by node. */
import type { SourceModel } from "../../export/tfjs/model-json.js";
import type { Weight } from "../../export/tfjs/weights.js";

type Attributes = Record<string, object>;

const FLOAT = { type: "DT_FLOAT" };
const INT = { type: "DT_INT32" };
const list = (values: readonly number[]) => ({ list: { i: values.map(String) } });
const text = (value: string) => ({ s: Buffer.from(value).toString("base64") });
const flag = (b: boolean) => ({ b });
const sizes = (shape: readonly number[]) => ({ shape: { dim: shape.map((size) => ({ size: String(size) })) } });

/** Puts a graph together. */
export class GraphFixture {
  readonly nodes: object[] = [];
  readonly weights: Weight[] = [];

  placeholder(name: string, shape: readonly number[], dtype = FLOAT): string {
    return this.node(name, "Placeholder", [], { dtype, shape: sizes(shape) });
  }

  floats(name: string, shape: readonly number[]): string {
    const size = shape.reduce((product, length) => product * length, 1);
    const values = Float32Array.from({ length: size }, (_, i) => Math.sin(i * 1.7 + name.length) / 2);
    return this.#weight({ name, shape, dtype: "float32", values }, FLOAT);
  }

  ints(name: string, values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.#weight({ name, shape, dtype: "int32", values: Int32Array.from(values) }, INT);
  }

  node(name: string, op: string, input: readonly string[], attr: Attributes = { T: FLOAT }): string {
    this.nodes.push({ name, op, ...(input.length === 0 ? {} : { input: [...input] }), attr });
    return name;
  }

  /** `x` convolved, with bias and activation fused in, as the converter's optimizer leaves it. */
  convolution(name: string, x: string, filter: readonly number[], stride: number, activation: string): string {
    const channels = filter[3] ?? 1;
    return this.node(
      name,
      "_FusedConv2D",
      [x, this.floats(`${name}/weights`, filter), this.floats(`${name}/bias`, [channels])],
      {
        T: FLOAT,
        fused_ops: { list: { s: ["BiasAdd", activation].map((op) => Buffer.from(op).toString("base64")) } },
        strides: list([1, stride, stride, 1]),
        padding: text("SAME"),
        data_format: text("NHWC"),
        dilations: list([1, 1, 1, 1]),
        epsilon: { f: 0 },
        num_args: { i: "1" },
      },
    );
  }

  depthwise(name: string, x: string, filter: readonly number[], stride: number): string {
    return this.node(name, "DepthwiseConv2dNative", [x, this.floats(`${name}/weights`, filter)], {
      T: FLOAT,
      strides: list([1, stride, stride, 1]),
      padding: text("SAME"),
      data_format: text("NHWC"),
      dilations: list([1, 1, 1, 1]),
    });
  }

  /** `tf.reshape(x, [tf.shape(x)[0], -1])`: the batch size, read out of the data's shape. */
  flatten(name: string, x: string): string {
    const shape = this.node(`${name}/Shape`, "Shape", [x], { T: FLOAT, out_type: INT });
    const edges = [this.ints(`${name}/begin`, [0]), this.ints(`${name}/end`, [1]), this.ints(`${name}/stride`, [1])];
    const batch = this.node(`${name}/strided_slice`, "StridedSlice", [shape, ...edges], {
      T: INT,
      Index: INT,
      begin_mask: { i: "0" },
      end_mask: { i: "0" },
      ellipsis_mask: { i: "0" },
      new_axis_mask: { i: "0" },
      shrink_axis_mask: { i: "1" },
    });
    const packed = this.node(`${name}/Reshape/shape`, "Pack", [batch, this.ints(`${name}/rest`, [-1], [])], {
      T: INT,
      N: { i: "2" },
      axis: { i: "0" },
    });
    return this.node(name, "Reshape", [x, packed], { T: FLOAT, Tshape: INT });
  }

  mean(name: string, x: string, axes: readonly number[]): string {
    const attributes = { T: FLOAT, Tidx: INT, keep_dims: flag(false) };
    return this.node(name, "Mean", [x, this.ints(`${name}/axes`, axes)], attributes);
  }

  dense(name: string, x: string, kernel: readonly number[]): string {
    const attributes = { T: FLOAT, transpose_a: flag(false), transpose_b: flag(false) };
    const product = this.node(`${name}/MatMul`, "MatMul", [x, this.floats(`${name}/kernel`, kernel)], attributes);
    return this.node(name, "AddV2", [product, this.floats(`${name}/bias`, [kernel[1] ?? 1])]);
  }

  /** The model, as `readModelJson` gives it. */
  source(): SourceModel {
    const topology = { node: this.nodes, library: {}, versions: {} };
    return {
      file: "model.json",
      kind: "graph-model",
      topology,
      weights: this.weights,
      writtenBy: "TensorFlow.js Converter v4.22.0",
      json: { format: "graph-model", modelTopology: topology },
    };
  }

  #weight(weight: Weight, dtype: object): string {
    this.weights.push(weight);
    const tensorShape = { dim: weight.shape.map((size) => ({ size: String(size) })) };
    return this.node(weight.name, "Const", [], {
      dtype,
      value: { tensor: { dtype: (dtype as { type: string }).type, tensorShape } },
    });
  }
}
