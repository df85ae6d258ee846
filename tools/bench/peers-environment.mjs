/** The peers' own Python environment, `tools/bench/.peers`: PyTorch and pythae. Delete the folder to undo it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../setup/command.mjs";
import { askPython, findPython } from "../setup/find-python.mjs";
import { remove } from "../setup/remove.mjs";
import { hashOf } from "../setup/step.mjs";
import { pythonSettings } from "../setup/venv.mjs";

/**
 * @param {import("../setup/project.mjs").Project} project
 * @returns {import("../setup/step.mjs").Step}
 */
export function peersEnvironment(project) {
  const folder = join(project.root, "tools", "bench", ".peers");
  const python = join(folder, "bin", "python");
  const requirements = join(project.root, "tools", "bench", "peers", "requirements.txt");
  return {
    name: "bench-peers",
    title: "Peers for the bench (PyTorch, pythae, scikit-learn, Keras)",
    hint: "check the network and that 7 GB of disk are free, then try again: pip keeps what it downloaded.",
    key: () => hashOf(`${process.platform}-${process.arch}`, readFileSync(requirements)),
    look: () => (askPython(python, pythonSettings()) === undefined ? `${python} does not run` : undefined),
    async run({ signal, report }) {
      const base = findPython();
      report("removing the old ones");
      await remove(folder, project.trash);
      const options = { cwd: project.root, env: pythonSettings(), signal, onLine: report };
      await runCommand(base.path, ["-m", "venv", folder], options);
      const pip = ["-m", "pip", "install", "--progress-bar=off", "--disable-pip-version-check"];
      await runCommand(python, [...pip, "--only-binary=:all:", "-r", requirements], options);
      report("first import");
      await runCommand(python, ["-c", "import pythae.models, pythae.trainers, sklearn, torch"], options);
      return {};
    },
  };
}
