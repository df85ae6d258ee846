import { builtinModules } from "node:module";
import { relative } from "node:path";
import type { Plugin } from "esbuild";

/** `node:fs`, `fs`, `fs/promises`. */
const builtins = new Set(builtinModules);

/**
 * Refuses Node's own modules in the code of the page, naming the file that imports them. Libraries may ask for them: they do
 * so where they run in Node.
 *
 * @param base the folder that paths in messages are relative to.
 */
export function browserOnly(base: string): Plugin {
  return {
    name: "kiln-browser-only",
    setup(build) {
      build.onResolve({ filter: /^(node:|[a-z_]+(\/[a-z_]+)?$)/ }, ({ path, importer }) => {
        if (!path.startsWith("node:") && !builtins.has(path)) return undefined;
        if (/[\\/]node_modules[\\/]/.test(importer)) return { path, external: true };
        const file = relative(base, importer);
        return {
          errors: [
            {
              text:
                `${file} imports ${path}, which a browser lacks: a model's contract, operations, resources and view run ` +
                "in the page too. Import it in what `recipe` or `commands` loads.",
            },
          ],
        };
      });
    },
  };
}
