/**
 * One set-up at a time, also after `kill -9`. The lock is a row of numbered tickets in a folder: the highest ticket
 * holds the lock, unless it says that it was released or its owner is dead. Whoever finds the highest one free draws
 * the next number by an exclusive create, which only one can win. The highest ticket is never deleted, so a slow
 * contender that draws a number from the past sees that and steps back. (Deleting a stale lock file and creating one
 * anew, the usual way, lets two contenders delete each other's.)
 */
import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Interrupted } from "./failure.mjs";
import { endLeftovers, processPlace, processStart } from "./processes.mjs";

const POLL_MS = 250;
const HEARTBEAT_MS = 5000;
/** An owner whose process cannot be looked up (another machine, another container) is dead after this silence. */
const SILENCE_MS = 60_000;
/** A ticket without content is being written, or its writer was killed at that instant. */
const BLANK_MS = 5000;

/**
 * @typedef {object} Owner
 * @property {number} pid
 * @property {string} start when the process began, see `processStart`
 * @property {string} place where the pid counts, see `processPlace`
 * @property {string} token carried by the commands of this set-up
 * @property {string} since ISO time
 * @property {boolean} [released]
 */

/**
 * @typedef {object} Lock
 * @property {string} token to be set in the environment of every command, see `TOKEN_VARIABLE`
 * @property {() => void} release
 */

/**
 * Takes the lock, waiting while another living process holds it.
 * @param {string} folder where the tickets lie; made when absent
 * @param {{ onWait?: (owner: Owner) => void, onLeftovers?: (count: number) => void, signal?: AbortSignal }} [options]
 *   `onWait` is called once, when there is somebody to wait for
 * @returns {Promise<Lock>}
 * @throws {Interrupted} the signal fired while waiting
 */
export async function acquireLock(folder, options = {}) {
  const { onWait, onLeftovers, signal } = options;
  let told = false;
  for (;;) {
    mkdirSync(folder, { recursive: true });
    if (signal?.aborted) throw new Interrupted(String(signal.reason));
    const highest = tickets(folder).at(-1) ?? 0;
    const owner = highest === 0 ? undefined : readTicket(folder, highest);
    if (owner === "gone") continue;
    if (owner === undefined || isFree(folder, highest, owner)) {
      const lock = draw(folder, highest + 1);
      if (lock === undefined) continue;
      await clearPast(folder, highest + 1, onLeftovers);
      return lock;
    }
    if (!told && owner !== "blank") {
      told = true;
      onWait?.(owner);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/**
 * Draws one number; undefined when somebody else has it or a higher one.
 * @param {string} folder
 * @param {number} number
 * @returns {Lock | undefined}
 */
function draw(folder, number) {
  const path = join(folder, ticketName(number));
  /** @type {Owner} */
  const owner = {
    pid: process.pid,
    start: processStart(process.pid) ?? "",
    place: processPlace(),
    token: randomUUID(),
    since: new Date().toISOString(),
  };
  try {
    writeFileSync(path, JSON.stringify(owner), { flag: "wx" });
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === "EEXIST" || code === "ENOENT") return undefined; // somebody was faster, or cleaned the folder away
    throw error;
  }
  if ((tickets(folder).at(-1) ?? 0) > number) {
    rmSync(path, { force: true });
    return undefined;
  }
  const heartbeat = setInterval(() => beat(path), HEARTBEAT_MS);
  heartbeat.unref();
  return {
    token: owner.token,
    release() {
      clearInterval(heartbeat);
      replace(path, JSON.stringify({ ...owner, released: true }));
    },
  };
}

/**
 * Removes older tickets; of owners that died without releasing, first ends the commands that they left running.
 * @param {string} folder
 * @param {number} own
 * @param {((count: number) => void) | undefined} onLeftovers
 */
async function clearPast(folder, own, onLeftovers) {
  for (const number of tickets(folder).filter((other) => other < own)) {
    const owner = readTicket(folder, number);
    if (typeof owner === "object" && owner.released !== true && owner.place === processPlace()) {
      const count = await endLeftovers(owner.token);
      if (count > 0) onLeftovers?.(count);
    }
    rmSync(join(folder, ticketName(number)), { force: true });
  }
}

/**
 * @param {string} folder
 * @param {number} number
 * @param {Owner | "blank"} owner
 */
function isFree(folder, number, owner) {
  if (owner === "blank") return silence(folder, number) > BLANK_MS;
  if (owner.released === true) return true;
  if (owner.place !== processPlace()) return silence(folder, number) > SILENCE_MS;
  return processStart(owner.pid) !== owner.start;
}

/**
 * The numbers drawn so far, ascending.
 * @param {string} folder
 */
function tickets(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d{9}$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

/** @param {number} number */
function ticketName(number) {
  return String(number).padStart(9, "0");
}

/**
 * @param {string} folder
 * @param {number} number
 * @returns {Owner | "blank" | "gone"}
 */
function readTicket(folder, number) {
  let text;
  try {
    text = readFileSync(join(folder, ticketName(number)), "utf8");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return "gone";
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return "blank";
    throw error;
  }
}

/**
 * Milliseconds since a ticket was last touched.
 * @param {string} folder
 * @param {number} number
 */
function silence(folder, number) {
  const stat = statSync(join(folder, ticketName(number)), { throwIfNoEntry: false });
  return stat === undefined ? Number.POSITIVE_INFINITY : Date.now() - stat.mtimeMs;
}

/** @param {string} path */
function beat(path) {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch (error) {
    // Somebody deleted `.kiln` while setup runs: the step in hand will fail and say so.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
  }
}

/**
 * @param {string} path
 * @param {string} text
 */
function replace(path, text) {
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    // `.kiln` was removed on purpose (`kiln clean`): then there is nothing left to release.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
  }
}
