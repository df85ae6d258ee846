/** Where a worker keeps runs while it trains them; what a killed one left is removed by the next. */
import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { hasCode, NotFoundError } from "../../core/errors.js";
import { livenessOf, processIdentitySchema, thisProcess } from "../../system/process-identity.js";
import { readJson, TEMPORARY, writeJson } from "../../train/run/files.js";

/** `<name>.json` beside the folder `<name>` says whose it is: it is made before the folder, and removed after it. */
const OWNER = ".json";

/** A folder of this process alone. */
export interface Scratch {
  readonly path: string;
  remove(): void;
}

/** Makes it below `.kiln/worker`. */
export function scratchFolder(root = resolve(".kiln", "worker")): Scratch {
  mkdirSync(root, { recursive: true });
  const owners = readdirSync(root).filter((name) => name.endsWith(OWNER) && !name.startsWith(TEMPORARY));
  for (const name of owners) removeIfAbandoned(join(root, name));
  const path = join(root, randomUUID());
  writeJson(`${path}${OWNER}`, thisProcess());
  mkdirSync(path);
  return { path, remove: () => remove(path) };
}

function removeIfAbandoned(file: string): void {
  try {
    if (livenessOf(readJson(file, processIdentitySchema, "worker's identity")) !== "dead") return;
    remove(file.slice(0, -OWNER.length));
  } catch (error) {
    // Another worker, starting just now, has removed it.
    if (error instanceof NotFoundError) return;
    // The dead worker's training still writes its last checkpoint: the next worker removes it.
    if (!hasCode(error, "ENOTEMPTY", "EBUSY", "EPERM")) throw error;
  }
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true });
  rmSync(`${path}${OWNER}`, { force: true });
}
