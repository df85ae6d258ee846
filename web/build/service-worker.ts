/** The service worker, which knows what the page is made of. */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { build, type Metafile } from "esbuild";

/** A part that is loaded later and is larger than this many bytes is kept for the next visit only once it was used. */
const MOST_TO_KEEP_UNUSED = 300_000;

/** Made last; it keeps its name, which browsers ask for. */
export async function bundleServiceWorker(
  root: string,
  out: string,
  metafile: Metafile,
  runtime: string,
): Promise<void> {
  const bundled = keptAtOnce(root, metafile);
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

/**
 * Everything but what is large and loaded later: a runtime for another back end, a map for print. A view is part of what the
 * visitor came for, however large it is.
 */
function keptAtOnce(root: string, metafile: Metafile): string[] {
  const { outputs } = metafile;
  const later = new Set(
    Object.values(outputs).flatMap(({ imports }) =>
      imports.flatMap(({ kind, path }) => (kind === "dynamic-import" ? [path] : [])),
    ),
  );
  return Object.keys(outputs)
    .filter((path) => !later.has(path) || statSync(resolve(root, path)).size <= MOST_TO_KEEP_UNUSED)
    .map((path) => basename(path));
}
