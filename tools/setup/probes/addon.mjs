/**
 * Loads the tfjs-node addon and multiplies a matrix with it. A process of its own, because an addon that does not fit
 * its library ends the process instead of throwing.
 */
import { createRequire } from "node:module";
import util from "node:util";
import { tfjsNodeOf } from "../project.mjs";
import { projectAt } from "./asked-project.mjs";
import { report } from "./report.mjs";

await report(async () => {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  // tfjs-node 4.22 calls these; Node 23 took them out.
  const lost = {
    isNullOrUndefined: (/** @type {unknown} */ value) => value === null || value === undefined,
    isArray: Array.isArray,
  };
  for (const [name, test] of Object.entries(lost)) if (!(name in util)) Object.assign(util, { [name]: test });

  // Setup proves what it has just put somewhere.
  const folder = process.argv[2]?.startsWith("/") ? process.argv[2] : tfjsNodeOf(projectAt());
  const tf = createRequire(import.meta.url)(folder);
  if (tf.getBackend() !== "tensorflow") throw new Error(`the backend is ${tf.getBackend()}, not tensorflow`);
  const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
  const numbers = Array.from(product.dataSync());
  if (numbers.join() !== "19,22,43,50") throw new Error(`[1 2; 3 4] x [5 6; 7 8] came out as ${numbers.join(" ")}`);
  return `TensorFlow ${tf.backend().binding.TF_Version} multiplies a matrix on Node ${process.versions.node}`;
});
