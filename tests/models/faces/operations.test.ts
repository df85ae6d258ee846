import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { toBase64 } from "../../../core/bytes.js";
import { InputError } from "../../../core/errors.js";
import { checkFeeds } from "../../../core/feeds.js";
import type { JsonObject } from "../../../core/json.js";
import { parseAs } from "../../../core/json.js";
import type { Manifest } from "../../../core/manifest.js";
import { isPictureAnswer, type Operation, type OperationContext, type PictureAnswer } from "../../../core/operation.js";
import { makeTensor, type Tensors } from "../../../core/tensor.js";
import { facesContracts } from "../../../models/faces/contract.js";
import { faces } from "../../../models/faces/index.js";
import { FACE_BYTES } from "../../../models/faces/sheet.js";

const LATENT = 4;
const operations = faces.processings["faces@1"] ?? {};
const [encoder, decoder] = facesContracts({ latent: LATENT });

const fitted = {
  fit: "crop",
  dimensions: [2, 0, 1, 3].map((index) => ({ index, effect: 4 - index, mean: index, deviation: 0.5 })),
  mixture: { covariance: "diagonal", weights: [1], means: [[0, 0, 0, 0]], spreads: [[1, 1, 1, 1]] },
  attributes: [{ name: "hair", title: "Hair", low: "dark", high: "light", source: "factor", direction: [0, 1, 0, 0] }],
};

let runs: string[] = [];
beforeEach(() => {
  runs = [];
});

/** A stand-in for the graphs: the decoder paints the first latent number as one grey, the encoder gives the mean level. */
const context: OperationContext = {
  manifests: Object.fromEntries(
    [encoder, decoder].map((contract) => [
      contract?.name,
      { contract, fitted, version: 3, training: { data: { simulated: true } } } as unknown as Manifest,
    ]),
  ),
  pictures: {
    decode: async (bytes) => {
      if (bytes.length !== FACE_BYTES) throw new InputError("no picture");
      return { width: 64, height: 64, data: bytes };
    },
    encode: async ({ data }) => data,
  },
  infer: async (graph, feeds): Promise<Tensors> => {
    const contract = graph === "faces_decoder" ? decoder : encoder;
    if (contract === undefined) throw new Error("no contract");
    const { batch: rows = 0 } = checkFeeds(contract, feeds);
    runs.push(`${graph} ${rows}`);
    const grey = (row: number, input: string, width: number) => feeds[input]?.data[row * width] ?? 0;
    if (graph === "faces_decoder") {
      const image = new Float32Array(rows * FACE_BYTES);
      for (let row = 0; row < rows; row++)
        image.fill(0.5 + grey(row, "latent", LATENT) / 10, row * FACE_BYTES, (row + 1) * FACE_BYTES);
      return { image: makeTensor("float32", [rows, 64, 64, 3], image) };
    }
    const mean = new Float32Array(rows * LATENT);
    for (let row = 0; row < rows; row++) mean[row * LATENT] = grey(row, "image", FACE_BYTES) / 51 - 2.5;
    return {
      mean: makeTensor("float32", [rows, LATENT], mean),
      log_variance: makeTensor("float32", [rows, LATENT], new Float32Array(rows * LATENT)),
    };
  },
};

const grey = (level: number) => `data:image/png;base64,${toBase64(new Uint8Array(FACE_BYTES).fill(level))}`;

async function ask(name: string, request: unknown): Promise<{ json: JsonObject; picture?: PictureAnswer }> {
  const operation = operations[name] as Operation;
  const answer = await operation.run(parseAs(operation.request, request, name), context);
  if (!isPictureAnswer(answer)) return { json: answer.json as JsonObject };
  return { json: (await answer.json()) as JsonObject, picture: answer };
}

describe("every operation", () => {
  it.each(Object.keys(operations))("%s answers its own example, as its response schema says", async (name) => {
    const operation = operations[name] as Operation;
    const example = operation.exampleFor?.(context.manifests) ?? operation.example;
    const answer = name === "encode" || name === "reconstruct" ? { image: grey(9) } : example;
    const { json } = await ask(name, answer);
    expect(operation.response.safeParse(json).error).toBeUndefined();
    expect(json).toMatchObject({ model: "faces", version: 3, simulated: true });
    expect(() => z.toJSONSchema(operation.request, { io: "input" })).not.toThrow();
  });

  it.each([
    ["sample", { count: 0 }, "/count"],
    ["sample", { count: 257 }, "/count"],
    ["sample", { seed: 1.5 }, "/seed"],
    ["sample", { seed: "1" }, "/seed"],
    ["sample", { temperature: -1 }, "/temperature"],
    ["sample", { sampler: "posterior" }, "/sampler"],
    ["sample", { size: 3 }, "/"],
    ["decode", { latents: [] }, "/latents"],
    ["decode", { latents: [[0, 0, 0, "x"]] }, "/latents/0/3"],
    ["decode", { latents: [[0, 0, 0, 101]] }, "/latents/0/3"],
    ["encode", {}, "/"],
    ["encode", { image: "a", images: ["b"] }, "/"],
    ["interpolate", { from: { seed: 1 }, to: { seed: 2 }, steps: 0 }, "/steps"],
    ["interpolate", { from: { seed: 1 }, to: { seed: 2 }, steps: 100000 }, "/steps"],
    ["interpolate", { from: { seed: 1 }, to: {} }, "/to"],
    ["interpolate", { from: { seed: 1, latent: [1] }, to: { seed: 2 } }, "/from"],
    ["traverse", { range: [0, 99] }, "/range/1"],
    ["traverse", { dimensions: Array.from({ length: 64 }, (_, i) => i), steps: 65 }, "/steps"],
    ["edit", { base: { seed: 1 }, attribute: "hair", strength: 1e9 }, "/strength"],
  ])("%s refuses %j at %s before anything runs", async (name, request, field) => {
    await expect(ask(name, request)).rejects.toMatchObject({ kind: "input", where: { field } });
    expect(runs).toEqual([]);
  });

  it.each([
    [
      "decode",
      {
        latents: [
          [0, 0, 0, 0],
          [0, 0, 0],
        ],
      },
      "/latents/1",
    ],
    ["interpolate", { from: { seed: 1 }, to: { latent: [1, 2] } }, "/to/latent"],
    ["traverse", { dimensions: [4] }, "/dimensions/0"],
    ["edit", { base: { seed: 1 }, attribute: "hiar" }, "/attribute"],
    ["encode", { images: [grey(1), "%%%"] }, "/images/1"],
    ["edit", { base: { image: "data:image/png,abc" }, attribute: "hair" }, "/base/image"],
  ])("%s refuses %j at %s, which only this version knows", async (name, request, field) => {
    await expect(ask(name, request)).rejects.toMatchObject({ kind: "input", where: { field } });
  });

  it("guesses what attribute was meant", async () => {
    await expect(ask("edit", { base: { seed: 1 }, attribute: "hiar" })).rejects.toThrow(
      /no attribute "hiar"\nDid you mean hair\? It knows hair\./,
    );
  });
});

describe("sample", () => {
  it("gives the same faces for the same seed, and more faces begin with the same ones", async () => {
    const few = await ask("sample", { count: 3, seed: 7 });
    const many = await ask("sample", { count: 5, seed: 7 });
    expect((many.json.latents as number[][]).slice(0, 3)).toEqual(few.json.latents);
    expect((await ask("sample", { count: 3, seed: 8 })).json.latents).not.toEqual(few.json.latents);
    expect((await ask("sample", { count: 3, seed: 7, sampler: "prior" })).json.latents).not.toEqual(few.json.latents);
  });

  it("is as bold as its temperature", async () => {
    const cold = (await ask("sample", { count: 2, temperature: 0 })).json.latents as number[][];
    expect(cold).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
  });

  it("lays pictures out as a sheet, or gives each by itself", async () => {
    const sheet = await ask("sample", { count: 5, scale: 2 });
    expect([sheet.picture?.pixels.width, sheet.picture?.pixels.height]).toEqual([3 * 130 - 2, 2 * 130 - 2]);
    expect(sheet.json.image).toMatch(/^data:image\/png;base64,/);
    const list = await ask("sample", { count: 5, layout: "list" });
    expect(list.json.images).toHaveLength(5);
    expect(list.json.image).toBeUndefined();
  });

  it("runs many rows in parts", async () => {
    await ask("sample", { count: 150 });
    expect(runs).toEqual(["faces_decoder 64", "faces_decoder 64", "faces_decoder 22"]);
  });
});

describe("interpolate", () => {
  it("ends exactly at the reconstructions of two pictures", async () => {
    const [dark, light] = [grey(51), grey(204)];
    const way = await ask("interpolate", { from: { image: dark }, to: { image: light }, steps: 5, method: "lerp" });
    const ends = await ask("encode", { images: [dark, light] });
    const latents = way.json.latents as number[][];
    const means = (ends.json.results as { mean: number[] }[]).map(({ mean }) => mean);
    expect([latents[0], latents[4]]).toEqual(means);
    const both = await ask("reconstruct", { images: [dark, light], compare: false, layout: "list" });
    const strip = await ask("interpolate", { from: { image: dark }, to: { image: light }, steps: 5, layout: "list" });
    const pictures = strip.json.images as string[];
    expect([pictures[0], pictures[4]]).toEqual(both.json.images);
  });
});

describe("reconstruct", () => {
  it("shows each picture beside what became of it, with its error", async () => {
    const { json, picture } = await ask("reconstruct", { images: [grey(102), grey(153)] });
    expect(picture?.pixels).toMatchObject({ width: 130, height: 130 });
    expect((json.errors as number[]).every((error) => error >= 0 && error < 0.1)).toBe(true);
  });
});

describe("traverse", () => {
  it("moves one number at a time, in its own standard deviations; the strongest first when none is named", async () => {
    const { json } = await ask("traverse", { base: { latent: [9, 9, 9, 9] }, range: [-2, 2], steps: 3 });
    expect(json.dimensions).toEqual([2, 0, 1, 3]);
    expect((json.values as number[][])[0]).toEqual([1, 2, 3]);
    expect((json.latents as number[][]).slice(0, 3)).toEqual([
      [9, 9, 1, 9],
      [9, 9, 2, 9],
      [9, 9, 3, 9],
    ]);
  });
});

describe("edit", () => {
  it("adds the attribute's direction, and keeps the face itself as the first picture", async () => {
    const { json } = await ask("edit", { base: { latent: [1, 1, 1, 1] }, attribute: "hair", strength: -2, steps: 2 });
    expect(json).toMatchObject({ low: "dark", high: "light", strengths: [0, -1, -2] });
    expect(json.latents).toEqual([
      [1, 1, 1, 1],
      [1, 0, 1, 1],
      [1, -1, 1, 1],
    ]);
  });
});
