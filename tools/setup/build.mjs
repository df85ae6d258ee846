/** `npm run build`: only what fills dist/, each step skipped when its sources are those of the last one. */
import { project as projectAt } from "./project.mjs";
import { buildSteps, setUp, underSignals } from "./setup.mjs";

const project = projectAt();
const done = await underSignals((signal) => setUp({ project, signal, steps: buildSteps(project) }));
if (done === 0) process.stderr.write("dist/ is up to date.\n");
