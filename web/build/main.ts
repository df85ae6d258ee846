/**
 * `node dist/web/build/main.js ROOT OUT [--bare]`: makes this installation's page, or one without its models. Called by
 * tools/setup/steps/page.mjs.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { bundlePage } from "./bundle.js";

const [root = ".", out = "dist/page", flag] = process.argv.slice(2);
const bare = join(resolve(root), "dist", "bare-page");
const { files, bytes, leftOut } = await bundlePage({
  root: resolve(root),
  out,
  ...(flag === "--bare" ? { config: null } : existsSync(bare) ? { runtimeFrom: bare } : {}),
});
for (const { what, why } of leftOut) console.error(`${what} is not part of the page: ${why}`);
console.log(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
// Somebody else's view may be left out; this installation's own models have to be whole.
if (leftOut.length > 0) process.exitCode = 1;
