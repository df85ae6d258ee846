/**
 * Finds a Python that TensorFlow's wheels exist for. Each candidate is asked, not guessed from its name: `python3.12`
 * may be a shim of a version manager that answers with an error.
 */
import { spawnSync } from "node:child_process";
import { SetupError } from "./failure.mjs";

/** TensorFlow 2.21 has wheels for these; setup/python-requirements.txt is resolved for them. */
const OLDEST_PYTHON = [3, 10];
const NEWEST_PYTHON = [3, 13];
const CANDIDATES = ["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"];

const QUESTION = `
import json, sys, struct
lacks = []
for name in ("venv", "ensurepip"):
    try:
        __import__(name)
    except ImportError:
        lacks.append(name)
print(json.dumps({"version": list(sys.version_info[:3]), "path": sys.executable, "bits": struct.calcsize("P") * 8, "lacks": lacks}))
`;

/**
 * @typedef {object} Python
 * @property {string} path of the interpreter
 * @property {number[]} version major, minor, patch
 * @property {number} bits
 * @property {string[]} lacks modules of the standard library that a distribution packs apart
 */

/**
 * The first usable Python: `KILN_PYTHON` if set, else `python3`, else the numbered ones, newest first.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Python}
 * @throws {SetupError} none is usable; says what was found and how to get one
 */
export function findPython(env = process.env) {
  const chosen = env.KILN_PYTHON;
  /** @type {string[]} */
  const seen = [];
  for (const candidate of chosen === undefined || chosen === "" ? CANDIDATES : [chosen]) {
    const python = askPython(candidate, env);
    if (python === undefined) continue;
    const fault = whyUnusable(python);
    if (fault === undefined) return python;
    const line = `${candidate} is ${python.version.join(".")} (${python.path}): ${fault}`;
    if (!seen.includes(line)) seen.push(line);
  }
  if (seen.length === 0) seen.push(chosen ? `KILN_PYTHON=${chosen} does not run` : "no python3 was found");
  const lacking = seen.some((line) => line.includes("venv"));
  throw new SetupError("Python 3.10, 3.11, 3.12 or 3.13 (64-bit, with venv) is needed to convert models.", {
    details: seen,
    next: `${howToGetPython(lacking)} If you have one elsewhere, set KILN_PYTHON to its path.`,
  });
}

/**
 * @param {string} command
 * @param {NodeJS.ProcessEnv} env
 * @returns {Python | undefined}
 */
export function askPython(command, env = process.env) {
  const { status, stdout } = spawnSync(command, ["-c", QUESTION], { encoding: "utf8", env, timeout: 20_000 });
  if (status !== 0) return undefined;
  try {
    return JSON.parse(stdout);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // some other program of that name
    throw error;
  }
}

/** @param {Python} python */
function whyUnusable({ version: [major = 0, minor = 0], bits, lacks }) {
  if (major !== 3 || minor < /** @type {number} */ (OLDEST_PYTHON[1])) return "too old";
  if (minor > /** @type {number} */ (NEWEST_PYTHON[1])) return "too new, TensorFlow has no wheel for it yet";
  if (bits !== 64) return `${bits}-bit`;
  if (lacks.length > 0) return `its module ${lacks.join(" and ")} is not installed (venv)`;
  return undefined;
}

/** @param {boolean} lacking a Python is there, but without venv */
function howToGetPython(lacking) {
  if (process.platform === "darwin") return "install it with `brew install python@3.12` or from https://python.org.";
  if (lacking) return "install the missing part (Debian, Ubuntu: `sudo apt-get install python3-venv`).";
  return "install it (Debian, Ubuntu: `sudo apt-get install python3 python3-venv`; Fedora: `sudo dnf install python3.12`).";
}
