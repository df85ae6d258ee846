/**
 * Runs a script of tools/setup/ as if the person had started it. Those scripts depend on nothing, not even on compiled Kiln,
 * because they make and remove it; so they run in a process of their own.
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { FailedError } from "../core/errors.js";
import { ownPackage } from "../system/own-package.js";

const FORWARDED: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs `tools/setup/<name>` with the person's own input and output; signals go on to it.
 *
 * @returns its exit code; 128 + n when signal n ended it.
 * @throws FailedError when it cannot be started.
 */
export function runSetupScript(name: string, args: readonly string[] = []): Promise<number> {
  const script = join(ownPackage().root, "tools", "setup", name);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: "inherit" });
    // A terminal's Ctrl-C reaches the script by itself: it shares our process group.
    const forward = (signal: NodeJS.Signals) => {
      if (signal !== "SIGINT" || process.stdin.isTTY !== true) child.kill(signal);
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    const finish = () => {
      for (const signal of FORWARDED) process.off(signal, forward);
    };
    child.on("error", (cause) => {
      finish();
      reject(new FailedError(`${script} could not be started: ${cause.message}`, { cause }));
    });
    child.on("exit", (code, signal) => {
      finish();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
