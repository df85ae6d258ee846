/** `node dist/train/report/build/main.js ROOT OUT`: bundles the script of reports. Called by tools/setup/steps/report-script.mjs. */
import { join } from "node:path";
import { build } from "esbuild";

const [root = ".", out = "dist/report-page"] = process.argv.slice(2);
await build({
  absWorkingDir: root,
  entryPoints: ["train/report/browser/main.ts"],
  outfile: join(out, "script.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  logLevel: "warning",
});
