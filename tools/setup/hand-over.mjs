/**
 * Runs the program that setup was for, as if the person had started it: its input and output are theirs, signals go
 * on to it, and its exit code becomes ours.
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * @param {string[]} args for the running Node, script first
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} exit code; 128 + n when a signal ended it
 */
export function handOver(args, { cwd, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: "inherit" });
    // A terminal's Ctrl-C reaches the program by itself, since it shares our process group: sending it on would make
    // two of it, and two mean "stop at once" to a server that drains. From a terminal only the others are passed on.
    const names = /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
    const forward = (/** @type {NodeJS.Signals} */ name) => {
      if (name !== "SIGINT" || process.stdin.isTTY !== true) child.kill(name);
    };
    for (const name of names) process.on(name, forward);
    const finish = () => {
      for (const name of names) process.off(name, forward);
    };
    child.on("error", (error) => {
      finish();
      reject(error);
    });
    child.on("exit", (code, signal) => {
      finish();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
