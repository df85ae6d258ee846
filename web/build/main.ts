/**
 * `node dist/web/build/main.js ROOT OUT [--bare]`: makes this installation's page, or one without its models. Called by
 * tools/setup/steps/page.mjs.
 */
import { cpSync, existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { bundlePage } from "./bundle.js";

const [root = ".", out = "dist/page", flag] = process.argv.slice(2);
/** Outlives `dist/`, which each compilation makes anew: to compress onnxruntime's files takes half a minute. */
const kept = join(resolve(root), ".kiln", "runtime");
const { files, bytes, leftOut } = await bundlePage({
  root: resolve(root),
  out,
  runtimeFrom: kept,
  ...(flag === "--bare" ? { config: null } : {}),
});
const [runtime] = readdirSync(out).filter((name) => name.startsWith("ort-"));
if (runtime !== undefined && !existsSync(join(kept, runtime))) {
  const fresh = join(kept, `${runtime}.${process.pid}`);
  rmSync(kept, { recursive: true, force: true });
  cpSync(join(out, runtime), fresh, { recursive: true });
  renameSync(fresh, join(kept, runtime));
}
for (const { what, why } of leftOut) console.error(`${what} is not part of the page: ${why}`);
console.log(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
// Somebody else's view may be left out; this installation's own models have to be whole.
if (leftOut.length > 0) process.exitCode = 1;
