/** From a signal to an exit code. */
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
 * Waits for SIGTERM or SIGINT and drains the server. A second signal ends the process at once, with exit code 130.
 *
 * @returns the exit code: 0 when every request was answered, 1 when some were cut off at the limit.
 */
export async function runUntilSignal(server: RunningServer, { reporter, limit }: SignalOptions): Promise<number> {
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    for (const name of signals) process.once(name, resolve);
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
  }
}
