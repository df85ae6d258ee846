/** Any graph, asked by its contract alone: every kind of input and output, fixed batches, free dimensions. */
import { describe, expect, it } from "vitest";
import { batch, type Contract } from "../../../core/contract.js";
import { parseAs } from "../../../core/json.js";
import type { Manifest } from "../../../core/manifest.js";
import { isPictureAnswer, type OperationContext, type Pixels } from "../../../core/operation.js";
import { predictOperations } from "../../../core/predict/predict-operations.js";
import { makeTensor, type Tensors, tensorOf } from "../../../core/tensor.js";

const drawn = { distribution: "uniform", minimum: 0, maximum: 1 } as const;
const about = { unit: "1", description: "a thing" };

const contract: Contract = {
  formatVersion: 2,
  model: "stranger",
  name: "stranger",
  title: "Stranger",
  description: "Has everything.",
  processing: "stranger@1",
  inputs: [
    {
      ...about,
      name: "edges",
      type: "float32",
      kind: { kind: "number" },
      sample: drawn,
      dimensions: [batch, { name: "edge", size: 3 }],
      range: { minimum: 0, maximum: 300 },
    },
    {
      ...about,
      name: "zone",
      tensor: "zone.1",
      type: "int64",
      kind: { kind: "category", names: ["near", "far"] },
      sample: { distribution: "integer", minimum: 0, maximum: 1 },
      dimensions: [batch, { name: "one", size: 1 }],
    },
    {
      ...about,
      name: "signal",
      type: "float32",
      kind: { kind: "series" },
      sample: drawn,
      dimensions: [batch, { name: "time", size: null, sample: 4 }, { name: "channel", size: 2 }],
    },
    {
      ...about,
      name: "photo",
      type: "uint8",
      kind: { kind: "picture", layout: "channels-rows-columns", black: 0, white: 255 },
      sample: { distribution: "integer", minimum: 0, maximum: 255 },
      dimensions: [batch, { name: "channels", size: 3 }, { name: "rows", size: 2 }, { name: "columns", size: 2 }],
    },
  ],
  outputs: [
    { ...about, name: "price", type: "float32", dimensions: [batch] },
    {
      ...about,
      name: "species",
      type: "float32",
      dimensions: [batch, { name: "classes", size: 2 }],
      labels: ["oak", "elm"],
    },
    { ...about, name: "winner", type: "int64", dimensions: [batch], labels: ["oak", "elm"] },
    {
      ...about,
      name: "drawing",
      type: "float32",
      dimensions: [batch, { name: "rows", size: 2 }, { name: "columns", size: 2 }, { name: "channels", size: 1 }],
      kind: { kind: "picture", layout: "rows-columns-channels", black: 0, white: 1 },
    },
    { ...about, name: "sure", type: "bool", dimensions: [batch, { name: "time", size: null }] },
  ],
  edgeCases: [],
};

const outputs: Tensors = {
  price: tensorOf("float32", [1], [12.5]),
  species: tensorOf("float32", [1, 2], [0.25, 0.75]),
  winner: tensorOf("int64", [1], [1]),
  drawing: tensorOf("float32", [1, 2, 2, 1], [0, 1, 0.5, 2]),
  sure: tensorOf("bool", [1, 3], [1, 0, 1]),
};

const request = {
  edges: [40, 30, 20],
  zone: "far",
  signal: [
    [1, 2],
    [3, 4],
    [5, 6],
  ],
  photo: "data:image/png;base64,AAAA",
};

/** Answers with the outputs above, and keeps what it was fed and what it had to encode. */
function asked() {
  const seen: { feeds?: Tensors; drawn?: Pixels } = {};
  const context: OperationContext = {
    manifests: {},
    pictures: {
      decode: async () => ({ width: 2, height: 2, data: Uint8Array.from({ length: 12 }, (_, i) => i) }),
      encode: async (pixels) => {
        seen.drawn = pixels;
        return Uint8Array.of(1);
      },
    },
    infer: async (_, feeds) => {
      seen.feeds = feeds;
      return outputs;
    },
  };
  return { seen, context };
}

function operationsOf(...contracts: readonly Contract[]) {
  const manifests = Object.fromEntries(contracts.map((one) => [one.name, { contract: one } as unknown as Manifest]));
  return predictOperations(manifests);
}

describe("predict", () => {
  const { predict } = operationsOf(contract);
  if (predict === undefined) throw new Error("there is no operation predict");

  it("takes a field for each input, and feeds the graph one row of each", async () => {
    const { seen, context } = asked();
    await predict.run(parseAs(predict.request, request, "request"), context);
    expect(seen.feeds?.edges).toEqual(tensorOf("float32", [1, 3], [40, 30, 20]));
    expect(seen.feeds?.zone).toEqual(tensorOf("int64", [1, 1], [1]));
    expect(seen.feeds?.signal).toEqual(tensorOf("float32", [1, 3, 2], [1, 2, 3, 4, 5, 6]));
    expect(seen.feeds?.photo).toEqual(
      makeTensor("uint8", [1, 3, 2, 2], Uint8Array.of(0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11)),
    );
  });

  it("answers a field for each output, in the terms of its labels and kind", async () => {
    const { seen, context } = asked();
    const answer = await predict.run(parseAs(predict.request, request, "request"), context);
    if (isPictureAnswer(answer)) throw new Error("it is no picture");
    expect(predict.response.parse(answer.json)).toEqual({
      price: 12.5,
      species: { oak: 0.25, elm: 0.75 },
      winner: "elm",
      drawing: "data:image/png;base64,AQ==",
      sure: [true, false, true],
    });
    expect([...(seen.drawn?.data ?? [])]).toEqual([0, 0, 0, 255, 255, 255, 128, 128, 128, 255, 255, 255]);
  });

  it("has an example that it takes itself", async () => {
    const { seen, context } = asked();
    await predict.run(parseAs(predict.request, predict.example, "example"), context);
    expect(seen.feeds?.signal?.dims).toEqual([1, 4, 2]);
  });

  it.each<[string, object, RegExp]>([
    ["a category that there is not", { zone: "nowhere" }, /\/zone/],
    ["a number out of range", { edges: [1, 2, 301] }, /\/edges\/2/],
    ["a list of another length", { edges: [1, 2] }, /\/edges/],
    ["a field too many", { more: 1 }, /more/],
  ])("refuses %s, and names the field", (_, change, where) => {
    expect(() => parseAs(predict.request, { ...request, ...change }, "request")).toThrow(where);
  });

  it("refuses rows of a series that differ in length", async () => {
    const ragged = parseAs(predict.request, request, "request") as object;
    const { context } = asked();
    await expect(predict.run({ ...ragged, signal: [[1, 2], [3]] } as never, context)).rejects.toThrow(/"signal"/);
  });

  it("gives a graph that takes four rows and no other number the same row four times", async () => {
    const four = { name: "batch", size: 4 };
    const [edges] = contract.inputs;
    if (edges === undefined) throw new Error("there are inputs");
    const fixed = { ...contract, inputs: [{ ...edges, dimensions: [four, { name: "edge", size: 3 }] }] };
    const { seen, context } = asked();
    const operation = operationsOf(fixed).predict;
    await operation?.run(parseAs(operation.request, { edges: [1, 2, 3] }, "request"), context);
    expect(seen.feeds?.edges).toEqual(tensorOf("float32", [4, 3], Array(4).fill([1, 2, 3]).flat()));
  });
});

describe("a bundle of several graphs", () => {
  it("is asked graph by graph, the main one as predict", () => {
    expect(Object.keys(operationsOf(contract, { ...contract, name: "stranger_decoder" }))).toEqual([
      "predict",
      "predict_stranger_decoder",
    ]);
  });
});
