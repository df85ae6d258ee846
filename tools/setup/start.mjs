/** `npm start [-- options]`: setup, then `kiln demo` with the options, by both roads to ONNX. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { handOver } from "./hand-over.mjs";
import { project as projectAt } from "./project.mjs";
import { setUp, underSignals } from "./setup.mjs";

const project = projectAt();
const done = await underSignals((signal) => setUp({ project, signal }));
if (done !== undefined) {
  const kiln = join(project.dist, "cli", "kiln.js");
  if (!existsSync(kiln)) throw new Error(`${kiln} was compiled but is not there`);
  process.exitCode = await handOver([kiln, "demo", "--via", "both", ...process.argv.slice(2)], { cwd: project.root });
}
