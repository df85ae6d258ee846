/** Adds to a number in a file, many times, each time under the lock: read, let others in, write. */
import { readFileSync, writeFileSync } from "node:fs";
import { acquireLock } from "../../../../tools/setup/lock.mjs";

const [folder, file, times] = process.argv.slice(2);
for (let i = 0; i < Number(times); i += 1) {
  const lock = await acquireLock(folder);
  const value = Number(readFileSync(file, "utf8"));
  await new Promise((resolve) => setTimeout(resolve, 5));
  writeFileSync(file, String(value + 1));
  lock.release();
}
