/** Takes the lock, starts a child that carries the token, says so, and never lets go. */
import { spawn } from "node:child_process";
import { acquireLock } from "../../../../tools/setup/lock.mjs";
import { TOKEN_VARIABLE } from "../../../../tools/setup/processes.mjs";

const lock = await acquireLock(process.argv[2]);
const child = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"], {
  env: { ...process.env, [TOKEN_VARIABLE]: lock.token },
  detached: true,
  stdio: "ignore",
});
child.on("spawn", () => console.log(String(child.pid)));
setInterval(() => undefined, 1000);
