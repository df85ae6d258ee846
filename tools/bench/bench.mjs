/**
 * `npm run bench -- <command>`: sees to Kiln's own set-up as `npm start` does, then hands over to the compiled bench.
 * `setup` installs the peers beside it, which nothing else needs.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { project as projectAt } from "../setup/project.mjs";
import { setUp, stepsOf, underSignals } from "../setup/setup.mjs";
import { peersEnvironment } from "./peers-environment.mjs";

const project = projectAt();
const argv = process.argv.slice(2);
const installs = argv[0] === "setup";
const steps = installs ? [...stepsOf(project), peersEnvironment(project)] : stepsOf(project);
const done = await underSignals((signal) => setUp({ project, signal, steps }));
if (installs) {
  if (done === 0) process.stderr.write("The peers are installed; there was nothing to do.\n");
} else if (done !== undefined) {
  const { bench } = await import(pathToFileURL(join(project.dist, "tools", "bench", "bench.js")).href);
  process.exitCode = await bench(argv);
}
