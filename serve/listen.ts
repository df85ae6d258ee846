/** Binds a port, or says in one line why not. */
import { once } from "node:events";
import type { Server } from "node:http";
import { FailedError } from "../core/errors.js";

/**
 * Listens.
 *
 * @returns the port, which the system chose if it was 0.
 * @throws FailedError when the port is taken, forbidden, or the address is not this machine's.
 */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  try {
    server.listen({ host, port });
    await once(server, "listening");
  } catch (cause) {
    throw listenError(cause, host, port);
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new FailedError(`no port was bound on ${host}`);
  return address.port;
}

/** Why a port could not be bound, for a person; what is no error of the system stays as it is. */
export function listenError(cause: unknown, host: string, port: number): unknown {
  if (!(cause instanceof Error) || !("code" in cause)) return cause;
  if (cause.code === "EADDRINUSE") {
    return new FailedError(`port ${port} on ${host} is in use`, {
      next: "Choose another one with --port, or --port 0 for any that is free.",
      cause,
    });
  }
  if (cause.code === "EACCES") {
    return new FailedError(`this user may not listen on port ${port} of ${host}`, {
      next: "Choose a port above 1023 with --port.",
      cause,
    });
  }
  if (cause.code === "EADDRNOTAVAIL" || cause.code === "ENOTFOUND" || cause.code === "EAI_AGAIN") {
    return new FailedError(`${host} is no address of this machine`, {
      next: "Use --host 127.0.0.1 for this machine alone, or --host 0.0.0.0 for the network.",
      cause,
    });
  }
  return new FailedError(`cannot listen on ${host} port ${port}: ${cause.message}`, { cause });
}

/** The address of a server as a URL; IPv6 in brackets. */
export function urlOf(host: string, port: number): string {
  const reachable =
    host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host;
  return `http://${reachable}:${port}`;
}
