/** Whether each step of setup is right, by its own look; among them, whether dist/ is built from today's sources. */
import { stepsOf } from "../setup.mjs";
import { whyRun } from "../step.mjs";
import { projectAt } from "./asked-project.mjs";
import { report } from "./report.mjs";

await report(async () => {
  const project = projectAt();
  const faults = stepsOf(project).flatMap((step) => {
    const why = whyRun(step, project.stamps);
    return why === undefined ? [] : [`${step.title}: ${why}`];
  });
  if (faults.length > 0) throw new Error(faults.join("; "));
  return project.installed
    ? "TensorFlow and its addon are as setup left them"
    : "packages, addon and dist/ are those of the lock files and the sources";
});
