/**
 * Loads the tfjs-node addon and multiplies a matrix with it. A process of its own, because an addon that does not fit
 * its library ends the process instead of throwing.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import util from "node:util";
import { projectRoot } from "../project.mjs";
import { report } from "./report.mjs";

await report(async () => {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  // tfjs-node 4.22 calls these; Node 23 took them out.
  const lost = {
    isNullOrUndefined: (/** @type {unknown} */ value) => value === null || value === undefined,
    isArray: Array.isArray,
  };
  for (const [name, test] of Object.entries(lost)) if (!(name in util)) Object.assign(util, { [name]: test });

  // Setup may install another checkout than its own.
  const root = process.argv[2] ?? projectRoot;
  const tf = createRequire(join(root, "package.json"))("@tensorflow/tfjs-node");
  if (tf.getBackend() !== "tensorflow") throw new Error(`the backend is ${tf.getBackend()}, not tensorflow`);
  const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
  const numbers = Array.from(product.dataSync());
  if (numbers.join() !== "19,22,43,50") throw new Error(`[1 2; 3 4] x [5 6; 7 8] came out as ${numbers.join(" ")}`);
  return `TensorFlow ${tf.backend().binding.TF_Version} multiplies a matrix on Node ${process.versions.node}`;
});
