/**
 * Makes the page from its sources: scripts and styles by esbuild (alive, typed, one binary), with their hashes in their
 * names, onnxruntime's WebAssembly files beside them, and compressed forms of each file for servers that send them.
 */
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build, type Metafile, type Plugin } from "esbuild";
import { FailedError } from "../../core/errors.js";

/** Entries, and what of the page's head names their outputs. */
const entries = {
  app: "web/app/main.tsx",
  worker: "web/inference/worker/main.ts",
  table: "models/trend/view/desk/main.ts",
} as const;

/** Files of onnxruntime-web that its two builds ask for by name: WebAssembly alone, and with WebGPU. */
const runtimeFiles = [
  "ort-wasm-simd-threaded.mjs",
  "ort-wasm-simd-threaded.wasm",
  "ort-wasm-simd-threaded.asyncify.mjs",
  "ort-wasm-simd-threaded.asyncify.wasm",
] as const;

/** Recipes and commands of the models run in Node alone. */
const nodeParts: Plugin = {
  name: "node-parts",
  setup(build) {
    build.onResolve({ filter: /^\.\/(train|commands)\// }, ({ kind, importer }) =>
      kind === "dynamic-import" && /models[\\/]\w+[\\/]index\.ts$/.test(importer)
        ? { path: "none", namespace: "node-part" }
        : undefined,
    );
    build.onLoad({ filter: /./, namespace: "node-part" }, () => ({ contents: "" }));
  },
};

/** What most visits never need: it is kept once it was used. */
const fetchedOnUse = ["ort.webgpu", "countries-50m"] as const;

/** Below this a compressed file saves no packet. */
const LEAST_TO_COMPRESS = 1024;

/** What was made. */
export interface BundledPage {
  /** Paths relative to the folder. */
  readonly files: readonly string[];
  readonly bytes: number;
}

/**
 * Bundles the page into a folder, in the place of what was there.
 *
 * @param root the project, which holds `web/`.
 * @throws FailedError when a source cannot be bundled.
 */
export async function bundlePage(root: string, out: string): Promise<BundledPage> {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.entries(entries).map(([name, source]) => ({ in: source, out: name })),
    outdir: out,
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    minify: true,
    metafile: true,
    jsx: "automatic",
    jsxImportSource: "preact",
    conditions: ["kiln-source", "browser", "import"],
    logLevel: "silent",
    plugins: [nodeParts],
    // onnxruntime-web asks for Node's own modules only where it runs in Node.
    external: ["node:*", "module", "fs", "path", "os", "worker_threads"],
  }).catch((cause: unknown) => {
    throw new FailedError(`the page cannot be bundled: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  });
  const runtime = copyRuntime(out);
  writeFileSync(join(out, "index.html"), indexPage(root, metafile, runtime));
  await bundleServiceWorker(root, out, metafile, runtime);
  compress(out);
  const files = filesUnder(out);
  return { files, bytes: files.reduce((sum, file) => sum + statSync(join(out, file)).size, 0) };
}

/** The service worker knows what the page is made of: it is made last, and keeps its name, which browsers ask for. */
async function bundleServiceWorker(root: string, out: string, { outputs }: Metafile, runtime: string): Promise<void> {
  const bundled = Object.entries(outputs)
    .filter(([, { inputs }]) => !Object.keys(inputs).some((input) => fetchedOnUse.some((part) => input.includes(part))))
    .map(([path]) => basename(path));
  const files = [...bundled, `${runtime}ort-wasm-simd-threaded.mjs`, `${runtime}ort-wasm-simd-threaded.wasm`].sort();
  const index = readFileSync(join(out, "index.html"));
  const name = createHash("sha256").update(index).update(JSON.stringify(files)).digest("hex").slice(0, 12);
  await build({
    absWorkingDir: root,
    entryPoints: { "service-worker": "web/service-worker/main.ts" },
    outdir: out,
    bundle: true,
    format: "iife",
    target: "es2022",
    minify: true,
    define: { KILN_FILES: JSON.stringify(files), KILN_BUILD: JSON.stringify(name) },
    logLevel: "silent",
  });
}

/** @returns the folder, whose name changes with the version: its files are kept by browsers for good. */
function copyRuntime(out: string): string {
  const require = createRequire(import.meta.url);
  const from = dirname(require.resolve("onnxruntime-web/wasm"));
  const { version } = JSON.parse(readFileSync(join(from, "..", "package.json"), "utf8")) as { version: string };
  const folder = `ort-${version}`;
  mkdirSync(join(out, folder));
  for (const file of runtimeFiles) copyFileSync(join(from, file), join(out, folder, file));
  return `${folder}/`;
}

function indexPage(root: string, { outputs }: Metafile, runtime: string): string {
  const output = (source: string) => {
    const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === source);
    if (found === undefined) throw new FailedError(`esbuild made nothing of ${source}`);
    return { script: basename(found[0]), style: found[1].cssBundle };
  };
  const app = output(entries.app);
  const head = [
    `<meta name="kiln-worker" content="${output(entries.worker).script}">`,
    `<meta name="kiln-table-worker" content="${output(entries.table).script}">`,
    `<meta name="kiln-ort" content="${runtime}">`,
    ...(app.style === undefined ? [] : [`<link rel="stylesheet" href="${basename(app.style)}">`]),
    `<script type="module" src="${app.script}"></script>`,
  ];
  const template = readFileSync(join(root, "web", "app", "index.html"), "utf8");
  return template.replace("<!-- built -->", head.join("\n    "));
}

function compress(out: string): void {
  for (const file of filesUnder(out)) {
    if (![".js", ".mjs", ".css", ".html", ".wasm", ".svg"].includes(extname(file))) continue;
    const bytes = readFileSync(join(out, file));
    if (bytes.byteLength < LEAST_TO_COMPRESS) continue;
    // The highest quality takes a minute for the largest file and saves a hundredth of it.
    const params = { [constants.BROTLI_PARAM_QUALITY]: bytes.byteLength > 1e6 ? 9 : 11 };
    writeFileSync(join(out, `${file}.br`), brotliCompressSync(bytes, { params }));
    writeFileSync(join(out, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

function filesUnder(folder: string, inside = ""): string[] {
  return readdirSync(join(folder, inside), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
      return entry.isDirectory() ? filesUnder(folder, path) : [path];
    });
}
