/** Asks the Python environment what is in it, and pip whether that fits together. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../command.mjs";
import { projectRoot } from "../project.mjs";
import { pythonOf, pythonSettings } from "../venv.mjs";
import { projectAt } from "./asked-project.mjs";
import { report } from "./report.mjs";

const QUESTION = `
import importlib.metadata, json, platform
packages = {d.metadata["Name"].lower().replace("_", "-"): d.version for d in importlib.metadata.distributions()}
print(json.dumps({"python": platform.python_version(), "packages": packages}))
`;

await report(async () => {
  const project = projectAt();
  const options = { cwd: project.root, env: pythonSettings() };
  const python = pythonOf(project);
  await runCommand(python, ["-m", "pip", "check", "--disable-pip-version-check"], options);
  const answer = JSON.parse(await runCommand(python, ["-c", QUESTION], options));
  const pinned = readFileSync(join(projectRoot, "tools", "setup", "python-requirements.txt"), "utf8");
  for (const name of ["tf2onnx", "onnx"]) {
    const wanted = pinned.match(new RegExp(`^${name}==([^ ]+)`, "m"))?.[1];
    if (answer.packages[name] !== wanted) {
      throw new Error(`${name} should be ${wanted} and is ${answer.packages[name] ?? "not installed"}`);
    }
  }
  const shown = ["tensorflow", "tensorflow-cpu", "tf2onnx", "onnx", "numpy"].filter((name) => answer.packages[name]);
  return `Python ${answer.python} with ${shown.map((name) => `${name} ${answer.packages[name]}`).join(", ")}`;
});
