/**
 * The Python environment inside the project: TensorFlow's wheel (which the tfjs-node addon links to as well), and
 * tf2onnx. Every file is pinned by hash; pip asks whatever index its own configuration names.
 */
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { runCommand } from "../command.mjs";
import { askPython, findPython } from "../find-python.mjs";
import { projectRoot } from "../project.mjs";
import { remove } from "../remove.mjs";
import { hashOf } from "../step.mjs";
import { pythonOf, pythonSettings, sitePackages } from "../venv.mjs";

const REQUIREMENTS = join(projectRoot, "tools", "setup", "python-requirements.txt");
const PRODUCT_SHIM = join(projectRoot, "tools", "setup", "python", "kiln_numpy_product.py");

/**
 * @param {import("../project.mjs").Project} project
 * @returns {import("../step.mjs").Step}
 */
export function pythonEnvironment(project) {
  const python = pythonOf(project);
  return {
    name: "python-environment",
    title: "Python packages (TensorFlow, tf2onnx)",
    disk: 1.9e9, // 1.5 installed, and pip unpacks the largest wheel
    needsPython: true,
    hint: "check the network and `python3 -m pip config list`, then try again: pip keeps what it downloaded.",
    key: () => hashOf(`${process.platform}-${process.arch}`, readFileSync(REQUIREMENTS), readFileSync(PRODUCT_SHIM)),
    look(made) {
      const answer = askPython(python, pythonSettings());
      if (answer === undefined) return `${python} does not run`;
      const version = answer.version.slice(0, 2).join(".");
      if (made.python !== version) return `it was made with Python ${made.python} and is now ${version}`;
      const there = landmarks(project);
      const wrong = Object.entries(Object(made.landmarks)).find(([path, size]) => there[path] !== size);
      return wrong === undefined ? undefined : `${wrong[0]} is missing or was changed`;
    },
    async run({ signal, report }) {
      const base = findPython();
      if (existsSync(project.python)) {
        report("removing the old one");
        await remove(project.python, project.trash);
      }
      const env = pythonSettings();
      const options = { cwd: project.root, env, signal, onLine: report };
      report("making the environment");
      await runCommand(base.path, ["-m", "venv", project.python], options);
      // Without --no-compile pip compiles 20,000 files of which a conversion imports a few thousand.
      const pip = ["-m", "pip", "install", "--no-compile", "--progress-bar=off", "--disable-pip-version-check"];
      const exactly = ["--require-hashes", "--only-binary=:all:", "-r", REQUIREMENTS];
      await runCommand(python, [...pip, ...exactly], options);
      const [major = 0, minor = 0] = base.version;
      if (major === 3 && minor >= 13) installProductShim(sitePackages(project));
      report("first import");
      // Without onLine: all that an import writes is TensorFlow's remarks on the processor.
      await runCommand(python, ["-c", "import onnx, tensorflow, tf2onnx.convert"], { cwd: project.root, env, signal });
      return { python: `${major}.${minor}`, landmarks: landmarks(project) };
    },
  };
}

/**
 * Sizes of the files whose loss would be noticed late otherwise: every distribution's list of files, and TensorFlow's
 * own libraries, which the addon is linked to.
 * @param {import("../project.mjs").Project} project
 * @returns {Record<string, number>} by path in site-packages
 */
function landmarks(project) {
  const folder = sitePackages(project);
  if (!existsSync(folder)) return {};
  const tensorflow = join(folder, "tensorflow");
  const libraries = existsSync(tensorflow)
    ? readdirSync(tensorflow).filter((name) => name.includes("libtensorflow"))
    : [];
  const paths = [
    ...readdirSync(folder)
      .filter((name) => name.endsWith(".dist-info"))
      .map((name) => join(name, "RECORD")),
    ...libraries.map((name) => join("tensorflow", name)),
  ];
  const sizes = paths.map((path) => [path, statSync(join(folder, path), { throwIfNoEntry: false })?.size]);
  return Object.fromEntries(sizes.filter(([, size]) => size !== undefined));
}

/** @param {string} folder site-packages */
function installProductShim(folder) {
  copyFileSync(PRODUCT_SHIM, join(folder, basename(PRODUCT_SHIM)));
  writeFileSync(join(folder, "kiln_numpy_product.pth"), "import kiln_numpy_product\n");
}
