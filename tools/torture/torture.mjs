/**
 * `npm run torture [-- NAME…]`: sees to Kiln's own set-up as `npm start` does, then bundles the torture, which shares files
 * with the tests and so is not compiled with Kiln, and runs it.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { project as projectAt } from "../setup/project.mjs";
import { setUp, stepsOf, underSignals } from "../setup/setup.mjs";

const project = projectAt();
const done = await underSignals((signal) => setUp({ project, signal, steps: stepsOf(project) }));
if (done !== undefined) {
  const { build } = await import("esbuild");
  const outfile = join(project.root, ".kiln", "torture", "torture.mjs");
  const entryPoints = [join(project.root, "tools", "torture", "torture.ts")];
  await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", packages: "external" });
  const { torture } = await import(pathToFileURL(outfile).href);
  process.exitCode = await torture(process.argv.slice(2));
}
