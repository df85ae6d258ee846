import { join } from "node:path";
import type { Plugin } from "esbuild";

const namespace = "kiln-not-in-page";

/**
 * Leaves out modules that a definition would load and the page does not: the recipe and the commands, which run in Node
 * alone, and a view that cannot be built. In the place of each is a module that says so when somebody loads it.
 *
 * @param modules their absolute paths.
 */
export function notInPage(modules: ReadonlySet<string>): Plugin {
  return {
    name: namespace,
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path, resolveDir }) => {
        if (kind !== "dynamic-import") return undefined;
        const asked = join(resolveDir, path);
        const candidates = [asked, asked.replace(/\.js$/, ".ts"), asked.replace(/\.js$/, ".tsx")];
        const found = candidates.find((one) => modules.has(one));
        return found === undefined ? undefined : { path: found, namespace };
      });
      build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
        contents: `throw new Error(${JSON.stringify(`${path} is not part of the page`)});`,
      }));
    },
  };
}
