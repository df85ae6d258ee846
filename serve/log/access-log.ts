import type { MiddlewareHandler } from "hono";
import { steadySink } from "../../system/steady-sink.js";
import { isSent } from "../sockets/lingering.js";
import type { ServerEnv } from "../state.js";
import type { AccessEntry } from "./access-entry.js";

/** Tells `log` of every request once its answer is complete or its connection is gone. */
export function accessLog(log: (entry: AccessEntry) => void): MiddlewareHandler<ServerEnv> {
  return async (c, next) => {
    const start = performance.now();
    const outgoing = c.env?.outgoing;
    // Mounted in another server, which has a log of its own.
    if (outgoing === undefined) return next();
    outgoing.once("close", () => {
      const servedBy = c.get("servedBy");
      const entry: AccessEntry = {
        time: timeNow(),
        requestId: c.get("requestId"),
        method: c.req.method,
        path: c.req.path,
        status: isSent(outgoing) ? outgoing.statusCode : 499,
        milliseconds: Math.round((performance.now() - start) * 1000) / 1000,
      };
      log(servedBy === undefined ? entry : { ...entry, servedBy });
    });
    await next();
  };
}

let lastTime = 0;
let lastText = "";

/** Many requests are answered within the same millisecond. */
function timeNow(): string {
  const now = Date.now();
  if (now !== lastTime) {
    lastTime = now;
    lastText = new Date(now).toISOString();
  }
  return lastText;
}

/** Characters that are written at once, before the turn of the event loop ends. */
const MOST_GATHERED = 65_536;

/**
 * An access log of one JSON line a request, for a stream such as stderr. Lines that cannot be written are counted. The lines
 * of a turn of the event loop are written together: a busy server has better things to do than a call of the system for
 * each.
 */
export function jsonAccessLog(stream: { write(text: string): unknown }): (entry: AccessEntry) => void {
  const sink = steadySink(stream);
  let gathered = "";
  const flush = () => {
    if (gathered !== "") sink.write(gathered);
    gathered = "";
  };
  process.once("exit", flush);
  return (entry) => {
    if (gathered === "") setImmediate(flush);
    gathered += `${JSON.stringify({ event: "request", ...entry })}\n`;
    if (gathered.length > MOST_GATHERED) flush();
  };
}
