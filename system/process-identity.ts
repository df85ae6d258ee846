/** Who a process is, so that a lock left by a dead one is told from one that is held. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";
import { hasCode } from "../core/errors.js";

/** A process, named so that no later one can be taken for it: numbers are reused, but not with the same start. */
export const processIdentitySchema = z.object({
  host: z.string(),
  pid: z.int().positive(),
  /** When the process started, in a form that only serves to be compared; empty when the system does not say. */
  start: z.string(),
});

export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

/** This process. */
export function thisProcess(): ProcessIdentity {
  return { host: hostname(), pid: process.pid, start: startOf(process.pid) ?? "" };
}

/** "alive", "dead", or "unknown" for a process of another host. */
export function livenessOf(identity: ProcessIdentity): "alive" | "dead" | "unknown" {
  if (identity.host !== hostname()) return "unknown";
  const start = startOf(identity.pid);
  if (start === null) return "dead";
  return identity.start === "" || start === "" || start === identity.start ? "alive" : "dead";
}

/** Start of a running process: "" when it runs but its start is not known, null when there is no such process. */
function startOf(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (hasCode(error, "ESRCH")) return null;
    // EPERM means that the process exists and belongs to somebody else.
    if (!hasCode(error, "EPERM")) throw error;
  }
  return process.platform === "linux" ? linuxStart(pid) : psStart(pid);
}

/** Field 22 of /proc/<pid>/stat, in clock ticks since boot, with the boot's id: a reboot starts the ticks anew. */
function linuxStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command name in parentheses may hold spaces, so count the fields behind it; the first of them is the third.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return null; // a zombie has ended: it only waits to be collected
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${fields[19]}`;
  } catch (error) {
    // No /proc (some containers), or the process ended between the two looks: it counts by its number alone.
    if (hasCode(error, "ENOENT", "ESRCH", "EACCES")) return "";
    throw error;
  }
}

function psStart(pid: number): string {
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch (error) {
    // No `ps` on this system (Windows): the process counts by its number alone.
    if (hasCode(error, "ENOENT")) return "";
    throw error;
  }
}
