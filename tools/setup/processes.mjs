/**
 * Who a process is. A process id alone names nobody for long, since the system gives it to the next one: with the
 * instant at which the process began, and the place where the id counts, it is a name.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Commands of a set-up carry its token in this variable, by which they are found when setup itself was killed. */
export const TOKEN_VARIABLE = "KILN_SETUP_TOKEN";

/** Where process ids of this process count: the machine and, on Linux, the namespace (a container has its own). */
export function processPlace() {
  if (process.platform !== "linux") return hostname();
  return `${hostname()} ${readlinkSync("/proc/self/ns/pid")}`;
}

/**
 * When a process began, in a form that only serves to be compared; undefined when there is no such process.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function processStart(pid) {
  if (process.platform === "linux") {
    const stat = readProcess(`/proc/${pid}/stat`);
    if (stat === undefined) return undefined;
    // The second field is the name in brackets, which may hold anything; the state and the rest follow the last one.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  }
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch (error) {
    if (/** @type {{ status?: number }} */ (error).status === 1) return undefined;
    throw error;
  }
}

/**
 * Processes that carry a token in their environment. Linux only: elsewhere nothing is found.
 * @param {string} token
 * @returns {number[]}
 */
function processesWithToken(token) {
  if (process.platform !== "linux") return [];
  const mark = `${TOKEN_VARIABLE}=${token}`;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => readProcess(`/proc/${name}/environ`)?.split("\0").includes(mark))
    .map(Number);
}

/**
 * A file under /proc, or undefined when the process is gone or belongs to somebody else.
 * @param {string} path
 */
function readProcess(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === "ENOENT" || code === "ESRCH" || code === "EACCES" || code === "EPERM") return undefined;
    throw error;
  }
}

/**
 * Ends what a killed set-up left running (npm, pip, a compiler) and waits until it is gone: it would go on writing
 * into the very folders that are about to be repaired.
 * @param {string} token
 * @returns {Promise<number>} how many processes there were
 */
export async function endLeftovers(token) {
  const first = processesWithToken(token);
  for (let left = first; left.length > 0; left = processesWithToken(token)) {
    for (const pid of left) {
      try {
        process.kill(pid, "SIGKILL");
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return first.length;
}
