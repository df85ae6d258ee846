/**
 * Brings everything that Kiln needs into the project: `npm run setup`, and the first thing that `npm start` and
 * `npm test` do. When all is right it only looks, which takes a fraction of a second.
 *
 * Where Kiln was installed from npm, `kiln setup` calls it for that project: there it brings what training needs, which is
 * optional. Options: --cwd FOLDER (the project), --no-python (no tf2onnx).
 */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { describeFailure, Interrupted, SetupError } from "./failure.mjs";
import { findPython } from "./find-python.mjs";
import { acquireLock } from "./lock.mjs";
import { requireNode, requireRoom } from "./prerequisites.mjs";
import { TOKEN_VARIABLE } from "./processes.mjs";
import { duration, Progress } from "./progress.mjs";
import { project as projectAt, projectOf } from "./project.mjs";
import { emptyTrash } from "./remove.mjs";
import { runStep, whyRun } from "./step.mjs";
import { compile } from "./steps/compile.mjs";
import { library } from "./steps/library.mjs";
import { notices } from "./steps/notices.mjs";
import { npmPackages } from "./steps/npm-packages.mjs";
import { barePage, page } from "./steps/page.mjs";
import { pythonEnvironment } from "./steps/python-environment.mjs";
import { reportScript } from "./steps/report-script.mjs";
import { tensorflowPackage } from "./steps/tensorflow-package.mjs";
import { tensorflowWheel } from "./steps/tensorflow-wheel.mjs";
import { tfjsAddon } from "./steps/tfjs-addon.mjs";
import { vendor } from "./steps/vendor.mjs";

/**
 * The steps in order: each may rely on those before it.
 * @param {import("./project.mjs").Project} project
 * @returns {import("./step.mjs").Step[]}
 */
export function stepsOf(project) {
  if (project.installed) return trainingSteps(project);
  return [npmPackages(project), pythonEnvironment(project), tfjsAddon(project), ...buildSteps(project)];
}

/**
 * What fills `dist/`.
 * @param {import("./project.mjs").Project} project
 * @returns {import("./step.mjs").Step[]}
 */
export function buildSteps(project) {
  return [
    compile(project),
    vendor(project),
    notices(project),
    barePage(project),
    page(project),
    library(project),
    reportScript(project),
  ];
}

/**
 * What training needs. TensorFlow comes with tf2onnx's Python environment, or, without one, as it is in the index.
 * @param {import("./project.mjs").Project} project
 * @param {{ python?: boolean }} [options] `python`: with tf2onnx; left out: if it is there
 * @returns {import("./step.mjs").Step[]}
 */
export function trainingSteps(project, { python = existsSync(project.python) } = {}) {
  const library = python ? pythonEnvironment(project) : tensorflowWheel(project);
  return [tensorflowPackage(project), library, tfjsAddon(project)];
}

/**
 * @typedef {object} SetUpOptions
 * @property {import("./project.mjs").Project} [project]
 * @property {import("./step.mjs").Step[]} [steps] all of them, unless told otherwise
 * @property {(needs: { disk: number, python: boolean }) => void} [requirements] checked before anything is installed
 * @property {Progress} [progress]
 * @property {AbortSignal} [signal]
 */

/**
 * Runs the steps that are not right yet, one set-up at a time.
 * @param {SetUpOptions} [options]
 * @returns {Promise<number>} how many steps had something to do
 * @throws {import("./failure.mjs").SetupError} something is missing, or a command failed
 * @throws {Interrupted} the signal fired
 */
export async function setUp(options = {}) {
  const { project = projectAt(), progress = new Progress(), signal = new AbortController().signal } = options;
  const { steps = stepsOf(project), requirements = (needs) => requireRoom(project.root, needs) } = options;
  const startedAt = Date.now();
  const lock = await acquireLock(project.lock, {
    signal,
    onWait: (owner) =>
      progress.say(`Another set-up is running here (process ${owner.pid}, since ${owner.since}); waiting for it.`),
    onLeftovers: (count) =>
      progress.say(`Ended what a killed set-up had left running (${count} process${count === 1 ? "" : "es"}).`),
  });
  process.env[TOKEN_VARIABLE] = lock.token;
  try {
    await emptyTrash(project.trash);
    const needs = needsOf(steps.filter((step) => whyRun(step, project.stamps) !== undefined));
    if (needs.disk > 0) requirements(needs);
    let done = 0;
    for (const [index, step] of steps.entries()) {
      const title = `[${index + 1}/${steps.length}] ${step.title}`;
      if (await runStep({ ...step, title }, { stamps: project.stamps, progress, signal })) done += 1;
    }
    if (done > 0) progress.say(`Set-up is complete (${duration(Date.now() - startedAt)}).`);
    return done;
  } finally {
    delete process.env[TOKEN_VARIABLE];
    lock.release();
  }
}

/**
 * What steps need together.
 * @param {import("./step.mjs").Step[]} steps
 */
function needsOf(steps) {
  return {
    disk: steps.reduce((sum, step) => sum + (step.disk ?? 0), 0),
    python: steps.some((step) => step.needsPython === true),
  };
}

/**
 * A folder that may not be written to, or a full disk, is a fault that a person can mend.
 * @param {unknown} error
 */
function ofTheSystem(error) {
  const { code = "", message = "" } = /** @type {NodeJS.ErrnoException} */ (Object(error));
  const next = { EACCES: WRITABLE, EPERM: WRITABLE, EROFS: WRITABLE, ENOSPC: "free some disk space, then try again." }[
    code
  ];
  return next === undefined ? error : new SetupError(message, { next, cause: error });
}

const WRITABLE = "make this folder writable, or call it in a project that is yours; nothing is installed elsewhere.";

/**
 * For entry points: runs the work with a signal that fires on Ctrl-C and on termination, and says a failure in words.
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} work
 * @returns {Promise<T | undefined>} undefined after a failure, with the exit code set: 1, or 130 when stopped
 */
export async function underSignals(work) {
  try {
    requireNode(); // first of all: an old Node lacks what comes next
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exitCode = 1;
    return undefined;
  }
  const controller = new AbortController();
  const stop = (/** @type {NodeJS.Signals} */ name) => controller.abort(name);
  const names = /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  for (const name of names) process.on(name, stop);
  try {
    return await work(controller.signal);
  } catch (error) {
    if (error instanceof Interrupted) {
      process.stderr.write("Setup was stopped. What is done is kept; the next start goes on from there.\n");
      process.exitCode = 130;
    } else {
      process.stderr.write(`${describeFailure(ofTheSystem(error))}\n`);
      process.exitCode = 1;
    }
    return undefined;
  } finally {
    for (const name of names) process.off(name, stop);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const done = await underSignals((signal) => setUp({ signal, ...asked(process.argv.slice(2)) }));
  if (done === 0) process.stderr.write("Set-up is complete; there was nothing to do.\n");
}

/**
 * What was asked for: in a checkout everything; in a project that has Kiln installed, what training there needs.
 * @param {string[]} args
 * @returns {SetUpOptions}
 */
function asked(args) {
  const project = projectOf(args);
  if (!project.installed) return { project };
  const options = /** @type {const} */ ({ cwd: { type: "string" }, "no-python": { type: "boolean", default: false } });
  const { values } = parseArgs({ args, options });
  if (values["no-python"]) return { project, steps: trainingSteps(project, { python: false }) };
  try {
    findPython();
    return { project, steps: trainingSteps(project, { python: true }) };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write("There is no Python that tf2onnx runs on: it is left out, and training does not need it.\n");
    return { project, steps: trainingSteps(project, { python: false }) };
  }
}
