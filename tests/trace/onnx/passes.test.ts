/** Each rewrite alone: the operators before and after, and the numbers, which stay. */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { Random } from "../../../core/random.js";
import { type Dim, isBatchDim } from "../../../trace/graph.js";
import { constantOf } from "../../../trace/onnx/constants.js";
import { Emitter } from "../../../trace/onnx/emitter.js";
import { OnnxGraph } from "../../../trace/onnx/graph.js";
import { cancelTransposes } from "../../../trace/onnx/passes/cancel-transposes.js";
import { foldBias } from "../../../trace/onnx/passes/fold-bias.js";
import { foldConstants } from "../../../trace/onnx/passes/fold-constants.js";
import { foldPad } from "../../../trace/onnx/passes/fold-pad.js";
import { foldBatchNorm, foldScale } from "../../../trace/onnx/passes/fold-scale.js";
import { gemm } from "../../../trace/onnx/passes/gemm.js";
import { optimise } from "../../../trace/onnx/passes/index.js";
import { keepPadsApart } from "../../../trace/onnx/passes/keep-pads-apart.js";
import { mergeCasts } from "../../../trace/onnx/passes/merge-casts.js";
import { mergeClips } from "../../../trace/onnx/passes/merge-clips.js";
import { mergeReshapes } from "../../../trace/onnx/passes/merge-reshapes.js";
import { applyPasses, type Pass } from "../../../trace/onnx/passes/pass.js";
import { removeIdentity, removeNeutral } from "../../../trace/onnx/passes/remove-neutral.js";
import { shareConstants } from "../../../trace/onnx/passes/share-constants.js";
import { shareNodes } from "../../../trace/onnx/passes/share-nodes.js";
import {
  sinkBroadcasting,
  sinkElementwise,
  sinkPad,
  sinkReduction,
  sinkSlice,
} from "../../../trace/onnx/passes/sink-transposes.js";
import { transposeAsReshape } from "../../../trace/onnx/passes/transpose-as-reshape.js";
import { serialiseOnnx } from "../../../trace/onnx/serialise.js";

const OPSET = 18;
const batch: Dim = { scale: 1, offset: 0 };

interface PassCase {
  /** The file in `passes/`. */
  readonly file: string;
  readonly name: string;
  readonly pass: Pass | ((graph: OnnxGraph) => void);
  readonly input: readonly Dim[];
  readonly build: (at: Emitter, x: string) => string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const floats = (...dims: number[]) => ({
  type: "float32" as const,
  dims,
  values: Random.seeded(dims.length).fillNormal(new Float32Array(dims.reduce((a, b) => a * b, 1))),
});
const conv = (at: Emitter, x: string, channels: number, shape: readonly Dim[], ...more: string[]): string => {
  const weight = at.constant(floats(channels, 3, 1, 1), "weight");
  return at.emit("Conv", [x, weight, ...more], { attributes: { kernel_shape: [1, 1] }, shape });
};
const picture: readonly Dim[] = [batch, 3, 4, 5];
const LAST = [0, 2, 3, 1];
const FIRST = [0, 3, 1, 2];

const cases: readonly PassCase[] = [
  {
    file: "cancel-transposes",
    name: "there and back",
    pass: cancelTransposes,
    input: picture,
    build: (at, x) => at.emit("Relu", [at.transpose(at.transpose(x, LAST), FIRST)]),
    before: ["Transpose", "Transpose", "Relu"],
    after: ["Relu"],
  },
  {
    file: "cancel-transposes",
    name: "two that make a third",
    pass: cancelTransposes,
    input: picture,
    build: (at, x) => at.transpose(at.transpose(x, LAST), LAST),
    before: ["Transpose", "Transpose"],
    after: ["Transpose"],
  },
  {
    file: "sink-transposes",
    name: "below an activation",
    pass: sinkElementwise,
    input: picture,
    build: (at, x) => at.emit("Relu", [at.transpose(x, LAST)]),
    before: ["Transpose", "Relu"],
    after: ["Relu", "Transpose"],
  },
  {
    file: "sink-transposes",
    name: "below a sum with a constant for each channel",
    pass: sinkBroadcasting,
    input: picture,
    build: (at, x) => at.emit("Add", [at.transpose(x, LAST), at.constant(floats(3))]),
    before: ["Transpose", "Add"],
    after: ["Add", "Transpose"],
  },
  {
    file: "sink-transposes",
    name: "below a sum of two, and a concatenation",
    pass: sinkBroadcasting,
    input: picture,
    build: (at, x) => {
      const turned = at.transpose(x, LAST);
      return at.concat([at.emit("Add", [turned, at.transpose(x, LAST)]), turned], 3);
    },
    before: ["Transpose", "Transpose", "Add", "Concat"],
    after: ["Add", "Concat", "Transpose"],
  },
  {
    file: "sink-transposes",
    name: "not below a sum with another input, which would have to be turned",
    pass: sinkBroadcasting,
    input: picture,
    build: (at, x) => at.emit("Add", [at.transpose(x, LAST), at.reshape(x, [batch, 4, 5, 3])]),
    before: ["Transpose", "Reshape", "Add"],
    after: ["Transpose", "Reshape", "Add"],
  },
  {
    file: "sink-transposes",
    name: "away in a mean over the picture",
    pass: { ...sinkReduction, rewrite: (node, at) => sinkReduction.rewrite(node, at) },
    input: picture,
    build: (at, x) => at.reduce("ReduceMean", at.transpose(x, LAST), [1, 2], false),
    before: ["Transpose", "ReduceMean"],
    after: ["ReduceMean"],
  },
  {
    file: "sink-transposes",
    name: "below a pad",
    pass: sinkPad,
    input: picture,
    build: (at, x) =>
      at.emit("Pad", [at.transpose(x, LAST), at.int64s([0, 1, 0, 0, 0, 2, 3, 0]), at.scalar("float32", 0.5)], {
        attributes: { mode: "constant" },
        shape: [batch, 7, 8, 3],
      }),
    before: ["Transpose", "Pad"],
    after: ["Pad", "Transpose"],
  },
  {
    file: "sink-transposes",
    name: "below a part",
    pass: sinkSlice,
    input: picture,
    build: (at, x) => at.slice(at.transpose(x, LAST), [{ axis: 1, begin: 1, end: 3 }], [batch, 2, 5, 3]),
    before: ["Transpose", "Slice"],
    after: ["Slice", "Transpose"],
  },
  {
    file: "transpose-as-reshape",
    name: "only axes of length 1 move",
    pass: transposeAsReshape,
    input: [batch, 1, 4, 5],
    build: (at, x) => at.transpose(x, LAST),
    before: ["Transpose"],
    after: ["Reshape"],
  },
  {
    file: "merge-reshapes",
    name: "a chain",
    pass: mergeReshapes,
    input: picture,
    build: (at, x) => at.unsqueeze(at.reshape(at.reshape(x, [batch, 60]), [batch, 3, 20]), [1]),
    before: ["Reshape", "Reshape", "Unsqueeze"],
    after: ["Reshape"],
  },
  {
    file: "merge-reshapes",
    name: "a chain that comes back",
    pass: mergeReshapes,
    input: picture,
    build: (at, x) => at.emit("Relu", [at.reshape(at.reshape(x, [batch, 60]), picture)]),
    before: ["Reshape", "Reshape", "Relu"],
    after: ["Relu"],
  },
  {
    file: "remove-neutral",
    name: "plus 0, times 1",
    pass: removeNeutral,
    input: picture,
    build: (at, x) =>
      at.emit("Relu", [at.emit("Mul", [at.scalar("float32", 1), at.emit("Add", [x, at.scalar("float32", 0)])])]),
    before: ["Add", "Mul", "Relu"],
    after: ["Relu"],
  },
  {
    file: "remove-neutral",
    name: "an identity, a pad of nothing",
    pass: removeIdentity,
    input: picture,
    build: (at, x) => {
      const padded = at.emit("Pad", [x, at.int64s([0, 0, 0, 0, 0, 0, 0, 0])], {
        attributes: { mode: "constant" },
        shape: picture,
      });
      return at.emit("Relu", [at.emit("Identity", [padded])]);
    },
    before: ["Pad", "Identity", "Relu"],
    after: ["Relu"],
  },
  {
    file: "merge-casts",
    name: "truth values by way of whole numbers",
    pass: mergeCasts,
    input: picture,
    build: (at, x) =>
      at.cast(at.cast(at.emit("Less", [x, at.scalar("float32", 0)], { type: "bool" }), "int32"), "float32"),
    before: ["Less", "Cast", "Cast"],
    after: ["Less", "Cast"],
  },
  {
    file: "merge-casts",
    name: "not floats by way of whole numbers, which cuts off",
    pass: mergeCasts,
    input: picture,
    build: (at, x) => at.cast(at.cast(x, "int32"), "float32"),
    before: ["Cast", "Cast"],
    after: ["Cast", "Cast"],
  },
  {
    file: "merge-clips",
    name: "a maximum of a minimum",
    pass: mergeClips,
    input: picture,
    build: (at, x) => at.emit("Max", [at.emit("Min", [x, at.scalar("float32", 0.5)]), at.scalar("float32", -0.25)]),
    before: ["Min", "Max"],
    after: ["Clip"],
  },
  {
    file: "fold-bias",
    name: "added twice",
    pass: foldBias,
    input: picture,
    build: (at, x) => {
      const y = at.emit("Add", [conv(at, x, 2, [batch, 2, 4, 5]), at.constant(floats(1, 2, 1, 1))]);
      return at.emit("Sub", [y, at.scalar("float32", 0.5)]);
    },
    before: ["Conv", "Add", "Sub"],
    after: ["Conv"],
  },
  {
    file: "fold-scale",
    name: "a factor for each channel",
    pass: foldScale,
    input: picture,
    build: (at, x) =>
      at.emit("Div", [
        conv(at, x, 2, [batch, 2, 4, 5], at.constant(floats(2), "bias")),
        at.constant(constantOf("float32", [2, 0.5], [2, 1, 1])),
      ]),
    before: ["Conv", "Div"],
    after: ["Conv"],
  },
  {
    file: "fold-scale",
    name: "batch normalisation",
    pass: foldBatchNorm,
    input: picture,
    build: (at, x) => {
      const statistics = [floats(2), floats(2), floats(2), constantOf("float32", [0.5, 2], [2])].map((one) =>
        at.constant(one),
      );
      return at.emit("BatchNormalization", [conv(at, x, 2, [batch, 2, 4, 5]), ...statistics], {
        attributes: { epsilon: { float: 1e-3 } },
        shape: [batch, 2, 4, 5],
      });
    },
    before: ["Conv", "BatchNormalization"],
    after: ["Conv"],
  },
  {
    file: "gemm",
    name: "a product and a vector",
    pass: gemm,
    input: [batch, 3],
    build: (at, x) =>
      at.emit("Add", [
        at.emit("MatMul", [x, at.constant(floats(3, 2))], { shape: [batch, 2] }),
        at.constant(floats(2)),
      ]),
    before: ["MatMul", "Add"],
    after: ["Gemm"],
  },
  {
    file: "fold-pad",
    name: "zeros around a picture",
    pass: foldPad,
    input: picture,
    build: (at, x) => {
      const padded = at.emit("Pad", [x, at.int64s([0, 0, 1, 2, 0, 0, 0, 1]), at.scalar("float32", 0)], {
        attributes: { mode: "constant" },
        shape: [batch, 3, 5, 8],
      });
      return conv(at, padded, 2, [batch, 2, 5, 8]);
    },
    before: ["Pad", "Conv"],
    after: ["Conv"],
  },
  {
    file: "keep-pads-apart",
    name: "as wide as the window of a pool: onnxruntime would refuse what it makes of it",
    pass: keepPadsApart,
    input: picture,
    build: (at, x) => {
      const padded = at.emit("Pad", [x, at.int64s([0, 0, 1, 2, 0, 0, 0, 1]), at.scalar("float32", 0)], {
        attributes: { mode: "constant" },
        shape: [batch, 3, 5, 8],
      });
      return at.emit("AveragePool", [padded], { attributes: { kernel_shape: [2, 2] }, shape: [batch, 3, 4, 7] });
    },
    before: ["Pad", "AveragePool"],
    after: ["Shape", "Gather", "Mul", "Add", "Pad", "AveragePool"],
  },
  {
    file: "fold-constants",
    name: "what depends on constants alone",
    pass: foldConstants,
    input: [batch, 3],
    build: (at, x) => {
      const root = at.emit("Sqrt", [
        at.emit("Add", [at.constant(constantOf("float32", [1, 4, 9], [3])), at.scalar("float32", 1e-3)]),
      ]);
      return at.emit("Mul", [x, at.emit("Reciprocal", [root])]);
    },
    before: ["Add", "Sqrt", "Reciprocal", "Mul"],
    after: ["Mul"],
  },
  {
    file: "share-constants",
    name: "equal ones are one",
    pass: shareConstants,
    input: [batch, 3],
    build: (at, x) => at.emit("Add", [at.emit("Add", [x, at.constant(floats(3))]), at.constant(floats(3))]),
    before: ["Add", "Add"],
    after: ["Add", "Add"],
  },
  {
    file: "share-nodes",
    name: "what is computed twice",
    pass: shareNodes,
    input: [batch, 3],
    build: (at, x) => at.emit("Add", [at.emit("Exp", [x]), at.emit("Exp", [x])]),
    before: ["Exp", "Exp", "Add"],
    after: ["Exp", "Add"],
  },
];

function made({ input, build }: PassCase): OnnxGraph {
  const graph = new OnnxGraph();
  graph.names.take("x");
  graph.inputs.push("x");
  graph.setType("x", { type: "float32", shape: input });
  const at = new Emitter(graph, OPSET, "", "");
  const value = build(at, "x");
  graph.nodes = [...at.nodes];
  graph.outputs.push({ name: value, value });
  return graph;
}

async function run(graph: OnnxGraph): Promise<ort.Tensor> {
  const [output] = graph.outputs;
  if (output === undefined) throw new Error("no output");
  const description = {
    opset: OPSET,
    batch: "batch",
    name: "t",
    doc: "",
    producer: "",
    producerVersion: "",
    metadata: {},
  };
  const named = { ...graph, outputs: [{ name: output.value, value: output.value }], typeOf: graph.typeOf.bind(graph) };
  const session = await ort.InferenceSession.create(serialiseOnnx(named as unknown as OnnxGraph, description), {
    graphOptimizationLevel: "disabled",
  });
  const dims = graph.typeOf("x").shape.map((dim) => (isBatchDim(dim) ? 2 : dim));
  const values = Random.seeded(3).fillNormal(new Float32Array(dims.reduce((a, b) => a * b, 1)));
  const answer = (await session.run({ x: new ort.Tensor("float32", values, dims) }))[output.value];
  await session.release();
  if (answer === undefined) throw new Error("no answer");
  return answer;
}

describe("each rewrite", () => {
  it.each(cases)("$file: $name", async (one) => {
    const before = made(one);
    expect(before.nodes.map(({ op }) => op)).toEqual(one.before);
    const after = made(one);
    const { pass } = one;
    if (typeof pass === "function") pass(after);
    else applyPasses(after, [pass, cancelTransposes], OPSET);
    expect(after.nodes.map(({ op }) => op)).toEqual(one.after);
    const [a, b] = [await run(before), await run(after)];
    expect(b.dims).toEqual(a.dims);
    for (const [i, value] of (a.data as Float32Array).entries()) expect(Number(b.data[i])).toBeCloseTo(value, 5);
    if (one.file === "share-constants") expect(after.constants.size).toBe(before.constants.size - 1);
  });

  it("has a case here for each file", () => {
    const folder = fileURLToPath(new URL("../../../trace/onnx/passes", import.meta.url));
    const files = readdirSync(folder).map((file) => file.replace(/\.ts$/, ""));
    const others = ["index", "pass", "per-channel"];
    expect(files.filter((file) => !others.includes(file) && !cases.some((one) => one.file === file))).toEqual([]);
  });

  it("all together leave a network of convolutions one change of order at each end", () => {
    const graph = made({
      ...(cases[0] as PassCase),
      input: [batch, 4, 5, 3],
      build: (at, x) => {
        const first = at.emit("Relu", [at.transpose(conv(at, at.transpose(x, FIRST), 3, picture), LAST)]);
        return at.transpose(conv(at, at.transpose(first, FIRST), 2, [batch, 2, 4, 5]), LAST);
      },
    });
    optimise(graph, OPSET);
    expect(graph.nodes.map(({ op }) => op)).toEqual(["Transpose", "Conv", "Relu", "Conv", "Transpose"]);
  });
});
