import { join } from "node:path";
import type { Plugin } from "esbuild";

const namespace = "kiln-node-part";

/**
 * Leaves the parts of models that run in Node alone – the recipe, the commands – out of the page: in their place is a module
 * that says so when somebody loads it.
 *
 * @param parts absolute paths of their modules.
 */
export function nodeParts(parts: ReadonlySet<string>): Plugin {
  return {
    name: "kiln-node-parts",
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path, resolveDir }) => {
        if (kind !== "dynamic-import") return undefined;
        const candidates = [path, path.replace(/\.js$/, ".ts"), path.replace(/\.js$/, ".tsx")];
        const found = candidates.map((one) => join(resolveDir, one)).find((one) => parts.has(one));
        return found === undefined ? undefined : { path: found, namespace };
      });
      build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
        contents: `throw new Error(${JSON.stringify(`${path} runs in Node, and is not part of the page`)});`,
      }));
    },
  };
}
