/**
 * The smallest model that proves a converter and a runtime: y = x W + b, with a batch of any size. As a tfjs
 * graph-model (what tf2onnx reads) and, already converted, as ONNX, so that a runtime can be tried without a converter.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const WEIGHTS = [
  [1, 2, 3],
  [4, 5, 6],
];
const BIAS = [0.5, -0.5, 0.25];

/** Two rows of input, and what must come out: all of it exact in float32. */
const INPUT = [
  [1, -2],
  [0.5, 8],
];
const EXPECTED = INPUT.map((row) =>
  BIAS.map((bias, column) => row.reduce((sum, value, index) => sum + value * (WEIGHTS[index]?.[column] ?? 0), bias)),
);

/** What tf2onnx 1.17 made of the graph-model below, at opset 17. */
export const ONNX_MODEL = Buffer.from(
  "CAgSB3RmMm9ubngaCzEuMTcuMCBOb25lOt8BCiQKAXgKA3c6MBIJcHJvZHVjdDowGgdwcm9kdWN0IgZNYXRNdWwKHQoJcHJvZHVjdDowCgNiOjASAXka" +
    "AXkiA0FkZDoAEgd0ZjJvbm54KiUIAggDEAFCA3c6MEoYAACAPwAAAEAAAEBAAACAQAAAoEAAAMBAKhcIAxABQgNiOjBKDAAAAD8AAAC/AACAPlIZ" +
    "Y29udmVydGVkIGZyb20gbW9kZWwuanNvbloZCgF4EhQKEggBEg4KCBIGdW5rX181CgIIAmIZCgF5EhQKEggBEg4KCBIGdW5rX182CgIIA0IECgAQ" +
    "EUIOCgphaS5vbm54Lm1sEAI=",
  "base64",
);

/**
 * Writes the model as a tfjs graph-model: `model.json` and `weights.bin`.
 * @param {string} folder
 * @returns {string} path of `model.json`
 */
export function writeGraphModel(folder) {
  const shape = (/** @type {number[]} */ ...sizes) => ({ dim: sizes.map((size) => ({ size: String(size) })) });
  const float = { type: "DT_FLOAT" };
  const constant = (/** @type {string} */ name, /** @type {number[]} */ ...sizes) => ({
    name,
    op: "Const",
    attr: { dtype: float, value: { tensor: { dtype: "DT_FLOAT", tensorShape: shape(...sizes) } } },
  });
  const model = {
    format: "graph-model",
    signature: {
      inputs: { x: { name: "x:0", dtype: "DT_FLOAT", tensorShape: shape(-1, 2) } },
      outputs: { y: { name: "y:0", dtype: "DT_FLOAT", tensorShape: shape(-1, 3) } },
    },
    modelTopology: {
      node: [
        { name: "x", op: "Placeholder", attr: { dtype: float, shape: { shape: shape(-1, 2) } } },
        constant("w", 2, 3),
        constant("b", 3),
        {
          name: "product",
          op: "MatMul",
          input: ["x", "w"],
          attr: { T: float, transpose_a: { b: false }, transpose_b: { b: false } },
        },
        { name: "y", op: "AddV2", input: ["product", "b"], attr: { T: float } },
      ],
      library: {},
      versions: { producer: 1395 },
    },
    weightsManifest: [
      {
        paths: ["weights.bin"],
        weights: [
          { name: "w", shape: [2, 3], dtype: "float32" },
          { name: "b", shape: [3], dtype: "float32" },
        ],
      },
    ],
  };
  const path = join(folder, "model.json");
  writeFileSync(path, JSON.stringify(model));
  writeFileSync(join(folder, "weights.bin"), Float32Array.from([...WEIGHTS.flat(), ...BIAS]));
  return path;
}

/**
 * Runs the model and compares: both runtimes of onnxruntime have the same interface.
 * @param {typeof import("onnxruntime-common")} ort
 * @param {Uint8Array} model
 * @returns {Promise<void>}
 * @throws {Error} a number differs
 */
export async function proveRuntime(ort, model) {
  const session = await ort.InferenceSession.create(model);
  const input = new ort.Tensor("float32", Float32Array.from(INPUT.flat()), [INPUT.length, 2]);
  const output = (await session.run({ x: input })).y;
  const numbers = Array.from(/** @type {Float32Array} */ (output?.data));
  await session.release();
  if (numbers.join() !== EXPECTED.flat().join()) {
    throw new Error(`expected ${EXPECTED.flat().join(" ")}, got ${numbers.join(" ")}`);
  }
}
