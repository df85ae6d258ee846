/** A model for the server's tests: its graph doubles lengths and copies an index; its operations cover what any may do. */
import { z } from "zod";
import { fromBase64 } from "../../../core/bytes.js";
import type { ModelDefinition } from "../../../core/definition.js";
import { InputError } from "../../../core/errors.js";
import { type OperationContext, operation } from "../../../core/operation.js";
import { makeTensor, type Tensors } from "../../../core/tensor.js";
import { pairContract } from "../../fixtures/contract.js";

const lengths = z.array(z.number()).length(3);

const double = operation({
  summary: "Double three lengths",
  description: "Each row is three lengths; the answer is twice each.",
  request: z.object({ rows: z.array(lengths).min(1), index: z.int().default(0), label: z.string().optional() }),
  response: z.object({ version: z.int(), sums: z.array(lengths), index: z.int(), label: z.string().optional() }),
  example: { rows: [[1, 2, 3]] },
  async run({ rows, index, label }, context) {
    const { sum, copy } = await infer(context, rows, index);
    const sums = rows.map((_, row) => [...(sum?.data.slice(row * 3, row * 3 + 3) ?? [])]);
    const version = context.manifests.pair?.version ?? 0;
    return { json: { version, sums, index: copy?.data[0] ?? -1, ...(label === undefined ? {} : { label }) } };
  },
});

const paint = operation({
  summary: "Paint a square in one colour",
  description: "The colour's channels are doubled by the graph.",
  request: z.object({
    colour: z.array(z.int().min(0).max(127)).length(3),
    size: z.int().min(1).max(512).default(8),
    layout: z.enum(["square", "numbers"]).default("square"),
  }),
  response: z.object({ colour: z.array(z.number()) }),
  example: { colour: [100, 50, 0] },
  picture: true,
  async run({ colour, size, layout }, context) {
    const { sum } = await infer(context, [colour], 0);
    const rgb = [...(sum?.data ?? [])];
    if (layout === "numbers") return { json: { colour: rgb } };
    const data = Uint8Array.from({ length: size * size * 3 }, (_, i) => rgb[i % 3] ?? 0);
    return { pixels: { width: size, height: size, data }, json: async () => ({ colour: rgb }) };
  },
});

const point = z.union([
  z.object({ seed: z.int() }),
  z.object({ lengths: z.array(z.number()) }),
  z.object({ image: z.string() }),
]);

const measure = operation({
  summary: "Measure a picture",
  description: "Width, height and the first pixel.",
  request: z.object({
    image: z.string().meta({ contentMediaType: "image/*" }),
    from: point.optional(),
    tags: z.array(z.string()).default([]),
  }),
  response: z.object({ width: z.int(), height: z.int(), first: z.array(z.int()), tags: z.array(z.string()) }),
  example: { image: "data:image/png;base64,iVBORw0KGgo=" },
  async run({ image, tags }, context) {
    const base64 = /^data:[^,]*;base64,(.*)$/s.exec(image)?.[1];
    if (base64 === undefined) throw new InputError("this is no data URL", { where: { field: "/image" } });
    const { width, height, data } = await context.pictures.decode(fromBase64(base64, "/image"), "/image");
    return { json: { width, height, first: [...data.slice(0, 3)], tags } };
  },
});

const stumble = operation({
  summary: "Fail as a bug would",
  description: "Throws something that is no KilnError.",
  request: z.object({}),
  response: z.object({}),
  example: {},
  run: async () => {
    throw new TypeError("secret detail of /home/somebody");
  },
});

function infer(context: OperationContext, rows: readonly number[][], index: number): Promise<Tensors> {
  return context.infer("pair", {
    a: makeTensor("float32", [rows.length, 3], Float32Array.from(rows.flat())),
    index: makeTensor(
      "int32",
      [rows.length, 1],
      Int32Array.from(rows, () => index),
    ),
  });
}

export const pairDefinition: ModelDefinition = {
  name: "pair",
  title: "Pair",
  summary: "Doubles lengths.",
  config: z.never(),
  contract: () => [pairContract],
  processings: { "pair@1": { double, paint, measure, stumble } },
};

/** Two graphs in one bundle, each a pair of its own. */
export const twinsDefinition: ModelDefinition = {
  name: "twins",
  title: "Twins",
  summary: "Two graphs that belong together.",
  config: z.never(),
  contract: () => [],
  processings: {
    "twins@1": {
      both: operation({
        summary: "Ask both",
        description: "Sends the same row to both graphs.",
        request: z.object({ row: lengths }),
        response: z.object({ left: lengths, right: lengths }),
        example: { row: [1, 2, 3] },
        async run({ row }, context) {
          const feeds = {
            a: makeTensor("float32", [1, 3], Float32Array.from(row)),
            index: makeTensor("int32", [1, 1], Int32Array.of(1)),
          };
          const answers = await Promise.all(["twins_left", "twins_right"].map((graph) => context.infer(graph, feeds)));
          const [left, right] = answers.map(({ sum }) => [...(sum?.data ?? [])]);
          return { json: { left: left ?? [], right: right ?? [] } };
        },
      }),
    },
  },
};
