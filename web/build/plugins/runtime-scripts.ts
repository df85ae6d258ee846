import { join } from "node:path";
import type { Plugin } from "esbuild";

/**
 * Takes onnxruntime-web's scripts from the copies in `dist/vendor`: the package itself is not installed with Kiln.
 *
 * @param root of this installation.
 */
export function runtimeScripts(root: string): Plugin {
  const folder = join(root, "dist", "vendor", "onnxruntime-web", "dist");
  return {
    name: "kiln-runtime-scripts",
    setup(build) {
      build.onResolve({ filter: /^onnxruntime-web\/(wasm|webgpu)$/ }, ({ path }) => ({
        path: join(folder, `ort.${path.slice("onnxruntime-web/".length)}.bundle.min.mjs`),
      }));
    },
  };
}
