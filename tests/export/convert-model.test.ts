/** `kiln convert` on files: cases that people reported, the public examples of tfjs, and everything that can be wrong. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LayersModel, Tensor } from "@tensorflow/tfjs";
import * as ort from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../cli/kiln.js";
import { Random } from "../../core/random.js";
import { loadTfjs, type Tfjs } from "../../trace/tfjs.js";
import { FakeHost } from "../fixtures/host.js";
import { publicExamples } from "./public-examples.js";
import { type Packed, unpacked } from "./tfjs-fixtures.js";

const fixtures = join(import.meta.dirname, "..", "fixtures");
const folder = mkdtempSync(join(tmpdir(), "kiln-convert-"));
const out = join(folder, "model.onnx");
let tf: Tfjs;

beforeAll(async () => {
  tf = await loadTfjs();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command; gives the exit code and what was said. */
async function convert(model: string, ...options: readonly string[]): Promise<{ code: number; text: string }> {
  rmSync(out, { force: true });
  const host = new FakeHost();
  const code = await main(["convert", model, "--out", out, ...options], undefined, host);
  return { code, text: `${host.stdout.text}${host.stderr.text}` };
}

async function answer(feeds: Record<string, ort.Tensor>): Promise<ort.Tensor> {
  const session = await ort.InferenceSession.create(out);
  const names = Object.keys(feeds);
  const given = Object.fromEntries(session.inputNames.map((name, i) => [name, feeds[name] ?? feeds[names[i] ?? ""]]));
  const [result] = Object.values(await session.run(given as Record<string, ort.Tensor>));
  await session.release();
  if (result === undefined) throw new Error("no output");
  return result;
}

function largest(got: ArrayLike<number | bigint>, expected: ArrayLike<number>): number {
  expect(got.length).toBe(expected.length);
  return Math.max(
    ...Array.from(expected, (value, i) => Math.abs(Number(got[i]) - value) / Math.max(1, Math.abs(value))),
  );
}

/** Saves a model as tfjs does, with seeded weights. */
async function save(model: LayersModel, name: string): Promise<string> {
  const random = Random.seeded(11, name);
  for (const weight of model.weights) {
    const size = weight.shape.reduce<number>((product, length) => product * Number(length), 1);
    const positive = /variance|gamma/.test(weight.name);
    const values = Float32Array.from({ length: size }, () =>
      positive ? random.between(0.5, 1.5) : random.between(-0.4, 0.4),
    );
    weight.write(tf.tensor(values, weight.shape as number[]) as Tensor);
  }
  const place = join(folder, name.replace(/\W+/g, "-"));
  mkdirSync(place, { recursive: true });
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData, format }) => {
      writeFileSync(join(place, "weights.bin"), new Uint8Array(weightData as ArrayBuffer));
      const weightsManifest = [{ paths: ["weights.bin"], weights: weightSpecs }];
      writeFileSync(join(place, "model.json"), JSON.stringify({ format, modelTopology, weightsManifest }));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    }),
  );
  return join(place, "model.json");
}

interface ReportedCase {
  readonly name: string;
  readonly input: number[] | number[][] | number[][][];
  readonly output: number[][];
}

describe("cases that people reported elsewhere", () => {
  it.each([
    ["keras3-sequential", "unrolled"],
    ["keras3-functional", "unrolled"],
    ["gru-reset-after", "unrolled"],
    ["gru-reset-after", "operators"],
  ])("%s, %s", async (name, form) => {
    const place = join(fixtures, "convert", name);
    const { code, text } = await convert(join(place, "model.json"), "--recurrent", form);
    expect(text).toContain("tfjs itself refuses the file");
    expect(code).toBe(0);
    const { input, cases } = JSON.parse(readFileSync(join(place, "cases.json"), "utf8")) as {
      input: string;
      cases: ReportedCase[];
    };
    for (const one of cases) {
      const shape = shapeOf(one.input);
      const values = Float32Array.from(one.input.flat(3));
      const { data } = await answer({ [input]: new ort.Tensor("float32", values, shape) });
      expect(largest(data as Float32Array, one.output.flat())).toBeLessThanOrEqual(1e-5);
    }
  });
});

function shapeOf(value: unknown): number[] {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}

describe("files of Keras", () => {
  it.each(["functional.keras", "functional.h5", "sequential.keras", "sequential.h5"])("%s", async (file) => {
    const { code } = await convert(join(fixtures, "keras", file));
    expect(code).toBe(0);
    const values = file.replace(/\..*/, ".values.json");
    const { inputs, outputs } = JSON.parse(readFileSync(join(fixtures, "keras", values), "utf8")) as Record<
      "inputs" | "outputs",
      Packed[]
    >;
    const feeds = inputs.map((packed) => new ort.Tensor(packed.dtype, unpacked(packed) as Float32Array, packed.shape));
    const { data } = await answer(Object.fromEntries(feeds.map((tensor, i) => [String(i), tensor])));
    expect(largest(data as Float32Array, unpacked(outputs[0] as Packed))).toBeLessThanOrEqual(1e-5);
  });
});

describe("networks of the public tfjs examples", () => {
  it.each(Object.entries(publicExamples))("%s", async (name, build) => {
    const model = build(tf);
    const { code, text } = await convert(await save(model, name));
    model.dispose();
    expect(text).toContain("Compared with tfjs 4.22.0, reading the file itself.");
    expect(code).toBe(0);
  });

  it("writes a page about the comparison, and one JSON object for a machine", async () => {
    const model = publicExamples.iris?.(tf) as LayersModel;
    const file = await save(model, "reported");
    const page = join(folder, "report.html");
    const { code, text } = await convert(file, "--json", "--report", page, "--opset", "13");
    expect(code).toBe(0);
    const last = JSON.parse(text.trim().split("\n").at(-1) ?? "") as { cases: number; runtimes: unknown[] };
    expect([last.cases, last.runtimes.length]).toEqual([10, 2]);
    expect(readFileSync(page, "utf8")).toMatch(
      /The file agrees with tfjs[\s\S]*dense_Dense[\s\S]*MatMul[\s\S]*Softmax/,
    );
  });
});

interface ModelFile {
  modelTopology: { config: { layers: { class_name: string; config: Record<string, unknown> }[] } };
  weightsManifest: { paths: string[]; weights: { name: string; shape: number[]; dtype: string }[] }[];
}

describe("what is wrong is said in one line, and no file is written", () => {
  let good: string;
  beforeAll(async () => {
    good = await save(publicExamples.iris?.(tf) as LayersModel, "good");
  });

  /** A copy of the good model, changed. */
  function changed(name: string, change: (model: ModelFile, weights: Buffer) => Buffer | undefined): string {
    const place = join(folder, `bad-${name}`);
    cpSync(join(good, ".."), place, { recursive: true });
    const model = JSON.parse(readFileSync(join(place, "model.json"), "utf8")) as ModelFile;
    const weights = readFileSync(join(place, "weights.bin"));
    const other = change(model, weights);
    writeFileSync(join(place, "model.json"), JSON.stringify(model));
    writeFileSync(join(place, "weights.bin"), other ?? weights);
    return join(place, "model.json");
  }

  function layer(model: ModelFile, index: number): { class_name: string; config: Record<string, unknown> } {
    const found = model.modelTopology.config.layers[index];
    if (found === undefined) throw new Error(`no layer ${index}`);
    return found;
  }

  function firstGroup(model: ModelFile): ModelFile["weightsManifest"][number] {
    const [group] = model.weightsManifest;
    if (group === undefined) throw new Error("no weights");
    return group;
  }

  const faults: readonly (readonly [name: string, make: () => string, code: number, says: RegExp])[] = [
    ["a missing file", () => join(folder, "nowhere.json"), 1, /there is no such file/],
    [
      "a missing shard",
      () =>
        changed("missing", (model) => {
          firstGroup(model).paths = ["group1-shard1of1.bin"];
          return undefined;
        }),
      1,
      /the weight file group1-shard1of1\.bin is missing[\s\S]*Put it beside model\.json/,
    ],
    [
      "a truncated shard",
      () => changed("truncated", (_, weights) => weights.subarray(0, 100)),
      1,
      /lies at bytes .* A shard is truncated/s,
    ],
    [
      "too long a shard",
      () => changed("long", (_, weights) => Buffer.concat([weights, Buffer.alloc(8)])),
      1,
      /the manifest describes/,
    ],
    [
      "a string weight",
      () =>
        changed("string", (model) => {
          for (const entry of firstGroup(model).weights) entry.dtype = "string";
          return undefined;
        }),
      1,
      /element type string, which cannot be converted/,
    ],
    [
      "a wrong element type",
      () =>
        changed("dtype", (model) => {
          for (const entry of firstGroup(model).weights) entry.dtype = "float128";
          return undefined;
        }),
      1,
      /kernel" has the element type float128/,
    ],
    [
      "a weight that is not finite",
      () =>
        changed("nan", (_, weights) => {
          weights.writeFloatLE(Number.NaN, 8);
          return undefined;
        }),
      1,
      /kernel" holds 1 number that is not finite/,
    ],
    [
      "weights over 2 GB",
      () =>
        changed("huge", (model) => {
          for (const entry of firstGroup(model).weights) entry.shape = [1e6, 1e4];
          return undefined;
        }),
      1,
      /GB as float32, and one ONNX file holds at most 2 GB/,
    ],
    [
      "another shape than the layer's",
      () =>
        changed("shape", (model) => {
          layer(model, 0).config.units = 5;
          return undefined;
        }),
      1,
      /dense_Dense\d+\/kernel" has the shape \[4, 10\], and its layer needs \[4, 5\]/,
    ],
    [
      "a missing weight",
      () =>
        changed("lacking", (model, weights) => {
          const { weights: entries } = firstGroup(model);
          entries.splice(0, 1);
          return weights.subarray(160);
        }),
      1,
      /the file has no weight for "dense_Dense\d+\/kernel"/,
    ],
    [
      "an unknown layer",
      () =>
        changed("layer", (model) => {
          layer(model, 1).class_name = "QuantumDense";
          return undefined;
        }),
      1,
      /dense_Dense\d+ is of the class QuantumDense, which cannot be converted/,
    ],
    [
      "a lambda",
      () =>
        changed("lambda", (model) => {
          layer(model, 1).class_name = "Lambda";
          return undefined;
        }),
      1,
      /Lambda, which cannot be converted: it is a function/,
    ],
    [
      "an unknown activation",
      () =>
        changed("activation", (model) => {
          layer(model, 1).config.activation = "wobble";
          return undefined;
        }),
      1,
      /dense_Dense\d+ has the activation wobble/,
    ],
    [
      "no JSON",
      () => {
        writeFileSync(join(folder, "page.json"), "<html>404</html>");
        return join(folder, "page.json");
      },
      1,
      /the file is not JSON/,
    ],
    [
      "JSON of something else",
      () => {
        writeFileSync(join(folder, "other.json"), '{"name":"kiln"}');
        return join(folder, "other.json");
      },
      1,
      /no tfjs model: it has no modelTopology/,
    ],
    [
      "a damaged archive",
      () => {
        writeFileSync(
          join(folder, "bad.keras"),
          readFileSync(join(fixtures, "keras", "sequential.keras")).subarray(0, 2000),
        );
        return join(folder, "bad.keras");
      },
      1,
      /no zip archive, or a damaged one/,
    ],
    [
      "a damaged HDF5 file",
      () => {
        writeFileSync(join(folder, "bad.h5"), readFileSync(join(fixtures, "keras", "sequential.h5")).subarray(0, 3000));
        return join(folder, "bad.h5");
      },
      1,
      /HDF5 file is damaged/,
    ],
    [
      "a file of another kind",
      () => {
        writeFileSync(join(folder, "model.tflite"), "TFL3");
        return join(folder, "model.tflite");
      },
      1,
      /this is a TensorFlow Lite file/,
    ],
  ];

  it.each(faults)("%s", async (_, make, code, says) => {
    const result = await convert(make());
    expect(result.text).toMatch(says);
    expect(result.text).not.toContain("bug in Kiln");
    expect([result.code, existsSync(out)]).toEqual([code, false]);
  });

  it("a choice that does not fit the model, or an operator set that nobody runs", async () => {
    const [range, shape, opset, spelled] = [
      await convert(good, "--input-range", "image=0..255"),
      await convert(good, "--shape", "x=batch,3"),
      await convert(good, "--opset", "7"),
      await convert(good, "--input-range", "0-255"),
    ];
    expect(range.text).toMatch(/no input "image"[\s\S]*Its inputs are dense_Dense/);
    expect(shape.text).toMatch(/no input "x"/);
    expect(opset.text).toMatch(/operator set 7 cannot be written/);
    expect(spelled.text).toMatch(/"0-255" is not a range/);
    expect([range.code, shape.code, spelled.code, existsSync(out)]).toEqual([2, 2, 2, false]);
  });

  it("a difference that is larger than allowed: exit code 4, with the first operation that differs", async () => {
    const { code, text } = await convert(good, "--tolerance", "1e-12", "--bisect");
    expect(text).toMatch(
      /differs from tfjs: .* allowed 1e-12\).*(The first operation that differs is|No single operation)/s,
    );
    expect([code, existsSync(out)]).toEqual([4, false]);
  });
});
