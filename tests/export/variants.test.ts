/** Smaller files: what they keep, what they round, and that one that is too far off is not published. */
import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { batch, type Contract } from "../../core/contract.js";
import { goldenCase, goldenInputs, goldenPlan } from "../../core/golden.js";
import { Random } from "../../core/random.js";
import { silentReporter } from "../../core/reporter.js";
import type { Tensors } from "../../core/tensor.js";
import { variantDifference } from "../../core/variant-gate.js";
import { compactWeights } from "../../export/onnx/compact-weights.js";
import { type OnnxModel, parseOnnx, serializeOnnx } from "../../export/onnx/model.js";
import { makeVariants } from "../../export/variants.js";
import { withRunner } from "../../export/verify/onnx-subject.js";
import { verifiedRuntimes } from "../../export/verify/runtimes.js";
import {
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  TensorProto_DataType,
  TensorProtoSchema,
  ValueInfoProtoSchema,
} from "../../trace/onnx/onnx_pb.js";

const [INPUTS, OUTPUTS] = [256, 300];

const contract = (variantTolerance?: number): Contract => ({
  formatVersion: 2,
  model: "mix",
  name: "mix",
  title: "Mix",
  description: "A matrix and a bias.",
  processing: "mix@1",
  inputs: [
    {
      name: "x",
      kind: { kind: "number" },
      type: "float32",
      dimensions: [batch, { name: "inputs", size: INPUTS }],
      unit: "none",
      description: "numbers",
      sample: { distribution: "normal", mean: 0, deviation: 1 },
    },
  ],
  outputs: [
    {
      name: "y",
      type: "float32",
      dimensions: [batch, { name: "outputs", size: OUTPUTS }],
      unit: "none",
      description: "numbers",
      ...(variantTolerance === undefined ? {} : { variantTolerance }),
    },
  ],
  edgeCases: [],
});

const tensor = (name: string, dims: number[], data: Float32Array) =>
  create(TensorProtoSchema, {
    name,
    dims: dims.map(BigInt),
    dataType: TensorProto_DataType.FLOAT,
    rawData: new Uint8Array(data.buffer),
  });

const boundary = (name: string, width: number) =>
  create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: "tensorType",
        value: {
          elemType: TensorProto_DataType.FLOAT,
          shape: {
            dim: [
              { value: { case: "dimParam", value: "batch" } },
              { value: { case: "dimValue", value: BigInt(width) } },
            ],
          },
        },
      },
    },
  });

/** y = x W + b, the columns of W of very different sizes, as channels are. */
function mixModel(): OnnxModel {
  const random = Random.seeded(7, "test/variants");
  const weights = Float32Array.from(
    { length: INPUTS * OUTPUTS },
    (_, i) => random.normal() * 10 ** ((i % OUTPUTS) % 4),
  );
  const graph = create(GraphProtoSchema, {
    name: "mix",
    node: [
      create(NodeProtoSchema, { name: "mm", opType: "MatMul", input: ["x", "w"], output: ["xw"] }),
      create(NodeProtoSchema, { name: "add", opType: "Add", input: ["xw", "b"], output: ["y"] }),
    ],
    initializer: [
      tensor("w", [INPUTS, OUTPUTS], weights),
      tensor(
        "b",
        [OUTPUTS],
        Float32Array.from({ length: OUTPUTS }, () => random.normal()),
      ),
    ],
    input: [boundary("x", INPUTS)],
    output: [boundary("y", OUTPUTS)],
  });
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [create(OperatorSetIdProtoSchema, { version: 18n })],
    graph,
  });
  return Object.assign(model, { graph });
}

const [node] = verifiedRuntimes;
const run = (model: OnnxModel, feeds: Tensors): Promise<Tensors> =>
  withRunner(node as (typeof verifiedRuntimes)[number], serializeOnnx(model), contract(), (subject) =>
    subject.run(feeds),
  );

async function golden() {
  const cases = [];
  for (const plan of goldenPlan(contract())) {
    cases.push(goldenCase(plan, await run(mixModel(), goldenInputs(contract(), plan.recipe, plan.batch))));
  }
  return { formatVersion: 1 as const, graph: "mix", cases };
}

describe("compactWeights", () => {
  const feeds = goldenInputs(contract(), { kind: "sample", seed: 3 }, 8);

  it.each([
    ["fp16", 0.52, 6e-4],
    ["int8", 0.28, 4e-2],
  ] as const)(
    "keeps weights as %s: the file shrinks, answers stay near, and each channel by its own size",
    async (type, size, near) => {
      const model = mixModel();
      const before = serializeOnnx(model);
      const compact = compactWeights(model, type);
      if (compact === null) throw new Error("nothing was made smaller");
      expect(serializeOnnx(compact).byteLength).toBeLessThan(before.byteLength * size);
      // The model that it was made from goes on to be published.
      expect(serializeOnnx(model)).toEqual(before);
      const [expected, got] = [(await run(model, feeds)).y, (await run(compact, feeds)).y];
      for (let column = 0; column < OUTPUTS; column++) {
        const [a, b] = [expected?.data[column] as number, got?.data[column] as number];
        const scale = 10 ** (column % 4) * Math.sqrt(INPUTS);
        expect(Math.abs(a - b) / scale).toBeLessThan(near);
      }
    },
  );

  it("leaves a model alone whose weights are all small", () => {
    const model = mixModel();
    model.graph.initializer = [tensor("w", [2, 2], Float32Array.of(1, 2, 3, 4))];
    expect(compactWeights(model, "int8")).toBeNull();
  });
});

describe("makeVariants", () => {
  it("keeps those that pass in every runtime, and says how near they are", async () => {
    const made = await makeVariants(
      { model: mixModel(), contract: contract(40), golden: await golden() },
      silentReporter,
      undefined,
    );
    expect(made.map(({ variant }) => [variant.name, variant.file])).toEqual([
      ["fp16", "model.fp16.onnx"],
      ["int8", "model.int8.onnx"],
    ]);
    for (const { variant, model } of made) {
      expect(variant.bytes).toBe(model.byteLength);
      expect(variant.gate).toMatch(
        /mean \|difference\| of y .*, at most 40.0, in onnxruntime-node and onnxruntime-web/,
      );
      expect(parseOnnx(model, "mix").graph.node.map(({ opType }) => opType)).toContain("Cast");
    }
  });

  it("drops what is farther off than the contract allows, and makes none where it says nothing", async () => {
    const notes: string[] = [];
    const reporter = { ...silentReporter, note: (text: string) => notes.push(text) };
    const given = { model: mixModel(), golden: await golden() };
    const made = await makeVariants({ ...given, contract: contract(3) }, reporter, undefined);
    expect(made.map(({ variant }) => variant.name)).toEqual(["fp16"]);
    expect(notes.join("\n")).toMatch(/no int8 variant, mean difference .* more than the contract allows/);
    expect(await makeVariants({ ...given, contract: contract() }, silentReporter, undefined)).toEqual([]);
  });
});

describe("variantDifference", () => {
  it("is the mean, as a share of what is allowed; a number that is none is infinitely far", () => {
    const data = (values: number[]): Tensors => ({
      y: { type: "float32", dims: [1, values.length], data: Float32Array.from(values) },
    });
    expect(variantDifference(contract(0.5), data([1, 2, 3, 4]), data([1, 2, 3, 6]))).toEqual({
      output: "y",
      meanAbsDifference: 0.5,
      ofTolerance: 1,
    });
    expect(variantDifference(contract(0.5), data([Number.NaN]), data([1])).ofTolerance <= 1).toBe(false);
  });
});
