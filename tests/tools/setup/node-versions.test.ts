import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { nodeBinary } from "./node-versions.js";

const run = promisify(execFile);
const VERSIONS = ["22.23.3", "24.21.0"];
const binaries = new Map(
  await Promise.all(VERSIONS.map(async (version) => [version, await nodeBinary(version)] as const)),
);

const PROBE = fileURLToPath(new URL("../../../tools/setup/probes/addon.mjs", import.meta.url));

/** Through the one door that all of Kiln uses: layers, a gradient and an optimizer's step, which Node 23 broke. */
const TRAINING = `
const { loadTensorFlow } = await import(process.argv[1]);
const tf = await loadTensorFlow({ threads: 1 });
const weight = tf.variable(tf.tensor2d([[1], [2]]));
const input = tf.tensor2d([[1, 2], [3, 4]]);
const loss = () => tf.mean(tf.square(tf.sub(tf.matMul(input, weight), tf.tensor2d([[1], [1]]))));
const before = loss().dataSync()[0];
tf.train.adam(0.1).minimize(loss);
console.log(JSON.stringify({ before, after: loss().dataSync()[0] }));
`;

describe.each(VERSIONS)("Node %s (from the npm registry, on Linux x64)", (version) => {
  const node = binaries.get(version) ?? null;

  it.skipIf(node === null)("loads the addon that this Node built, and multiplies a matrix", async () => {
    const { stdout } = await run(node ?? "", [PROBE]);
    const { ok, detail } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    expect(detail).toMatch(new RegExp(`on Node ${version.replaceAll(".", "\\.")}$`));
    expect(ok).toBe(true);
  });

  it.skipIf(node === null)("trains a step through Kiln's own door to TensorFlow", async () => {
    const door = createRequire(import.meta.url).resolve("#dist/trace/tensorflow.js");
    const { stdout } = await run(node ?? "", ["--input-type=module", "-e", TRAINING, door]);
    const { before, after } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    expect(before).toBe(58);
    expect(after).toBeLessThan(58);
    expect(after).toBeGreaterThan(0);
  });
});
