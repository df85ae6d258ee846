/** Files of rows that a killed process left behind: their names hold its number and its host. */
import { readdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { livenessOf } from "../../../system/process-identity.js";

const NAME = /^rows-(\d+)-\d+-(.*)\.bin$/;

let made = 0;

/** A name that no other store of any process uses. */
export function rowFileName(): string {
  made += 1;
  return `rows-${process.pid}-${made}-${hostname()}.bin`;
}

/** Removes the files of processes that are gone. */
export function removeLeftRows(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid, host] = NAME.exec(name) ?? [];
    if (pid === undefined || host === undefined) continue;
    if (livenessOf({ host, pid: Number(pid), start: "" }) === "dead") rmSync(join(folder, name), { force: true });
  }
}
