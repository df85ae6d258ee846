/**
 * Bundles `kilnjs/web`: the worker as text, in a part of its own that is loaded with the first model, so that whoever imports
 * it needs no bundler that knows of workers. `node dist/web/build/library.js ROOT OUT`; tools/setup/steps/library.mjs calls it.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import { pageOptions } from "./page-options.js";

const [root = ".", out = "dist/web-library"] = process.argv.slice(2);
const base = resolve(root);
const about = join(base, "dist", "vendor", "onnxruntime-web", "package.json");
const { version } = JSON.parse(readFileSync(about, "utf8")) as { version: string };

/** Loads one file in the place of another one of the sources. */
function instead(path: string, load: () => Promise<string> | string): Plugin {
  const file = join(base, path);
  return {
    name: "kiln-instead",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async (args) =>
        args.path === file ? { contents: await load(), loader: "ts" } : undefined,
      );
    },
  };
}

const runtimeScript = instead("web/inference/worker/runtime-script.ts", () =>
  readFileSync(join(base, "web", "library", "runtime-script.ts"), "utf8"),
);

/**
 * esbuild keeps all of zod, 450 KB with every language's messages, where it is imported as the object `z`, and only what is
 * used where it is imported as a namespace.
 */
const zodByParts: Plugin = {
  name: "kiln-zod-by-parts",
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const line = 'import { z } from "zod";';
      return text.includes(line)
        ? { contents: text.replace(line, 'import * as z from "zod";'), loader: "ts" }
        : undefined;
    });
  },
};

/** In one file, what is imported lazily would be kept whole, the whole of zod with it: three times as much. */
const knownOperations = instead("web/models/known-operations.ts", () => {
  const text = readFileSync(join(base, "web", "models", "known-operations.ts"), "utf8");
  const lazy = /const \{ predictOperations \} = await (import\("([^"]+)"\));/;
  const [line, , specifier] = lazy.exec(text) ?? [];
  if (line === undefined) throw new Error("web/models/known-operations.ts has changed: follow it here");
  return `import { predictOperations } from "${specifier}";\n${text.replace(line, "")}`;
});

const common = { ...pageOptions(), absWorkingDir: base, minify: true } as const;
const worker = await build({
  ...common,
  entryPoints: ["web/inference/worker/main.ts"],
  splitting: false,
  write: false,
  outdir: out,
  plugins: [runtimeScript, knownOperations, zodByParts],
});
const text = worker.outputFiles[0]?.text ?? "";
const source = `export const workerSource = ${JSON.stringify(text)};\nexport const runtimeFolder = "ort-${version}/";`;
await build({
  ...common,
  entryPoints: { index: "public/web.ts" },
  entryNames: "[name]",
  outdir: out,
  plugins: [instead("web/library/worker-source.ts", () => source)],
});
