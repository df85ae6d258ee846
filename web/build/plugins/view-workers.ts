import { readFile } from "node:fs/promises";
import { dirname, extname, join, relative } from "node:path";
import type { Loader, Plugin } from "esbuild";
import { lineOf } from "../line-of.js";

/** `new Worker(new URL("./worker.js", import.meta.url), …)`: the address is the second group. */
const pattern = /(new\s+Worker\(\s*)new\s+URL\(\s*["'](\.{1,2}\/[^"']+)["']\s*,\s*import\.meta\.url\s*,?\s*\)/g;

/**
 * Bundles the workers that a model's code starts: each is an entry of its own, and its address is that of the built file.
 *
 * @param root of this installation, whose page tells the addresses.
 * @param base the folder that the workers' names in the page are relative to.
 * @param found is told of each worker's source, an absolute path.
 */
export function viewWorkers(root: string, base: string, found: (source: string) => void): Plugin {
  return {
    name: "kiln-view-workers",
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path }) => {
        if (/[\\/]node_modules[\\/]/.test(path)) return undefined;
        const text = await readFile(path, "utf8");
        if (!text.includes("import.meta.url")) return undefined;
        const errors: { text: string; location: { file: string; line: number } }[] = [];
        const replaced: string[] = [];
        for (const { 2: address = "", index } of text.matchAll(pattern)) {
          const source = await sourceOf(build.resolve, dirname(path), address);
          if (source === undefined) {
            const location = { file: relative(base, path), line: lineOf(text, index) };
            errors.push({ text: `there is no file for the worker "${address}"`, location });
          } else {
            found(source);
            replaced.push(source);
          }
        }
        if (errors.length > 0) return { errors };
        if (replaced.length === 0) return undefined;
        let next = 0;
        const contents = text.replace(pattern, (_, start: string) => {
          const id = workerId(base, replaced[next++] ?? "");
          return `${start}kilnWorker(${JSON.stringify(id)})`;
        });
        // On the first line: all others keep their numbers.
        const shim = `import { workerAddress as kilnWorker } from ${JSON.stringify(join(root, "web", "inference", "worker-address.ts"))}; `;
        return { contents: `${shim}${contents}`, loader: loaderOf(path), resolveDir: dirname(path) };
      });
    },
  };
}

/** What the page asks for a worker's address by. */
export function workerId(base: string, source: string): string {
  return relative(base, source).replaceAll("\\", "/");
}

type Resolve = (path: string, options: { kind: "import-statement"; resolveDir: string }) => Promise<{ path: string }>;

async function sourceOf(resolve: Resolve, resolveDir: string, address: string): Promise<string | undefined> {
  const { path } = await resolve(address, { kind: "import-statement", resolveDir });
  return path === "" ? undefined : join(path);
}

function loaderOf(path: string): Loader {
  return ({ ".tsx": "tsx", ".jsx": "jsx", ".ts": "ts", ".mts": "ts" } as const)[extname(path)] ?? "js";
}
