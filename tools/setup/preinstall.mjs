/**
 * Runs before the install scripts of the packages that Kiln depends on, where npm runs any (npm 11 asks first). One of them,
 * onnxruntime-node's, fetches CUDA libraries of 300 MB from a host that many networks block, and fails the installation
 * there. Kiln computes on the CPU, whose library is in the package itself, so the script is told that nothing is missing: it
 * looks for these files. `ONNXRUNTIME_NODE_INSTALL=cuda12 npm install` gets the libraries all the same.
 *
 * Whatever happens here must not fail an installation.
 */
import { existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { projectRoot } from "./project.mjs";

const FILES = ["cuda", "shared", "tensorrt"].map((name) => `libonnxruntime_providers_${name}.so`);

const asked = process.env.ONNXRUNTIME_NODE_INSTALL ?? process.env.ONNXRUNTIME_NODE_INSTALL_CUDA;
if (process.platform === "linux" && process.arch === "x64" && asked === undefined) {
  try {
    const runtime = dirname(createRequire(join(projectRoot, "package.json")).resolve("onnxruntime-node/package.json"));
    const folder = join(runtime, "bin", "napi-v6", "linux", "x64");
    for (const file of FILES) if (!existsSync(join(folder, file))) writeFileSync(join(folder, file), "");
  } catch (error) {
    process.stderr.write(`kilnjs: onnxruntime-node's CUDA libraries could not be declined: ${error}\n`);
  }
}
