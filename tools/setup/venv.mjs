/**
 * The virtual environment of the converter, seen from outside: where its parts lie and how to run it.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * A person's settings that would send the packages elsewhere or bring others in, or keep Python from storing what it
 * compiled, as images for containers do: each start would then compile TensorFlow's sources again.
 */
const FOREIGN_SETTINGS = [
  "PYTHONPATH",
  "PYTHONHOME",
  "PYTHONDONTWRITEBYTECODE",
  "PIP_TARGET",
  "PIP_PREFIX",
  "PIP_USER",
  "VIRTUAL_ENV",
];

/**
 * The interpreter of the environment.
 * @param {import("./project.mjs").Project} project
 */
export function pythonOf(project) {
  return join(project.python, "bin", "python");
}

/**
 * Environment variables for Python and pip: the person's own, less what would lead out of the environment.
 * @returns {NodeJS.ProcessEnv}
 */
export function pythonSettings() {
  const env = { ...process.env, PYTHONNOUSERSITE: "1", PIP_NO_INPUT: "1", TF_CPP_MIN_LOG_LEVEL: "2" };
  for (const name of FOREIGN_SETTINGS) delete (/** @type {NodeJS.ProcessEnv} */ (env)[name]);
  return env;
}

/**
 * The folder of the installed packages, whatever the Python version. It need not exist.
 * @param {import("./project.mjs").Project} project
 * @returns {string}
 */
export function sitePackages(project) {
  const lib = join(project.python, "lib");
  const versions = existsSync(lib) ? readdirSync(lib) : [];
  return join(lib, versions.find((name) => name.startsWith("python3.")) ?? "python3", "site-packages");
}

/**
 * The folder that holds TensorFlow's wheel, unpacked: the Python environment's, where there is one, else our own.
 * @param {import("./project.mjs").Project} project
 * @returns {string}
 */
export function wheelFolder(project) {
  const packages = sitePackages(project);
  return existsSync(join(packages, "tensorflow")) || !existsSync(project.tensorflow) ? packages : project.tensorflow;
}
