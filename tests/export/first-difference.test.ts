import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { FailedError } from "../../core/errors.js";
import { tensorOf } from "../../core/tensor.js";
import type { GraphModel } from "../../export/graph-model.js";
import { type OnnxModel, serializeOnnx } from "../../export/onnx/model.js";
import { type FirstDifference, firstDifference } from "../../export/verify/first-difference.js";
import { verifiedRuntimes } from "../../export/verify/runtimes.js";
import { GraphProtoSchema, ModelProtoSchema, NodeProtoSchema, TensorProtoSchema } from "../../trace/onnx/onnx_pb.js";

const FLOAT = 1;
const LENGTH = 9;
const nodeName = (i: number): string => `layer${Math.floor(i / 3)}/step${i}`;

/** A chain of nodes, each of which adds 1. */
const graph: GraphModel = {
  nodes: [
    { name: "x", op: "Placeholder" },
    { name: "one", op: "Const" },
    ...Array.from({ length: LENGTH }, (_, i) => ({
      name: nodeName(i),
      op: "AddV2",
      input: [i === 0 ? "x" : nodeName(i - 1), "one"],
    })),
    { name: "aside", op: "Neg", input: ["x"] },
  ],
  inputs: { x: "x:0" },
  outputs: { y: `${nodeName(LENGTH - 1)}:0` },
};

/** The chain as ONNX, cut at `outputs`; from node `faultyFrom` on it adds 2 once. */
function chain(outputs: readonly string[], faultyFrom: number): Uint8Array {
  const value = (name: string) => ({
    name,
    type: {
      value: {
        case: "tensorType" as const,
        value: { elemType: FLOAT, shape: { dim: [{ value: { case: "dimParam" as const, value: "n" } }] } },
      },
    },
  });
  const nodes = Array.from({ length: LENGTH }, (_, i) =>
    create(NodeProtoSchema, {
      opType: "Add",
      input: [i === 0 ? "x:0" : `${nodeName(i - 1)}:0`, i === faultyFrom ? "two" : "one"],
      output: [`${nodeName(i)}:0`],
    }),
  );
  const constant = (name: string, number: number) =>
    create(TensorProtoSchema, { name, dataType: FLOAT, dims: [1n], floatData: [number] });
  const model: OnnxModel = Object.assign(
    create(ModelProtoSchema, { irVersion: 8n, opsetImport: [{ domain: "", version: 15n }] }),
    {
      graph: create(GraphProtoSchema, {
        name: "chain",
        node: nodes,
        initializer: [constant("one", 1), constant("two", 2)],
        input: [value("x:0")],
        output: outputs.map(value),
      }),
    },
  );
  return serializeOnnx(model);
}

/** Searches with a converter whose fault `faulty` describes; also the number of conversions. */
async function search(
  faulty: (outputs: readonly string[]) => number,
): Promise<{ found: FirstDifference | undefined; conversions: number }> {
  const [node] = verifiedRuntimes;
  if (node === undefined) throw new Error("a runtime");
  let conversions = 0;
  const found = await firstDifference({
    graph,
    tfjs: {
      runTo: async (_, names) =>
        Object.fromEntries(
          names.map((name) => [
            name,
            tensorOf(
              "float32",
              [2],
              [0, 5].map((x) => x + stepsTo(name)),
            ),
          ]),
        ),
    },
    runtime: await node.load(),
    feeds: { x: tensorOf("float32", [2], [0, 5]) },
    output: `${nodeName(LENGTH - 1)}:0`,
    convert: async (outputs) => chain(outputs, faulty(outputs)),
    progress: (done) => {
      conversions = done;
    },
  });
  return { found, conversions };
}

/** How many ones have been added at a tensor. */
function stepsTo(tensor: string): number {
  return Number(/step(\d+):0/.exec(tensor)?.[1]) + 1;
}

describe("the first difference", () => {
  it("is found by one conversion when cutting the graph leaves the fault in", async () => {
    const { found, conversions } = await search(() => 4);
    expect(found).toEqual({ scope: "layer1", node: "layer1/step4", op: "AddV2", difference: 1 });
    expect(conversions).toBe(1);
  });

  it("is found by bisection over prefixes when the fault hides from a graph cut everywhere", async () => {
    for (const faulty of [0, 3, 8]) {
      const { found, conversions } = await search((outputs) => (outputs.length > 1 ? -1 : faulty));
      expect(found?.node).toBe(nodeName(faulty));
      expect(conversions).toBeLessThanOrEqual(6);
    }
  });

  it("is not made up when no cut shows it", async () => {
    expect(await search(() => -1)).toEqual({ found: undefined, conversions: 2 });
  });

  it("goes on when a cut cannot be converted", async () => {
    const { found } = await search((outputs) => {
      if (outputs.length > 1) throw new FailedError("this cut cannot be converted");
      return 5;
    });
    expect(found?.node).toBe(nodeName(5));
  });
});
