/** From a signal to a reload, or to an exit code. */
import { closeSync, openSync } from "node:fs";
import { isatty } from "node:tty";
import { hasCode, messageOf } from "../core/errors.js";
import type { Reporter } from "../core/reporter.js";
import type { RunningServer } from "./server.js";

/** Settings of `runUntilSignal`. */
export interface SignalOptions {
  readonly reporter: Reporter;
  /** ms that a drain may take. */
  readonly limit?: number;
}

const signals = ["SIGTERM", "SIGINT"] as const;

/**
 * Waits for SIGTERM or SIGINT and drains the server; at SIGHUP it looks at the repository again, unless that says that its
 * terminal was closed. A second signal ends the process at once, with exit code 130.
 *
 * @returns the exit code: 0 when every request was answered, 1 when some were cut off at the limit.
 */
export async function runUntilSignal(server: RunningServer, { reporter, limit }: SignalOptions): Promise<number> {
  let hangUp: () => void = () => undefined;
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    for (const name of signals) process.once(name, resolve);
    hangUp = () => (terminalIsGone() ? resolve("SIGHUP") : void reload(server, reporter));
    process.on("SIGHUP", hangUp);
  });
  const now = () => process.exit(130);
  for (const name of signals) process.on(name, now);
  try {
    const { active } = server;
    reporter.note(`${signal}: no new connections; ${active} request${active === 1 ? "" : "s"} in progress`);
    const { cut } = await server.close(limit);
    if (cut > 0) reporter.warn(`${cut} requests were cut off after the limit`);
    return cut > 0 ? 1 : 0;
  } finally {
    for (const name of signals) process.off(name, now);
    process.off("SIGHUP", hangUp);
  }
}

async function reload(server: RunningServer, reporter: Reporter): Promise<void> {
  try {
    const { changed } = await server.reload();
    if (!changed) reporter.note("SIGHUP: the repository holds nothing newer that can be served");
  } catch (error) {
    reporter.warn(`SIGHUP: what was served before is served on: ${messageOf(error)}`);
  }
}

/** True when there was a terminal and it has been closed, which sends the same signal. */
function terminalIsGone(): boolean {
  if (process.platform === "win32" || !isatty(0)) return false;
  try {
    closeSync(openSync("/dev/tty", "r"));
    return false;
  } catch (error) {
    return hasCode(error, "ENXIO", "EIO");
  }
}
