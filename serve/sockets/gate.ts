/** What is asked of every request before its route: a name that is ours, and a client that has not too many in progress. */
import type { MiddlewareHandler } from "hono";
import { InputError } from "../../core/errors.js";
import { BusyError } from "../executor/busy-error.js";
import type { ResolvedOptions } from "../options.js";
import { RequestError } from "../problem/request-error.js";
import type { ServerEnv } from "../state.js";
import type { ConnectionLimits } from "./connection-limits.js";
import { hostCheck } from "./host-check.js";

/** The gate of a server that has sockets of its own. */
export function gate(limits: ConnectionLimits, { host, allowedHosts }: ResolvedOptions): MiddlewareHandler<ServerEnv> {
  const faultOf = hostCheck(host, allowedHosts);
  return async (c, next) => {
    const { incoming, outgoing } = c.env;
    const admitted = limits.begin(incoming, outgoing);
    const fault = faultOf(incoming);
    if (fault?.status === 421) throw new RequestError(421, fault.reason, { next: fault.next });
    if (fault !== undefined) throw new InputError(fault.reason);
    if (!admitted) throw new BusyError("this client has too many requests in progress", 1);
    await next();
  };
}
