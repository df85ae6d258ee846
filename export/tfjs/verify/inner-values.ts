/** Compares the inside of a file with tfjs, operation by operation: the first that differs is where the fault is. */
import { create } from "@bufbuild/protobuf";
import { compareOutputs } from "../../../core/agreement.js";
import type { Tensor, Tensors } from "../../../core/tensor.js";
import type { Graph } from "../../../trace/graph.js";
import { loadWrittenGraphModel, writeGraphModel } from "../../../trace/graph-model.js";
import { ValueInfoProtoSchema } from "../../../trace/onnx/onnx_pb.js";
import type { Tfjs } from "../../../trace/tfjs.js";
import { parseOnnx, serializeOnnx } from "../../onnx/model.js";
import { verifiedRuntimes } from "../../verify/runtimes.js";
import { fromTfjs, toTfjs } from "./answers.js";
import { OnnxSession } from "./onnx-session.js";

/** One value inside of a graph. */
export interface InnerValue {
  /** The recorded operation's name, `encoder/conv1/Conv2D`. */
  readonly node: string;
  readonly op: string;
  readonly scope: string;
  readonly shape: readonly number[];
  /** |a - b| / max(1, |b|), the largest; undefined where the file has no value of this name any more. */
  readonly difference: number | undefined;
}

/**
 * Every value of the graph that the file still has, with its difference, in the order of the graph.
 *
 * @param model the file, best without rewrites, which fold values into each other
 */
export async function compareInside(tf: Tfjs, graph: Graph, model: Uint8Array, feeds: Tensors): Promise<InnerValue[]> {
  const loaded = await loadWrittenGraphModel(tf as never, writeGraphModel(graph));
  const computed = graph.nodes.filter(({ op }) => op !== "Placeholder" && op !== "Const");
  const { answers } = await onnxValues(model, new Set(computed.map(({ name }) => name)), feeds);
  // What is an output has the output's name in the file.
  const asOutput = new Map(graph.outputs.map(({ name, edge }) => [edge.node, name]));
  const given = toTfjs(tf, feeds);
  const values: InnerValue[] = [];
  try {
    for (const { name, op, scope, outputs } of computed) {
      const got = answers[name] ?? answers[asOutput.get(name) ?? name];
      const shape = (outputs[0]?.shape ?? []).map((dim) => (typeof dim === "number" ? dim : -1));
      const real = outputs[0]?.dtype !== "complex64";
      const expected = got === undefined || !real ? undefined : await tfjsValue(loaded, given, name);
      const difference = got === undefined || expected === undefined ? undefined : distance(got, expected);
      values.push({ node: name, op, scope, shape, difference });
    }
  } finally {
    tf.dispose(given);
    loaded.dispose();
  }
  return values;
}

async function tfjsValue(
  model: Awaited<ReturnType<typeof loadWrittenGraphModel>>,
  given: ReturnType<typeof toTfjs>,
  name: string,
): Promise<Tensor> {
  const result = model.execute(given, name);
  const tensor = Array.isArray(result) ? result[0] : result;
  if (tensor === undefined) throw new Error(`tfjs gave no value ${name}`);
  const value = await fromTfjs(tensor);
  tensor.dispose();
  return value;
}

function distance(got: Tensor, expected: Tensor): number {
  if (got.data.length !== expected.data.length) return Number.POSITIVE_INFINITY;
  return compareOutputs({ value: got }, { value: expected }).maxScaledDifference;
}

/** The file with all values of these names as outputs, run once. */
async function onnxValues(
  bytes: Uint8Array,
  wanted: ReadonlySet<string>,
  feeds: Tensors,
): Promise<{ answers: Tensors }> {
  const model = parseOnnx(bytes, "the converted model");
  const outputs = new Set(model.graph.output.map(({ name }) => name));
  const made = new Set(model.graph.node.flatMap(({ output }) => output));
  const typed = new Map(model.graph.valueInfo.map((info) => [info.name, info]));
  for (const name of wanted) {
    if (outputs.has(name) || !made.has(name)) continue;
    model.graph.output.push(typed.get(name) ?? create(ValueInfoProtoSchema, { name }));
  }
  const [runtime] = verifiedRuntimes;
  if (runtime === undefined) throw new Error("no runtime to compare with");
  const session = await OnnxSession.create(await runtime.load(), serializeOnnx(model), runtime.name);
  try {
    return { answers: await session.run(feeds) };
  } finally {
    await session.release();
  }
}
