/** Is a port free? Asked before long work, so that nobody trains a model first and learns afterwards. */
import { createServer } from "node:net";
import { FailedError } from "../core/errors.js";

/**
 * Takes the port and gives it back.
 *
 * @throws FailedError when somebody else has it, or it may not be taken.
 */
export function requireFreePort(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (cause: NodeJS.ErrnoException) => {
      const why = cause.code === "EADDRINUSE" ? "is in use" : `cannot be used: ${cause.message}`;
      reject(
        new FailedError(`port ${port} on ${host} ${why}`, {
          where: { field: "--port" },
          next: "Choose another one with --port, or --port 0 for any that is free.",
          cause,
        }),
      );
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
