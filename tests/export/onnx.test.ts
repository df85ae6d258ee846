import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { Runner } from "../../core/runner.js";
import { tensorOf } from "../../core/tensor.js";
import { declareBoundary } from "../../export/onnx/boundary.js";
import { setMetadata } from "../../export/onnx/metadata.js";
import { type OnnxModel, parseOnnx, serializeOnnx } from "../../export/onnx/model.js";
import { renameBoundary } from "../../export/onnx/rename.js";
import {
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType,
  TensorShapeProto_DimensionSchema,
} from "../../trace/onnx/onnx_pb.js";
import { pairContract } from "../fixtures/contract.js";
import { pairModel } from "../fixtures/onnx.js";
import { training } from "./frozen.js";

const pair = (): OnnxModel => parseOnnx(pairModel(), "pair");
const same = { a: "a", index: "index" };

/** Sets dimensions of a declared value: a number is a size, a string a name, null unknown. */
function setShape(value: OnnxModel["graph"]["input"][number] | undefined, dims: (number | string | null)[]): void {
  const type = value?.type?.value;
  if (type?.case !== "tensorType" || type.value.shape === undefined) throw new Error("a tensor");
  type.value.shape.dim = dims.map((dim) =>
    create(TensorShapeProto_DimensionSchema, {
      value:
        dim === null
          ? { case: undefined }
          : typeof dim === "string"
            ? { case: "dimParam", value: dim }
            : { case: "dimValue", value: BigInt(dim) },
    }),
  );
}

async function run(model: OnnxModel): Promise<number[][]> {
  const runner = await Runner.load(ort, serializeOnnx(model), pairContract);
  const answer = await runner.run({
    a: tensorOf("float32", [2, 3], [1, 2, 3, 4, 5, 6]),
    index: tensorOf("int32", [2, 1], [4, 5]),
  });
  await runner.release();
  return [[...(answer.sum?.data ?? [])], [...(answer.copy?.data ?? [])]];
}
const answers = [
  [2, 4, 6, 8, 10, 12],
  [4, 5],
];

describe("reading and writing", () => {
  it("gives back the same bytes", () => {
    expect(serializeOnnx(pair())).toEqual(pairModel());
  });

  it("keeps fields that it does not know, of a newer ONNX", () => {
    // Field 900, a string: tag (900 << 3) | 2 as a varint.
    const bytes = Uint8Array.of(...pairModel(), 0xa2, 0x38, 3, 110, 101, 119);
    const model = parseOnnx(bytes, "pair");
    model.producerName = "kiln";
    const written = fromBinary(ModelProtoSchema, serializeOnnx(model));
    expect(written.producerName).toBe("kiln");
    expect(written.$unknown?.map(({ no }) => no)).toEqual([900]);
  });

  it("refuses what is no ONNX, and a model without a graph", () => {
    expect(() => parseOnnx(Uint8Array.of(7, 7, 7), "pair")).toThrow(/converter's file for pair is no ONNX model/);
    const empty = toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n }));
    expect(() => parseOnnx(empty, "pair")).toThrow(/without a graph/);
  });
});

describe("renaming", () => {
  const rename = (model: OnnxModel, names: Record<string, string>): void => {
    const change = (value: string): string => names[value] ?? value;
    for (const node of model.graph.node) {
      node.input = node.input.map(change);
      node.output = node.output.map(change);
    }
    for (const value of [...model.graph.input, ...model.graph.output]) value.name = change(value.name);
  };

  it("gives tf2onnx's values the contract's names", async () => {
    const model = pair();
    rename(model, { a: "a:0", index: "index:0", sum: "dense/Add:0", copy: "out:0" });
    renameBoundary(model, { a: "a:0", index: "index:0" }, { sum: "dense/Add:0", copy: "out:0" });
    expect(await run(model)).toEqual(answers);
  });

  it("moves a value out of the way that has a name the contract needs", async () => {
    const model = pair();
    // Inside, "sum" is something else: the graph's own output is "total".
    rename(model, { sum: "total" });
    model.graph.node.unshift(create(NodeProtoSchema, { opType: "Identity", input: ["a"], output: ["sum"] }));
    for (const node of model.graph.node) if (node.opType === "Add") node.input = ["sum", "a"];
    renameBoundary(model, same, { sum: "total", copy: "copy" });
    expect(await run(model)).toEqual(answers);
  });

  it("copies an output that is an input", async () => {
    const model = pair();
    model.graph.node = model.graph.node.filter((node) => node.opType === "Add");
    renameBoundary(model, same, { sum: "sum", copy: "index" });
    declareBoundary(model, pairContract);
    expect(await run(model)).toEqual(answers);
  });
});

describe("declaring inputs and outputs", () => {
  it("names the batch, and fixes the rest", async () => {
    const model = pair();
    setShape(model.graph.input[0], ["unk__1", 3]);
    setShape(model.graph.output[0], ["unk__2", "unk__3"]);
    declareBoundary(model, pairContract);
    const text = JSON.stringify(model.graph, (_, v) => (typeof v === "bigint" ? Number(v) : v));
    expect(text).not.toContain("unk__");
    expect(text.match(/"batch"/g)).toHaveLength(4);
    expect(await run(model)).toEqual(answers);
  });

  it("refuses an input with a second free dimension", () => {
    const model = pair();
    setShape(model.graph.input[0], ["unk__1", "unk__2"]);
    expect(() => declareBoundary(model, pairContract)).toThrow(
      /input "a" has shape \[\?, \?\] in the ONNX graph and \[-1, 3\] in the contract/,
    );
  });

  it("refuses a batch that was baked in, and another size or rank", () => {
    for (const dims of [
      [1, 3],
      ["n", 4],
      ["n", 3, 1],
    ]) {
      const model = pair();
      setShape(model.graph.output[0], dims);
      expect(() => declareBoundary(model, pairContract)).toThrow(/output "sum" has shape/);
    }
  });

  it("refuses another element type", () => {
    const model = pair();
    const type = model.graph.input[1]?.type?.value;
    if (type?.case !== "tensorType") throw new Error("a tensor");
    type.value.elemType = TensorProto_DataType.INT64;
    expect(() => declareBoundary(model, pairContract)).toThrow(/"index" is int64 in the ONNX graph and int32/);
  });

  it("declares an input that the network does not use, which the converter drops", async () => {
    const model = pair();
    const contract = { ...pairContract, inputs: [...pairContract.inputs] };
    const [a] = pairContract.inputs;
    if (a !== undefined) contract.inputs.push({ ...a, name: "unused" });
    declareBoundary(model, contract);
    const session = await ort.InferenceSession.create(serializeOnnx(model));
    expect(session.inputNames).toEqual(["a", "index", "unused"]);
    await session.release();
  });

  it("refuses an input that the contract lacks", () => {
    const model = pair();
    declareBoundary(model, pairContract);
    const first = pairContract.inputs.slice(0, 1);
    expect(() => declareBoundary(model, { ...pairContract, inputs: first })).toThrow(/contract lacks: index/);
  });
});

describe("metadata", () => {
  it("replaces what was there, and again for the next version", () => {
    const model = pair();
    const parts = {
      contract: pairContract,
      bundle: "pair-1",
      training,
      weightsSha256: "b".repeat(64),
      kilnVersion: "0.1.0",
      converter: "tf2onnx 1.17.0",
    };
    setMetadata(model, { ...parts, version: 1 });
    setMetadata(model, { ...parts, version: 2 });
    const written = parseOnnx(serializeOnnx(model), "pair");
    const entries = written.metadataProps.map(({ key, value }) => [key, value]);
    expect(Object.fromEntries(entries)).toMatchObject({
      name: "pair",
      version: "2",
      weights_sha256: parts.weightsSha256,
    });
    expect(entries).toHaveLength(new Set(entries.map(([key]) => key)).size);
    expect(written).toMatchObject({ producerName: "kiln", producerVersion: "0.1.0", modelVersion: 2n });
  });
});
