/**
 * One step of setup: done once, skipped while it is right, done again when its inputs change or it was cut off.
 *
 * Two things must agree before a step is skipped: its stamp (a hash of everything that it depends on, written when it
 * ended) and a cheap look at what it made. The stamp alone would trust a folder that somebody deleted since; the look
 * alone would trust one that was half written, because it cannot open every file. Before a step touches anything its
 * stamp says "begun", so a kill at any instant leaves it undone.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SetupError } from "./failure.mjs";

/**
 * @typedef {object} Stamp
 * @property {"begun" | "failed" | "done"} state
 * @property {string} key
 * @property {Record<string, unknown>} made what the step left for later looks: files, sizes, the way it took
 */

/**
 * @typedef {object} StepContext
 * @property {Stamp | undefined} last the stamp found; not `done` when the last try did not come to its end
 * @property {string} why why the step runs, in a few words
 * @property {(line: string) => void} report a line for the progress display
 * @property {AbortSignal} signal
 */

/**
 * @typedef {object} Step
 * @property {string} name of the stamp file
 * @property {string} title for people
 * @property {number} [disk] bytes that it needs free, when it has to be done
 * @property {boolean} [needsPython] whether it needs a Python of the machine's own
 * @property {() => string} key hash of what the step depends on; see `hashOf`
 * @property {(made: Record<string, unknown>) => string | undefined} look a cheap real check: what is wrong, if anything
 * @property {(last: Stamp | undefined) => Record<string, unknown> | undefined} [adopt] accepts what is there though
 *   the stamp does not match (made by hand, say): what was made, or undefined to run the step
 * @property {string} hint what to try when it fails for a reason of which no more is known
 * @property {(context: StepContext) => Promise<Record<string, unknown>>} run does the work, from any starting point
 */

/**
 * @typedef {object} StepOptions
 * @property {string} stamps folder of the stamps
 * @property {import("./progress.mjs").Progress} progress
 * @property {AbortSignal} signal
 */

/**
 * Why a step must run, or undefined when all is right.
 * @param {Step} step
 * @param {string} stamps
 * @returns {string | undefined}
 */
export function whyRun(step, stamps) {
  const stamp = readStamp(stamps, step.name);
  if (stamp === undefined) return "not done yet";
  if (stamp.state === "begun") return "the last try was cut off";
  if (stamp.state === "failed") return "the last try failed";
  if (stamp.key !== step.key()) return "what it is made from has changed";
  return step.look(stamp.made);
}

/**
 * Brings a step into its right state.
 * @param {Step} step
 * @param {StepOptions} options
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function runStep(step, { stamps, progress, signal }) {
  const why = whyRun(step, stamps);
  if (why === undefined) return false;
  const last = readStamp(stamps, step.name);
  const adopted = last === undefined || last.state === "done" ? step.adopt?.(last) : undefined;
  if (adopted !== undefined) {
    writeStamp(stamps, step.name, { state: "done", key: step.key(), made: adopted });
    return false;
  }
  progress.start(step.title, why);
  const begun = { key: step.key(), made: {} };
  writeStamp(stamps, step.name, { state: "begun", ...begun });
  try {
    const made = await step.run({ last, why, signal, report: (line) => progress.update(line) });
    writeStamp(stamps, step.name, { state: "done", key: step.key(), made });
  } catch (error) {
    progress.abandon();
    if (error instanceof SetupError) {
      writeStamp(stamps, step.name, { state: "failed", ...begun });
      if (error.next === undefined) error.next = step.hint;
    }
    throw error;
  }
  progress.done();
  return true;
}

/**
 * The stamp of a step; an unreadable one counts as none.
 * @param {string} stamps
 * @param {string} name
 * @returns {Stamp | undefined}
 */
export function readStamp(stamps, name) {
  try {
    const stamp = JSON.parse(readFileSync(join(stamps, `${name}.json`), "utf8"));
    return typeof stamp?.key === "string" && typeof stamp.made === "object" ? stamp : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * @param {string} stamps
 * @param {string} name
 * @param {Stamp} stamp
 */
function writeStamp(stamps, name, stamp) {
  const path = join(stamps, `${name}.json`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(stamp, null, 1)}\n`);
  renameSync(`${path}.new`, path);
}

/**
 * A hash of texts and bytes, each kept apart from the next.
 * @param {...(string | Uint8Array)} parts
 * @returns {string} 64 hexadecimal digits
 */
export function hashOf(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex");
}
